"""A control group counts all memory of a command, by whatever way it was had, and nothing of it is left behind."""

import shutil
import subprocess
from pathlib import Path

import pytest
from viscodex_model.core.sandbox import run as sandbox
from viscodex_model.core.sandbox.memory_group import MemoryGroup, memory_group

from tests.unit.viscodex_model.core.sandbox.test_run import MEBIBYTE, attack, pytestmark  # noqa: F401


def _groups_work() -> bool:
    with memory_group(64 * MEBIBYTE) as group:
        return group is not None


needs_groups = pytest.mark.skipif(
    not _groups_work(), reason="no control group with memory may be made here (a container, or no delegation)"
)
HOLDS = "import time\n{}\nprint('held', flush=True)\ntime.sleep(100)"
WAYS = {
    "a file in memory": "import os; f = open(os.memfd_create('x'), 'wb'); f.write(b'1' * (300 << 20)); f.flush()",
    "System V": (
        "import ctypes; libc = ctypes.CDLL(None); libc.shmat.restype = ctypes.c_void_p\n"
        "ctypes.memset(libc.shmat(libc.shmget(0, 300 << 20, 0o1600), None, 0), 1, 300 << 20)"
    ),
    "shared between processes": "import mmap; m = mmap.mmap(-1, 300 << 20); m.write(b'1' * (300 << 20))",
    "many processes": (
        "import os\nfor n in range(10):\n    if os.fork() == 0:\n"
        "        held = b'1' * (30 << 20)\n        time.sleep(100)\ntime.sleep(100)"
    ),
    "files of its folder": (
        "for n in range(6):\n    with open(f'/tmp/{n}', 'wb') as file:\n        file.write(b'1' * (50 << 20))"
    ),
}


@needs_groups
@pytest.mark.parametrize("way", WAYS)
def test_all_memory_counts(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """300 MiB are too much for a limit of 200, also without the filter of calls and the watch over processes."""
    monkeypatch.setattr(sandbox, "seccomp_filter", lambda: None)
    monkeypatch.setattr(sandbox, "memory_of_tree", lambda _: 0)
    outcome = attack(HOLDS.format(WAYS[way]), memory_bytes=200 * MEBIBYTE, disk_bytes=400 * MEBIBYTE)
    assert outcome.stopped == "it held more than 200 MiB of memory"


@needs_groups
def test_nothing_is_left_of_a_group() -> None:
    """Its folder is gone once what ran in it has ended; what stays below the limit is not stopped."""
    with memory_group(64 * MEBIBYTE) as group:
        assert group is not None
        done = subprocess.run(group.entering(["cat", "/proc/self/cgroup"]), capture_output=True, check=True)
        assert group.folder.name.encode() in done.stdout
        assert not group.overrun()
    assert not group.folder.exists()


def _kernel(folder: Path, files: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a new folder have `files`, as those of a control group have."""
    real = Path.mkdir

    def mkdir(self: Path) -> None:
        real(self)
        for name in files:
            (self / name).write_text("max\n")

    monkeypatch.setattr(Path, "mkdir", mkdir)
    monkeypatch.setattr(Path, "rmdir", shutil.rmtree)
    (folder / "own").write_text("0::/user.slice/app.scope\n")


def test_version_two_is_limited_without_swap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a delegated group: the limit, no swap, all ended together; and what the kernel ended is told."""
    (tmp_path / "user.slice" / "app.scope").mkdir(parents=True)
    names = ("memory.max", "memory.swap.max", "memory.oom.group", "memory.events", "cgroup.procs")
    _kernel(tmp_path, names, monkeypatch)
    with memory_group(5000, control=tmp_path, own=tmp_path / "own") as group:
        assert group is not None
        assert group.folder.parent == tmp_path / "user.slice" / "app.scope"
        assert (group.folder / "memory.max").read_text().strip() == "5000"
        assert (group.folder / "memory.swap.max").read_text().startswith("0")
        assert (group.folder / "memory.oom.group").read_text().startswith("1")
        (group.folder / "memory.events").write_text("max 9\noom_kill 0\n")
        assert not group.overrun()
        (group.folder / "memory.events").write_text("max 9\noom_kill 2\n")
        assert group.overrun()
    assert not group.folder.exists()


def test_where_memory_is_not_handed_on_there_is_no_group(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A group without its memory files, and a system without groups, are left as they were."""
    scope = tmp_path / "user.slice" / "app.scope"
    scope.mkdir(parents=True)
    _kernel(tmp_path, ("cgroup.procs",), monkeypatch)
    with memory_group(5000, control=tmp_path, own=tmp_path / "own") as group:
        assert group is None
    assert not list(scope.iterdir())
    with memory_group(5000, control=tmp_path, own=tmp_path / "missing") as group:
        assert group is None


def test_a_command_that_may_not_join_runs_all_the_same(tmp_path: Path) -> None:
    """The sandbox counts by itself then; nothing about the group stands among the command's own errors."""
    group = MemoryGroup(tmp_path / "gone", tmp_path / "gone" / "memory.events")
    done = subprocess.run(group.entering(["echo", "ran"]), capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"ran\n", b"")
