"""Says in which of the folders that may be worked in a file lies."""

from collections.abc import Iterable
from pathlib import Path


def root_of(path: Path, roots: Iterable[Path]) -> Path | None:
    """The innermost of the folders that hold `path`; None outside of all. Links are not resolved here."""
    holding = [root for root in roots if path.is_relative_to(root)]
    return max(holding, key=lambda root: len(root.parts), default=None)
