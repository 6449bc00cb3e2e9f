"""What editors and notebooks write beside code: who changed a line and when, and the number of a cell."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from viscodex_model.read.code.cells import Cell

# Between code and a remark after it are at least so many blanks.
GAP, LIKE_BLANKS = 3, frozenset(("-", "·", ".", ""))
# As GitLens writes it, `Ana, 2 weeks ago • Subject`, and Visual Studio Code, `Subject, Ana (2 weeks ago)`; the network
# takes dots, and what is drawn for blanks, for other signs.
_AGO = (
    r"(?:\d{1,3}|an?|a few) ?(?:second|minute|hour|day|week|month|year)s? ?ago|seconds ago|just now|yesterday"
)
# A comment of the code's own language says when, too.
BLAME = re.compile(
    rf"(?!#|//|/\*|;|%|<!--|--[^-])[-·.?` ]{{0,20}}(?:[^,]{{1,60}}, ?(?:{_AGO})(?: ?[^\w ] ?.{{1,200}})?"
    rf"|.{{1,200}}, ?[^,(]{{1,60}} ?\((?:{_AGO})\)?)",
    re.IGNORECASE,
)
AGO = re.compile(_AGO, re.IGNORECASE)
# What stands beside a cell of a notebook, in so many rows at most, perhaps after the bar of the selected cell.
PROMPT_ROWS = 2
PROMPT = re.compile(r"(?:[.|I] {1,4})?(?:In ?)?\[[\d *]{1,5}\][:;.]?")


def without_blame(cells: Sequence[Cell]) -> list[Cell]:
    """The cells without what says, after the code of a row, who changed it and when."""
    kept: list[Cell] = []
    for row in _rows(cells):
        if not AGO.search(_text(row)):
            kept.extend(row)
            continue
        ends = [at for at in range(1, len(row)) if _is_apart(row, at) and _is_blame(row[at:])]
        kept.extend(row[: ends[0]] if ends else row)
    return kept


def without_prompt(cells: Sequence[Cell]) -> list[Cell]:
    """The cells without a notebook's prompt, which stands in the first row, or broken in the first two, left of where
    all of the code begins."""
    rows = list(_rows(cells))
    for before, cell in pairwise(rows[0] if rows else ()):
        begin, first = cell.column, cell.row
        if begin - before.column < 2 or any(row[0].column < begin for row in rows[PROMPT_ROWS:]):
            continue
        heads = [[one for one in row if one.column < begin] for row in rows[:PROMPT_ROWS]]
        apart = all(begin - head[-1].column > 1 for head in heads if head)
        if apart and PROMPT.fullmatch("".join(_text(head) for head in heads if head)):
            return [one for one in cells if one.row >= first + PROMPT_ROWS or one.column >= begin]
    return list(cells)


def _is_apart(row: Sequence[Cell], at: int) -> bool:
    """Whether there is a gap before the cell `at`, or what is drawn for blanks in place of one."""
    blanks = len(row) - at > GAP and all(cell.text in LIKE_BLANKS for cell in row[at : at + GAP])
    return blanks or row[at].column - row[at - 1].column > GAP


def _is_blame(row: Sequence[Cell]) -> bool:
    return bool(BLAME.fullmatch(_text(row)))


def _rows(cells: Sequence[Cell]) -> Iterator[list[Cell]]:
    ordered = sorted(cells, key=lambda cell: (cell.row, cell.column))
    return (list(row) for _, row in groupby(ordered, key=lambda cell: cell.row))


def _text(row: Sequence[Cell]) -> str:
    """What stands in neighbouring cells, with a blank for each place without one."""
    places = {cell.column: cell.text or "?" for cell in row}
    return "".join(places.get(column, " ") for column in range(row[0].column, row[-1].column + 1))
