"""Requests are answered one at a time, in order, and no more of them wait than may."""

import asyncio
import os
import threading
from collections.abc import Iterator

import pytest
from viscodex_model.serve.local.turns import Turns, Worker
from viscodex_model.serve.protocol.refusal import Refused


def test_one_at_work_and_as_many_waiting_as_the_bound() -> None:
    """With a bound of 2, a fourth request is refused with 429 and a time to come back, until one leaves."""
    turns = Turns(bound=2)
    first, *_ = [turns.admit() for _ in range(3)]
    with pytest.raises(Refused) as caught:
        turns.admit()
    assert (caught.value.status, caught.value.headers()) == (429, {"Retry-After": "5"})
    first.close()
    turns.admit()


def test_closing_a_turn_twice_gives_back_one_place() -> None:
    """A turn given back twice does not make room for two."""
    turns = Turns(bound=0)
    turn = turns.admit()
    turn.close()
    turn.close()
    turns.admit()
    with pytest.raises(Refused, match="busy"):
        turns.admit()


def test_stopping_gives_every_turn_up_and_admits_nobody() -> None:
    """When the server stops, open turns learn that they are given up, and new ones are refused with 503."""
    turns = Turns(bound=3)
    open_turns = [turns.admit(), turns.admit()]
    assert [turn.gone() for turn in open_turns] == [False, False]
    turns.close()
    assert [turn.gone() for turn in open_turns] == [True, True]
    assert not turns
    with pytest.raises(Refused) as caught:
        turns.admit()
    assert caught.value.status == 503


async def test_jobs_are_done_in_the_order_they_came() -> None:
    """Two streams and a single job never overlap, and run in the order in which they were given."""
    worker = Worker("test")
    done: list[str] = []
    started = threading.Event()

    def job(name: str) -> Iterator[str]:
        for part in "12":
            done.append(name + part)
            started.wait(timeout=10)
            yield name + part

    async def collect(name: str) -> list[str]:
        return [part async for part in worker.stream(lambda: job(name))]

    tasks = [asyncio.create_task(collect("a")), asyncio.create_task(collect("b"))]
    await asyncio.sleep(0)
    single = asyncio.create_task(worker.run(lambda: done.append("c")))
    await asyncio.sleep(0)
    started.set()
    assert await asyncio.gather(*tasks) == [["a1", "a2"], ["b1", "b2"]]
    await single
    assert done == ["a1", "a2", "b1", "b2", "c"]


async def test_what_a_job_raises_is_raised_to_whom_it_was_done_for() -> None:
    """Parts that came before the error arrive, then the error; the worker goes on."""
    worker = Worker("test")

    def job() -> Iterator[int]:
        yield 1
        raise ZeroDivisionError

    parts: list[int] = []

    async def collect() -> None:
        async for part in worker.stream(job):
            parts.append(part)

    with pytest.raises(ZeroDivisionError):
        await collect()
    assert parts == [1]
    with pytest.raises(KeyError):
        await worker.run(lambda: os.environ["NOT_SET_ANYWHERE"])
    assert await worker.run(lambda: 3) == 3
