"""The processes of the user's local servers: which ones run, what they use, and how they are ended.

A process counts as a local server only where its command line names the state file of this user's run folder: a
process id alone may have been given to another program since.
"""

import os
import time
from dataclasses import dataclass
from pathlib import Path

from viscodex_lsp.edges.model.run_folder import RunFolder, default_place

_GRACE_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class LocalServer:
    """A running local server.

    Args:
        model: Its model's name; "" while it starts.
        memory: Resident bytes, with those of the processes below it.
        age: Seconds since it was started.
        idle: Seconds without a question after which it ends; 0 where it stays, or where that is not known.
    """

    pid: int
    model: str
    memory: int
    age: float
    idle: int


def running_servers(place: Path | None = None) -> list[LocalServer]:
    """Every local server of this user; `place` is the run folder, the user's own by default."""
    found = []
    for files in RunFolder.all_in(place or default_place(os.environ)):
        state = files.read_state()
        ready = _look_at(state.pid, files, model=state.model) if state else None
        pid = files.read_starting()
        starting = None if ready and _is_launcher(pid, of=ready.pid) else _look_at(pid, files, model="")
        found += [server for server in (ready, starting) if server is not None]
    return found


def _is_launcher(pid: int, *, of: int) -> bool:
    """Whether `pid` is the server itself, or the python.exe of an environment, which runs another one and waits."""
    import psutil

    try:
        return pid == of or pid == psutil.Process(of).ppid()
    except psutil.Error:
        return False


def serves(pid: int, files: RunFolder) -> bool:
    """Whether the process `pid` is, or will be, the local server of this folder."""
    return pid > 0 and _look_at(pid, files, model="") is not None


def end_server(server: LocalServer) -> bool:
    """End it, politely and then by force; whether it has ended."""
    import psutil

    try:
        process = psutil.Process(server.pid)
        process.terminate()
        try:
            process.wait(timeout=_GRACE_SECONDS)
        except psutil.TimeoutExpired:
            process.kill()
            process.wait(timeout=_GRACE_SECONDS)
    except psutil.NoSuchProcess:
        return True
    except (psutil.AccessDenied, psutil.TimeoutExpired):
        return False
    return True


def _look_at(pid: int, files: RunFolder, *, model: str) -> LocalServer | None:
    import psutil

    try:
        process = psutil.Process(pid)
        words = process.cmdline()
        if pid <= 0 or str(files.state) not in words or process.status() == psutil.STATUS_ZOMBIE:
            return None
        age = time.time() - process.create_time()
        # llama.cpp holds its model in a process below the server.
        memory = sum(each.memory_info().rss for each in (process, *process.children()))
        return LocalServer(pid, model, memory, age, _idle_seconds(words))
    except (psutil.Error, ValueError, OverflowError):
        return None


def _idle_seconds(words: list[str]) -> int:
    value = words[words.index("--idle-seconds") + 1 :][:1] if "--idle-seconds" in words else []
    return int(value[0]) if value and value[0].isdecimal() else 0
