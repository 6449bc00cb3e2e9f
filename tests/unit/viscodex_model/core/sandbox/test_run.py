"""Attacks on the sandbox: each ends as an outcome with a reason, and touches nothing outside."""

import shutil
import socket
import subprocess
from pathlib import Path
from typing import Any

import pytest
from viscodex_model.core.errors import UserError
from viscodex_model.core.sandbox import run as sandbox
from viscodex_model.core.sandbox.confinement import Limits
from viscodex_model.core.sandbox.process_tree import memory_of_tree
from viscodex_model.core.sandbox.run import run_sandboxed
from viscodex_model.core.sandbox.seccomp import seccomp_filter

PYTHON = "/usr/bin/python3"
MEBIBYTE = 1024 * 1024


def _works() -> bool:
    if not all(map(shutil.which, ("bwrap", "setpriv", "prlimit"))) or not Path(PYTHON).exists():
        return False
    return run_sandboxed(["/usr/bin/env", "true"], limits=Limits(seconds=60)).ok


pytestmark = pytest.mark.skipif(
    not _works(), reason="bubblewrap is not installed or may not make namespaces here"
)


def attack(code: str, **limits: Any) -> Any:
    return run_sandboxed([PYTHON, "-c", code], limits=Limits(**{"seconds": 60, **limits}))


def test_a_program_runs_with_its_files_and_input() -> None:
    """Files lie under /input, standard input arrives, output and status come back."""
    outcome = run_sandboxed(
        [PYTHON, "/input/folder/main.py"],
        files={"folder/main.py": b"import sys; print(sys.stdin.read()[::-1]); sys.exit(3)"},
        stdin=b"abc",
    )
    assert (outcome.status, outcome.output) == (3, b"cba\n")


def test_one_that_never_ends_is_stopped() -> None:
    """An endless loop ends with the reason that it took too long."""
    outcome = attack("while True: pass", seconds=2)
    assert outcome.status is None
    assert outcome.explain() == "it took longer than 2 s"


def test_one_that_leaves_children_is_ended_with_them() -> None:
    """A child that outlives its parent and holds the pipes is ended too."""
    outcome = attack("import os, time\nif os.fork() == 0: time.sleep(500)", seconds=3)
    assert not outcome.ok or outcome.output == b""
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert not [line for line in listed.splitlines() if "time.sleep(500)" in line and "/input" in line]


def test_a_fork_bomb_meets_a_wall() -> None:
    """No more than the allowed processes are made, and the error says so."""
    outcome = attack("import os\nwhile True:\n  os.fork()", processes=20, seconds=10)
    assert not outcome.ok
    assert b"BlockingIOError" in outcome.errors or outcome.stopped is not None


def test_a_full_disk_is_only_its_own() -> None:
    """Many files end at the allowed space, one file at the allowed size."""
    many = "i = 0\nwhile True:\n  open(f'f{i}', 'wb').write(b'0' * 1000000)\n  i += 1\n  print(i, flush=True)"
    filled = attack(many, disk_bytes=20 * MEBIBYTE)
    assert b"No space left" in filled.errors
    assert 15 <= len(filled.output.splitlines()) <= 20
    one = "f = open('f', 'wb', buffering=0)\nwhile True: f.write(b'0' * 1000000)"
    assert b"File too large" in attack(one, file_bytes=5 * MEBIBYTE).errors


@pytest.mark.parametrize("code", ["bytearray(100 << 30)", "import mmap; mmap.mmap(-1, 100 << 30)"])
def test_a_hundred_gigabytes_are_refused(code: str) -> None:
    """One large allocation fails in the program."""
    outcome = attack(code)
    assert outcome.status == 1
    assert b"MemoryError" in outcome.errors or b"Cannot allocate" in outcome.errors


def test_memory_that_is_really_used_is_bounded() -> None:
    """A program that fills more than its share is stopped, also where the memory is shared between processes."""
    code = "import mmap, time\nm = mmap.mmap(-1, 400 << 20)\nm.write(b'1' * (300 << 20))\ntime.sleep(100)"
    assert attack(code, memory_bytes=200 * MEBIBYTE).stopped == "it held more than 200 MiB of memory"


def test_endless_output_is_cut_off() -> None:
    """A program that prints a gigabyte is stopped after the allowed output."""
    outcome = attack("while True: print('x' * 100000)", output_bytes=MEBIBYTE)
    assert outcome.stopped == "it printed more than 1 MiB"
    assert len(outcome.output) < 3 * MEBIBYTE


def test_a_server_of_this_machine_is_not_reached() -> None:
    """Somebody listens on loopback, and hears nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        place = listening.getsockname()
        socket.create_connection(place).close()
        listening.accept()[0].close()
        assert attack(f"import socket; socket.create_connection({place!r}, 2)").status == 1
        listening.setblocking(False)
        with pytest.raises(BlockingIOError):
            listening.accept()


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.create_connection(('1.1.1.1', 53), 2)",
        "import socket; socket.getaddrinfo('example.com', 80)",
    ],
)
def test_there_is_no_network(code: str) -> None:
    """No other machine can be reached, by number or by name."""
    assert attack(code).status == 1


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "/etc/shadow", "/root/.bashrc", "/proc/1/environ", str(Path(__file__))]
)
def test_files_of_the_machine_are_not_there(path: Path) -> None:
    """Accounts, homes, other processes' secrets and this very file cannot be read."""
    outcome = attack(f"print(open({path!r}).read())")
    assert outcome.status == 1 or outcome.output.strip() in (b"", b"\x00")


@pytest.mark.parametrize("path", ["/usr/x", "/input/x", "/dev/shm/x", "/x", "/etc/x"])
def test_nothing_but_the_own_folder_can_be_written(path: Path) -> None:
    """Every place outside of the working folder is read-only."""
    assert attack(f"open({path!r}, 'w')").status == 1


@pytest.mark.parametrize(
    "code",
    [
        "import os; os.setuid(0)",
        "import ctypes, os; libc = ctypes.CDLL(None); os._exit(0 if libc.unshare(0x10000000) == 0 else 1)",
        "import ctypes, os; c = ctypes.CDLL(None); os._exit(int(c.mount(b'x', b'/tmp', b'tmpfs', 0, 0) != 0))",
    ],
)
def test_no_rights_can_be_gained(code: str) -> None:
    """A program becomes neither root nor the root of a namespace in which memory is not counted."""
    assert attack(code).status == 1


def test_killing_everybody_kills_only_itself() -> None:
    """Signals to its parent and to all processes do not reach outside."""
    outcome = attack("import os, signal\nos.kill(-1, signal.SIGKILL)")
    assert not outcome.ok or outcome.output == b""
    assert memory_of_tree(1) > 0


def test_the_environment_is_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys in this process's environment are not handed in."""
    monkeypatch.setenv("VISCODEX_API_KEY", "secret")
    assert b"secret" not in attack("import os; print(dict(os.environ))").output


def test_a_missing_tool_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without bubblewrap nothing runs, and the sentence says what to install."""
    monkeypatch.setattr(sandbox.shutil, "which", lambda _: None)  # type: ignore[attr-defined]
    with pytest.raises(UserError, match="bubblewrap"):
        sandbox.require_sandbox()


@pytest.mark.skipif(seccomp_filter() is None, reason="no filter for this processor")
@pytest.mark.parametrize(
    "code",
    [
        "import os; os.memfd_create('x')",
        "import ctypes; libc = ctypes.CDLL(None, use_errno=True)\n"
        "assert libc.shmget(0, 1 << 20, 0o1600) >= 0, ctypes.get_errno()",
        "import ctypes, platform\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        "assert libc.syscall(425, 8, ctypes.create_string_buffer(256)) >= 0, ctypes.get_errno()",
        "import multiprocessing.shared_memory as s; s.SharedMemory(create=True, size=1 << 20)",
        "import os; os.setxattr('/tmp', 'user.x', b'1' * 60000)",
    ],
    ids=["memfd", "System V", "io_uring", "/dev/shm", "attributes"],
)
def test_memory_that_no_process_holds_cannot_be_had(code: str) -> None:
    """What would escape the watch over processes is refused."""
    outcome = attack(code)
    assert outcome.status == 1
    assert outcome.stopped is None


def test_usual_programs_run_under_the_filter() -> None:
    """Threads, pipes, anonymous shared memory and child processes work as ever."""
    code = (
        "import mmap, os, subprocess, threading\nm = mmap.mmap(-1, 1 << 20)\n"
        "t = threading.Thread(target=m.write, args=(b'x',)); t.start(); t.join()\n"
        "print(subprocess.run(['/bin/echo', 'hello'], capture_output=True, check=True).stdout.decode(), end='')"
    )
    assert attack(code).output == b"hello\n"


def test_a_filter_is_made_for_known_processors_alone() -> None:
    """Each instruction is eight bytes; an unknown processor has none."""
    assert len(seccomp_filter("x86_64") or b"") % 8 == 0
    assert seccomp_filter("x86_64") != seccomp_filter("aarch64")
    assert seccomp_filter("riscv64") is None


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a program that hides its children, writes files and keeps messages: no process, no file, no queue."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    code = (
        "import os, time\nfor depth in range(3):\n    if os.fork() == 0:\n        os.setsid()\n"
        "        open(f'/tmp/{depth}', 'w').write('x')\n        os.execv('/bin/sleep', ['sleep', '98.7531'])\n"
        "time.sleep(0.5)\nprint('done')"
    )
    before = Path("/proc/sysvipc/shm").read_text(), Path("/proc/sysvipc/msg").read_text()
    assert b"done" in attack(code, seconds=3).output
    assert (Path("/proc/sysvipc/shm").read_text(), Path("/proc/sysvipc/msg").read_text()) == before
    assert not list(tmp_path.iterdir())
    commands = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists()]
    assert not [command for command in commands if b"98.7531" in command]
