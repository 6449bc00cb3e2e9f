"""A picture of tables with text around them, as Markdown: every table and every line, from the top down."""

from collections.abc import Sequence

from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.recognition.lines import Line
from viscodex_model.read.tables.table import Table
from viscodex_model.read.tables.text import escaped, write_markdown

# Lines stand beside one another where they share this part of the lower one's height.
SHARED = 0.5


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
        text = " ".join(escaped(line.text) for line in ordered)
        parts.append((row[0].box.top, f"{text}\n"))
    return "\n".join(text for _, text in sorted(parts, key=lambda part: part[0]))


def _beside(one: Box, other: Box) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared >= SHARED * min(one.height, other.height)
