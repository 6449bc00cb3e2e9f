"""A table in a picture beside a table that is text (Markdown, CSV, TSV): row by row, character by character.

The picture's is the one that the reader made of it. A cell in another row or column is felt, as a wrong digit is.
"""

import csv
import re
from collections.abc import Sequence

from viscodex_lsp.core.truth.nouns.likeness import Part
from viscodex_lsp.core.truth.parts.lines import compare_lines

_SEPARATED = {"csv": ",;", "tsv": "\t"}
_PIPE = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"[\s|:-]+")
# What Markdown marks text up with, and what it hides signs behind.
_MARKS = re.compile(r"\\(?=[|\\`*_])|\*\*|`")
_LEAST_CELLS = 2


def table_rows(text: str, language: str) -> tuple[str, ...]:
    """The rows of the tables in `text`, the cells of each parted by a bar; none where it holds no table."""
    if language in {"markdown", "mdx"}:
        rows = [_cells(line) for line in text.splitlines() if "|" in line and not _RULE.fullmatch(line)]
    elif language in _SEPARATED:
        lines = [line for line in text.splitlines() if line.strip()]
        mark = max(_SEPARATED[language], key="\n".join(lines).count)
        rows = list(csv.reader(lines, delimiter=mark))
    else:
        return ()
    return tuple("|".join(cell.strip() for cell in row) for row in rows if len(row) >= _LEAST_CELLS)


def compare_tables(there: Sequence[str], here: Sequence[str]) -> Part:
    """How like the rows are; see `compare_lines`."""
    part = compare_lines(there, here)
    if not part.measured:
        return part
    return Part(part.value, f"{len(there)} rows of the table, {len(here)} of the code")


def _cells(line: str) -> list[str]:
    cells = [_MARKS.sub("", cell) for cell in _PIPE.split(line.strip())]
    return cells[bool(line.strip().startswith("|")) : len(cells) - bool(line.rstrip().endswith("|"))]
