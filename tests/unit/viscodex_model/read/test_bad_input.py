"""Pictures that are hard or hostile: memory stays bounded, and there is a sentence, or the best that was read with
doubts named. Other scripts and animations stand in test_door.py, windows side by side in windows/, turned and
tilted pictures in upright/."""

import subprocess
import sys

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from viscodex_model.read import read_picture
from viscodex_model.read.picture.pixels import Pixels, UnreadablePicture

from tests.fixtures.pictures.text_pictures import png, text_picture
from tests.unit.viscodex_model.read.code.editor import FONT, editor_picture

CODE = ["import os", "", "def area(width, height):", "    return width * height", "", "print(area(3, 4))"]
# A process of its own, so that its highest memory is that of this one picture.
_MEASURE = r"""
import io, re, sys
from PIL import Image, ImageDraw, ImageFont
width, height, size, rows, words = map(int, sys.argv[1:])
picture = Image.new("RGB", (width, height), "white")
draw, font = ImageDraw.Draw(picture), ImageFont.load_default(size)
for row in range(rows):
    text = " ".join(("of", "as", "it", "by")[(row + i) % 4] for i in range(words))
    draw.text((20, 20 + row * (height - 40) // rows), text, fill="black", font=font)
data = io.BytesIO()
picture.save(data, "PNG", compress_level=1)
del picture, draw
from viscodex_model.read import read_picture
# On a busy machine, too, all of it is read.
reading = read_picture(data.getvalue(), seconds=600)
# Not `ru_maxrss`, which begins with what the process held that started this one.
peak = int(re.search(r"VmHWM:\s+(\d+)", open("/proc/self/status").read())[1]) >> 10
print(peak, sum(len(line.words) for line in reading.lines))
print(reading.refusal, *reading.doubts)
"""
needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="Linux tells a process its highest memory")


def measured(*shape: int) -> tuple[int, int, str]:
    """Megabytes at most, words read, and what is said of a picture of `shape`."""
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, *map(str, shape)], capture_output=True, text=True, check=True
    )
    first, said = done.stdout.split("\n", 1)
    megabytes, words = map(int, first.split())
    return megabytes, words, said


@needs_linux
def test_forty_megapixels_are_read_in_a_gigabyte() -> None:
    """And it is said that they were read smaller."""
    megabytes, words, said = measured(8000, 5000, 40, 12, 12)
    assert megabytes < 1000
    assert words == 144
    assert "very large" in said


@needs_linux
def test_ten_thousand_words_are_read_in_a_gigabyte() -> None:
    megabytes, words, said = measured(1500, 3000, 14, 148, 68)
    assert megabytes < 1000
    assert words > 9_000, said


def test_more_than_that_is_refused_before_it_is_decoded() -> None:
    with pytest.raises(UnreadablePicture, match="Crop it"):
        read_picture(png(np.zeros((8100, 8000, 3), np.uint8)))


def test_tiny_text_is_read_or_named() -> None:
    """8 pixels high: what is not sure is said."""
    lines = ["The quick brown fox jumps over it", "Another line of very small text", "And one more below"]
    reading = read_picture(png(text_picture(lines, size=8, margin=10)))
    words = [word for line in lines for word in line.split()]
    lost = [word for word in words if word not in reading.code]
    assert reading.refusal or reading.doubts or len(lost) <= 1, reading.code


@pytest.mark.parametrize("ink", ["#ffffff", "#fdfdfd"])
def test_white_on_white_is_said_to_be_plain(ink: str) -> None:
    reading = read_picture(png(text_picture(["invisible text", "another line"], ink=ink)))
    assert reading.code == ""
    assert "plain" in reading.refusal


def test_faint_text_is_read() -> None:
    lines = ["pale text on a white page", "another line of pale text", "and a last one"]
    reading = read_picture(png(text_picture(lines, ink="#e4e4e4", size=22)))
    assert [line.text for line in reading.lines] == lines
    assert "hardly any contrast" in reading.doubts[0]


def test_a_bright_selection_in_a_dark_theme_changes_no_character() -> None:
    pixels = editor_picture(CODE).copy()
    selected = pixels[12 + 2 * 28 : 12 + 4 * 28, 84:420]
    selected[(selected == (30, 30, 30)).all(axis=2)] = (173, 214, 255)
    selected[(selected > 60).all(axis=2) & (selected != (173, 214, 255)).any(axis=2)] = (20, 20, 20)
    assert read_picture(png(pixels), language="python").code.split("\n") == CODE


def test_a_picture_shown_in_a_viewer_is_read_without_its_frame() -> None:
    """The empty room around it is nothing."""
    code = editor_picture(CODE)
    viewer = np.full((700, 1100, 3), 245, np.uint8)
    viewer[120 : 120 + code.shape[0], 200 : 200 + code.shape[1]] = code
    assert read_picture(png(viewer), language="python").code.split("\n") == CODE


def photographed(pixels: Pixels, *, slant: int) -> Pixels:
    """A screen as a camera sees it: not quite straight, soft, with noise."""
    height, width = pixels.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    seen = corners + np.array([[20, 15], [15, 15 + slant], [15, 25 + slant], [10, 15]], np.float32)
    turned = cv2.warpPerspective(
        pixels,
        cv2.getPerspectiveTransform(corners, seen),
        (width + 50, height + 60),
        borderValue=(90, 80, 70),
    )
    noise = np.random.default_rng(1).normal(0, 7, turned.shape)
    return np.asarray(np.clip(cv2.GaussianBlur(turned, (3, 3), 0) + noise, 0, 255), np.uint8)


@pytest.mark.parametrize("slant", [0, 25])
def test_of_a_photo_of_a_screen_it_is_said_that_it_is_one(slant: int) -> None:
    """The best that was read with a doubt, or a sentence."""
    reading = read_picture(png(photographed(editor_picture(CODE * 2), slant=slant)))
    assert reading.refusal or "photo of a screen" in reading.doubts[0]


def test_a_capture_is_not_taken_for_a_photo() -> None:
    assert not any("photo" in doubt for doubt in read_picture(png(editor_picture(CODE))).doubts)


def test_a_line_of_another_script_is_not_left_out_in_silence() -> None:
    pixels = text_picture(
        ["Settings and privacy", "", "Language of the page", "Save all changes"], size=26
    ).copy()
    picture = Image.fromarray(pixels)
    font = ImageFont.truetype(FONT.with_name("DejaVuSans.ttf"), 26)
    ImageDraw.Draw(picture).text((20, 55), "إعدادات الحساب والخصوصية", fill="black", font=font)
    reading = read_picture(png(np.asarray(picture)), language="html")
    assert "Settings and privacy" in reading.code
    assert any("not be read" in doubt or "misread" in doubt for doubt in reading.doubts)


def test_of_text_that_is_read_with_little_certainty_that_is_said() -> None:
    """Blurred as it is, some of it may be right."""
    sharp = text_picture([f"Line {number} of a text that is blurred" for number in range(6)], size=20)
    reading = read_picture(png(np.asarray(cv2.GaussianBlur(sharp, (0, 0), 3.2))), language="html")
    assert reading.refusal or "misread" in reading.doubts[0], reading.code
