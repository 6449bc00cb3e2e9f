"""Looks at the rows that a reply brings into a table of HTML: whether they have its columns, and are new."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from viscodex_lsp.core.checks.pages.nesting import Node
from viscodex_lsp.core.counted import counted
from viscodex_lsp.core.nouns import Reason, Refusal

_CELLS = frozenset({"td", "th"})
_TAGS = re.compile(r"<[^<>]*>")
_TELLING = 2


def rows_again(roots: Sequence[Node], new: Sequence[Node], old: Sequence[Node], after: str) -> Refusal | None:
    """Why rows are refused that have other columns than the table, and begin as rows do that it has: the reply is the
    table with a column more or less."""
    told = next(other_cells(roots, new, old), "")
    if not told:
        return None
    holders = {_start(row.around) for row in roots if row.name == "tr"}
    first = {
        _first_cell(row, old, after) for row in old if row.name == "tr" and _start(row.around) in holders
    } - {""}
    again = next((word for row in roots if (word := _first_cell(row, new, after)) in first), None)
    if again is None:
        return None
    return Refusal(
        Reason.OTHER_PLACE,
        f"The reply's table has other columns than the one at the place, and its row `{again[:60]}`, so nothing was "
        "changed. Select the table to replace it, or say in the instruction which rows are to be added.",
        "its table has other columns than the one at the mark. Write only new rows like those of the file.",
    )


def _first_cell(row: Node, nodes: Sequence[Node], text: str) -> str:
    """The words of a row's first cell, where they say something and no expression makes them."""
    cell = next((one for one in nodes if one.name in _CELLS and _start(one.around) == _start(row)), None)
    words = " ".join(_TAGS.sub(" ", text[cell.tag.span.end : cell.end]).split()) if cell is not None else ""
    return words if sum(map(str.isalnum, words)) >= _TELLING and "{" not in words and "<" not in words else ""


def other_cells(roots: Sequence[Node], new: Sequence[Node], old: Sequence[Node]) -> Iterator[str]:
    """What the person is told of rows with more or fewer cells than the other rows of their table have."""
    rows = [node for node in roots if node.name == "tr" and node.around is not None]
    if not rows or any(node.tag.value(name) for node in (*new, *old) for name in ("colspan", "rowspan")):
        return
    cells = Counter(_start(node.around) for node in (*new, *old) if node.name in ("td", "th"))
    counts = {cells[_start(row)] for row in rows}
    holders = {_start(row.around) for row in rows}
    others = [row for row in old if row.name == "tr" and row.around is not None]
    there = {cells[_start(row)] for row in others if _start(row.around) in holders} - {0}
    if not there:  # the head of the table tells then
        tables = {_start(row.around.around) for row in rows if row.around is not None} - {-1}
        heads = [row for row in others if row.around is not None and row.around.name == "thead"]
        there = {cells[_start(row)] for row in heads if row.around and _start(row.around.around) in tables}
    if len(counts) == len(there) == 1 and counts != there and 0 not in counts:
        yield f"the new rows have {counted(counts.pop(), 'cell')} each, those of the table {there.pop()}"


def _start(node: Node | None) -> int:
    return node.tag.span.start if node is not None else -1
