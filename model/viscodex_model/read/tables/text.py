"""Writes tables as Markdown, CSV, LaTeX and HTML."""

import csv
import html
import io
import re

from viscodex_model.read.tables.table import Cell, Table

_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
# What Markdown would take for markup: an underscore only at the edge of a word, a bracket only before an address.
_MARKUP = re.compile(r"[\\|`*]|(?<![^\W_])_|_(?![^\W_])|~(?=~)|<(?=[A-Za-z/!?])|&(?=#?\w+;)|\[(?=[^\]]*\]\()")
_RULES = {"left": ":--", "center": ":-:", "right": "--:"}


def write_markdown(table: Table) -> str:
    """A table of GitHub's Markdown, its columns padded to one width. It knows one row of headings and no spans."""
    names = table.columns_named() if table.head_rows else [""] * table.column_count
    rows = [[escaped(text) for text in row] for row in [names, *table.body()]]
    widths = [max(3, *(len(row[index]) for row in rows)) for index in range(table.column_count)]
    lines = [_padded(rows[0], widths, table), _rule(widths, table)]
    lines += [_padded(row, widths, table) for row in rows[1:]]
    return "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    """A text as Markdown shows it, whatever signs are in it."""
    return _MARKUP.sub(r"\\\g<0>", text)


def _padded(row: list[str], widths: list[int], table: Table) -> str:
    cells = [
        text.rjust(width) if way == "right" else text.ljust(width)
        for text, width, way in zip(row, widths, table.alignments, strict=True)
    ]
    return f"| {' | '.join(cells)} |"


def _rule(widths: list[int], table: Table) -> str:
    cells = []
    for width, way in zip(widths, table.alignments, strict=True):
        short = _RULES[way]
        cells.append(short[0] + "-" * (width - 2) + short[-1])
    return f"| {' | '.join(cells)} |"


def write_csv(table: Table) -> str:
    """Comma separated values, quoted where they have to be."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(table.texts())
    return stream.getvalue()


def write_latex(table: Table) -> str:
    """A `tabular`; headings in bold between rules, spanning cells as `\\multicolumn`."""
    ways = "".join(way[0] for way in table.alignments)
    lines = [f"\\begin{{tabular}}{{{ways}}}", "\\hline"]
    for row in range(table.row_count):
        lines.append(" & ".join(_latex_row(table, row)) + r" \\")
        if row == table.head_rows - 1:
            lines.append("\\hline")
    return "\n".join([*lines, "\\hline", "\\end{tabular}"]) + "\n"


def _latex_row(table: Table, row: int) -> list[str]:
    cells = {cell.column: cell for cell in table.cells if cell.row == row}
    written, column = [], 0
    while column < table.column_count:
        cell = cells.get(column)
        text = "".join(_LATEX.get(sign, sign) for sign in cell.text) if cell else ""
        text = f"\\textbf{{{text}}}" if cell and cell.head and text else text
        if cell and cell.columns > 1:
            text = f"\\multicolumn{{{cell.columns}}}{{c}}{{{text}}}"
        written.append(text)
        column += cell.columns if cell else 1
    return written


def write_html(table: Table) -> str:
    """A `<table>` with head and body; spans and alignment are kept."""
    lines = ["<table>"]
    if table.head_rows:
        lines += ["  <thead>", *_html_rows(table, 0, table.head_rows), "  </thead>"]
    lines += ["  <tbody>", *_html_rows(table, table.head_rows, table.row_count), "  </tbody>", "</table>"]
    return "\n".join(lines) + "\n"


def _html_rows(table: Table, start: int, end: int) -> list[str]:
    lines = []
    for row in range(start, end):
        cells = "".join(f"      {_html_cell(cell, table)}\n" for cell in table_row(table, row))
        lines.append(f"    <tr>\n{cells}    </tr>")
    return lines


def table_row(table: Table, row: int) -> list[Cell]:
    """The cells that begin in a row, with empty ones where none is and none reaches."""
    covered = {
        (at, column)
        for cell in table.cells
        for at in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
        if at == row
    }
    own = [cell for cell in table.cells if cell.row == row]
    head = row < table.head_rows
    own += [
        Cell("", row, column, head=head)
        for column in range(table.column_count)
        if (row, column) not in covered
    ]
    return sorted(own, key=lambda cell: cell.column)


def _html_cell(cell: Cell, table: Table) -> str:
    tag = "th" if cell.head else "td"
    spans = (f' colspan="{cell.columns}"' if cell.columns > 1 else "") + (
        f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    )
    way = "center" if cell.columns > 1 else table.alignments[cell.column]
    usual = "center" if cell.head else "left"
    style = f' style="text-align: {way}"' if way != usual else ""
    return f"<{tag}{spans}{style}>{html.escape(cell.text, quote=False)}</{tag}>"
