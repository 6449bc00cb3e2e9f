"""Bounds the memory of a command and all that it starts by a control group of the kernel, where this user may make one.

Such a group counts everything: many processes together, files in memory, memory that no process holds. It is made below
the group that this process is in: version 2 where the memory controller is handed on (as systemd does for a user's own
sessions, and `systemd-run --user --scope -p Delegate=yes` for anything), version 1 where its folder can be written.
Elsewhere there is none, and the sandbox counts by itself.

Source: the kernel's documentation, "Control Group v2" (memory.max, memory.swap.max, memory.oom.group, memory.events),
and "Memory Resource Controller" (memory.limit_in_bytes, memory.memsw.limit_in_bytes, memory.oom_control).
"""

import contextlib
import secrets
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_CONTROL = Path("/sys/fs/cgroup")
_OWN = Path("/proc/self/cgroup")
# The kernel takes back the memory of processes that have just ended after a moment.
_TRIES, _PAUSE = 100, 0.01


@dataclass(frozen=True)
class MemoryGroup:
    """A group with its limit set; `counts` is the file in which the kernel counts what it ended for it."""

    folder: Path
    counts: Path

    def entering(self, command: Sequence[str]) -> list[str]:
        """The command line that joins the group before it becomes `command`.

        Where the kernel does not let it in, the command runs outside: the sandbox still counts by itself.
        """
        join = '{ echo $$ > "$0"; } 2> /dev/null; exec "$@"'
        return ["/bin/sh", "-c", join, str(self.folder / "cgroup.procs"), *command]

    def overrun(self) -> bool:
        """Whether the kernel has ended a process because the limit was reached."""
        with contextlib.suppress(OSError, ValueError):
            lines = (line.split() for line in self.counts.read_text().splitlines())
            return any(words[0] == "oom_kill" and int(words[1]) > 0 for words in lines)
        return False


@contextmanager
def memory_group(limit: int, *, control: Path = _CONTROL, own: Path = _OWN) -> Iterator[MemoryGroup | None]:
    """A group of its own for at most `limit` bytes, gone afterwards; None where none can be made."""
    group = _make(limit, control, own)
    try:
        yield group
    finally:
        if group is not None:
            _remove(group.folder)


def _make(limit: int, control: Path, own: Path) -> MemoryGroup | None:
    for above, version in _places(control, own):
        folder = above / f"viscodex-{secrets.token_hex(8)}"
        try:
            folder.mkdir()
        except OSError:
            continue
        try:
            return _limited(folder, limit, version)
        except OSError:
            _remove(folder)
    return None


def _limited(folder: Path, limit: int, version: int) -> MemoryGroup:
    """Set the limit; raises `OSError` where the folder has no such file, which means that memory is not handed on."""
    if version == 1:
        _set(folder / "memory.limit_in_bytes", limit)
        with contextlib.suppress(OSError):  # where the kernel does not count what is swapped out
            _set(folder / "memory.memsw.limit_in_bytes", limit)
        return MemoryGroup(folder, folder / "memory.oom_control")
    _set(folder / "memory.max", limit)
    for name, value in (("memory.swap.max", 0), ("memory.oom.group", 1)):
        with contextlib.suppress(OSError):
            _set(folder / name, value)
    return MemoryGroup(folder, folder / "memory.events")


def _set(path: Path, value: int) -> None:
    with path.open("r+") as file:  # never makes a file: in a real group the kernel has made it
        file.write(str(value))


def _places(control: Path, own: Path) -> Iterator[tuple[Path, int]]:
    """Folders in which a group may be made, and the version: this process's own group, and the one above it, since a
    group of version 2 with processes in it hands nothing on."""
    try:
        lines = [line.split(":", 2) for line in own.read_text().splitlines()]
    except OSError:
        return
    for _, controllers, path in lines:
        inside = path.lstrip("/")
        if controllers == "":
            yield control / inside, 2
            if inside:
                yield (control / inside).parent, 2
        elif "memory" in controllers.split(","):
            yield control / "memory" / inside, 1


def _remove(folder: Path) -> None:
    for _ in range(_TRIES):
        try:
            folder.rmdir()
        except FileNotFoundError:
            return
        except OSError:
            time.sleep(_PAUSE)
        else:
            return
