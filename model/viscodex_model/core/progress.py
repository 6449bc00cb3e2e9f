"""Draws a progress bar with the time left on a terminal, and nothing elsewhere."""

import sys
import time
from types import TracebackType
from typing import Self, TextIO

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    ProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)
from rich.progress import Progress as Bar


class Progress:
    """A bar for `total` steps of `doing`, on standard error unless `stream` is another; `seconds` it was open."""

    def __init__(self, total: int, doing: str, *, stream: TextIO | None = None) -> None:
        console = Console(file=stream or sys.stderr)
        self._bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            *self._columns(),
            TimeRemainingColumn(),
            console=console,
            disable=not console.is_terminal,
        )
        self._task = self._bar.add_task(doing, total=total)
        self._begin = time.monotonic()
        self.seconds = 0.0

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()
        self.seconds = time.monotonic() - self._begin

    def advance(self) -> None:
        """One step more is done."""
        self._bar.advance(self._task)

    def report(self, done: int) -> None:
        """In all, `done` steps are done."""
        self._bar.update(self._task, completed=done)

    def _columns(self) -> list[ProgressColumn]:
        return [MofNCompleteColumn(), TimeElapsedColumn()]


class ByteProgress(Progress):
    """The same where the steps are bytes: with GB done and GB/s."""

    def _columns(self) -> list[ProgressColumn]:
        return [DownloadColumn(), TransferSpeedColumn()]
