"""Of windows side by side one is read, and the others are named."""

from functools import cache

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from viscodex_model.read import Kind, Reading, read_picture
from viscodex_model.read.picture.pixels import Pixels

from tests.fixtures.pictures.text_pictures import png, text_picture
from tests.unit.viscodex_model.read.code.editor import editor_picture
from tests.unit.viscodex_model.read.pages.test_markup import form

PYTHON = [
    "import os",
    "",
    "def area(width, height):",
    "    return width * height",
    "",
    "class Shape:",
    "    def name(self):",
    "        return os.name",
    "",
    "print(area(3, 4))",
]
SCRIPT = [
    "const area = (w, h) => w * h;",
    "",
    "export function name() {",
    "  return 'shape';",
    "}",
    "",
    "console.log(area(3, 4));",
    "let total = 0;",
    "for (const x of [1, 2, 3]) {",
    "  total += x;",
    "}",
]
SESSION = [
    "$ python shape.py",
    "12",
    "$ ls -la",
    "total 8",
    "-rw-r--r-- 1 ana ana 120 Jan  3 10:00 shape.py",
    "$ git status",
    "On branch main",
    "nothing to commit, working tree clean",
]
FILES = [
    "EXPLORER",
    "v shape",
    "  > docs",
    "  v src",
    "     area.py",
    "     shape.py",
    "  README.md",
    "  setup.cfg",
]


def beside(*parts: Pixels, gap: int = 0, margin: int = 0) -> Pixels:
    """Windows on one desktop; each has the height of the tallest."""
    height = max(part.shape[0] for part in parts)
    desktop = np.empty(
        (height + 2 * margin, sum(part.shape[1] + gap for part in parts) - gap + 2 * margin, 3), np.uint8
    )
    desktop[:] = (60, 90, 140)
    left = margin
    for part in parts:
        window = desktop[margin : margin + height, left : left + part.shape[1]]
        window[:] = part[0, 0]
        window[: part.shape[0]] = part
        left += part.shape[1] + gap
    return desktop


def files(ground: str) -> Pixels:
    """An editor's column of files."""
    column = Image.new("RGB", (220, 300), ground)
    draw = ImageDraw.Draw(column)
    for row, name in enumerate(FILES):
        draw.text((12, 8 + 26 * row), name, fill="#cccccc", font=ImageFont.load_default(15))
    column_pixels = np.asarray(column).copy()
    column_pixels[:, -1] = (60, 60, 60)
    return column_pixels


@cache
def two_editors() -> bytes:
    return png(
        beside(
            editor_picture(PYTHON), editor_picture(SCRIPT, ground="#ffffff", ink="#222222"), gap=30, margin=20
        )
    )


def read(picture: bytes, language: str | None = None) -> Reading:
    return read_picture(picture, language=language)


@pytest.mark.parametrize(
    ("language", "lines", "place"),
    [("python", PYTHON, "left"), ("javascript", SCRIPT, "right"), (None, PYTHON, "left")],
)
def test_the_open_file_says_which_of_two_editors_is_meant(
    language: str | None, lines: list[str], place: str
) -> None:
    """The other one is not mixed in, and it is said that it was there."""
    reading = read(two_editors(), language)
    assert reading.code.split("\n") == lines
    assert f"two windows side by side: only the {place} one was read" in reading.doubts[-1]
    assert any("console" in line.text for line in reading.lines) and any(
        "Shape" in line.text for line in reading.lines
    )


def test_an_editor_beside_a_page() -> None:
    """In a program the code is read, in markup the page where it says more."""
    picture = png(beside(editor_picture(PYTHON), form().pixels, gap=16, margin=10))
    reading = read(picture, "python")
    assert reading.code.split("\n") == PYTHON
    assert "only the left one" in reading.doubts[-1]
    page = read(picture, "html")
    assert "<button" in page.code and "Shape" not in page.code
    assert "only the right one" in page.doubts[-1]


@pytest.mark.parametrize(("said", "place"), [(None, "left"), ("code", "left"), ("terminal", "right")])
def test_a_person_says_which_of_an_editor_and_a_terminal_is_meant(said: Kind | None, place: str) -> None:
    terminal = editor_picture(SESSION, ground="#000000")
    picture = png(beside(editor_picture(PYTHON), terminal, gap=30, margin=20))
    reading = read_picture(picture, kind=said)
    assert reading.kind == (said or "code")
    assert f"only the {place} one was read" in reading.doubts[-1]


@pytest.mark.parametrize("ground", ["#252526", "#1e1e1e"])
def test_a_column_of_files_is_left_out_and_named(ground: str) -> None:
    """Whether it has a ground of its own, or only a rule beside it."""
    reading = read(png(beside(files(ground), editor_picture(PYTHON))), "python")
    assert reading.code.split("\n") == PYTHON
    assert "column beside the code: “EXPLORER”" in reading.doubts[-1]


def test_a_page_with_a_menu_beside_it_stays_one_page() -> None:
    """Where no pane is code, nothing is left out."""
    menu = text_picture(["Dashboard", "Orders", "Customers", "Settings"], ground="#e9ecef", size=16)
    lines = [
        "Every order is shown here until it is sent to its customer.",
        "Ask us about the others by mail.",
    ]
    text = text_picture(["Orders of this week, as they came in", *lines, *lines], size=16, pitch=29)
    reading = read(png(beside(menu, text)), "html")
    assert reading.kind == "page"
    for word in ("Dashboard", "Customers", "Every order is shown"):
        assert word in reading.code


def underlined(pixels: Pixels, row: int, first: int, last: int, *, size: int = 20) -> Pixels:
    """A wave below some characters of a line, as editors mark faults."""
    marked = pixels.copy()
    advance, pitch = 0.602 * size, round(1.4 * size)
    top = 12 + row * pitch + round(1.15 * size)
    for x in range(round((7 + first) * advance), round((7 + last) * advance)):
        y = top + (0, 1, 2, 1)[x % 4]
        marked[y : y + 2, x] = (240, 80, 80)
    return marked


def test_marks_of_faults_below_the_code_are_no_characters() -> None:
    pixels = editor_picture(PYTHON)
    for row, first, last in ((2, 4, 8), (3, 4, 10), (7, 15, 22), (9, 0, 5)):
        pixels = underlined(pixels, row, first, last)
    assert read(png(pixels), "python").code.split("\n") == PYTHON
