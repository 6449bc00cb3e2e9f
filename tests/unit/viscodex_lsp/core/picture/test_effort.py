"""Which pictures are sure to be decoded in a moment."""

import io
import struct

import pytest
from PIL import Image

from viscodex_lsp.core.picture.effort import QUICK_BYTES, is_quick
from viscodex_lsp.core.picture.jpeg_scans import count_scans, frame_size


def encoded(size: tuple[int, int], kind: str, **options: object) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", size, "teal").save(data, kind, **options)
    return data.getvalue()


ORDINARY = {
    "PNG": encoded((1920, 1080), "PNG"),
    "JPEG": encoded((1920, 1080), "JPEG"),
    "progressive JPEG": encoded((1920, 1080), "JPEG", progressive=True),
    "BMP": encoded((1280, 720), "BMP"),
    "WebP": encoded((1920, 1080), "WEBP"),
    "lossless WebP": encoded((1920, 1080), "WEBP", lossless=True),
    "extended WebP": encoded((1920, 1080), "WEBP", icc_profile=b"x" * 100),
}


def scans(data: bytes, more: int) -> bytes:
    """A progressive JPEG whose last scan is repeated."""
    return data[:-2] + data[data.rfind(b"\xff\xda") : -2] * more + b"\xff\xd9"


@pytest.mark.parametrize("name", ORDINARY)
def test_ordinary_pictures_are_quick(name: str) -> None:
    """A screenshot in any usual format is decoded at once, without a process of its own."""
    assert is_quick(ORDINARY[name])


@pytest.mark.parametrize(
    "data",
    [
        encoded((4000, 3000), "PNG"),
        encoded((4000, 3000), "WEBP", lossless=True),
        encoded((4000, 3000), "WEBP", quality=10),
        scans(ORDINARY["progressive JPEG"], 10),
        encoded((40, 30), "GIF"),
        encoded((40, 30), "TIFF"),
        encoded((40, 30), "WEBP", save_all=True, append_images=[Image.new("RGB", (40, 30))]),
        ORDINARY["BMP"][:30] + struct.pack("<I", 1) + ORDINARY["BMP"][34:],
        ORDINARY["PNG"] + bytes(QUICK_BYTES),
        ORDINARY["PNG"][:20],
        ORDINARY["JPEG"][:30],
        b"RIFF\0\0\0\0WEBP",
        b"BM",
        b"",
    ],
)
def test_nothing_is_promised_of_any_other(data: bytes) -> None:
    """Large ones, ones with many scans, formats whose header does not tell, and broken headers."""
    assert not is_quick(data)


@pytest.mark.parametrize(("options", "count"), [({}, 1), ({"progressive": True}, 10)])
def test_scans_are_counted(options: dict[str, bool], count: int) -> None:
    """What follows the one scan of a plain picture is not decoded, and does not count."""
    data = encoded((60, 40), "JPEG", **options)
    assert frame_size(data) == (60, 40)
    assert count_scans(data, most=64) == count
    assert count_scans(scans(data, 7), most=64) == (1 if count == 1 else count + 7)
    assert count_scans(scans(data, 100), most=12) == (1 if count == 1 else 13)
