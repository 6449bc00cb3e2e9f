"""Whether the person who asked still waits, for steps that take long on a picture with thousands of boxes.

It is kept for the thread that reads, so that not every function of the layout has to pass it on.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from viscodex_model.read.recognition.engine import Stopped

_stop: ContextVar[Callable[[], bool] | None] = ContextVar("stop", default=None)


@contextmanager
def stopped_by(stop: Callable[[], bool] | None) -> Iterator[None]:
    """Within it, `pause` asks `stop`."""
    before = _stop.set(stop)
    try:
        yield
    finally:
        _stop.reset(before)


def pause() -> None:
    """A place at which the reading may end.

    Raises:
        Stopped: nobody waits for it any more.
    """
    stop = _stop.get()
    if stop is not None and stop():
        raise Stopped
