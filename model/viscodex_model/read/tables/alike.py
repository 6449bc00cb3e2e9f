"""Signs that look alike, told by the other cells of their column: a backslash before a letter is easily taken for a
letter or a bar."""

from dataclasses import replace

from viscodex_model.read.tables.table import Cell, Table

# What a backslash is taken for; the texts of so many characters it may begin.
LIKE_BACKSLASH, SHORT = "|I1l[(VA/!", (2, 3)
# What a dash alone is taken for, and where the scripts begin that these letters are of.
LIKE_DASHES, OTHER_SCRIPTS = "一ー", 0x3000
# So many cells of a column, and this share of its short ones, begin with one that was read.
LEAST, SHARE = 2, 0.25


def with_alike_signs(table: Table) -> Table:
    """The table with backslashes at the beginning of the short texts of a column in which they are usual, and dashes
    where a letter of another script like one stands alone."""
    usual = {column for column in range(table.column_count) if _has_escapes(table, column)}
    latin = not any(
        ord(sign) >= OTHER_SCRIPTS for cell in table.cells for sign in cell.text.strip(LIKE_DASHES)
    )
    if not usual and not latin:
        return table
    cells = tuple(
        replace(cell, text="–")
        if latin and cell.text and not cell.text.strip(LIKE_DASHES)
        else _mended(cell)
        if cell.column in usual and not cell.head
        else cell
        for cell in table.cells
    )
    return replace(table, cells=cells)


def _has_escapes(table: Table, column: int) -> bool:
    short = [cell.text for cell in table.cells if cell.column == column and len(cell.text) in SHORT]
    escapes = [text for text in short if text.startswith("\\")]
    return len(escapes) >= LEAST and len(escapes) >= SHARE * len(short)


def _mended(cell: Cell) -> Cell:
    first, rest = cell.text[:1], cell.text[1:]
    if len(cell.text) not in SHORT or first not in LIKE_BACKSLASH or not rest.isalpha():
        return cell
    return replace(cell, text="\\" + rest)
