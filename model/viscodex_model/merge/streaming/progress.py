"""Shows GB/s and the time left on a terminal, and a summary at the end."""

from pathlib import Path
from typing import TextIO

from viscodex_model.core.progress import ByteProgress
from viscodex_model.core.sizes import say_bytes
from viscodex_model.merge.planning.plan import MergePlan


class MergeProgress(ByteProgress):
    """A progress bar over the bytes that are read; silent where `stream` is no terminal."""

    def __init__(self, total: int, *, stream: TextIO) -> None:
        super().__init__(total, "merge", stream=stream)

    def summary(self, plan: MergePlan, out: Path) -> str:
        """What was written, and how fast."""
        moved = plan.bytes_to_read + plan.bytes_to_write
        return (
            f"\n{out}: {say_bytes(plan.bytes_to_write)} written in {self.seconds:.1f} s "
            f"({moved / 1e9 / max(self.seconds, 1e-9):.2f} GB/s read and written)"
        )
