"""Training that is killed in the middle (kill -9) goes on to its end; one whose disk fills up says so."""

import json
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
import yaml
from viscodex_model.checkpoint.folder import describe
from viscodex_model.data.synth.content.pages import draw_page
from viscodex_model.data.synth.shards import Sample, write_shard

from tests.fixtures.judges.evaluate_needs import needs_sandbox
from tests.fixtures.models.tiny_checkpoints import tiny_vlm

TOWER = {"width": 64, "depth": 1, "heads": 1, "intermediate_size": 64}
POLLS = 1800


def pages(folder: Path) -> Path:
    """A folder of 24 pages with noise for pictures."""
    folder.mkdir()
    noise = np.random.default_rng(1)
    drawn = [
        Sample(noise.integers(0, 256, (56, 84, 3), dtype=np.uint8), draw_page(random.Random(seed)), ())
        for seed in range(24)
    ]
    write_shard(folder / "pages-00000.zip", drawn)
    return folder


def start(recipe: Path, *flags: str) -> subprocess.Popen[str]:
    """`viscodex-model train` in a group of processes of its own."""
    command = [sys.executable, "-m", "viscodex_model.cli", "train", str(recipe), *flags]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )


def kill_when(process: subprocess.Popen[str], reached: Callable[[], bool]) -> None:
    """Kill the whole group as soon as something is on the disk."""
    for _ in range(POLLS):
        try:
            process.wait(0.1)
        except subprocess.TimeoutExpired:
            if reached():
                break
        else:
            break
    assert process.returncode is None, process.communicate()[0]
    assert reached()
    subprocess.run(["kill", f"-{int(signal.SIGKILL)}", "--", f"-{process.pid}"], check=True)
    process.communicate(timeout=900)


def run_on_a_disk_of(size: int, work: Path, recipe: Path, *flags: str) -> subprocess.CompletedProcess[str]:
    """`viscodex-model train` where the work folder is a disk of so many bytes."""
    work.mkdir()
    disk = ["bwrap", "--dev-bind", "/", "/", "--size", str(size), "--tmpfs", str(work)]
    command = [sys.executable, "-m", "viscodex_model.cli", "train", str(recipe), *flags]
    return subprocess.run([*disk, *command], capture_output=True, text=True, timeout=900, check=False)


def finish(recipe: Path) -> str:
    """Go on to the end; what it said."""
    process = start(recipe, "--resume", *(["--processes", "1"] if "stages" in recipe.read_text() else []))
    said = process.communicate(timeout=900)[0]
    assert process.returncode == 0, said
    return said


def write(path: Path, content: dict[str, Any]) -> Path:
    """A recipe's file."""
    path.write_text(yaml.safe_dump(content))
    return path


def from_nothing(folder: Path) -> dict[str, Any]:
    """A recipe of 4000 short steps for a tiny model, saved at each."""
    data = str(pages(folder / "data"))
    stage = {"name": "pages", "data": [data], "steps": 4000, "batch_cells": 24, "dropout": 0}
    return {
        "out": str(folder / "out"), "work": str(folder / "work"), "validation": data, "vocabulary": 400,
        "shape": {"vision": TOWER, "language": TOWER}, "save_minutes": 0.001, "stages": [stage],
    }  # fmt: skip


def tuning(folder: Path) -> dict[str, Any]:
    """A recipe of 2000 short steps from a tiny checkpoint, saved at every second."""
    model, data = tiny_vlm(folder / "model"), pages(folder / "data")
    return {
        "model": str(model), "out": str(folder / "out"), "work": str(folder / "work"),
        "data": [{"path": str(data)}], "steps": 2000, "batch": 2, "device": "cpu", "precision": "float32",
        "workers": 0, "log_steps": 1, "save_steps": 2, "keep_checkpoints": 1, "gradient_checkpointing": False,
    }  # fmt: skip


def test_a_model_from_nothing_goes_on_after_kill_9(tmp_path: Path) -> None:
    """Its next process begins at the checkpoint's step, not at the first, and ends with a folder that loads."""
    content = from_nothing(tmp_path)
    recipe = write(tmp_path / "tiny.yaml", content)
    saved = tmp_path / "work" / "checkpoint.pt"
    kill_when(start(recipe, "--processes", "1"), saved.exists)
    step = torch.load(saved, weights_only=True)["progress"]["step"]
    assert 0 < step < 4000
    write(recipe, content | {"stages": [content["stages"][0] | {"steps": step + 3}]})
    finish(recipe)
    assert torch.load(saved, weights_only=True)["progress"]["stage"] == 1
    assert describe(tmp_path / "out").is_ready


def test_tuning_goes_on_after_kill_9(tmp_path: Path) -> None:
    """Its steps go on after the last whole checkpoint, each logged once from there, and the folder is written."""
    content = tuning(tmp_path)
    recipe = write(tmp_path / "sft.yaml", content)

    def steps() -> list[int]:
        found = (tmp_path / "work").glob("checkpoint-*/trainer_state.json")
        return sorted(int(one.parent.name.split("-")[1]) for one in found)

    kill_when(start(recipe), lambda: bool(steps()))
    assert not (tmp_path / "out").exists()
    last = steps()[-1]
    write(recipe, content | {"steps": last + 4})
    finish(recipe)
    logged = [json.loads(line) for line in (tmp_path / "work" / "log.jsonl").read_text().splitlines()]
    told = [line["step"] for line in logged if "loss" in line]
    assert told[-4:] == [last + 1, last + 2, last + 3, last + 4]
    assert describe(tmp_path / "out").is_ready


@needs_sandbox
def test_a_disk_that_fills_up_is_a_sentence(tmp_path: Path) -> None:
    """Both ways of training name the folder whose disk is full and what to do, and write no model."""
    made = write(tmp_path / "tiny.yaml", from_nothing(tmp_path))
    first = run_on_a_disk_of(2_000_000, tmp_path / "work", made, "--processes", "1")
    tuned = tmp_path / "tuned"
    tuned.mkdir()
    second = run_on_a_disk_of(2_000_000, tuned / "work", write(tmp_path / "sft.yaml", tuning(tuned)))
    for done, folder in ((first, tmp_path), (second, tuned)):
        assert done.returncode == 1, done.stderr
        sentence = f"viscodex-model train: The disk of {folder / 'work'} is full. "
        told = [line for line in done.stderr.splitlines() if line.startswith(sentence)]
        assert [("make room" in line) for line in told] == [True], done.stderr
        assert not (folder / "out" / "model.safetensors").exists()
