"""One thing that is wrong with a parsed text, in the parser's own units: bytes, and rows from 0."""

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tree_sitter import Node

LONGEST_QUOTE = 40


class Mistake(NamedTuple):
    """Bytes `start` to `end`, in line `row`, what is wrong there in a few words, and what would close it."""

    start: int
    end: int
    row: int
    what: str
    lacks: tuple[str, ...] = ()

    def moved(self, start: int, row: int, place: str) -> "Mistake":
        """The same in a text that holds this one from byte `start` and line `row` on."""
        first, last = max(self.start + start, 0), max(self.end + start, 0)
        return Mistake(first, last, self.row + row, f"{place}: {self.what}", self.lacks)


def over_all_of(node: "Node", what: str) -> Mistake:
    return Mistake(node.start_byte, node.end_byte, node.start_point.row, what)


def at_start_of(node: "Node", what: str) -> Mistake:
    """For what begins at the wrong place but is long."""
    return Mistake(node.start_byte, node.start_byte + 1, node.start_point.row, what)


def quote(node: "Node") -> str:
    """The first line of a node, shortened."""
    piece = (node.text or b"")[: 4 * LONGEST_QUOTE].decode("utf-8", errors="replace").strip()
    return (piece.splitlines() or [""])[0][:LONGEST_QUOTE]


def over_row(text: str, row: int, what: str) -> Mistake:
    """For what another parser reports by its line: all that the line holds, or the last one of the text."""
    starts = _starts(text)
    row = min(max(row, 0), len(starts) - 2)
    return Mistake(starts[row], starts[row + 1] - 1, row, what)


@lru_cache(maxsize=2)
def _starts(text: str) -> tuple[int, ...]:
    """The byte at which each line begins, and one past the end: a text may have a mistake in each of thousands of
    lines."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line.encode("utf-8", errors="replace")) + 1)
    return tuple(starts)
