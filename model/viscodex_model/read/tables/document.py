"""A picture of tables with text around them, as Markdown: every table and every line, from the top down."""

import re
from collections.abc import Sequence

from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.recognition.lines import Line
from viscodex_model.read.tables.table import Table
from viscodex_model.read.tables.text import escaped, write_markdown

# Lines stand beside one another where they share this part of the lower one's height.
SHARED = 0.5
# What would begin a heading, a quotation, an item, a rule, or an address that is not shown.
_BEGINNING = re.compile(r"#{1,6}(?=\s|$)|>|\+(?=\s)|-(?=[\s-]*$)|\[(?=[^\]]+\]:)")


def lines_beside(tables: Sequence[Table], lines: Sequence[Line]) -> list[Line]:
    """The lines of text that stand outside of tables, such as a title above one."""
    return [line for line in lines if not any(_holds(table.box, line) for table in tables)]


def _holds(box: Box, line: Line) -> bool:
    across, down = line.box.center
    return box.left <= across <= box.right and box.top <= down <= box.bottom


def write_document(tables: Sequence[Table], lines: Sequence[Line]) -> str:
    """Tables as Markdown has them, and what stands between them as paragraphs."""
    parts = [(table.box.top, write_markdown(table)) for table in tables]
    rows: list[list[Line]] = []
    for line in sorted(lines_beside(tables, lines), key=lambda one: one.box.top):
        if rows and _beside(rows[-1][-1].box, line.box):
            rows[-1].append(line)
        else:
            rows.append([line])
    for row in rows:
        ordered = sorted(row, key=lambda one: one.box.left)
        parts.append((row[0].box.top, _paragraph(" ".join(line.text for line in ordered))))
    return "\n".join(text for _, text in sorted(parts, key=lambda part: part[0]))


def _paragraph(text: str) -> str:
    shown = escaped(text)
    return f"\\{shown}\n" if _BEGINNING.match(shown) else f"{shown}\n"


def _beside(one: Box, other: Box) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared >= SHARED * min(one.height, other.height)
