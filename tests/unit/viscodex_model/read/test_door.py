"""`read_picture` answers with a Reading, or refuses with a sentence."""

import io
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from viscodex_model.read import read_picture
from viscodex_model.read.picture.pixels import UnreadablePicture
from viscodex_model.read.recognition.engine import OnnxEngine

from tests.fixtures.pictures.text_pictures import png, text_picture


def test_a_reading_has_the_lines_and_the_size_of_its_picture() -> None:
    """Whatever the kind, the lines are there."""
    pixels = text_picture(["Hello reader"])
    reading = read_picture(png(pixels))
    assert [line.text for line in reading.lines] == ["Hello reader"]
    assert (reading.height, reading.width) == pixels.shape[:2]


def test_what_a_person_says_the_picture_is_stands() -> None:
    """A given kind is certain."""
    reading = read_picture(png(text_picture(["a b", "c d"])), kind="table")
    assert (reading.kind, reading.kind_confidence) == ("table", 1.0)


def test_bytes_that_are_no_picture_are_refused() -> None:
    """The reason is a sentence for the person."""
    with pytest.raises(UnreadablePicture, match="not a PNG"):
        read_picture(b"no picture")


@pytest.mark.parametrize(
    "text",
    [
        "Быстрая лиса прыгает через\nленивую собаку сегодня\nи ещё одна строка текста\nпоследняя строка",
        "Η γρήγορη αλεπού πηδά\nπάνω από το σκυλί\nκαι μια ακόμη γραμμή\nτελευταία γραμμή",
    ],
)
def test_a_script_that_is_not_known_is_refused_and_named(text: str) -> None:
    """Single characters of it that look Latin are no text."""
    picture = Image.new("RGB", (540, 220), "white")
    font = ImageFont.truetype(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf", 26)
    ImageDraw.Draw(picture).multiline_text((20, 20), text, fill="black", font=font)
    reading = read_picture(png(np.asarray(picture)))
    assert reading.code == ""
    assert "script that is not known" in reading.refusal


def test_of_an_animation_the_first_frame_is_read_and_that_is_said() -> None:
    frames = [
        Image.fromarray(text_picture([text], size=24)) for text in ("first frame here", "other frame here")
    ]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    reading = read_picture(out.getvalue())
    assert [line.text for line in reading.lines] == ["first frame here"]
    assert "first frame" in reading.doubts[0]


def test_of_an_animation_that_begins_empty_both_are_said() -> None:
    """A person then knows why a picture full of text is said to be plain."""
    frames = [Image.new("RGB", (200, 80), color) for color in ("white", "black")]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    reading = read_picture(out.getvalue())
    assert "plain" in reading.refusal
    assert "first frame" in reading.doubts[0]


def test_a_huge_picture_is_read_smaller_and_its_places_are_its_own() -> None:
    """Memory stays bounded; boxes are in the pixels of the picture that was given."""
    written = ["One line of large text", "Another line of large text"]
    pixels = text_picture(written, size=200, margin=1000)
    assert pixels.shape[0] * pixels.shape[1] > 10_000_000
    reading = read_picture(png(pixels), kind="page")
    assert (reading.height, reading.width) == pixels.shape[:2]
    assert [line.text for line in reading.lines] == written
    assert 950 < reading.lines[0].box.left < 1050
    assert "very large" in reading.doubts[0]


TITLED_TABLE = (Path(__file__).resolve().parents[4] / "examples" / "nano" / "stock.png").read_bytes()


def test_a_title_above_a_table_is_not_lost(engine: OnnxEngine) -> None:
    """In markup and Markdown it is copied; in data, or where a table was asked for, it is named."""
    for language, table in (("html", "<table"), ("markdown", "| Item")):
        page = read_picture(TITLED_TABLE, language=language, engine=engine)
        assert page.code.index("Garden tools") < page.code.index(table)
    for alone in (
        read_picture(TITLED_TABLE, language="csv", engine=engine),
        read_picture(TITLED_TABLE, language="html", kind="table", engine=engine),
    ):
        assert alone.code is not None
        assert "Garden" not in alone.code
        assert [doubt for doubt in alone.doubts if "Garden tools" in doubt]
