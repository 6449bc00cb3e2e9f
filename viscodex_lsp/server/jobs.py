"""One job per request: it can be cancelled, and jobs on the same document take turns.

A second request on a document waits for the first. Nothing here knows what a job does.
"""

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

Result = TypeVar("Result")


@dataclass(eq=False)
class Job:
    """A request under way. Its work holds `turn` while it runs; `tokens` counts what the model has said so far."""

    id: str
    uri: str
    turn: asyncio.Lock
    waiting: bool
    tokens: int = 0
    task: "asyncio.Task[Any] | None" = None

    def cancel(self) -> None:
        """Stop it: `asyncio.CancelledError` is raised where it waits."""
        if self.task is not None:
            self.task.cancel()


@dataclass
class Jobs:
    """The running and waiting jobs, by id."""

    running: dict[str, Job] = field(default_factory=dict)
    _turns: dict[str, asyncio.Lock] = field(default_factory=dict)
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def start(self, uri: str, work: Callable[[Job], Awaitable[object]]) -> Job:
        """Begin `work` and return at once; `work` takes the document's turn by `async with job.turn`."""
        turn = self._turns.setdefault(uri, asyncio.Lock())
        job = Job(f"job-{next(self._numbers)}", uri, turn, waiting=turn.locked())
        self.running[job.id] = job
        job.task = asyncio.ensure_future(self._run(job, work))
        return job

    async def run(self, uri: str, work: Callable[[Job], Awaitable[Result]]) -> Result:
        """Like `start`, but wait for the result; cancelling the caller cancels the job."""
        job = self.start(uri, work)
        if job.task is None:
            raise RuntimeError("a started job has a task")
        result: Result = await job.task
        return result

    def of(self, uri: str) -> bool:
        """Whether a job of `uri` is running or waiting."""
        return any(job.uri == uri for job in self.running.values())

    def cancel(self, name: str | None = None, *, uri: str | None = None) -> int:
        """Cancel the job `name`, or every job, or every job of `uri`; how many they were."""
        named = [job for job in self.running.values() if name in (None, job.id) and uri in (None, job.uri)]
        for job in named:
            job.cancel()
        return len(named)

    async def _run(self, job: Job, work: Callable[[Job], Awaitable[Result]]) -> Result:
        try:
            return await work(job)
        finally:
            del self.running[job.id]
            if not self.of(job.uri):
                self._turns.pop(job.uri, None)
