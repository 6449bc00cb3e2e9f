"""A run of tests leaves nothing in the folder for temporary files, also where it is told to end in the middle."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAKES = """
import subprocess, sys, tempfile

def test_makes_folders():
    tempfile.mkdtemp(prefix="left-")
    subprocess.run([sys.executable, "-c", "import tempfile; tempfile.mkdtemp(prefix='left-')"], check=True)
"""
WAITS = """
import pathlib, subprocess, sys, time, pytest

@pytest.fixture
def server(tmp_path):
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    yield process
    process.kill()
    process.wait()
    pathlib.Path(sys.argv[-1]).with_name("ended").touch()

def test_waits(server):
    print("waits", file=sys.__stdout__, flush=True)
    # Python would not see a signal that comes in the instant before a wait without end.
    while server.poll() is None:
        time.sleep(0.01)
"""


def run(file: Path, text: str) -> "subprocess.Popen[str]":
    """pytest with what all tests share, on a file with `text`."""
    file.write_text(text)
    place = file.parent / "tmp"
    place.mkdir()
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-s",
        "-p",
        "tests.conftest",
        "-c",
        str(ROOT / "pyproject.toml"),
    ]
    return subprocess.Popen(
        [*command, "-p", "no:cacheprovider", str(file)],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(place)},
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_run_that_passed_leaves_nothing(tmp_path: Path) -> None:
    """Neither by its own hand nor by a program's."""
    with run(tmp_path / "test_makes.py", MAKES) as running:
        running.communicate()
    assert running.returncode == 0
    left = [path for path in (tmp_path / "tmp").rglob("*") if path.name.startswith("left-")]
    assert left == []


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_run_that_is_told_to_end_ends_what_it_began(tmp_path: Path) -> None:
    with run(tmp_path / "test_waits.py", WAITS) as running:
        assert running.stdout is not None
        while "waits" not in (line := running.stdout.readline()):
            assert line
        running.send_signal(signal.SIGTERM)
        running.communicate()
    assert running.returncode == pytest.ExitCode.INTERRUPTED
    assert (tmp_path / "ended").exists()
