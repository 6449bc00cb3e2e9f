"""The rooms of the reader by kind: each completes a Reading that has lines with what it recognises in them."""

from collections.abc import Callable

from viscodex_model.read.charts import read_chart
from viscodex_model.read.code import read_code, read_terminal
from viscodex_model.read.order import Order
from viscodex_model.read.pages.room import read_page
from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.reading import Kind, Reading
from viscodex_model.read.tables.room import read_table

Room = Callable[[Pixels, Reading, Order], Reading]

# A room is entered here once it reads its kind.
ROOMS: dict[Kind, Room] = {
    "code": read_code,
    "terminal": read_terminal,
    "chart": read_chart,
    "page": read_page,
    "table": read_table,
}
