"""What `prepare_picture` promises for every kind of picture, good and bad."""

import io
import struct
import subprocess
import sys
import zlib
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from viscodex_lsp.core.errors import (
    PictureError,
    PictureTooLarge,
    UnreadablePicture,
    UnsupportedPicture,
)
from viscodex_lsp.core.nouns import Picture
from viscodex_lsp.core.picture.picture import MAX_BYTES, prepare_picture
from viscodex_lsp.core.picture.png_chunks import bare_png

BUDGET = 1_605_632
FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "GIF", "TIFF")


def encoded(image: Image.Image, form: str = "PNG", **options: Any) -> bytes:
    stream = io.BytesIO()
    image.save(stream, form, **options)
    return stream.getvalue()


def prepared(data: bytes, *, max_pixels: int = BUDGET) -> Picture:
    return prepare_picture(data, origin="mock.png", max_pixels=max_pixels)


def pixels(picture: Picture) -> Image.Image:
    image = Image.open(io.BytesIO(picture.data))
    image.load()
    assert image.mode == "RGB"
    assert image.size == (picture.width, picture.height)
    assert Image.MIME[image.format or ""] == picture.mime
    return image


def drawing(width: int = 40, height: int = 30) -> Image.Image:
    """Left half red, right half blue, the top row green."""
    image = Image.new("RGB", (width, height), "red")
    image.paste("blue", (width // 2, 0, width, height))
    image.paste("lime", (0, 0, width, 1))
    return image


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_header(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0"))


@pytest.mark.parametrize("form", FORMATS)
def test_every_supported_format_keeps_its_colours(form: str) -> None:
    """A picture of each format arrives with the size and, within its own loss, the colours it had."""
    options = {"quality": 95} if form in ("JPEG", "WEBP") else {}
    image = pixels(prepared(encoded(drawing(), form, **options)))
    assert image.size == (40, 30)
    for place, colour in (((5, 20), (255, 0, 0)), ((35, 20), (0, 0, 255))):
        seen = image.getpixel(place)
        assert isinstance(seen, tuple)
        assert max(abs(a - b) for a, b in zip(seen, colour, strict=True)) <= 8


def test_the_type_is_read_from_the_bytes() -> None:
    """A JPEG named mock.png is read as the JPEG it is."""
    picture = prepare_picture(encoded(drawing(), "JPEG"), origin="mock.png", max_pixels=BUDGET)
    assert picture.size == "40x30"
    assert picture.origin == "mock.png"


def test_a_clean_picture_is_not_encoded_anew_and_loses_its_metadata() -> None:
    """The pixels' bytes of a plain RGB PNG stay; text, time, profile and bytes behind the end are gone."""
    plain = encoded(drawing())
    end = plain.index(b"IEND") - 4
    secret = chunk(b"tEXt", b"Author\0somebody") + chunk(b"tIME", bytes(7)) + chunk(b"pHYs", bytes(9))
    picture = prepared(plain[:33] + secret + plain[33:end] + secret + plain[end:] + b"hidden words")
    assert picture.data == plain
    assert b"somebody" not in picture.data


def test_an_unknown_critical_chunk_is_not_carried_over() -> None:
    """A PNG with a critical chunk that nobody knows is not taken over byte for byte."""
    plain = encoded(drawing())
    assert bare_png(plain) == plain
    assert bare_png(plain[:33] + chunk(b"ABCD", b"x") + plain[33:]) is None
    assert bare_png(plain[:-12]) is None


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_metadata_of_a_changed_picture_is_gone(form: str) -> None:
    """EXIF, comments and colour profiles do not leave the machine."""
    exif = Image.Exif()
    exif[0x013B] = "somebody"
    data = encoded(drawing().convert("RGB"), form, exif=exif, icc_profile=b"somebody's profile" * 20)
    assert b"somebody" in data
    picture = prepared(data, max_pixels=56 * 56 // 4)
    assert b"somebody" not in picture.data
    assert set(Image.open(io.BytesIO(picture.data)).info) <= {
        "jfif",
        "jfif_version",
        "jfif_unit",
        "jfif_density",
    }


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "TIFF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_picture_is_set_upright(form: str, orientation: int) -> None:
    """For each of the eight EXIF orientations the pixels come out as a viewer shows them."""
    upright = drawing(48, 32)
    stored = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = upright if stored is None else upright.transpose(stored)
    seen = pixels(prepared(encoded(image, form, exif=exif, **({"lossless": True} if form == "WEBP" else {}))))
    assert seen.size == (48, 32)
    difference = np.abs(np.asarray(seen).astype(int) - np.asarray(upright).astype(int))
    assert difference.mean() < (12 if form == "JPEG" else 0.01)


@pytest.mark.parametrize(("value", "expected"), [(0, 0), (255, 1), (257, 1), (32896, 128), (65535, 255)])
def test_sixteen_bit_grey_is_scaled_not_clipped(value: int, expected: int) -> None:
    """A 16-bit grey value becomes its 8-bit neighbour instead of white."""
    grey = Image.fromarray(np.array([[value, 65535]], dtype=np.uint16))
    assert pixels(prepared(encoded(grey))).getpixel((0, 0)) == (expected,) * 3
    assert pixels(prepared(encoded(grey, "TIFF"))).getpixel((0, 0)) == (expected,) * 3


@pytest.mark.parametrize(
    ("kind", "samples", "expected"),
    [
        (2, (65535, 32896, 257), (255, 128, 1)),
        (6, (0, 257, 65535, 65535), (0, 1, 255)),
        (6, (65535, 0, 0, 0), (255, 0, 0)),
        (4, (32896, 65535), (128, 128, 128)),
    ],
)
def test_sixteen_bit_colours_are_scaled(
    kind: int, samples: tuple[int, ...], expected: tuple[int, int, int]
) -> None:
    """16-bit RGB, RGBA and grey with alpha keep their colours, and the result has 8 bits."""
    header = struct.pack(">IIBBBBB", 2, 1, 16, kind, 0, 0, 0)
    other = [sample ^ 0x1010 for sample in samples[:-1]] + [samples[-1]]
    row = b"\0" + struct.pack(f">{2 * len(samples)}H", *other, *samples)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(row))
    picture = prepared(data + chunk(b"IEND", b""))
    assert pixels(picture).getpixel((1, 0)) == expected
    assert picture.data[24] == 8


def test_floating_point_grey_is_scaled() -> None:
    """A TIFF with values from 0 to 1 comes out from black to white."""
    data = encoded(Image.fromarray(np.array([[0.0, 0.5, 1.0]], dtype=np.float32)), "TIFF")
    image = pixels(prepared(data))
    assert [image.getpixel((x, 0)) for x in range(3)] == [(0,) * 3, (128,) * 3, (255,) * 3]


def test_transparent_parts_show_white() -> None:
    """RGBA, LA, a palette with alpha and a transparent colour all lie on white."""
    clear = Image.new("RGBA", (4, 4), (255, 0, 0, 0))
    clear.putpixel((1, 1), (255, 0, 0, 128))
    clear.putpixel((2, 2), (0, 0, 255, 255))
    image = pixels(prepared(encoded(clear)))
    assert [image.getpixel((n, n)) for n in range(3)] == [(255, 255, 255), (255, 127, 127), (0, 0, 255)]

    grey = Image.new("LA", (2, 1), (0, 0))
    grey.putpixel((1, 0), (0, 255))
    image = pixels(prepared(encoded(grey)))
    assert [image.getpixel((n, 0)) for n in range(2)] == [(255,) * 3, (0,) * 3]

    palette = Image.new("P", (2, 1), 0)
    palette.putpalette([255, 0, 0, 0, 255, 0])
    palette.putpixel((1, 0), 1)
    image = pixels(prepared(encoded(palette, transparency=bytes([0, 255]))))
    assert [image.getpixel((n, 0)) for n in range(2)] == [(255, 255, 255), (0, 255, 0)]

    image = pixels(prepared(encoded(drawing(), transparency=(255, 0, 0))))
    assert image.getpixel((2, 20)) == (255, 255, 255)
    assert image.getpixel((38, 20)) == (0, 0, 255)


def test_print_colours_become_rgb() -> None:
    """A CMYK JPEG and a CMYK TIFF arrive as the colours they print."""
    cyan = Image.new("CMYK", (16, 16), (255, 0, 0, 0))
    for form in ("JPEG", "TIFF"):
        seen = pixels(prepared(encoded(cyan, form))).getpixel((8, 8))
        assert isinstance(seen, tuple)
        assert seen[0] <= 4
        assert min(seen[1:]) >= 250


def test_black_and_white_becomes_rgb() -> None:
    """A picture of one bit a pixel keeps its black and its white."""
    image = pixels(prepared(encoded(Image.new("1", (40, 30), 1))))
    assert image.getcolors() == [(1200, (255, 255, 255))]


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG", "TIFF"])
def test_the_first_frame_of_several_is_taken(form: str) -> None:
    """An animation, or a document of several pages, gives its first picture."""
    frames = [Image.new("RGB", (20, 10), colour) for colour in ("red", "lime", "blue")]
    lossless = {"lossless": True} if form == "WEBP" else {}
    data = encoded(frames[0], form, save_all=True, append_images=frames[1:], **lossless)
    assert Image.open(io.BytesIO(data)).n_frames == 3  # type: ignore[attr-defined]
    picture = prepared(data)
    assert pixels(picture).getpixel((3, 3)) == (255, 0, 0)
    assert getattr(Image.open(io.BytesIO(picture.data)), "n_frames", 1) == 1


@settings(max_examples=40, deadline=None)
@given(
    width=st.integers(28, 300),
    height=st.integers(28, 300),
    budget=st.integers(56 * 56, 300 * 300),
)
def test_scaling_keeps_budget_and_ratio(width: int, height: int, budget: int) -> None:
    """The result has at most the budget's pixels, is never larger than it was, and keeps its proportions."""
    picture = prepared(encoded(Image.new("RGB", (width, height), "teal")), max_pixels=budget)
    if picture.below or min(picture.width, picture.height) == 32:
        return  # a long picture, and one that is filled up: see test_sheets
    assert picture.width * picture.height <= budget
    if width * height <= budget:
        assert (picture.width, picture.height) == (width, height)
    else:
        factor = (budget / (width * height)) ** 0.5
        assert picture.width == max(1, int(width * factor))
        assert picture.height == max(1, int(height * factor))


def test_a_large_photo_becomes_a_jpeg() -> None:
    """Where a PNG would be over 3 MB a JPEG is sent, close to the original."""
    noise = np.random.default_rng(0).integers(0, 256, (1100, 1200, 3), dtype=np.uint8)
    picture = prepared(encoded(Image.fromarray(noise), compress_level=1))
    assert picture.mime == "image/jpeg"
    assert len(picture.data) < 3_000_000
    assert np.abs(np.asarray(pixels(picture)).astype(int) - noise).mean() < 20


def test_a_phone_photo_is_scaled_to_the_budget() -> None:
    """A 12-megapixel JPEG arrives within the budget with its proportions."""
    picture = prepared(encoded(drawing(4000, 3000), "JPEG"))
    assert picture.width * picture.height <= BUDGET
    assert (picture.width, picture.height) == (1463, 1097)
    assert pixels(picture).getpixel((1400, 900)) == pytest.approx((0, 0, 254), abs=4)


@pytest.mark.parametrize("form", FORMATS)
def test_a_truncated_picture_is_refused(form: str) -> None:
    """A file cut in its middle is called damaged, whatever its format."""
    noise = np.random.default_rng(1).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    data = encoded(Image.fromarray(noise), form)
    with pytest.raises(UnreadablePicture, match=r"mock\.png.* damaged or cut off.*Save or copy it again"):
        prepared(data[: len(data) // 2])


def test_an_empty_file_is_refused() -> None:
    """Nothing is not a picture, and the sentence says so."""
    with pytest.raises(UnreadablePicture, match=r"empty \(0 bytes\)"):
        prepared(b"")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG drawing.*screenshot"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- x -->\n<svg>", "SVG drawing"),
        ("<?xml version='1.0'?><svg>".encode("utf-16"), "SVG drawing"),
        (b"%PDF-1.7\n", "PDF document.*screenshot"),
        (b"\0\0\0\x1cftypheic\0\0\0\0", "HEIC.*PNG or JPEG"),
        (b"\0\0\0\x1cftypavif\0\0\0\0", "AVIF.*PNG or JPEG"),
        (b"\xff\x0a\x00\x00", "JPEG XL"),
        (b"8BPS\0\1", "Photoshop"),
        (b"PK\x03\x04....", "archive"),
        (b"\0\0\1\0\1\0", "Windows icon"),
        (b"just some words", "is text"),
        (b"<!doctype html><html>", "is text"),
    ],
)
def test_other_formats_are_refused_with_a_hint(data: bytes, sentence: str) -> None:
    """What has no pixels to decode is named, with what to do instead."""
    with pytest.raises(UnsupportedPicture, match=sentence):
        prepared(data)


def test_unknown_bytes_are_refused() -> None:
    """Bytes of no known kind are called unreadable, with the formats that can be read."""
    with pytest.raises(UnreadablePicture, match="PNG, JPEG, WebP"):
        prepared(bytes(range(256)))


def test_over_twenty_megabytes_is_refused() -> None:
    """The size of the file is checked before anything in it."""
    with pytest.raises(PictureTooLarge, match=r"has 20\.0 MB; at most 20 MB"):
        prepared(encoded(drawing()) + bytes(MAX_BYTES))


@pytest.mark.parametrize("size", [(8001, 8000), (30_000, 30_000), (2**31 - 1, 2**31 - 1)])
def test_a_decompression_bomb_is_refused_from_its_header(size: tuple[int, int]) -> None:
    """A small file that claims over 64 megapixels is refused although its pixels are not even there."""
    with pytest.raises(PictureTooLarge, match="64 megapixels"):
        prepared(png_header(*size))


@pytest.mark.parametrize("size", [(1, 20_000), (20_000, 1), (1000, 9)])
def test_a_strip_is_refused(size: tuple[int, int]) -> None:
    """A ratio that vision models refuse is refused here, with what to do."""
    with pytest.raises(UnsupportedPicture, match=f"{size[0]}x{size[1]}.*Crop it"):
        prepared(encoded(Image.new("RGB", size)))


def test_a_ratio_of_one_hundred_survives_scaling() -> None:
    """The longest strip that is read stays under the ratio of 200 that models allow when scaled far down."""
    picture = prepared(encoded(Image.new("RGB", (10_000, 100))), max_pixels=56 * 56)
    assert picture.width < 200 * picture.height


def test_no_warning_of_the_decoder_leaks() -> None:
    """Pictures over which Pillow warns are handled in silence, with Python's own filters."""
    data = encoded(drawing(), "JPEG", exif=b"Exif\0\0II*\0\x08\0\0\0\xff\xff broken")
    program = (
        "import sys; from viscodex_lsp.core.picture.picture import prepare_picture\n"
        "print(prepare_picture(sys.stdin.buffer.read(), origin='x', max_pixels=10**6).size)"
    )
    done = subprocess.run([sys.executable, "-c", program], input=data, capture_output=True)
    assert (done.stdout.strip(), done.stderr) == (b"40x30", b"")


@settings(max_examples=150, deadline=None)
@given(
    form=st.sampled_from(FORMATS),
    changes=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=8),
)
def test_damaged_bytes_never_escape(form: str, changes: list[tuple[float, int]]) -> None:
    """Any bytes changed in any file give a picture or one of the named errors, nothing else."""
    data = bytearray(encoded(drawing(), form))
    for place, value in changes:
        data[int(place * (len(data) - 1))] = value
    try:
        picture = prepared(bytes(data))
    except PictureError:
        return
    pixels(picture)
