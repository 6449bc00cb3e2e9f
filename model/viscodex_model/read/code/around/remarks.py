"""What editors and notebooks write beside code: who changed a line and when, and the number of a cell."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

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
# What stands beside a cell of a notebook.
PROMPT = re.compile(r"(?:In ?)?\[[\d *]{1,5}\][:;.]?")


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
    """The cells without a notebook's prompt, which stands in the first row, left of where all of the code begins."""
    rows = list(_rows(cells))
    if not rows:
        return []
    starts = [row[0].column for row in rows[1:]]
    for at, (before, cell) in enumerate(zip(rows[0], rows[0][1:], strict=False), start=1):
        if cell.column - before.column < 2 or not PROMPT.fullmatch(_text(rows[0][:at])):
            continue
        if all(start >= cell.column for start in starts):
            return [one for one in cells if one.row != cell.row or one.column >= cell.column]
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
