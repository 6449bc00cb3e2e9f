"""Compares a file of markup that a model wrote again, and changed at other places too, with the file as it is.

What stands between the lines right above and right below the place is the new code for it. Whether the reply is the
file again is told by the lines that both have: most of those that say something, and the nearest ones on both sides.
"""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

_MOST_LINES = 1_500
_TELLING = 4
_FEWEST = 4
_SHARE = 0.6
# What every component has says nothing of which one it is.
_PARTS = re.compile(r"</?(?:template|script|style)\b[^<>]*>")


class Rewritten(NamedTuple):
    """The rows of the reply at the place, the other new rows, the twin of each row of the file, and the rows of the
    file that the reply has not."""

    here: range
    elsewhere: tuple[int, ...]
    twins: dict[int, int]
    lacking: tuple[int, ...]


def rewritten(lines: Sequence[str], above: Sequence[str], below: Sequence[str]) -> Rewritten | None:
    """How a reply gives a file again; None if it does not. All lines are as `alike` has them; rows of the file are
    counted through those above and below."""
    filled = [row for row, line in enumerate(lines) if line]
    there = [row for row, line in enumerate((*above, *below)) if line]
    if len(filled) + len(there) > _MOST_LINES or not filled:
        return None
    file = (*above, *below)
    head = _matched([row for row in there if row < len(above)], file, filled, lines)
    cut = max(head.values(), default=-1)
    # Of equal lines below the place the last are those of the file: a bracket closes what is new first.
    below_place = [row for row in reversed(there) if row >= len(above)]
    tail = _matched(below_place, file, [row for row in reversed(filled) if row > cut], lines)
    twins = head | tail
    up, down = max((row for row in there if row < len(above)), default=-1), min(tail, default=-1)
    first = min((row for row in there if row >= len(above)), default=-2)
    if up not in head or down != first or not _is_again(there, file, twins, len(above)):
        return None
    here = range(head[up] + 1, tail[down])
    known = set(twins.values())
    elsewhere = tuple(row for row in filled if row not in known and row not in here)
    return Rewritten(here, elsewhere, twins, tuple(row for row in there if row not in twins))


def _matched(
    rows: Sequence[int], file: Sequence[str], filled: Sequence[int], lines: Sequence[str]
) -> dict[int, int]:
    """The row of the reply by the row of the file, for those that both have in the same order."""
    matcher = SequenceMatcher(
        None, [file[row] for row in rows], [lines[row] for row in filled], autojunk=False
    )
    return {
        rows[block.a + at]: filled[block.b + at]
        for block in matcher.get_matching_blocks()
        for at in range(block.size)
    }


def _is_again(rows: Sequence[int], file: Sequence[str], twins: dict[int, int], place: int) -> bool:
    telling = [
        row
        for row in rows
        if sum(map(str.isalnum, file[row])) >= _TELLING and not _PARTS.fullmatch(file[row])
    ]
    kept = [row for row in telling if row in twins]
    below = [row for row in rows if row >= place]
    nearest = next((row for row in below if row in telling), -1)
    return (
        len({file[row] for row in kept}) >= _FEWEST
        and len(kept) >= _SHARE * len(telling)
        and max((row for row in telling if row < place), default=-1) in twins
        and (nearest in twins or all(row in twins for row in below[:2]))
    )
