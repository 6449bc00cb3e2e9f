"""Other processes, on every operating system: whether one runs, how one is started on its own, and how it is ended.

What Windows does otherwise stands here and in `private_files`, and nowhere else among the edges.
"""

import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from types import FrameType

END_SECONDS = 5.0
"""How long an orderly end may take: a thread that waits for input cannot be told that there will be none."""


def is_alive(pid: int) -> bool:
    """Whether a process `pid` runs. One that has ended and was not yet asked for its status is not alive."""
    if pid <= 0:
        return False
    if sys.platform == "win32":
        # There, signal 0 would end it.
        import psutil

        return bool(psutil.pid_exists(pid))
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    try:
        state = Path(f"/proc/{pid}/stat").read_text("ascii", errors="replace").rpartition(")")[2].split()
    except OSError:
        return True
    return state[:1] != ["Z"]


def creation_flags() -> int:
    """For `subprocess.Popen(creationflags=…)`, beside `start_new_session=True`: a process that outlives this one's
    terminal, and on Windows opens no window of its own. Elsewhere 0."""
    group: int = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
    no_window: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    return group | no_window


def kill(pid: int) -> None:
    """End one process by force; not those that it started."""
    with suppress(ProcessLookupError, PermissionError):
        # On Windows every signal but two ends a process by force, and SIGKILL has no name.
        os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))


def kill_session(pid: int) -> None:
    """End a process that was started in a session of its own, and all that it started, by force."""
    if sys.platform != "win32":
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
        return
    import psutil

    with suppress(psutil.Error):
        process = psutil.Process(pid)
        for one in (*process.children(recursive=True), process):
            with suppress(psutil.Error):
                one.kill()


def end_orderly_when_asked() -> None:
    """From now on a request to end this process, as editors and terminals send it, is handled as Ctrl+C is: what was
    begun is cleared away. A second request ends it at once. Windows knows no such requests."""
    if threading.current_thread() is not threading.main_thread():
        return
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        # What was told to outlive its terminal does.
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, _interrupt)


def _interrupt(number: int, frame: FrameType | None) -> None:
    signal.signal(number, signal.SIG_DFL)
    if sys.platform != "win32":
        # Whoever started this process may have had alarms ignored or held back.
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGALRM])
        signal.setitimer(signal.ITIMER_REAL, END_SECONDS)
    # An event loop that runs has set its own, and ends its tasks in order.
    interrupted = signal.getsignal(signal.SIGINT)
    if not callable(interrupted):  # a shell's background process ignores Ctrl+C
        raise KeyboardInterrupt
    interrupted(signal.SIGINT, frame)


def is_root() -> bool:
    """Whether this process is root's; there is no such user on Windows."""
    return sys.platform != "win32" and os.geteuid() == 0


def resident_bytes() -> int:
    """This process's memory; 0 where that cannot be seen."""
    try:
        # Much quicker than psutil: it is asked for hundreds of times a second.
        return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * 4096
    except (OSError, ValueError, LookupError):
        pass
    import psutil

    try:
        return int(psutil.Process().memory_info().rss)
    except psutil.Error:
        return 0


def own_bytes_of_family(pid: int) -> int:
    """The memory that a process and all that it started hold, each for itself alone; one that has ended holds none.

    What they share is not counted: the dozen processes of a browser share nearly everything.
    """
    import psutil

    held = 0
    with suppress(psutil.Error):
        process = psutil.Process(pid)
        for one in (process, *process.children(recursive=True)):
            with suppress(psutil.Error):
                held += int(one.memory_full_info().uss)
    return held
