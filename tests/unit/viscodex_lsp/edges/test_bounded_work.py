"""What parsing may cost: texts that keep a parser busy for ever, or fill the memory, are given up."""

import asyncio
import os
import re
import sys
import threading
import time

import pytest

from viscodex_lsp.core.errors import TooHardToParse
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.language.patience import ended_by, look_up
from viscodex_lsp.core.syntax.syntax import parse, reparse
from viscodex_lsp.edges import bounded_work
from viscodex_lsp.edges.bounded_work import bounds as bounds_module
from viscodex_lsp.edges.bounded_work import run_bounded, worker
from viscodex_lsp.edges.bounded_work.bounds import Bounds
from viscodex_lsp.edges.processes import resident_bytes

# tree-sitter's TypeScript never gets done with these.
ENDLESS = ["([" + "\n" * 20 + "}", "x = ([" + "\n" * 24 + "}\n", "f(([" + "\n" * 22 + "})"]
TYPESCRIPT = language_of("typescript")


@pytest.mark.parametrize("text", ENDLESS)
async def test_an_endless_text_is_given_up(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The parser is ended at its bound, with a sentence, and the event loop goes on meanwhile."""
    monkeypatch.setattr(bounded_work, "SECONDS", 0.3)
    turns = 0

    async def turn() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    beside = asyncio.ensure_future(turn())
    with pytest.raises(TooHardToParse, match=r"given up \(over 0 s\).*Nothing was changed"):
        await run_bounded(parse, len(text), text, TYPESCRIPT)
    beside.cancel()
    assert turns > 20


async def test_work_that_nobody_waits_for_ends() -> None:
    """A person who cancels frees the processor too, not only the screen."""
    ended = threading.Event()

    def work() -> None:
        try:
            parse(ENDLESS[0], TYPESCRIPT)
        finally:
            ended.set()

    task = asyncio.ensure_future(run_bounded(work, 0))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    assert await asyncio.to_thread(ended.wait, 5)


def test_memory_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """What fills the memory is ended long before it is full."""
    taken = iter(range(0, 10**12, 10**6))
    monkeypatch.setattr(bounds_module, "resident_bytes", lambda: next(taken))
    bounds = Bounds(60, abandoned=threading.Event(), most_growth=2**20)
    with pytest.raises(TooHardToParse, match="over 1 MB"), ended_by(bounds):
        parse(ENDLESS[0], TYPESCRIPT)


def test_this_machine_tells_its_memory() -> None:
    """The bound is none where the memory cannot be seen."""
    assert resident_bytes() > 10 * 2**20


def test_without_bounds_nothing_is_given_up() -> None:
    """Parsing takes as long as it takes where nobody says otherwise."""
    look_up()
    tree = parse("let a = 1\n", TYPESCRIPT)
    assert not reparse(tree, ()).faults


def test_a_bound_holds_for_its_block_alone() -> None:
    """What is parsed after it is not ended."""
    with pytest.raises(TooHardToParse), ended_by(lambda: "enough"):
        look_up()
    look_up()


def test_a_large_text_is_searched_part_by_part_with_the_same_result() -> None:
    """Faults are the same wherever the parts of the search meet."""
    line = "def f(a):\n    return a\n\n"
    text = line * (600_000 // len(line)) + "def g(:\n    pass\n"
    faults = parse(text, language_of("python")).faults
    assert [fault.line for fault in faults][-1] >= text.count("\n") - 2
    assert len(faults) == len(parse("x = 1\n" + "def g(:\n    pass\n", language_of("python")).faults)


def workers() -> list[int]:
    """The processes that wait for work."""
    return [each._process.pid for each in worker._idle]


async def test_large_work_is_done_in_a_process_that_is_kept() -> None:
    """What may take long does not run beside the event loop; the next task finds the same process."""
    pid = await run_bounded(os.getpid, 10**6)
    assert pid != os.getpid()
    assert workers() == [pid]
    assert await run_bounded(os.getpid, 10**6) == pid
    assert await run_bounded(os.getpid, 10) == os.getpid()


async def test_a_pattern_without_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be asked to stop is ended by the system, and the next task gets a new process."""
    monkeypatch.setattr(bounded_work, "SECONDS", 0.1)
    monkeypatch.setattr(bounded_work, "SECONDS_PER_MEGABYTE", 0.1)
    with pytest.raises(TooHardToParse, match="over 0 s"):
        await run_bounded(re.fullmatch, 10**6, "(a|aa)*", "a" * 200 + "b")
    assert workers() == []
    monkeypatch.undo()
    assert await run_bounded(len, 10**6, "abc") == 3


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds a process's memory")
async def test_what_fills_the_memory_is_ended() -> None:
    """Memory that is taken at once has a bound too."""
    with pytest.raises(TooHardToParse, match="over 768 MB"):
        await run_bounded(bytes, 10**6, 3 * 2**30)


async def test_a_process_that_ended_in_the_meantime_is_started_again() -> None:
    """An idle process goes by itself; who comes just then notices nothing."""
    assert await run_bounded(len, 10**6, "ab") == 2
    idle = worker._idle[-1]
    idle._process.stdin.close()  # type: ignore[union-attr]
    idle._process.wait()
    assert await run_bounded(len, 10**6, "abc") == 3


async def test_work_that_cannot_be_sent_is_done_in_a_thread() -> None:
    """So is all work where no process can be started."""
    assert await run_bounded(lambda: os.getpid(), 10**6) == os.getpid()


async def test_a_process_has_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """The key of the model server goes to nobody else."""
    monkeypatch.setenv("VISCODEX_API_KEY", "secret")
    worker._idle.clear()
    assert await run_bounded(os.getenv, 10**6, "VISCODEX_API_KEY") is None


async def test_work_in_a_process_ends_when_nobody_waits() -> None:
    """A person who cancels frees the processor there too."""
    await run_bounded(len, 10**6, "ab")
    used = worker._idle[-1]
    task = asyncio.ensure_future(run_bounded(time.sleep, 10**6, 60))
    while not used._busy:
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    assert used._process.wait(5) != 0
