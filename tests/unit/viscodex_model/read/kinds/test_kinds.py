"""Kinds of pictures are told apart by measurement; each picture here is drawn by another library than the reader."""

import io
from pathlib import Path

import numpy as np
import pytest
import skimage
from matplotlib.figure import Figure
from PIL import Image, ImageDraw, ImageFont
from pygments import highlight
from pygments.formatters import ImageFormatter
from pygments.lexers import PythonLexer, TextLexer
from viscodex_model.read import read_picture
from viscodex_model.read.kinds.columns import barred_share, table_share, without_typed_rules
from viscodex_model.read.kinds.texture import measure_texture
from viscodex_model.read.kinds.writing import code_share, shell_lines
from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.picture.pixels import load_pixels
from viscodex_model.read.recognition.engine import OnnxEngine
from viscodex_model.read.recognition.glyphs import evenness
from viscodex_model.read.recognition.lines import Line, Word

SAMPLES = Path(skimage.__file__).parent / "data"
CODE = '''def mean(values):
    """The arithmetic mean."""
    total = 0.0
    for value in values:
        total += value
    return total / len(values)

class Counter(dict):
    def count(self, key):
        self[key] = self.get(key, 0) + 1
'''
SESSION = """user@host:~/work$ python run.py
Traceback (most recent call last):
  File "run.py", line 3, in <module>
    main()
ZeroDivisionError: division by zero
user@host:~/work$ ls -la
drwxr-xr-x 2 user user 4096 May  1 10:00 data
"""


def png(pixels: "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]") -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels).convert("RGB").save(out, "PNG")
    return out.getvalue()


def line(text: str, left: float = 0.0, top: float = 0.0, pitch: float = 10.0) -> Line:
    """A line whose characters are all `pitch` pixels wide."""
    words, at = [], 0
    for word in text.split(" "):
        if word:
            words.append(
                Word(word, Box(left + at * pitch, top, left + (at + len(word)) * pitch, top + 20), 1.0)
            )
        at += len(word) + 1
    return Line(
        text,
        Box(left, top, left + len(text) * pitch, top + 20),
        1.0,
        tuple(words),
        (0, 0, 0),
        (255, 255, 255),
    )


def chart() -> bytes:
    figure = Figure()
    figure.subplots().plot([1, 5, 2, 8])
    out = io.BytesIO()
    figure.savefig(out, format="png")
    return out.getvalue()


def test_code_is_code(engine: OnnxEngine) -> None:
    picture = highlight(CODE, PythonLexer(), ImageFormatter(font_size=16, line_numbers=False))
    assert read_picture(picture, engine=engine).kind == "code"


def test_a_session_in_a_shell_is_a_terminal(engine: OnnxEngine) -> None:
    picture = highlight(
        SESSION, TextLexer(), ImageFormatter(font_size=16, style="monokai", line_numbers=False)
    )
    assert read_picture(picture, engine=engine).kind == "terminal"


def test_axes_with_numbers_are_a_chart(engine: OnnxEngine) -> None:
    reading = read_picture(chart(), engine=engine)
    assert reading.kind == "chart"
    assert reading.kind_confidence > 0.6
    assert "ax.plot(" in reading.code


@pytest.mark.parametrize("name", ["astronaut", "coffee", "brick"])
def test_a_photograph_is_refused_with_what_would_help(name: str, engine: OnnxEngine) -> None:
    reading = read_picture((SAMPLES / f"{name}.png").read_bytes(), engine=engine)
    assert reading.kind == "photograph"
    assert reading.code == ""
    assert "capture" in reading.refusal


def test_a_drawing_without_text_is_refused(engine: OnnxEngine) -> None:
    drawing = np.full((200, 300, 3), 255, np.uint8)
    drawing[60:140, 60:64] = drawing[60:140, 200:204] = 0
    assert read_picture(png(drawing), engine=engine).refusal.startswith("No text was found")


def test_what_a_person_says_it_is_counts(engine: OnnxEngine) -> None:
    assert read_picture(chart(), kind="page", engine=engine).kind == "page"


def test_equal_widths_are_told_from_a_proportional_typeface() -> None:
    words = ["will", "mill", "little", "minimum", "wow", "fill", "million", "tilt", "willow", "limit"]
    equal = [line(word) for word in words]
    assert evenness(equal) > 0.5
    assert evenness(equal[:2]) == 0


def test_prompts_and_tracebacks_are_counted() -> None:
    prompts, printed = shell_lines([line(text) for text in SESSION.splitlines()])
    assert prompts == 2
    assert printed >= 3
    assert shell_lines([line("# a comment"), line("value = 3")]) == (0, 0)


def test_prose_is_not_code() -> None:
    assert code_share([line("The quick brown fox jumps over the lazy dog.")]) == 0
    assert code_share([line(text) for text in CODE.splitlines() if text]) > 0.5


def test_aligned_cells_are_a_table_and_paragraphs_are_not() -> None:
    cells = [
        line(text, left, top) for top in (0, 30, 60) for left, text in ((0, "name"), (200, "12"), (400, "ok"))
    ]
    assert table_share(cells) == 1
    assert table_share([line("some words in a row", 0, top) for top in (0, 30, 60)]) == 0


def test_rows_of_typed_rules_are_none_of_a_table() -> None:
    """A plus where two rules meet is read as a letter like it; a dash in a row of texts is a value."""
    texts = [line(text, left, top) for top in (0, 60, 120) for left, text in ((0, "name"), (200, "12"))]
    rules = [line("十", 400, top) for top in (30, 90)]
    dash = line("-", 400, 120)
    assert without_typed_rules([*texts, *rules, dash]) == [*texts, dash]


def test_photographs_are_soft_and_drawings_are_even() -> None:
    assert measure_texture(load_pixels((SAMPLES / "astronaut.png").read_bytes())).soft > 0.35
    flat = np.zeros((100, 100, 3), np.uint8)
    assert measure_texture(flat).even == 1


def test_bars_between_texts_are_counted_and_those_of_a_tree_are_not() -> None:
    """Recognition takes many bars for letters; a tree of files has text on one side of them only."""
    rows = ["| id | name |", "I 1  | Ana  I", "| 2  l Bo   |", "I 3  I Cy   |"]
    tree = ["│   ├── one.py", "│   ├── two.py", "│   │   └── six", "│   └── ten.py"]
    assert barred_share([line(text, top=30.0 * row) for row, text in enumerate(rows)]) >= 0.75
    assert barred_share([line(text, top=30.0 * row) for row, text in enumerate(tree)]) == 0


def test_a_column_of_ones_is_no_column_of_bars() -> None:
    """In one of the rows at least a bar was read as such."""
    code = ["Debug   = 1 << 0,", "Info    = 1 << 1,", "Warning = 1 << 2,", "Error   = 1 << 3,"]
    assert barred_share([line(text, top=30.0 * row) for row, text in enumerate(code)]) == 0


def test_the_grid_of_a_sheet_is_a_table_and_no_diagram(engine: OnnxEngine) -> None:
    """Cells are boxes that share their edges; those of a diagram stand apart."""
    image = Image.new("RGB", (420, 190), "white")
    draw = ImageDraw.Draw(image)
    for row, texts in enumerate([("Team", "City", "Wins"), ("Reds", "Oslo", "12"), ("Blues", "Cork", "9")]):
        for column, text in enumerate(texts):
            left, top = 20 + 120 * column, 20 + 48 * row
            draw.rectangle((left, top, left + 120, top + 48), outline="#888888")
            draw.text((left + 16, top + 12), text, fill="black", font=ImageFont.load_default(18))
    assert read_picture(png(np.asarray(image)), engine=engine).kind == "table"
