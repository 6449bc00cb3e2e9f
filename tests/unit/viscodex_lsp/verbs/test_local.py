"""What `viscodex-lsp local status` and `local stop` promise; the processes are real."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from viscodex_lsp.edges.model import local_processes
from viscodex_lsp.edges.model.local_processes import LocalServer, running_servers
from viscodex_lsp.edges.model.run_folder import RunFolder
from viscodex_lsp.verbs.local import describe, show_status, stop

STATE = '{{"pid": {pid}, "url": "http://127.0.0.1:4000", "model": "nano", "folder": "", "version": "0"}}'
SLEEP = "import sys; print('ready', flush=True); sys.stdin.read()"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty run folder of this user."""
    monkeypatch.setattr(local_processes, "default_place", lambda _: tmp_path)
    return tmp_path


@pytest.fixture
def process(place: Path) -> Iterator[subprocess.Popen[str]]:
    """A process whose command line is that of a local server for the bundled model."""
    state = str(RunFolder(place).state)
    command = [sys.executable, "-c", SLEEP, "--state", state, "--idle-seconds", "900"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process
        process.kill()


def test_a_server_is_shown_with_its_memory_and_age(
    place: Path, process: subprocess.Popen[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Its model, its process, and when it ends by itself stand in one line."""
    RunFolder(place).state.write_text(STATE.format(pid=process.pid))
    (server,) = running_servers()
    assert (server.pid, server.model, server.idle) == (process.pid, "nano", 900)
    assert 1_000_000 < server.memory < 200_000_000
    assert 0 <= server.age < 600
    assert show_status() == 0
    assert f"The local server with nano (process {process.pid}): " in capsys.readouterr().out


def test_a_server_that_is_starting_is_shown_too(place: Path, process: subprocess.Popen[str]) -> None:
    """Before it says anything about itself, it is known by who started it."""
    RunFolder(place).note_starting(process.pid)
    assert [server.model for server in running_servers()] == [""]


def test_stop_ends_it(
    place: Path, process: subprocess.Popen[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """The process is gone, and a second `stop` says that none runs."""
    RunFolder(place).state.write_text(STATE.format(pid=process.pid))
    assert stop() == 0
    assert not psutil.pid_exists(process.pid)
    assert capsys.readouterr().out == f"The local server with nano (process {process.pid}) has ended.\n"
    assert (stop(), capsys.readouterr().out) == (0, "No local server runs.\n")


def test_another_program_with_the_same_process_id_is_let_be(place: Path) -> None:
    """A state file that was left behind may name a process id that was given to another program since."""
    with subprocess.Popen([sys.executable, "-c", SLEEP], stdin=subprocess.PIPE) as stranger:
        RunFolder(place).state.write_text(STATE.format(pid=stranger.pid))
        assert (running_servers(), stop(), stranger.poll()) == ([], 0, None)
        stranger.kill()


@pytest.mark.parametrize("pid", [0, -1, 10**30])
def test_a_state_file_with_no_possible_process_id_is_passed_over(place: Path, pid: int) -> None:
    """Whatever number it names, nothing is ended and nothing fails."""
    RunFolder(place).state.write_text(STATE.format(pid=pid))
    assert running_servers() == []


def test_the_line_for_a_person() -> None:
    """Rounded figures with their units."""
    server = LocalServer(pid=7, model="nano", memory=812_400_000, age=200, idle=900)
    assert describe(server) == (
        "The local server with nano (process 7): 812 MB of memory, started 3 min ago, "
        "ends after 15 min without a question."
    )
