"""Refuses a table of Markdown whose rows would have other columns than their head, or two heads.

Cells beyond the head's are left out by whoever shows the table (GFM 0.29, "Tables").
"""

import re
from collections.abc import Iterator, Sequence

from viscodex_lsp.core.checks.forms.markdown.once import DELIMITER
from viscodex_lsp.core.nouns import Reason, Refusal, Span

_CELL = re.compile(r"(?<!\\)\|")


def other_columns(after: str, places: Sequence[Span]) -> Refusal | None:
    """Why a file is refused; `places` is where the inserted texts are in it."""
    for head, rows in _tables(after):
        new = [any(part.start <= at < part.end for part in places) for at, _ in rows]
        if all(new) or not any(new):
            continue
        for is_new, (_, line) in zip(new, rows, strict=True):
            if is_new and line != rows[1][1] and (DELIMITER.match(line) or _count(line) > _count(head)):
                return Refusal(
                    Reason.OTHER_PLACE,
                    "The reply's table has other columns than the one at the place, so nothing was changed. Select the "
                    "table to replace it, or choose a place below it.",
                    "its table has other columns than the one at the mark. Write only rows like those of the file.",
                )
    return None


def _tables(text: str) -> Iterator[tuple[str, list[tuple[int, str]]]]:
    """The head of each table, and its lines with the offset of each."""
    rows: list[tuple[int, str]] = []
    at = 0
    for line in (*text.splitlines(keepends=True), ""):
        bare = line.strip()
        if bare.startswith("|"):
            rows.append((at, bare))
        else:
            if len(rows) > 2 and DELIMITER.match(rows[1][1]):
                yield rows[0][1], rows
            rows = []
        at += len(line)


def _count(line: str) -> int:
    return len(_CELL.split(line.strip("| \t")))
