"""The process that works on one hard task after another, and ends by itself if one takes too long.

    python -m viscodex_lsp.edges.bounded_work.worker_process

Messages come on stdin and go on stdout. Nothing that Python runs can be relied on to stop in time, so the bounds are
those of the system: a timer of this process's time, and a limit of its memory, where there are such.
"""

import contextlib
import faulthandler
import gc
import os
import pickle
import signal
import sys
import threading
from typing import IO, Any

from viscodex_lsp.core.errors import TooHardToParse, VisCodexError
from viscodex_lsp.core.language.patience import ended_by
from viscodex_lsp.edges.bounded_work.bounds import MOST_GROWTH_BYTES, PATIENCE, Bounds, over_bytes
from viscodex_lsp.edges.bounded_work.worker import read_message, write_message

IDLE_SECONDS = 60.0
_GRACE_SECONDS = 0.5
"""What the work itself is left to notice that its time is over, and to say so."""


def main() -> None:
    """Answer messages until there are no more."""
    incoming, outgoing = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # Whatever prints goes nowhere: stdout belongs to the answers.
    with open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        _limit_memory()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        while (message := _next(incoming)) is not None:
            write_message(outgoing, _answer(pickle.loads(message), nowhere))
            gc.collect()


def _next(incoming: IO[bytes]) -> bytes | None:
    idle = threading.Timer(IDLE_SECONDS, os._exit, (0,))
    idle.daemon = True
    idle.start()
    try:
        return read_message(incoming)
    finally:
        idle.cancel()


def _answer(task: tuple[Any, ...] | None, nowhere: IO[str]) -> bytes:
    """The pickled pair of a result, and why there is none: the bound, or an error of ours."""
    if task is None:
        return pickle.dumps((None, ""))
    work, arguments, named, seconds = task
    bounds = Bounds(seconds, abandoned=threading.Event())
    _set_timer(seconds + _GRACE_SECONDS)
    faulthandler.dump_traceback_later(PATIENCE * seconds + _GRACE_SECONDS, exit=True, file=nowhere)
    try:
        with ended_by(bounds):
            return pickle.dumps((work(*arguments, **named), ""))
    except MemoryError:
        return pickle.dumps((None, over_bytes(MOST_GROWTH_BYTES)))
    except TooHardToParse as error:
        return pickle.dumps((None, error.reason))
    except VisCodexError as error:
        return pickle.dumps((None, error))
    finally:
        faulthandler.cancel_dump_traceback_later()
        _set_timer(0)


def _set_timer(seconds: float) -> None:
    """After so much of this process's time, the system ends it; not on Windows, where only the clock is left."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _limit_memory() -> None:
    if sys.platform == "linux":
        import resource

        with contextlib.suppress(ValueError, OSError):
            hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
            resource.setrlimit(resource.RLIMIT_DATA, (2 * MOST_GROWTH_BYTES, hard))


if __name__ == "__main__":
    main()
