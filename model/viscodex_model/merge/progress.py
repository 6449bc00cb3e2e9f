"""Bytes done in, a bar with GB/s and the time left on a terminal out; and the summary at the end."""

import time
from pathlib import Path
from types import TracebackType
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, TimeRemainingColumn, TransferSpeedColumn
from rich.progress import Progress as Bar

from viscodex_model.core.sizes import say_bytes
from viscodex_model.merge.plan import MergePlan


class Progress:
    """A progress bar over the bytes that are read; silent where `stream` is no terminal."""

    def __init__(self, total: int, *, stream: TextIO) -> None:
        columns = (BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
        self._bar = Bar(*columns, console=Console(file=stream), disable=not stream.isatty())
        self._task = self._bar.add_task("merge", total=total)
        self._begin = time.monotonic()
        self._seconds = 0.0

    def __enter__(self) -> "Progress":
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()
        self._seconds = time.monotonic() - self._begin

    def report(self, done: int) -> None:
        """Show that `done` bytes of the inputs are done."""
        self._bar.update(self._task, completed=done)

    def summary(self, plan: MergePlan, out: Path) -> str:
        """What was written, and how fast."""
        moved = plan.bytes_to_read + plan.bytes_to_write
        return (
            f"\n{out}: {say_bytes(plan.bytes_to_write)} written in {self._seconds:.1f} s "
            f"({moved / 1e9 / max(self._seconds, 1e-9):.2f} GB/s read and written)"
        )
