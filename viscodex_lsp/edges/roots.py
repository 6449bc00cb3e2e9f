"""Says in which of the folders that may be worked in a file lies, and which folder is too wide for that."""

from collections.abc import Iterable
from pathlib import Path


def home_folder() -> Path | None:
    """The person's home; None where the system knows of none, as in a container that runs under a bare number."""
    try:
        return Path.home()
    except RuntimeError:
        return None


def root_of(path: Path, roots: Iterable[Path]) -> Path | None:
    """The innermost of the folders that hold `path`; None outside of all. Links are not resolved here."""
    holding = [root for root in roots if path.is_relative_to(root)]
    return max(holding, key=lambda root: len(root.parts), default=None)
