"""How far a text that was read is from the one that is shown."""

import ast
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class TextScore:
    """`errors` is edits for each character of the truth (every blank and line break counts), `exact` the share of its
    lines that are right to the last blank; `parses` is of Python alone, where what is shown parses itself."""

    errors: float
    exact: float
    parses: bool | None = None


def score_text(read: str, truth: str, *, python: bool = False) -> TextScore:
    """Compare `read` with `truth`; both without blank lines at their ends."""
    read, truth = read.rstrip("\n"), truth.rstrip("\n")
    lines = truth.split("\n")
    right = sum(one == other for one, other in zip(read.split("\n"), lines, strict=False))
    judged = python and parses(truth)
    return TextScore(
        edits(read, truth) / max(1, len(truth)), right / len(lines), parses(read) if judged else None
    )


def mean_of(scores: Sequence[TextScore]) -> dict[str, float | int]:
    """The means of many pictures, with their number."""
    judged = [score.parses for score in scores if score.parses is not None]
    figures: dict[str, float | int] = {
        "pictures": len(scores),
        "character errors": round(float(np.mean([score.errors for score in scores])), 4),
        "median": round(float(np.median([score.errors for score in scores])), 4),
        "exact lines": round(float(np.mean([score.exact for score in scores])), 3),
    }
    return figures | ({"Python that parses": sum(judged), "of": len(judged)} if judged else {})


def edits(read: str, truth: str) -> int:
    """Levenshtein distance, row by row."""
    if not read or not truth:
        return len(read) + len(truth)
    there = np.frombuffer(truth.encode("utf-32-le"), "<u4")
    places = np.arange(len(there) + 1)
    row = places.copy()
    for number, character in enumerate(np.frombuffer(read.encode("utf-32-le"), "<u4"), start=1):
        row = np.concatenate([[number], np.minimum(row[1:] + 1, row[:-1] + (there != character))])
        row = np.minimum.accumulate(row - places) + places
    return int(row[-1])


def parses(code: str) -> bool:
    """Whether Python parses it, also where it ends within a block."""
    code = textwrap.dedent(code)
    for end in ("", "\n    pass", "\n        pass", "\n            pass"):
        try:
            ast.parse(code + end)
        except (SyntaxError, ValueError):
            continue
        return True
    return False
