"""Bytes become pixels within limits, or a sentence says why not."""

import io

import numpy as np
import pytest
from PIL import Image
from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.picture.pixels import UnreadablePicture, crop, load_pixels, resized


def encoded(picture: Image.Image, form: str = "PNG", **options: object) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, form, **options)
    return stream.getvalue()


def test_a_picture_becomes_rows_of_rgb() -> None:
    """Height comes first, then width, then red, green, blue."""
    pixels = load_pixels(encoded(Image.new("RGB", (30, 20), (1, 2, 3))))
    assert pixels.shape == (20, 30, 3)
    assert pixels[0, 0].tolist() == [1, 2, 3]


def test_transparent_pixels_become_white() -> None:
    """Nothing behind a picture means paper, not black."""
    assert load_pixels(encoded(Image.new("RGBA", (10, 10), (0, 0, 0, 0))))[5, 5].tolist() == [255, 255, 255]


def test_the_first_frame_of_an_animation_is_read() -> None:
    """Later frames are not even decoded."""
    frames = [Image.new("RGB", (10, 10), color) for color in ("red", "blue")]
    data = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert load_pixels(data)[0, 0].tolist() == [255, 0, 0]


def test_a_picture_that_the_camera_turned_is_upright() -> None:
    """The orientation in its metadata is applied."""
    picture = Image.new("RGB", (30, 20))
    exif = picture.getexif()
    exif[0x0112] = 6
    assert load_pixels(encoded(picture, "JPEG", exif=exif)).shape == (30, 20, 3)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "not a PNG"),
        (b"hello", "not a PNG"),
        (encoded(Image.new("RGB", (100, 100), "red"))[:60], "damaged"),
        (encoded(Image.new("RGB", (3, 100))), "only 3x100"),
        (encoded(Image.new("1", (9000, 8000))), "72,000,000"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(data: bytes, word: str) -> None:
    """Damaged, foreign, tiny and huge pictures are told apart."""
    with pytest.raises(UnreadablePicture, match=word):
        load_pixels(data)


def test_a_crop_stays_inside_the_picture() -> None:
    """A box that reaches over the edge gives what there is."""
    pixels = np.zeros((20, 30, 3), np.uint8)
    assert crop(pixels, Box(-5, 10.5, 12.2, 99)).shape == (10, 13, 3)


def test_resizing_by_one_is_the_picture_itself() -> None:
    """No copy is made where nothing changes."""
    pixels = np.zeros((20, 30, 3), np.uint8)
    assert resized(pixels, 1) is pixels
    assert resized(pixels, 0.5).shape == (10, 15, 3)


@pytest.mark.parametrize("form", ["PNG", "TIFF"])
def test_grey_of_sixteen_bits_keeps_its_shades(form: str) -> None:
    """From black to white, not cut off at 255."""
    shades = np.repeat(np.array([[0, 0x4000, 0x8000, 0xFFFF]], np.uint16), 8, axis=0).repeat(4, axis=1)
    pixels = load_pixels(encoded(Image.fromarray(shades), form))
    assert pixels[0, ::4, 0].tolist() == [0, 63, 127, 255]


def test_fractions_and_wide_integers_keep_their_shades() -> None:
    for values in (np.array([0.0, 0.5, 1.0], np.float32), np.array([0, 1 << 24, 1 << 25], np.int32)):
        shades = np.tile(values.repeat(8), (16, 1))
        assert load_pixels(encoded(Image.fromarray(shades), "TIFF"))[0, ::8, 1].tolist() == [0, 127, 255]


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_values_that_are_no_numbers_leave_the_others_as_they_are(value: float) -> None:
    """Measured pictures say so where nothing was measured."""
    shades = np.tile(np.array([0.0, 0.5, 1.0, value], np.float32).repeat(8), (16, 1))
    assert load_pixels(encoded(Image.fromarray(shades), "TIFF"))[0, :24:8, 1].tolist() == [0, 127, 255]
