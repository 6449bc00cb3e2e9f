"""Says how a reply gives the lines around the cursor again, with lines added: every line of the file from the reply's
first to its last is in the reply, in order."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from viscodex_lsp.core.checks.echo import alike
from viscodex_lsp.core.text.brackets import ends_block_around
from viscodex_lsp.core.text.style import leading

_MOST_STARTS = 50
_FEWEST_AGAIN = 3
_TELLING = 4
_CLOSING = frozenset({"}", ")", "]"})


class Again(NamedTuple):
    """The rows of the reply that are at the cursor, and those added elsewhere, each with the row of the document
    that it follows; `twins` are the rows of the reply by those of the document that they give again, `lacking` those
    of the document that it does not give again."""

    here: range
    elsewhere: tuple[tuple[int, int], ...]
    twins: Mapping[int, int]
    lacking: tuple[int, ...] = ()


def aligned(lines: Sequence[str], above: Sequence[str], below: Sequence[str]) -> Again | None:
    """How the reply gives the lines above and below again; None if it does not."""
    filled = [row for row, line in enumerate(lines) if line.strip()]
    if not filled:
        return None
    widths = [[len(leading(line)) for line in text] for text in (lines, above, below)]
    lines, above, below = ([alike(line) for line in text] for text in (lines, above, below))
    first, last = lines[filled[0]], lines[filled[-1]]
    closes = last.startswith("</") or not any(map(str.isalnum, last))
    is_block = closes and widths[0][filled[-1]] == widths[0][filled[0]]
    # The farthest lines that fit say most: `}` ends many blocks.
    starts = [row for row in range(len(above)) if above[row] == first][:_MOST_STARTS]
    ends = [row for row in range(len(below) - 1, -1, -1) if below[row] == last][:_MOST_STARTS]
    # A whole file may go on behind the file's own last line.
    goes_on = not ends and any(below) and not widths[0][filled[0]] and not widths[0][filled[-1]]
    for start in starts:
        head = _in_order(lines, filled, above, range(start, len(above)))
        for end in (ends or [len(below) - 1] * goes_on) if head is not None else ():
            # A bracket or an end tag ends the block that it stands as deep as.
            if is_block and not goes_on and widths[2][end] != widths[1][start]:
                continue
            tail = _in_order(lines, filled[::-1], below, range(end, -1, -1))
            if head is None or tail is None or head[-1][0] >= tail[-1][0]:
                continue
            if is_block and _ends_before(lines, widths[0], range(head[-1][0] + 1, tail[-1][0]), filled[0]):
                continue
            telling = {
                lines[row] for row, _ in (*head, *tail) if sum(map(str.isalnum, lines[row])) >= _TELLING
            }
            if len(telling) >= _FEWEST_AGAIN and not ends_block_around(lines[head[-1][0] + 1 : tail[-1][0]]):
                return _paired(lines, filled, head, tail, len(above))
    return None


def is_around(lines: Sequence[str], above: Sequence[str], below: Sequence[str]) -> bool:
    """Whether whole lines are selected, and the reply begins and ends with statements of the file around them."""
    filled = [line for line in lines if line.strip()]
    whole = above and below and not above[-1].strip() and not below[0].strip()
    outer = filled and not leading(filled[0]) and not leading(filled[-1])
    return bool(
        whole and outer and any(not leading(line) and alike(line) == alike(filled[-1]) for line in below)
    )


def depth_there(lines: Sequence[str], here: range, above: Sequence[str]) -> str | None:
    """The indentation in the document of what the reply has at the cursor, by the line above that both have."""
    there = next((line for line in reversed(above) if line.strip()), None)
    twin = next((lines[row] for row in reversed(range(here.start)) if lines[row].strip()), None)
    first = next((lines[row] for row in here if lines[row].strip()), None)
    if there is None or twin is None or first is None or "\t" in leading(there) + leading(first):
        return None
    width = len(leading(there)) + len(leading(first)) - len(leading(twin))
    return " " * width if width >= 0 else None


def _ends_before(lines: Sequence[str], widths: Sequence[int], here: range, first: int) -> bool:
    """Whether the block that the first line opens ends among what is at the cursor."""
    opens = lines[first].endswith(("{", "(", "["))
    return opens and any(lines[row] in _CLOSING and widths[row] <= widths[first] for row in here)


def _in_order(
    lines: Sequence[str], rows: Sequence[int], text: Sequence[str], order: range
) -> list[tuple[int, int]] | None:
    """Row of the reply and row of the text for every filled line of the text; None if one is missing. Lines are
    compared as `alike` has them."""
    pairs: list[tuple[int, int]] = []
    at = 0
    for row in order:
        wanted = text[row]
        if not wanted:
            continue
        while at < len(rows) and lines[rows[at]] != wanted:
            at += 1
        if at == len(rows):
            return None
        pairs.append((rows[at], row))
        at += 1
    return pairs or None


def _paired(
    lines: Sequence[str],
    filled: Sequence[int],
    head: list[tuple[int, int]],
    tail: list[tuple[int, int]],
    offset: int,
) -> Again:
    here = range(head[-1][0] + 1, tail[-1][0])
    rows = _with_ends_last(lines, dict(head) | {row: at + offset for row, at in tail}, filled)
    elsewhere: list[tuple[int, int]] = []
    before = -1
    for row in filled:
        before = rows.get(row, before)
        if row not in rows and row not in here:
            elsewhere.append((row, before))
    return Again(here, tuple(elsewhere), {at: row for row, at in rows.items()})


def _with_ends_last(lines: Sequence[str], rows: dict[int, int], filled: Sequence[int]) -> dict[int, int]:
    """The same pairs, but of equal lines the first where the lines between are new: `} .new {` is `.new { }`."""
    shifted = dict(rows)
    for at, row in enumerate(filled):
        if row not in shifted or any(map(str.isalnum, lines[row])):
            continue
        start = at
        while start > 0 and filled[start - 1] not in shifted:
            start -= 1
        first = filled[start]
        if start < at and lines[first] == lines[row]:
            shifted[first] = shifted.pop(row)
    return shifted
