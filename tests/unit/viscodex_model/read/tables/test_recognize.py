"""Tables are found with their cells, spans, headings and alignment, ruled or only aligned."""

from dataclasses import replace

from PIL import ImageFont
from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.scene.see import see_page
from viscodex_model.read.tables.headings import as_head, with_head_rows
from viscodex_model.read.tables.room import recognize
from viscodex_model.read.tables.spans import over_two_rows
from viscodex_model.read.tables.table import Cell

from tests.unit.viscodex_model.read.scenes import Canvas

LINE, HEAD = (208, 215, 222), (246, 248, 250)
ROWS = [
    ["Name", "Kind", "Size"],
    ["alpha", "file", "12"],
    ["beta", "folder", "1,340"],
    ["gamma", "link", "7"],
]
LEFTS, WIDTHS = (20, 160, 300), (140, 140, 100)


def ruled() -> Canvas:
    """Cells with borders around each."""
    canvas = Canvas(460, 240)
    for number, row in enumerate(ROWS):
        top = 20 + 36 * number
        for left, width, text in zip(LEFTS, WIDTHS, row, strict=True):
            fill = HEAD if number == 0 else (255, 255, 255)
            canvas.box(left, top, left + width + 1, top + 37, fill, LINE)
            canvas.write(left + 12, top + 9, text)
    return canvas


def aligned() -> Canvas:
    """Texts in columns without any line; numbers end at one place."""
    canvas = Canvas(460, 240)
    for number, row in enumerate(ROWS):
        for left, text in zip(LEFTS, row, strict=True):
            shift = 60 - 8.9 * len(text) if left == LEFTS[2] else 0
            canvas.write(round(left + shift), 20 + 30 * number, text)
    return canvas


def lined() -> Canvas:
    """A rule below each row."""
    canvas = Canvas(460, 240)
    for number, row in enumerate(ROWS):
        for left, text in zip(LEFTS, row, strict=True):
            canvas.write(left, 20 + 36 * number, text)
        canvas.box(12, 48 + 36 * number, 420, 49 + 36 * number, LINE)
    return canvas


def test_ruled_aligned_and_lined_tables_have_the_same_cells() -> None:
    """However rows and columns are marked, the texts stand in their places."""
    for canvas in (ruled(), aligned(), lined()):
        table = recognize(canvas.pixels, canvas.lines)
        assert table is not None
        assert table.texts() == ROWS


def test_a_row_on_another_ground_is_the_heading() -> None:
    """Its cells are headings, and no others."""
    canvas = ruled()
    table = recognize(canvas.pixels, canvas.lines)
    assert table is not None
    assert table.head_rows == 1
    assert [cell.text for cell in table.cells if cell.head] == ROWS[0]


def test_numbers_are_aligned_to_the_right() -> None:
    """The other columns to the left."""
    canvas = aligned()
    table = recognize(canvas.pixels, canvas.lines)
    assert table is not None
    assert table.alignments == ("left", "left", "right")


def test_a_cell_over_two_columns_spans_them() -> None:
    """Merged heads are one cell."""
    canvas = Canvas(460, 240)
    canvas.box(20, 20, 301, 57, HEAD, LINE)
    canvas.write(110, 29, "Both")
    for number, row in enumerate((["a", "b"], ["c", "d"])):
        for left, text in zip((20, 160), row, strict=True):
            canvas.box(left, 56 + 36 * number, left + 141, 93 + 36 * number, (255, 255, 255), LINE)
            canvas.write(left + 12, 65 + 36 * number, text)
    table = recognize(canvas.pixels, canvas.lines)
    assert table is not None
    assert (table.cells[0].text, table.cells[0].columns) == ("Both", 2)
    assert table.texts() == [["Both", ""], ["a", "b"], ["c", "d"]]


def test_text_without_columns_is_no_table() -> None:
    """A paragraph is not."""
    canvas = Canvas(460, 120)
    canvas.write(20, 20, "Only a sentence that goes on")
    canvas.write(20, 44, "and on, over two lines.")
    assert recognize(canvas.pixels, canvas.lines) is None


def test_rows_without_rules_are_told_by_white_space() -> None:
    """A text of several lines is one cell, also beside a neighbour that stands in the middle of its height."""
    canvas = Canvas(520, 330)
    for y in (10, 44, 310):
        canvas.box(12, y, 500, y + 2, (0, 0, 0))
    for left, text in ((20, "Name"), (220, "Meaning")):
        canvas.write(left, 18, text)
    for number, (name, first, second) in enumerate(
        (
            ("create", "makes a new engine", "for echoing"),
            ("config", "takes the values", "of a file"),
            ("url", "parts of an", "address"),
        )
    ):
        top = 66 + 80 * number
        canvas.write(20, top + 9, name)
        canvas.write(220, top, first)
        canvas.write(220, top + 18, second)
    table = recognize(canvas.pixels, canvas.lines)
    assert table is not None
    assert table.texts() == [
        ["Name", "Meaning"],
        ["create", "makes a new engine for echoing"],
        ["config", "takes the values of a file"],
        ["url", "parts of an address"],
    ]


def test_close_rows_that_all_begin_a_column_are_rows() -> None:
    """Their lines follow one another as closely as those of one text."""
    canvas = Canvas(460, 140)
    rows = [
        ["Status", "Extension"],
        ["Module", "proxy module"],
        ["Source", "proxy source"],
        ["Since", "version two"],
    ]
    canvas.box(12, 8, 420, 9, LINE)
    for number, row in enumerate(rows):
        for left, text in zip((20, 200), row, strict=True):
            canvas.write(left, 18 + 21 * number, text)
    canvas.box(12, 112, 420, 113, LINE)
    table = recognize(canvas.pixels, canvas.lines)
    assert table is not None
    assert table.texts() == rows


def test_a_text_between_two_rows_of_headings_spans_both() -> None:
    """Nothing stands above or below it, and the headings beside it are in two rows."""
    canvas = Canvas(520, 200)
    places = [(200, 20, "Coins"), (360, 20, "Notes"), (20, 38, "Place"), (200, 56, "Min"), (360, 56, "Max")]
    for left, top, text in [*places, (20, 100, "Oslo"), (200, 100, "12"), (360, 100, "7")]:
        canvas.write(left, top, text)
    pieces = {piece.text: piece for piece in see_page(canvas.pixels, canvas.lines).pieces}
    grid = [["", "Coins", "Notes"], ["Place", "", ""], ["", "Min", "Max"], ["Oslo", "12", "7"]]
    cells = [
        Cell(text, row, column, pieces=(pieces[text],))
        for row, texts in enumerate(grid)
        for column, text in enumerate(texts)
        if text
    ]
    rows, spanning = over_two_rows([(15, 36), (36, 54), (54, 90), (90, 120)], cells)
    assert rows == [(15, 45), (45, 90), (90, 120)]
    assert {(cell.text, cell.row, cell.rows) for cell in spanning} == {
        ("Coins", 0, 1), ("Notes", 0, 1), ("Place", 0, 2), ("Min", 1, 1), ("Max", 1, 1),
        ("Oslo", 2, 1), ("12", 2, 1), ("7", 2, 1),
    }  # fmt: skip


def test_texts_over_numbers_are_headings_where_nothing_else_says_so() -> None:
    """In one typeface, on one ground, without a rule."""
    canvas = aligned()
    table = recognize(canvas.pixels, canvas.lines)
    assert table is not None
    assert table.head_rows == 1


def wrapped(*, top: int, step: int, lines: tuple[str, ...], canvas: Canvas) -> None:
    """The lines of one text, and a text of one line in the middle beside them."""
    for number, text in enumerate(lines):
        canvas.write(20, top + step * number, text)
    canvas.write(220, top + step * (len(lines) - 1) // 2, "middle")
    canvas.write(340, top + step * (len(lines) - 1) // 2, "low")


def test_rules_part_rows_whose_lines_are_far_apart() -> None:
    """Texts of several lines, set wide, with one line in the middle beside them: the rules say what is a row."""
    canvas, top = Canvas(460, 460), 20
    rows = [
        ("Must be at", "least eight"),
        ("Defaults to", "the value of", "the parent"),
        ("Not there", "yet"),
    ]
    for lines in rows:
        wrapped(top=top, step=27, lines=lines, canvas=canvas)
        top += 27 * len(lines) + 24
        canvas.box(12, top - 16, 440, top - 15, LINE)
    canvas.box(12, 8, 440, 9, LINE)
    table = recognize(canvas.pixels, canvas.lines)
    assert table is not None
    assert table.texts() == [[" ".join(lines), "middle", "low"] for lines in rows]


def test_a_rule_in_two_tones_and_one_with_a_seam_part_rows() -> None:
    """Scaled screens draw a rule that ends between two rows of pixels so, and a seam between the edges of cells."""
    canvas = Canvas(460, 300)
    for number in range(4):
        top = 20 + 60 * number
        for left, text in zip(LEFTS, ROWS[number], strict=True):
            canvas.write(left, top, text)
        if number % 2:
            canvas.write(20, top + 24, "more")
        canvas.box(12, top + 50, 200, top + 51, (214, 217, 224))
        canvas.box(201, top + 50, 420, top + 51, (214, 217, 224))
        canvas.box(12, top + 51, 200, top + 52, (234, 236, 239))
        canvas.box(201, top + 51, 420, top + 52, (234, 236, 239))
    table = recognize(canvas.pixels, canvas.lines)
    assert table is not None
    first = [ROWS[0], ["alpha more", *ROWS[1][1:]], ROWS[2], ["gamma more", *ROWS[3][1:]]]
    assert table.texts() == first


def test_the_cells_of_a_narrow_column_are_cells() -> None:
    """A recognised text reaches to the edges of its cell, or over them, and hides none of it."""
    canvas = Canvas(300, 200)
    for number in range(4):
        top = 20 + 24 * number
        canvas.box(20, top, 181, top + 25, (255, 255, 255), LINE)
        canvas.box(180, top, 217, top + 25, (255, 255, 255), LINE)
        canvas.write(30, top + 3, f"name {number}", size=14)
        canvas.write(188, top + 3, f"[{number}]", size=14)
        line = canvas.lines.pop()
        canvas.lines.append(replace(line, box=Box(178, top - 3, 219, top + 28)))
    table = recognize(canvas.pixels, canvas.lines)
    assert table is not None
    assert table.texts() == [[f"name {number}", f"[{number}]"] for number in range(4)]


def test_texts_of_two_close_columns_that_were_taken_for_one_are_parted() -> None:
    """Their words are farther apart than those of a text, at one place in all rows."""
    canvas = Canvas(400, 260)
    for number, kind in enumerate(("Kind", "boolean", "float", "Array of them", "string", "Date")):
        canvas.write(20, 20 + 36 * number, f"10.0.0.{number}")
        canvas.write(150, 20 + 36 * number, f"{20 + number}")
        canvas.write(180, 20 + 36 * number, kind)
        right, left = canvas.lines.pop(), canvas.lines.pop()
        words = left.words + right.words
        box = Box(left.box.left, left.box.top, right.box.right, left.box.bottom)
        canvas.lines.append(replace(left, text=f"{left.text} {right.text}", words=words, box=box))
    table = recognize(canvas.pixels, canvas.lines)
    assert table is not None
    assert [row[1] for row in table.texts()] == [str(20 + number) for number in range(6)]


def test_rows_set_close_are_told_by_numbers_that_end_at_one_place() -> None:
    """Also where another column has no number, as in reports; a bold text over them is the heading of some rows."""
    canvas = Canvas(460, 200)
    canvas.box(12, 18, 440, 19, LINE)
    rows = [("Cash", "", "1,200"), ("Stocks", "38,100", "2,400"), ("Other", "91,000", "3,100")]
    for number, (name, first, second) in enumerate(rows):
        top = 24 + 21 * number
        canvas.write(20, top, name, size=16)
        for text, right in ((first, 280), (second, 400)):
            if text:
                canvas.write(right - round(ImageFont.load_default(16).getlength(text)), top, text, size=16)
    canvas.box(12, 92, 440, 93, LINE)
    table = recognize(canvas.pixels, canvas.lines)
    assert table is not None
    assert table.texts() == [list(row) for row in rows]


def test_the_arrow_of_a_sorted_column_is_not_of_its_heading() -> None:
    cell = as_head(Cell("Price ▲", 0, 0))
    assert (cell.text, cell.head) == ("Price", True)
    assert as_head(Cell("▲", 0, 1)).text == "▲"


def test_that_the_arrow_of_a_sorted_column_was_left_out_is_said() -> None:
    cells = [Cell("Name", 0, 0), Cell("Price ↓", 0, 1), Cell("Acme ▲", 1, 0), Cell("12", 1, 1)]
    read, told = with_head_rows(cells, 1)
    assert [cell.text for cell in read] == ["Name", "Price", "Acme ▲", "12"]
    assert told == ("The arrow of the heading “Price ↓” was left out: it says how the rows are sorted.",)


def test_arrows_that_say_which_numbers_are_better_stay() -> None:
    cells = [Cell("FID ↓", 0, 0), Cell("SSIM ↑", 0, 1), Cell("12.4", 1, 0), Cell("0.91", 1, 1)]
    read, told = with_head_rows(cells, 1)
    assert [(cell.text, cell.head) for cell in read[:2]] == [("FID ↓", True), ("SSIM ↑", True)]
    assert told == ()


def test_headings_over_several_columns_with_a_rule_below_them_are_the_first_row() -> None:
    """The rule does not reach over the first column: its heading spans both rows."""
    canvas = Canvas(420, 220)
    for x, text in ((20, "Region"), (120, "2025"), (270, "2026")):
        canvas.write(x, 14, text)
    canvas.box(110, 42, 400, 44, (60, 60, 60))
    for x, text in zip((120, 190, 270, 340), ("Units", "Sum", "Units", "Sum"), strict=True):
        canvas.write(x, 52, text)
    canvas.box(12, 80, 400, 82, (60, 60, 60))
    for row, name in enumerate(("North", "South", "East")):
        for x, text in zip((20, 120, 190, 270, 340), (name, "12", f"{row}00", "15", f"{row}50"), strict=True):
            canvas.write(x, 92 + 34 * row, text)
        canvas.box(12, 116 + 34 * row, 400, 117 + 34 * row, (200, 200, 200))
    table = recognize(canvas.pixels, canvas.lines)
    assert table is not None
    assert [cell.text for cell in table.cells if cell.row == 0 and cell.text] == ["Region", "2025", "2026"]
    assert [cell.text for cell in table.cells if cell.row == 1 and cell.text] == [
        "Units",
        "Sum",
        "Units",
        "Sum",
    ]
    assert table.row_count == 5


def test_two_buttons_in_a_cell_are_in_one_cell() -> None:
    """Buttons side by side in a column part no cells into stripes."""
    canvas = Canvas(420, 180)
    for row in range(4):
        for left, right in ((10, 120), (120, 220), (220, 400)):
            canvas.box(left, 10 + 38 * row, right + 1, 49 + 38 * row, (255, 255, 255), (150, 150, 150))
        canvas.write(20, 20 + 38 * row, f"user{row}")
        canvas.write(130, 20 + 38 * row, "Owner")
        for left, right, text in ((230, 275, "Edit"), (285, 350, "Delete")):
            canvas.box(left, 16 + 38 * row, right, 43 + 38 * row, (235, 235, 235), (110, 110, 110))
            canvas.write(left + 6, 20 + 38 * row, text)
    table = recognize(canvas.pixels, canvas.lines)
    assert table is not None
    assert table.column_count == 3
    assert [cell.text for cell in table.cells if cell.column == 2] == ["Edit Delete"] * 4
