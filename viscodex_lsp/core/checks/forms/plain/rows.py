"""Rows for a file of comma-separated values, with the sign between values that the file has (RFC 4180).

Models answer with a table of Markdown, or with commas where the file has semicolons.
"""

import csv
import io
import re
from collections import Counter

from viscodex_lsp.core.checks.forms.formed import Formed
from viscodex_lsp.core.checks.forms.markdown.once import DELIMITER
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.counted import THERE_ALREADY
from viscodex_lsp.core.nouns import Reason, Refusal

_LANGUAGES = frozenset({"csv", "tsv", "plaintext-csv"})
_SIGNS = (",", ";", "\t", "|")
_QUOTED = re.compile(r'"[^"]*"[,;\t|]"')
_CELL = re.compile(r"(?<!\\)\|")


def as_rows(code: str, place: Place) -> Formed | Refusal | None:
    """The rows as the file writes them, or why they do not fit; None where they do as they are."""
    head = next((line for line in place.lines.text.splitlines() if line.strip()), "")
    if place.language.id not in _LANGUAGES or not head or place.prefix.strip() or place.suffix.strip():
        return None
    sign = Counter({each: head.count(each) for each in _SIGNS}).most_common(1)[0][0]
    columns = len(_read(head, sign)[0])
    if columns < 2:
        return None
    rows, lines = _read(code, sign), [line for line in code.split("\n") if line.strip()]
    if sign != "|" and len(lines) > 1 and all(line.lstrip().startswith("|") for line in lines):
        cells = [
            _CELL.split(line.strip().removeprefix("|").removesuffix("|"))
            for line in lines
            if not DELIMITER.match(line.strip())
        ]
        return _written(
            [[cell.strip() for cell in row] for row in cells], sign, columns, "wrote the table as rows"
        )
    if all(len(row) == 1 for row in rows):
        for other in _SIGNS:
            again = _read(code, other)
            if other != sign and all(len(row) == columns for row in again):
                return _written(
                    again, sign, columns, f"wrote `{sign}` between the values, as the file has it"
                )
    if any(len(row) != columns for row in rows):
        return _of_other_width(rows, columns)
    own_head = rows[0] == _read(head, sign)[0]
    new = rows[1:] if own_head and code.split("\n")[0].strip() != head.strip() else rows
    if new and _QUOTED.match(head) and not all(map(_QUOTED.match, lines)):
        out = io.StringIO()
        csv.writer(out, delimiter=sign, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(new)
        notes = (THERE_ALREADY,) if len(new) < len(rows) else ()
        return Formed(out.getvalue().rstrip("\n"), notes=(*notes, "quoted the values, as the file does"))
    return Formed("\n".join(lines[1:]), notes=(THERE_ALREADY,)) if 0 < len(new) < len(rows) else None


def _written(rows: list[list[str]], sign: str, columns: int, note: str) -> Formed | Refusal:
    if any(len(row) != columns for row in rows):
        return _of_other_width(rows, columns)
    out = io.StringIO()
    csv.writer(out, delimiter=sign, lineterminator="\n").writerows(rows)
    return Formed(out.getvalue().rstrip("\n"), notes=(note,))


def _of_other_width(rows: list[list[str]], columns: int) -> Refusal:
    count = next(len(row) for row in rows if len(row) != columns)
    return Refusal(
        Reason.OTHER_PLACE,
        f"A row of the reply has {count} values, but the file has {columns} columns, so nothing was changed. Try "
        "again, or name the columns in the instruction.",
        f"a row has {count} values, but the file has {columns} columns. Write rows like those of the file.",
    )


def _read(text: str, sign: str) -> list[list[str]]:
    try:
        return [row for row in csv.reader(io.StringIO(text), delimiter=sign) if row]
    except csv.Error:
        return [[text]]
