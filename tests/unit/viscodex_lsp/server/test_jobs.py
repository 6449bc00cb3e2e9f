"""Jobs take turns on a document, and can be cancelled at any point."""

import asyncio
from typing import Any

import pytest

from viscodex_lsp.server.jobs import Job, Jobs


def ended(job: Job) -> "asyncio.Task[Any]":
    """The task of a job that was started."""
    assert job.task is not None
    return job.task


async def test_jobs_on_one_document_take_turns() -> None:
    """The second job on a document waits until the first has ended, and is known to wait."""
    jobs, order, gate = Jobs(), [], asyncio.Event()

    async def work(job: Job) -> None:
        async with job.turn:
            order.append(f"{job.id} begins")
            await gate.wait()
            order.append(f"{job.id} ends")

    first = jobs.start("file:///a", work)
    await asyncio.sleep(0)
    second = jobs.start("file:///a", work)
    assert (first.waiting, second.waiting) == (False, True)
    gate.set()
    await asyncio.gather(ended(first), ended(second))
    assert order == ["job-1 begins", "job-1 ends", "job-2 begins", "job-2 ends"]
    assert not jobs.running


async def test_jobs_on_two_documents_run_side_by_side() -> None:
    """A job does not wait for another document's job."""
    jobs, gate = Jobs(), asyncio.Event()

    async def slow(job: Job) -> None:
        async with job.turn:
            await gate.wait()

    async def quick(job: Job) -> str:
        async with job.turn:
            return "done"

    jobs.start("file:///a", slow)
    assert await jobs.run("file:///b", quick) == "done"
    gate.set()


async def test_a_waiting_job_can_be_cancelled() -> None:
    """Cancelling a job that waits for its turn leaves the running one alone."""
    jobs, gate, done = Jobs(), asyncio.Event(), []

    async def work(job: Job) -> None:
        async with job.turn:
            await gate.wait()
            done.append(job.id)

    first, second = jobs.start("file:///a", work), jobs.start("file:///a", work)
    await asyncio.sleep(0)
    assert jobs.cancel(second.id) == 1
    gate.set()
    await ended(first)
    with pytest.raises(asyncio.CancelledError):
        await ended(second)
    assert done == [first.id]


async def test_cancelling_the_caller_cancels_the_job() -> None:
    """Whoever waits in `run` and is cancelled takes the job along."""
    jobs, stopped = Jobs(), asyncio.Event()

    async def work(_: Job) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            stopped.set()

    caller = asyncio.ensure_future(jobs.run("file:///a", work))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    caller.cancel()
    await stopped.wait()
    with pytest.raises(asyncio.CancelledError):
        await caller
    assert not jobs.running


async def test_closing_a_document_cancels_only_its_jobs() -> None:
    """Jobs are cancelled by document."""
    jobs, gate = Jobs(), asyncio.Event()

    async def work(_: Job) -> str:
        await gate.wait()
        return "kept"

    jobs.start("file:///a", work)
    kept = jobs.start("file:///b", work)
    await asyncio.sleep(0)
    assert jobs.cancel(uri="file:///a") == 1
    gate.set()
    assert await ended(kept) == "kept"
