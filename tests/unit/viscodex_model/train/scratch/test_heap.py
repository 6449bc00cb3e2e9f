"""A long run does not keep memory that it no longer needs."""

import ctypes

import psutil
import pytest
from viscodex_model.train.scratch.heap import give_back_holes

BLOCK = 100_000
BLOCKS = 1000
KEPT = 50
"""Every so-many-th block stays, so that what is freed is no end of the heap but holes in it."""


@pytest.fixture
def libc() -> ctypes.CDLL:
    library = ctypes.CDLL(None)
    if not hasattr(library, "malloc_trim"):
        pytest.skip("this C library has no malloc_trim")
    library.malloc.restype = ctypes.c_void_p
    library.free.argtypes = [ctypes.c_void_p]
    return library


def test_holes_in_the_heap_are_given_back(libc: ctypes.CDLL) -> None:
    blocks = [libc.malloc(BLOCK) for _ in range(BLOCKS)]
    for block in blocks:
        ctypes.memset(block, 1, BLOCK)
    for number, block in enumerate(blocks):
        if number % KEPT:
            libc.free(block)
    before = psutil.Process().memory_info().rss
    give_back_holes()
    after = psutil.Process().memory_info().rss
    for block in blocks[::KEPT]:
        libc.free(block)
    assert before - after > BLOCK * BLOCKS / 2
