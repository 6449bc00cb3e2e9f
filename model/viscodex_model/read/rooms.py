"""The rooms of the reader by kind: each completes a Reading that has lines with what it recognises in them."""

import dataclasses
from collections.abc import Callable

from viscodex_model.read.charts import read_chart
from viscodex_model.read.code import read_code, read_terminal
from viscodex_model.read.code.left_out import is_unfit
from viscodex_model.read.code.listing import Listing
from viscodex_model.read.diagrams import read_diagram
from viscodex_model.read.order import Order
from viscodex_model.read.pages.room import read_page
from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.reading import Kind, Reading
from viscodex_model.read.tables.room import holds_a_page, lines_beside, read_table
from viscodex_model.read.tables.table import Table

NO_TEXT = (
    "No text was found in the picture: a photograph, a drawing or a sketch is not read. "
    "The reader copies text and layout; a model that understands pictures can be set as the server, "
    "or capture a picture with printed text."
)
LITTLE_TEXT = (
    "The picture looks like a photograph or a drawing, which is not read. If it is a page, a table or code, say so "
    "(“as a page”), or capture only that part, larger."
)


def refuse_photograph(pixels: Pixels, reading: Reading, order: Order) -> Reading:
    """A truthful refusal that says what would help."""
    del pixels, order
    return dataclasses.replace(reading, refusal=LITTLE_TEXT if reading.lines else NO_TEXT)


# Languages in which a table can stand in a page.
_MARKUP = frozenset({"html", "javascriptreact", "typescriptreact", "vue", "svelte"})


def read_table_in_its_page(pixels: Pixels, reading: Reading, order: Order) -> Reading:
    """The table; where markup can also show the text beside it, and nobody asked for a table, the page around it.

    What is no table after all is read as a page.
    """
    result = read_table(pixels, reading, order)
    if reading.kind_confidence == 1.0:
        return result
    if not isinstance(result.found, Table) or holds_a_page(result.found):
        return read_page(pixels, dataclasses.replace(reading, kind="page"), order)
    if order.language not in _MARKUP:
        return result
    return read_page(pixels, reading, order) if lines_beside(result.found, reading.lines) else result


def read_code_or_page(pixels: Pixels, reading: Reading, order: Order) -> Reading:
    """The code or the terminal's text; where that leaves much of the picture out, and nobody asked for it, the page."""
    room = read_terminal if reading.kind == "terminal" else read_code
    result = room(pixels, reading, order)
    asked = reading.kind_confidence == 1.0
    fits = isinstance(result.found, Listing) and not is_unfit(result.found, reading.lines)
    if asked or fits:
        return result
    return read_page(pixels, dataclasses.replace(reading, kind="page"), order)


Room = Callable[[Pixels, Reading, Order], Reading]

# A room is entered here once it reads its kind.
ROOMS: dict[Kind, Room] = {
    "code": read_code_or_page,
    "terminal": read_code_or_page,
    "chart": read_chart,
    "page": read_page,
    "table": read_table_in_its_page,
    "diagram": read_diagram,
    "photograph": refuse_photograph,
}
