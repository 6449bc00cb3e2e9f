"""Where the lines of a place are after the client sent the whole document anew: the only case where two texts are
compared, and one that is refused unless there is a single answer.

What changed is taken to be one stretch of lines. Lines above it are in the beginning that both texts share, lines
below it in the end they share. In neither they are gone; in both, at different lines, there is no answer, and none
where equal lines became more or fewer or stand beside each other: nobody can tell the copy from the original.
"""

from collections.abc import Sequence

from viscodex_lsp.core.nouns import Span
from viscodex_lsp.core.place.guard import Guard, guard_of
from viscodex_lsp.core.text.positions import split_lines


def rewritten(guard: Guard, old: str, new: str) -> Guard | None:
    """Where the guard of `old` is in `new`; None where it is gone or doubtful."""
    old_lines, new_lines = split_lines(old), split_lines(new)
    first = len(split_lines(old[: guard.start])) - 1
    count = len(split_lines(old[guard.start : guard.end])) - guard.whole_lines
    line = _first_line(old_lines, new_lines, first, count)
    if line is None:
        return None
    start = sum(map(len, new_lines[:line]))
    found = guard_of(Span(start, start + guard.end - guard.start), new)
    moved = guard.moved(start - guard.start)
    return moved if (found.start, found.end) == (moved.start, moved.end) else None


def _first_line(old: Sequence[str], new: Sequence[str], first: int, count: int) -> int | None:
    """The number in `new` of the line that is number `first` in `old`."""
    answers = set()
    if first + count <= _shared(old, new):
        answers.add(first)
    if len(old) - first <= _shared(old[::-1], new[::-1]):
        answers.add(first + len(new) - len(old))
    if len(answers) != 1:
        return None
    (line,) = answers
    # The last line of a text has no line break, and may still be equal to another one.
    old, new = ([line.rstrip("\r\n") for line in lines] for lines in (old, new))
    own = old[first : first + count]
    doubtful = _has_twin(old, first, count) or _has_twin(new, line, count)
    return None if doubtful or _times(own, old) != _times(own, new) else line


def _has_twin(lines: Sequence[str], first: int, count: int) -> bool:
    """Whether equal lines stand right above or below."""
    own = lines[first : first + count]
    return own in (lines[max(first - count, 0) : first], lines[first + count : first + 2 * count])


def _times(own: Sequence[str], lines: Sequence[str]) -> int:
    """How often these lines stand in a text."""
    count = len(own)
    starts = (start for start, line in enumerate(lines) if line == own[0])
    return sum(lines[start : start + count] == own for start in starts)


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lines are the same before the first that differs."""
    for count, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return count
    return min(len(one), len(other))
