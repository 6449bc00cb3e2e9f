"""The examples for clusters: valid for Kubernetes, readable for Slurm, and with options that the commands have."""

import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml
from viscodex_model.cli import build_parser

CLUSTER = Path(__file__).resolve().parents[3] / "model" / "deploy" / "cluster"
SCRIPTS = sorted(CLUSTER.glob("*.sbatch"))


def _job() -> Any:
    return yaml.safe_load((CLUSTER / "synth-job.yaml").read_text())


def test_the_job_is_valid_for_kubernetes() -> None:
    """Every field exists and has its type, by the schema of the release that the package brings."""
    kubernetes_validate.validate(_job(), kubernetes_validate.latest_version(), strict=True)


def _ran(script: str, folder: Path, *words: str, **environment: str) -> list[list[str]]:
    """The commands that a shell would run, word by word; `viscodex-model` only tells them."""
    told = folder / "told"
    program = folder / "viscodex-model"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$*" >> {shlex.quote(str(told))}\n')
    program.chmod(0o755)
    bash = shutil.which("bash")
    assert bash is not None
    subprocess.run(
        [bash, "-c", script, "bash", *words],
        check=True,
        env={"PATH": f"{folder}:/usr/bin:/bin"} | environment,
    )
    return [line.split() for line in told.read_text().splitlines()]


def _shares(commands: list[list[str]]) -> list[tuple[int, int]]:
    parser = build_parser()
    shares = [parser.parse_args(command).shard for command in commands]
    return [(share.number, share.total) for share in shares]


def test_the_jobs_pods_make_all_shares(tmp_path: Path) -> None:
    """Index 0 to 39 are shares 1 to 40 of 40, in words that the command understands."""
    spec = _job()["spec"]
    [command] = spec["template"]["spec"]["containers"][0]["args"]
    for index in range(spec["completions"]):
        ran = _ran(command, tmp_path, JOB_COMPLETION_INDEX=str(index))
    assert _shares(ran) == [(number, 40) for number in range(1, 41)]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_an_arrays_tasks_make_all_shares(script: Path, tmp_path: Path) -> None:
    """The tasks of the array are the shares 1 to N, in words that the command understands."""
    text = script.read_text()
    [array] = [line for line in text.splitlines() if line.startswith("#SBATCH --array=")]
    first, last = map(int, array.partition("=")[2].split("-"))
    for task in range(first, last + 1):
        ran = _ran(
            text,
            tmp_path,
            *("runs/a.jsonl", "out"),
            SLURM_ARRAY_TASK_ID=str(task),
            SLURM_ARRAY_TASK_COUNT=str(last - first + 1),
            SLURM_CPUS_PER_TASK="4",
        )
    assert _shares(ran) == [(number, last) for number in range(1, last + 1)]
