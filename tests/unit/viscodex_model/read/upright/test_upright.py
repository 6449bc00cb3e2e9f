"""However a picture stands, it is read as if it stood upright; that is said, and places are the given picture's."""

import numpy as np
import pytest
from PIL import Image
from viscodex_model.read import read_picture
from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.picture.pixels import Pixels, crop
from viscodex_model.read.recognition.engine import OnnxEngine
from viscodex_model.read.upright import straightened
from viscodex_model.read.upright.tilt import tilt_of
from viscodex_model.read.upright.view import TURNS, straight_view, turn, turned_view

from tests.fixtures.pictures.text_pictures import png, text_picture
from tests.unit.viscodex_model.read.code.editor import editor_picture

CODE = ["import os", "", "def area(width, height):", "    return width * height", "", "print(area(3, 4))"]
WRITTEN = [f"Line {number} of this text has the value {17 * number}" for number in range(8)]
# What undoes each turn.
BACK = {"half": "half", "left": "right", "right": "left", "mirrored": "mirrored", "flipped": "flipped"}
SAID = {"half": "upside down", "left": "on its side", "right": "on its side"}


def tilted(pixels: Pixels, degrees: float) -> Pixels:
    """As a scanner sees a sheet that lies aslant; lines rise to the right where `degrees` is positive."""
    upright = Image.fromarray(pixels)
    corner = upright.getpixel((0, 0))
    return np.asarray(upright.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=corner))


@pytest.mark.parametrize("name", TURNS)
def test_code_that_is_turned_or_mirrored_is_read_to_the_last_blank(name: str) -> None:
    reading = read_picture(png(turn(editor_picture(CODE), BACK[name])), language="python")
    assert reading.code.split("\n") == CODE
    assert SAID.get(name, "mirrored") in reading.doubts[0]


@pytest.mark.parametrize("degrees", [-3, 1, 7, 20, 44])
def test_tilted_text_is_straightened_and_that_is_said(degrees: int) -> None:
    reading = read_picture(png(tilted(text_picture(WRITTEN, size=24), degrees)))
    assert sorted(line.text for line in reading.lines) == sorted(WRITTEN)
    assert "tilted" in reading.doubts[0]


def test_tilted_code_keeps_its_indentation() -> None:
    reading = read_picture(png(tilted(editor_picture(CODE * 2), 2)), language="python")
    assert reading.code.split("\n") == CODE * 2


@pytest.mark.parametrize("name", TURNS)
def test_lines_of_a_turned_picture_stand_where_they_are_in_it(name: str) -> None:
    """A small text in one corner: its box holds all of the ink."""
    upright = np.full((300, 500, 3), 255, np.uint8)
    text = text_picture(["alone here"], size=24, margin=4)
    upright[20 : 20 + text.shape[0], 30 : 30 + text.shape[1]] = text
    given = turn(upright, BACK[name])
    reading = read_picture(png(given), kind="page")
    assert (reading.height, reading.width) == given.shape[:2]
    [line] = reading.lines
    assert line.text == "alone here"
    assert (crop(given, line.box) < 128).sum() == (given < 128).sum()


def test_a_place_of_a_straightened_picture_is_found_again() -> None:
    pixels = np.full((200, 300, 3), 255, np.uint8)
    pixels[40:44, 60:64] = (255, 0, 0)
    view = straight_view(pixels, 10.0)
    ys, xs = np.nonzero((view.pixels[:, :, 1] < 100) & (view.pixels[:, :, 0] > 200))
    box = view.box_in_picture(Box(xs.min(), ys.min(), xs.max() + 1, ys.max() + 1))
    assert (round(box.center[0]), round(box.center[1])) == (62, 42)


@pytest.mark.parametrize("name", TURNS)
def test_two_turns_that_undo_each_other_change_nothing(name: str) -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (7, 11, 3), np.uint8)
    assert (turn(turn(pixels, name), BACK[name]) == pixels).all()
    view = turned_view(pixels, name)
    left, top = 2, 1
    box = view.box_in_picture(Box(left, top, left + 1, top + 1))
    assert (pixels[int(box.top), int(box.left)] == view.pixels[top, left]).all()


@pytest.mark.parametrize("degrees", [-9.0, -1.2, 2.0, 30.0])
def test_the_tilt_is_measured_to_a_tenth_of_a_degree(degrees: float) -> None:
    assert tilt_of(tilted(text_picture(WRITTEN * 2, size=20), -degrees)) == pytest.approx(degrees, abs=0.1)


def test_upright_pictures_are_not_tilted() -> None:
    """Neither text nor code, and no drawing whose lines rise."""
    rising = np.full((300, 400, 3), 255, np.uint8)
    for x in range(400):
        rising[250 - x // 2 : 254 - x // 2, x] = 0
    rising[20:280, 20:22] = rising[278:280, 20:390] = 0
    for pixels in (text_picture(WRITTEN), editor_picture(CODE), rising):
        assert tilt_of(pixels) == 0


def test_a_long_strip_is_never_straightened_into_a_huge_picture(engine: OnnxEngine) -> None:
    """Noise may look tilted by any angle; at 45 degrees such a strip would have a hundred million pixels."""
    noise = np.random.default_rng(3).integers(0, 256, (15_000, 20, 3), np.uint8)
    assert straightened(noise, engine) is None


def test_a_chart_whose_many_labels_stand_on_their_sides_is_not_turned(engine: OnnxEngine) -> None:
    """The title and the numbers beside it are surely read as they stand, though most of the text is not."""
    picture = np.full((360, 640, 3), 255, np.uint8)
    labels = [f"Region number {number} of ten" for number in range(10)]
    sideways = turn(text_picture(labels, size=16, pitch=50, margin=10), "left")
    title = text_picture(["Sales by region"], size=18, margin=4)
    picture[100 : 100 + sideways.shape[0], 60 : 60 + sideways.shape[1]] = sideways
    picture[10 : 10 + title.shape[0], 200 : 200 + title.shape[1]] = title
    reading = read_picture(png(picture), engine=engine)
    assert [line.text for line in reading.lines if len(line.text) > 2] == ["Sales by region"]
    assert not any("turned" in doubt for doubt in reading.doubts)


def test_code_on_its_side_is_turned_though_its_line_numbers_are_surely_read(engine: OnnxEngine) -> None:
    """A 1 and a 2 on their sides look like themselves."""
    lines = ["def f(x):", "    a = 1", "    ember = 1"]
    reading = read_picture(png(turn(editor_picture(lines), "left")), engine=engine, language="python")
    assert reading.code.split("\n") == lines
