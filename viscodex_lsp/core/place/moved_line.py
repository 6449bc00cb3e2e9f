"""A new text read as the old one with a single line cut here and put in there.

Of lines that read the same and stand together nobody can tell which was cut, or between which it was put in; and where
two lines changed places nobody can tell which of them went past the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from viscodex_lsp.core.text.alignment import shared_lines


@dataclass(frozen=True, slots=True)
class Move:
    """The line `text` was number `source` of the old text, and is number `target` of the new one."""

    text: str
    source: int
    target: int

    def after(self, old: Sequence[str], new: Sequence[str], first: int, count: int) -> int | None:
        """The number in `new` of the line that was number `first`, with the `count` from there on; None where they were
        moved themselves, or may have been."""
        line = first - (self.source < first) + (self.target <= first - (self.source < first))
        if new[line : line + count] != old[first : first + count]:
            return None
        cut = _run(old, self.source, self.text)
        put = _run(new, self.target, self.text)
        doubtful = _meet(cut, first, count) or _meet(put, line, count)
        return None if doubtful else line


def moves_between(old: Sequence[str], new: Sequence[str]) -> list[Move]:
    """The move that makes the one list of lines of the other; two where lines changed places, and none where it takes
    more."""
    if len(old) != len(new):
        return []
    head = shared_lines(old, new)
    tail = shared_lines(old[head:][::-1], new[head:][::-1])
    one, other = old[head : len(old) - tail], new[head : len(new) - tail]
    if len(one) < 2:
        return []
    last = head + len(one) - 1
    down = [Move(one[0], head, last)] if one[1:] == other[:-1] and one[0] == other[-1] else []
    up = [Move(one[-1], last, head)] if one[:-1] == other[1:] and one[-1] == other[0] else []
    return down + up


def _run(lines: Sequence[str], number: int, text: str) -> range:
    """The numbers of the lines around `number` that read like it."""
    start, end = number, number + 1
    while start and lines[start - 1] == text:
        start -= 1
    while end < len(lines) and lines[end] == text:
        end += 1
    return range(start, end)


def _meet(run: range, first: int, count: int) -> bool:
    return run.start < first + count and first < run.stop
