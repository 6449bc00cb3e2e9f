"""The rooms of the reader by kind: each completes a Reading that has lines with what it recognises in them."""

import dataclasses
from collections.abc import Callable

from viscodex_model.read.charts import read_chart
from viscodex_model.read.charts.nouns import Chart
from viscodex_model.read.charts.values import value_rows
from viscodex_model.read.code import read_code, read_terminal
from viscodex_model.read.code.listing import Listing, is_unfit
from viscodex_model.read.code.recognize import recognize_terminal
from viscodex_model.read.diagrams import read_diagram
from viscodex_model.read.order import Order
from viscodex_model.read.pages.room import read_page
from viscodex_model.read.picture.geometry import union
from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.reading import Kind, Reading
from viscodex_model.read.recognition.glyphs import PROPORTIONAL, evenness
from viscodex_model.read.tables.document import lines_beside
from viscodex_model.read.tables.room import (
    WRITERS,
    holds_a_page,
    read_table,
    told_beside,
    written,
)
from viscodex_model.read.tables.table import Table, table_of
from viscodex_model.read.tables.typed import table_of_text

NO_TEXT = (
    "No text was found in the picture: a photograph, a drawing or a sketch is not read. "
    "The reader copies text and layout; a model that understands pictures can be set as the server, "
    "or capture a picture with printed text."
)
LITTLE_TEXT = (
    "The picture looks like a photograph or a drawing, which is not read. If it is a page, a table or code, say so "
    "(“as a page”), or capture only that part, larger."
)

CHART_ELSEWHERE = (
    "The picture is a chart, and the reader writes charts as programs of matplotlib: open a Python file for it. "
    "Charts with few values can also become a table, in HTML, Markdown, CSV, JSON, SQL and LaTeX."
)
VALUES_ALONE = "The chart's values are written as a table; a Python file gets a program that draws it."
DIAGRAM_ELSEWHERE = (
    "The picture is a diagram, and the reader writes diagrams as Mermaid: open a Markdown or Mermaid file for it, "
    "or ask for it “as a page”."
)
_SHOWS_MERMAID = frozenset({"markdown", "mermaid", "plaintext"})


def refuse_photograph(pixels: Pixels, reading: Reading, order: Order) -> Reading:
    """A truthful refusal that says what would help."""
    del pixels, order
    return dataclasses.replace(reading, refusal=LITTLE_TEXT if reading.lines else NO_TEXT)


# A table typed with bars holds at least this share of what was seen in rows and columns: else some rows were not read.
HELD = 0.95
# Where rules part no rows, a cell holds so many lines.
SEVERAL = 3
# Languages in which a table can stand in a page.
_MARKUP = frozenset({"html", "javascriptreact", "typescriptreact", "vue", "svelte"})


def read_table_in_its_page(pixels: Pixels, reading: Reading, order: Order) -> Reading:
    """The table; where markup can also show the text beside it, and nobody asked for a table, the page around it.

    What is no table after all is read as a page.
    """
    result = read_table(pixels, reading, order)
    if isinstance(result.found, Table) and _may_be_typed(result.found, reading):
        typed = _typed_table(pixels, reading, order)
        if typed and typed.letters >= HELD * result.found.letters:
            result = written(typed, reading, order)
    if reading.kind_confidence == 1.0:
        return result
    if not isinstance(result.found, Table) or holds_a_page(result.found):
        return read_page(pixels, dataclasses.replace(reading, kind="page"), order)
    if order.language not in _MARKUP:
        return result
    return read_page(pixels, reading, order) if lines_beside([result.found], reading.lines) else result


def _may_be_typed(table: Table, reading: Reading) -> bool:
    """Whether texts may be set in even widths, with characters for their rules: then nothing else parts all rows."""
    held = max((len(cell.pieces) for cell in table.cells), default=0)
    return (table.aligned or held >= SEVERAL) and evenness(reading.lines) > PROPORTIONAL


def _typed_table(pixels: Pixels, reading: Reading, order: Order) -> Table | None:
    """The table that a program typed with bars; none where not nearly all of the text is surely read so."""
    listing = recognize_terminal(pixels, reading.lines, order)
    if listing is None or is_unfit(listing, reading.lines):
        return None
    return table_of_text(listing.lines, union(line.box for line in reading.lines), listing.doubtful)


def read_code_or_page(pixels: Pixels, reading: Reading, order: Order) -> Reading:
    """The code or the terminal's text; where that leaves much of the picture out, and nobody asked for it, the page."""
    room = read_terminal if reading.kind == "terminal" else read_code
    result = room(pixels, reading, order)
    asked = reading.kind_confidence == 1.0
    fits = isinstance(result.found, Listing) and not is_unfit(result.found, reading.lines)
    if asked or fits:
        return result
    return read_page(pixels, dataclasses.replace(reading, kind="page"), order)


def read_chart_or_values(pixels: Pixels, reading: Reading, order: Order) -> Reading:
    """The chart as a program; in a file that holds tables and no programs, its values as a table."""
    result = read_chart(pixels, reading, order)
    if not result.code or order.language in (None, result.language) or not isinstance(result.found, Chart):
        return result
    values = value_rows(result.found)
    writer = WRITERS.get(order.language)
    if writer is None or values is None:
        fenced = order.language == "markdown"  # which can hold the program, too
        return result if fenced else dataclasses.replace(result, code="", refusal=CHART_ELSEWHERE)
    code = writer(table_of(*values, box=result.found.plot))
    words = (result.found.title, result.found.x_label, result.found.y_label)
    beside = [text for text in words if text and text not in values[0]]
    doubts = (VALUES_ALONE, *told_beside(beside), *result.doubts)
    return dataclasses.replace(result, code=code, language=order.language, doubts=doubts)


def read_diagram_where_it_fits(pixels: Pixels, reading: Reading, order: Order) -> Reading:
    """The diagram as Mermaid, where the file is one that shows it; else a sentence that says which files do."""
    result = read_diagram(pixels, reading, order)
    if not result.code or order.language in (None, *_SHOWS_MERMAID):
        return result
    return dataclasses.replace(result, code="", refusal=DIAGRAM_ELSEWHERE)


Room = Callable[[Pixels, Reading, Order], Reading]

# A room is entered here once it reads its kind.
ROOMS: dict[Kind, Room] = {
    "code": read_code_or_page,
    "terminal": read_code_or_page,
    "chart": read_chart_or_values,
    "page": read_page,
    "table": read_table_in_its_page,
    "diagram": read_diagram_where_it_fits,
    "photograph": refuse_photograph,
}
