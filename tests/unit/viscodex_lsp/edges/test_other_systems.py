"""The language server's edges on macOS and Windows, simulated.

`tests/fixtures/machine/other_systems.py` says how far.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from tests.fixtures.machine.other_systems import pretend_mac, pretend_windows
from tests.fixtures.pictures.scenes import png
from viscodex_lsp.core.errors import CaptureError, NoPicture
from viscodex_lsp.edges import processes
from viscodex_lsp.edges.browser.find import usual_places
from viscodex_lsp.edges.browser.windows_process import ThreadedWriter, read_in_thread
from viscodex_lsp.edges.model import local_processes
from viscodex_lsp.edges.model.local_processes import running_servers
from viscodex_lsp.edges.model.reader_client import can_read
from viscodex_lsp.edges.model.run_folder import RunFolder, default_place
from viscodex_lsp.edges.pictures import region_tools
from viscodex_lsp.edges.pictures.files import read_picture

Pretend = Callable[[pytest.MonkeyPatch], None]
BOTH = pytest.mark.parametrize("pretend", [pretend_windows, pretend_mac], ids=["windows", "macos"])


@BOTH
def test_one_process_alone_may_start_the_local_server(
    pretend: Pretend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder is made, its lock holds off a second one, and a token is kept in it."""
    pretend(monkeypatch)
    files = RunFolder(tmp_path / "run")
    files.prepare()
    with files.try_lock() as first, files.try_lock() as second:
        assert (first, second) == (True, False)
    with files.try_lock() as again:
        assert again
    token = files.new_token()
    assert files.read_token() == token
    with files.open_log() as log:
        log.write(b"ready\n")
    assert files.last_log_line() == "ready"


def test_a_replacement_waits_for_a_reader_on_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows refuses to replace a file while it is read; a moment later it does not."""
    pretend_windows(monkeypatch)
    refusals = iter([PermissionError(13, "in use"), PermissionError(13, "in use")])
    replace = Path.replace

    def sometimes(self: Path, target: Path) -> Path:
        for refusal in refusals:
            raise refusal
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", sometimes)
    files = RunFolder(tmp_path)
    token = files.new_token()
    assert files.read_token() == token


def test_the_run_folder_without_a_home_bears_the_users_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no user number on Windows."""
    pretend_windows(monkeypatch)
    monkeypatch.setattr(Path, "home", _no_home)
    monkeypatch.setenv("USERNAME", "ann")
    monkeypatch.setenv("LOGNAME", "ann")
    assert default_place({}).parent.name == "viscodex-lsp-ann"


def _no_home() -> Path:
    raise RuntimeError("no home")


@BOTH
def test_a_picture_file_is_read_to_the_byte(
    pretend: Pretend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opened as binary: as text, Windows would end a PNG at its seventh byte."""
    pretend(monkeypatch)
    seen: list[int] = []
    really = os.open
    monkeypatch.setattr(os, "O_BINARY", 0x40000000, raising=False)

    def watched(path: str, flags: int, mode: int = 0o777) -> int:
        seen.append(flags)
        return really(path, flags & ~0x40000000, mode)

    monkeypatch.setattr(os, "open", watched)
    (tmp_path / "a.png").write_bytes(png())
    assert read_picture(tmp_path / "a.png", roots=[tmp_path]) == png()
    assert seen[-1] & 0x40000000


def test_a_folder_is_no_picture_where_it_cannot_even_be_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows says "permission denied" of a folder."""
    monkeypatch.setattr(os, "open", _refused)
    with pytest.raises(NoPicture, match="is a folder"):
        read_picture(tmp_path, roots=None)


def _refused(*_: object) -> int:
    raise PermissionError(13, "Permission denied")


@BOTH
def test_a_process_is_ended_with_what_it_started(pretend: Pretend, monkeypatch: pytest.MonkeyPatch) -> None:
    """By its group, or on Windows by its children."""
    code = "import subprocess, sys; c = subprocess.Popen([sys.executable, '-c', 'input()'], stdin=subprocess.PIPE);"
    command = [sys.executable, "-c", code + "print(c.pid, flush=True); c.wait()"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        assert process.stdout is not None
        child = int(process.stdout.readline())
        try:
            with monkeypatch.context() as patch:
                pretend(patch)
                _kill_signals(patch)
                processes.kill_session(process.pid)
            process.wait(timeout=10)
        finally:
            process.kill()
    _wait_for_end(child)


def _kill_signals(monkeypatch: pytest.MonkeyPatch) -> None:
    # psutil's own way on this system needs it.
    monkeypatch.setattr(signal, "SIGKILL", 9, raising=False)


def _wait_for_end(pid: int) -> None:
    try:
        psutil.Process(pid).wait(timeout=10)
    except psutil.NoSuchProcess:
        return


def test_memory_is_known_without_proc(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no /proc, psutil tells it."""
    monkeypatch.setattr(Path, "read_text", _refused)
    assert processes.resident_bytes() > 10 * 2**20


def test_an_environments_python_is_not_a_second_server(tmp_path: Path) -> None:
    """On Windows python.exe of an environment runs another one with the same words and waits for it."""
    files = RunFolder(tmp_path)
    waiting = "print(0, flush=True); input()"
    code = f"import subprocess, sys; subprocess.call([sys.executable, '-c', {waiting!r}, *sys.argv[1:]])"
    command = [sys.executable, "-c", code, "--state", str(files.state)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as launcher:
        assert launcher.stdout is not None
        launcher.stdout.readline()
        (real,) = psutil.Process(launcher.pid).children()
        state = {"pid": real.pid, "url": "http://127.0.0.1:1", "model": "m", "folder": "", "version": "1"}
        files.state.write_text(json.dumps(state))
        files.note_starting(launcher.pid)
        assert [server.pid for server in running_servers(tmp_path)] == [real.pid]
        real.kill()
    assert local_processes.running_servers(tmp_path) == []


def test_secrets_are_searched_for_on_every_system(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever the reader is installed: the local server runs on Windows too."""
    here = can_read()
    monkeypatch.setattr(sys, "platform", "win32")
    assert can_read() == here


def test_browsers_are_found_where_their_installers_put_them() -> None:
    """Chrome and Edge, on macOS and Windows."""
    mac = list(usual_places("darwin", {"HOME": "/Users/ann"}))
    assert "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" in mac
    assert "/Users/ann/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge" in mac
    folders = {"ProgramFiles": r"C:\Program Files", "ProgramFiles(x86)": r"C:\Program Files (x86)"}
    windows = list(usual_places("win32", folders))
    assert r"C:\Program Files\Google\Chrome\Application\chrome.exe" in windows
    assert r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe" in windows
    assert list(usual_places("linux", folders)) == []


async def test_a_browsers_pipes_are_read_and_written_by_threads() -> None:
    """As on Windows, where no event loop can wait for them: whole messages come out, and the end is seen."""
    its_input, our_output = os.pipe()
    our_input, its_output = os.pipe()
    reader, writer = read_in_thread(our_input, limit=2**20), ThreadedWriter(our_output)
    writer.write(b'{"id":1}')
    writer.write(b"\0")
    await writer.drain()
    assert os.read(its_input, 100) == b'{"id":1}\0'
    os.write(its_output, b"one\0tw")
    os.write(its_output, b"o\0")
    assert [await reader.readuntil(b"\0"), await reader.readuntil(b"\0")] == [b"one\0", b"two\0"]
    os.close(its_output)
    assert await reader.read() == b""
    writer.close()
    os.close(its_input)


@pytest.mark.parametrize(("changes", "outcome"), [([1, 1, 2, 2], b"picture"), ([1, 1, 1, 1, 1, 1, 1], None)])
async def test_the_snipping_tool_is_waited_for(
    changes: list[int], outcome: bytes | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows 11's ends at once and shows itself in another process: the clipboard tells when the person is done."""
    told, runs = iter(changes), iter([True, False])
    monkeypatch.setattr(region_tools, "clipboard_changes", lambda: next(told))
    monkeypatch.setattr(region_tools, "is_snipping", lambda: next(runs))
    monkeypatch.setattr(region_tools, "_LOOK_SECONDS", 0.001)
    monkeypatch.setattr(region_tools, "_APPEARS_SECONDS", 0.002)
    monkeypatch.setattr(region_tools, "_run", _did_run)
    monkeypatch.setattr("viscodex_lsp.edges.pictures.clipboard.read_clipboard", _picture)
    monkeypatch.setattr(sys, "platform", "win32")
    if outcome is None:
        with pytest.raises(CaptureError, match="No region was marked"):
            await region_tools.pick_region({})
    else:
        assert await region_tools.pick_region({}) == outcome


async def _did_run(arguments: tuple[str, ...], _: object) -> None:
    assert arguments == ("SnippingTool.exe", "/clip")


async def _picture(_: object) -> bytes:
    return b"picture"


async def test_macs_screencapture_asks_for_a_region(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its file is the picture; without one the person gave up."""

    async def capture(arguments: tuple[str, ...], _: object) -> None:
        assert arguments[:5] == ("screencapture", "-i", "-x", "-t", "png")
        Path(arguments[5]).write_bytes(b"region")

    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(region_tools, "_run", capture)
    assert await region_tools.pick_region({}) == b"region"
