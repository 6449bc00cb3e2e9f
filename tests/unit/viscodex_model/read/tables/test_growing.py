"""Rows and columns that no rule and no stripe shows belong to the table they go on with."""

from viscodex_model.read.tables.room import recognize, recognize_all

from tests.unit.viscodex_model.read.scenes import Canvas

STRIPE, LINE = (240, 240, 240), (90, 90, 90)
ROWS = [
    ["Oslo", "Running", "12"],
    ["Kyoto", "Stopped", "340"],
    ["Austin", "Failed", "7"],
    ["Perth", "Running", "58"],
]
HEADS = ["City", "State", "Count"]
LEFTS = (20, 200, 380)


def written(canvas: Canvas, top: int, rows: list[list[str]]) -> None:
    for number, row in enumerate(rows):
        for left, text in zip(LEFTS, row, strict=True):
            if text:
                canvas.write(left, top + 36 * number, text)


def texts(canvas: Canvas) -> list[list[str]]:
    table = recognize(canvas.pixels, canvas.lines)
    assert table is not None
    return table.texts()


def test_headings_above_the_first_stripe_are_of_the_table() -> None:
    """Nothing but their place says so."""
    canvas = Canvas(520, 240)
    for number in (0, 2):
        canvas.box(10, 56 + 36 * number, 500, 92 + 36 * number, STRIPE)
    written(canvas, 26, [HEADS, *ROWS])
    assert texts(canvas) == [HEADS, *ROWS]


def test_a_rule_over_the_numbers_of_a_total_does_not_part_them_from_their_rows() -> None:
    """The rules span the numbers only; names stand left of them, and above are the rows that are summed."""
    canvas = Canvas(520, 320)
    total = ["Total", "", "417"]
    written(canvas, 26, [HEADS, *ROWS, total])
    for y in (192, 228):
        canvas.box(190, y, 500, y + 1, LINE)
    assert texts(canvas) == [HEADS, *ROWS, total]


def test_a_heading_of_some_rows_is_a_row() -> None:
    """It stands where the first column begins, with nothing beside it."""
    canvas = Canvas(520, 420)
    group = ["Europe", "", ""]
    written(canvas, 26, [HEADS, group, *ROWS])
    for number in range(3, 7):
        canvas.box(10, 14 + 36 * number, 500, 15 + 36 * number, LINE)
    assert texts(canvas) == [HEADS, group, *ROWS]


def test_a_title_and_a_button_above_the_headings_are_not_of_the_table() -> None:
    """Two texts over three columns are no row of headings, and stand over nothing in particular."""
    canvas = Canvas(520, 320)
    canvas.write(14, 8, "All offices of the company")
    canvas.write(300, 8, "New office")
    written(canvas, 56, [HEADS, *ROWS])
    for number in range(5):
        canvas.box(10, 84 + 36 * number, 500, 85 + 36 * number, LINE)
    assert texts(canvas) == [HEADS, *ROWS]


def test_numbers_below_one_another_are_in_rows_of_their_own() -> None:
    """A number does not go on in the next line, however close it is."""
    canvas = Canvas(520, 240)
    for number, row in enumerate([HEADS, *ROWS, ["", "Failed", "93"]]):
        for left, text in zip(LEFTS, row, strict=True):
            if text:
                canvas.write(left, 20 + 20 * number, text)
    assert texts(canvas) == [HEADS, *ROWS, ["", "Failed", "93"]]


def test_the_second_line_of_a_text_is_in_its_row() -> None:
    """It begins where the text does, nearer than rows are, with nothing in the first column."""
    canvas = Canvas(520, 260)
    written(canvas, 20, [HEADS, ROWS[0]])
    for left, text in ((20, "Kyoto"), (200, "Stopped by"), (380, "340")):
        canvas.write(left, 92, text)
    canvas.write(200, 115, "its owner")
    written(canvas, 151, ROWS[2:])
    assert texts(canvas) == [HEADS, ROWS[0], ["Kyoto", "Stopped by its owner", "340"], *ROWS[2:]]


def test_a_column_on_a_ground_of_its_own_does_not_make_the_others_one_cell() -> None:
    """The regions of the sorted column and of the stripes touch, but they are no cells."""
    canvas = Canvas(520, 240)
    for number in range(4):
        top = 56 + 36 * number
        canvas.box(10, top, 180, top + 36, (225, 225, 235) if number % 2 else (215, 215, 225))
        canvas.box(180, top, 500, top + 36, (255, 255, 255) if number % 2 else STRIPE)
    written(canvas, 26, [HEADS, *ROWS])
    assert texts(canvas) == [HEADS, *ROWS]


def test_a_row_of_drawn_cells_heads_the_rows_below_it_and_not_those_above() -> None:
    """Bits of a register, and below them a list whose headings are drawn as the last row of their grid."""
    canvas = Canvas(520, 330)
    bits = [["Bit", *"76543210"], ["Id", *"AABBCCDD"]]
    for number, row in enumerate(bits):
        top = 10 + 30 * number
        canvas.box(10, top, 101, top + 31, (200, 220, 240), LINE)
        canvas.write(18, top + 6, row[0])
        for index, sign in enumerate(row[1:]):
            canvas.box(100 + 50 * index, top, 151 + 50 * index, top + 31, (200, 220, 240), LINE)
            canvas.write(120 + 50 * index, top + 6, sign)
    for left, right, text in ((10, 101, "Id"), (100, 251, "Field"), (250, 501, "Meaning")):
        canvas.box(left, 70, right, 101, (170, 240, 170), LINE)
        canvas.write(left + 8, 76, text)
    rows = [["A", "SPEED", "125 kbps"], ["B", "MODE", "master"], ["C", "PHASE", "leading"]]
    for number, row in enumerate(rows):
        for left, text in zip((18, 108, 258), row, strict=True):
            canvas.write(left, 112 + 34 * number, text)
    found = recognize_all(canvas.pixels, canvas.lines)
    assert sorted((table.texts() for table in found), key=len) == [bits, [["Id", "Field", "Meaning"], *rows]]
