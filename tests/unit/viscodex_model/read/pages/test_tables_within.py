"""Tables within pages, and what only looks like one."""

import re

from viscodex_model.read.pages.page import elements, recognize
from viscodex_model.read.pages.writing.write import write_page

from tests.unit.viscodex_model.read.scenes import Canvas

LINE = (222, 226, 230)


def html_of(canvas: Canvas) -> str:
    return write_page(elements(recognize(canvas.pixels, canvas.lines)), "html")


def test_rows_between_rules_are_a_table_between_paragraphs() -> None:
    """What is above and below stays outside."""
    canvas = Canvas(500, 300)
    canvas.write(20, 10, "Prices of this month, as of today")
    for number, row in enumerate((["Item", "Price"], ["Tea", "12"], ["Milk", "340"], ["Rice", "7"])):
        for left, text in zip((30, 300), row, strict=True):
            canvas.write(left, 60 + 36 * number, text)
        canvas.box(20, 88 + 36 * number, 480, 89 + 36 * number, LINE)
    canvas.write(20, 250, "All prices without tax")
    html = html_of(canvas)
    table = re.search(r"<table.*?</table>", html, re.DOTALL)
    assert table is not None
    assert re.findall(r"<t[dh](?: [^>]*)?>([^<]+)", table[0]) == [
        "Item",
        "Price",
        "Tea",
        "12",
        "Milk",
        "340",
        "Rice",
        "7",
    ]
    assert "Prices of this month" not in table[0]
    assert "without tax" not in table[0]


def test_a_sidebar_beside_a_main_part_is_no_table() -> None:
    """Rows with borders on the left, a large region on the right: nothing of either is lost."""
    canvas = Canvas(900, 600)
    for number, text in enumerate(("Start", "Home", "Orders", "Events", "Profile")):
        canvas.box(0, 48 * number, 180, 48 * number + 49, (248, 249, 250), LINE)
        canvas.write(16, 48 * number + 14, text)
    canvas.box(180, 48, 900, 600, (255, 255, 255), LINE)
    canvas.write(500, 14, "Account")
    canvas.write(220, 90, "A title of the main part", size=28)
    canvas.write(220, 160, "A sentence below it that says a little more.")
    html = html_of(canvas)
    assert "<table" not in html
    for line in canvas.lines:
        assert line.text in html
