"""Builds the command line that runs a command confined by bubblewrap, setpriv and prlimit.

See `sandbox` for what this stops and what it does not.
"""

import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from viscodex_model.core.sandbox.process_tree import is_root

_SYSTEM_FOLDERS = ("/usr", "/bin", "/sbin", "/lib", "/lib64", "/lib32")
_SYSTEM_FILES = ("/etc/alternatives", "/etc/fonts", "/etc/ld.so.cache", "/etc/localtime")
MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """How much a command may take: wall clock, memory of all its processes, and so on."""

    seconds: float = 20.0
    memory_bytes: int = 3 * 1024 * MEBIBYTE
    address_space_bytes: int = 8 * 1024 * MEBIBYTE
    processes: int = 64
    file_bytes: int = 64 * MEBIBYTE
    disk_bytes: int = 256 * MEBIBYTE
    output_bytes: int = 16 * MEBIBYTE


def confine(
    command: Sequence[str],
    files: Mapping[str, int],
    read_only: Sequence[Path],
    environment: Mapping[str, str],
    limits: Limits,
    *,
    seccomp: int | None = None,
) -> list[str]:
    """The whole command line; `files` lie below /input, `read_only` where they are.

    `files` are the descriptors of open files by their paths; their content is copied into memory. `seccomp` is
    the descriptor of an open file with a filter, None where there is none for this processor.
    """
    outer = ["bwrap", "--die-with-parent", "--new-session", "--clearenv"]
    outer += [] if seccomp is None else ["--seccomp", str(seccomp)]
    outer += ["--unshare-net", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
    outer += _privileges()
    outer += ["--perms", "0777", "--size", str(limits.disk_bytes), "--tmpfs", "/tmp", "--chdir", "/tmp"]
    for name in _SYSTEM_FOLDERS:
        outer += _system_folder(Path(name))
    for path in (*map(Path, _SYSTEM_FILES), *read_only):
        outer += _open_folders_above(path)
        outer += ["--ro-bind-try", str(path), str(path)]
    outer += ["--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev", *_input(files)]
    variables = {"PATH": "/usr/bin:/bin", "HOME": "/tmp", "LANG": "C.UTF-8", **environment}
    for name, value in variables.items():
        outer += ["--setenv", name, value]
    outer += ["--remount-ro", "/", "--"]
    return [*outer, *_drop_user(), *_limit(limits), *_no_new_namespaces(), *command]


def _input(files: Mapping[str, int]) -> list[str]:
    words = ["--perms", "0755", "--dir", "/input"]
    for name, descriptor in files.items():
        path = Path("/input", name)
        words += _open_folders_above(path)
        words += ["--perms", "0644", "--ro-bind-data", str(descriptor), str(path)]
    return words


def _system_folder(path: Path) -> list[str]:
    if path.is_symlink():
        return ["--symlink", os.readlink(path), str(path)]
    return ["--ro-bind-try", str(path), str(path)]


def _open_folders_above(path: Path) -> list[str]:
    """Folders that bubblewrap makes on the way to a bind are closed to other users unless they are named."""
    above = reversed(path.parents[:-1])
    return [word for folder in above for word in ("--perms", "0755", "--dir", str(folder))]


def _privileges() -> list[str]:
    if not is_root():
        return ["--unshare-user", "--disable-userns"]
    return [
        "--cap-drop",
        "ALL",
        "--cap-add",
        "CAP_SETUID",
        "--cap-add",
        "CAP_SETGID",
        "--cap-add",
        "CAP_SETPCAP",
    ]


def _drop_user() -> list[str]:
    """As root: become a user that nobody else is, since the kernel counts processes by user and never limits root."""
    if not is_root():
        return []
    user = str(_unused_user())
    return [
        *("setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"),
        *("--inh-caps=-all", "--bounding-set=-all", "--no-new-privs", "--"),
    ]


def _no_new_namespaces() -> list[str]:
    """As root: a second, inner bubblewrap, since only it can forbid namespaces in which memory can be had uncounted."""
    if not is_root():
        return []
    return ["bwrap", "--unshare-user", "--disable-userns", "--dev-bind", "/", "/", "--"]


def _unused_user() -> int:
    mapped = sum(int(line.split()[2]) for line in Path("/proc/self/uid_map").read_text().splitlines())
    half = min(mapped, 2**31) // 2
    return half + secrets.randbelow(half - 1)


def _limit(limits: Limits) -> list[str]:
    return [
        "prlimit",
        f"--as={limits.address_space_bytes}",
        f"--fsize={limits.file_bytes}",
        f"--nproc={limits.processes}",
        f"--cpu={int(limits.seconds) + 1}",
        "--core=0",
        "--nofile=256",
        "--",
    ]
