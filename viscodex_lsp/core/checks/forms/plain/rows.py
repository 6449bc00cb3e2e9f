"""Rows for a file of comma-separated values, with the sign between values that the file has (RFC 4180).

Models answer with a table of Markdown, or with commas where the file has semicolons.
"""

import csv
import io
import re
from collections import Counter
from dataclasses import replace

from viscodex_lsp.core.checks.forms.formed import Formed
from viscodex_lsp.core.checks.forms.markdown.once import DELIMITER
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.counted import THERE_ALREADY
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.nouns import Patch, Reason, Refusal

_LANGUAGES = frozenset({"csv", "tsv", "plaintext-csv"})
_MARKDOWN = frozenset({"markdown", "md"})
_SIGNS = (",", ";", "\t", "|")
_QUOTED = re.compile(r'"[^"]*"[,;\t|]"')
_CELL = re.compile(r"(?<!\\)\|")


def as_table(patch: Patch, language: Language) -> Patch:
    """The patch without its label where that says Markdown and all of it is a table, which becomes rows."""
    lines = [line.strip() for line in patch.code.split("\n") if line.strip()]
    is_table = len(lines) > 1 and all(line.startswith("|") for line in lines)
    if language.id not in _LANGUAGES or patch.label not in _MARKDOWN or not is_table:
        return patch
    return replace(patch, label=None)


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
        table = [[cell.strip(" `").replace("\\|", "|") for cell in row] for row in cells]
        return _without_head(table, head, sign, "wrote the table as rows")
    if all(len(row) == 1 for row in rows):
        for other in _SIGNS:
            again = _read(code, other)
            if other != sign and all(len(row) == columns for row in again):
                return _without_head(
                    again, head, sign, f"wrote `{sign}` between the values, as the file has it"
                )
    if any(len(row) != columns for row in rows):
        return _of_other_width(rows, columns)
    own_head = _is_head(rows[0], head, sign)
    new = rows[1:] if own_head and code.split("\n")[0].strip() != head.strip() else rows
    if new and _QUOTED.match(head) and not all(map(_QUOTED.match, lines)):
        out = io.StringIO()
        csv.writer(out, delimiter=sign, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(new)
        notes = (THERE_ALREADY,) if len(new) < len(rows) else ()
        return Formed(out.getvalue().rstrip("\n"), notes=(*notes, "quoted the values, as the file does"))
    return Formed("\n".join(lines[1:]), notes=(THERE_ALREADY,)) if 0 < len(new) < len(rows) else None


def _is_head(row: list[str], head: str, sign: str) -> bool:
    """Whether a row names the columns as the file's first one does, be it in other letters."""
    return [_name(cell) for cell in row] == [_name(cell) for cell in _read(head, sign)[0]]


def _name(cell: str) -> str:
    return "".join(filter(str.isalnum, cell.casefold()))


def _without_head(rows: list[list[str]], head: str, sign: str, note: str) -> Formed | Refusal:
    again = len(rows) > 1 and _is_head(rows[0], head, sign)
    formed = _written(rows[1:] if again else rows, sign, len(_read(head, sign)[0]), note)
    if not again or isinstance(formed, Refusal):
        return formed
    return formed._replace(notes=(*formed.notes, THERE_ALREADY))


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
