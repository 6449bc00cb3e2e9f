"""The process's heap: pictures of many sizes leave holes in it that glibc keeps for later."""

import contextlib
import ctypes


def give_back_holes() -> None:
    """Give what is free in the heap back to the system, by `malloc_trim` (glibc; elsewhere nothing happens)."""
    with contextlib.suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
