"""`viscodex-model serve tgi|vllm`, with programs on PATH that stand in for docker and nvidia-smi."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from viscodex_model.cli import main

from tests.fixtures.servers.served import free_port

ROOT = Path(__file__).resolve().parents[3]
NANO = str(ROOT / "model" / "nano")
SMALL = [
    "--pictures",
    "1",
    "--max-pixels",
    "401408",
    "--max-text-tokens",
    "1024",
    "--max-reply-tokens",
    "1024",
]


@dataclass
class Machine:
    """A PATH with stand-ins, and what they were told."""

    folder: Path
    variables: dict[str, str]

    @property
    def told(self) -> list[list[str]]:
        path = self.folder / "docker.log"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    @contextmanager
    def serving(self, *words: str) -> Iterator["subprocess.Popen[str]"]:
        program = [sys.executable, "-m", "viscodex_model.cli", "serve", *words]
        process = subprocess.Popen(program, stderr=subprocess.PIPE, text=True, env=self.variables, cwd=ROOT)
        try:
            yield process
        finally:
            process.terminate()
            process.wait(60)
            assert process.stderr is not None
            process.stderr.close()


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    programs = tmp_path / "bin"
    programs.mkdir()
    fake = ROOT / "tests" / "fixtures" / "machine" / "fake_docker.py"
    (programs / "docker").write_text(f'#!/bin/sh\nexec {sys.executable} {fake} "$@"\n')
    (programs / "nvidia-smi").write_text("#!/bin/sh\necho '0, 24564'\necho '1, 24564'\n")
    for program in programs.iterdir():
        program.chmod(0o755)
    variables = {
        **os.environ,
        "PATH": f"{programs}:/usr/bin:/bin",
        "PYTHONPATH": str(ROOT / "model"),
        "FAKE_DOCKER_LOG": str(tmp_path / "docker.log"),
        "VISCODEX_ENGINE_KEY": "key-planted-44",
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return Machine(tmp_path, variables)


@pytest.mark.parametrize("engine", ["tgi", "vllm"])
def test_two_engines_are_served_asked_and_ended(machine: Machine, engine: str) -> None:
    """Each card gets an engine; each is asked about a real picture; their words are shown; a signal ends them all."""
    port = free_port()
    lines = []
    with machine.serving(engine, NANO, "--port", str(port), *SMALL, "--replicas", "1") as process:
        assert process.stderr is not None
        for line in process.stderr:
            lines.append(line)
            if "Ctrl+C" in line:
                break
        process.send_signal(signal.SIGINT)
        assert process.wait(120) == 0
    said = "".join(lines)
    assert "words of the engine" in said
    assert f"http://127.0.0.1:{port} is ready; of a red square it says: Red." in said
    assert "key-planted-44" not in said + str(machine.told)
    (run,) = [words for words in machine.told if words[0] == "run"]
    assert run[run.index("--gpus") + 1] == '"device=0"'
    assert f"type=bind,source={ROOT / 'model' / 'nano'},target=/model,readonly" in run
    assert machine.told[-1] == ["stop", "--time", "10", f"viscodex-{engine}-{port}"]


def test_printing_starts_nothing(machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    """--print says what would be run for each of two cards, as commands for a shell, and calls no docker."""
    assert main(["serve", "tgi", NANO, "--print", *SMALL]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("docker run --rm --name viscodex-tgi-8000 ")
    assert "--publish 127.0.0.1:8001:8000 --gpus '\"device=1\"'" in second
    assert "--max-input-tokens 3072 --max-total-tokens 4096" in first
    assert machine.told == []


@pytest.mark.parametrize(
    ("change", "words", "sentence"),
    [
        ({"FAKE_DOCKER_WITHOUT": "service"}, [], "Docker's service does not answer"),
        ({"FAKE_DOCKER_WITHOUT": "image"}, [], "Fetch it first: docker pull ghcr.io/huggingface/"),
        ({"FAKE_DOCKER_ENDS": "1"}, [], "ended with status 3 before it was ready"),
        ({}, ["--gpus", "7"], "GPU 7 is not here; nvidia-smi lists 0, 1"),
        ({}, ["--replicas", "3"], "Ask for at most --replicas 2"),
        ({}, ["--max-reply-tokens", "9000"], "but the model takes 4096"),
        ({}, ["--gpu-memory", "0.01"], "do not hold that"),
        ({"PATH": "/usr/bin:/bin"}, [], "There is no nvidia-smi here"),
        ({"PATH": "/usr/bin:/bin"}, ["--gpu-memory", "24"], "There is no `docker` here"),
    ],
)
def test_what_is_missing_is_a_sentence(
    machine: Machine,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    change: dict[str, str],
    words: list[str],
    sentence: str,
) -> None:
    """No docker, service, image, card, memory or room for a request: exit status 1, what is wrong, what to do."""
    for name, value in change.items():
        monkeypatch.setenv(name, value)
    assert main(["serve", "tgi", NANO, *SMALL, "--port", str(free_port()), *words]) == 1
    assert sentence in capsys.readouterr().err
    assert machine.told == [] or machine.told[0] == ["version", "--format", "{{.Server.Version}}"]
