"""Pictures come in as data: URIs only, and leave as upright RGB, or are refused in a sentence."""

import base64
import contextlib
import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from viscodex_model.serve.generation.pictures import read_pictures
from viscodex_model.serve.protocol.data_uri import MAX_PICTURES
from viscodex_model.serve.protocol.refusal import Refused


def uri(data: bytes, mime: str = "image/png") -> str:
    """`data` as a data: URI."""
    return f"data:{mime};base64,{base64.b64encode(data).decode()}"


def encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    """The bytes of `picture` as a file."""
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG whose header says `width` by `height`, and which holds no pixels."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    start = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
    return start + struct.pack(">I", 100) + b"IDAT"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "BMP"])
def test_each_format_is_read(kind: str) -> None:
    """PNG, JPEG, WebP and BMP all give the colour that was put in."""
    (picture,) = read_pictures(
        [uri(encoded(Image.new("RGB", (40, 30), (200, 30, 90)), kind), "image/whatever")]
    )
    assert (picture.mode, picture.size) == ("RGB", (40, 30))
    assert picture.getpixel((20, 15)) == pytest.approx((200, 30, 90), abs=6)


def test_what_is_transparent_becomes_white() -> None:
    """A clear pixel is white, not black, and a half clear one lies between."""
    picture = Image.new("RGBA", (2, 1), (0, 0, 0, 0))
    picture.putpixel((1, 0), (0, 0, 0, 127))
    (flat,) = read_pictures([uri(encoded(picture, "PNG"))])
    assert [flat.getpixel((x, 0)) for x in range(2)] == [(255, 255, 255), (128, 128, 128)]


def test_sixteen_bits_become_eight() -> None:
    """A 16-bit grey picture keeps its brightness."""
    (flat,) = read_pictures([uri(encoded(Image.new("I;16", (3, 3), 128 * 256), "PNG"))])
    assert flat.getpixel((1, 1)) == (128, 128, 128)


def test_a_turned_photograph_is_set_upright() -> None:
    """The EXIF orientation is applied: a picture stored on its side comes out standing."""
    exif = Image.Exif()
    exif[0x0112] = 6
    (picture,) = read_pictures([uri(encoded(Image.new("RGB", (40, 20)), "JPEG", exif=exif), "image/jpeg")])
    assert picture.size == (20, 40)


@pytest.mark.parametrize(
    ("url", "part"),
    [
        ("https://example.org/a.png", "not a data: URI"),
        ("file:///etc/passwd", "not a data: URI"),
        ("/etc/passwd", "not a data: URI"),
        ("data:text/html;base64,AAAA", "not a data: URI"),
        ("data:image/png;base64,***", "not valid base64"),
        ("data:image/png;base64,", "not a readable"),
        (uri(b"not a picture"), "no such picture format"),
        (uri(encoded(Image.new("RGB", (300, 300)), "PNG")[:100]), "not a readable"),
        (uri(encoded(Image.new("P", (8, 8)), "GIF"), "image/gif"), "no such picture format"),
        (uri(bomb(9000, 9000)), "81,000,000 pixels"),
        (uri(bomb(60000, 60000)), "too many pixels"),
        (uri(encoded(Image.new("RGB", (1000, 2)), "PNG")), "too narrow"),
    ],
    ids=[
        "http",
        "file",
        "path",
        "html",
        "base64",
        "empty",
        "noise",
        "truncated",
        "gif",
        "large",
        "bomb",
        "narrow",
    ],
)
def test_what_is_no_picture_is_refused(url: str, part: str) -> None:
    """Each unusable address or file gets a sentence with the picture's number and the reason, and status 400."""
    good = uri(encoded(Image.new("RGB", (4, 4)), "PNG"))
    with pytest.raises(Refused) as caught:
        read_pictures([good, url])
    assert caught.value.status == 400
    assert caught.value.sentence.startswith("Picture 2 ")
    assert part in caught.value.sentence


def test_too_many_pictures_are_refused() -> None:
    """The number sent and the number allowed are both named."""
    with pytest.raises(Refused, match=r"9 pictures; send at most 8"):
        read_pictures(["data:image/png;base64,"] * (MAX_PICTURES + 1))


@given(
    st.binary(max_size=200),
    st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"BM", b"\xff\xd8\xff", b"RIFF\x10\0\0\0WEBP"]),
)
def test_no_bytes_do_anything_but_give_a_picture_or_a_refusal(noise: bytes, start: bytes) -> None:
    """Random bytes, with or without a picture's first bytes, never raise anything else."""
    with contextlib.suppress(Refused):
        assert [picture.mode for picture in read_pictures([uri(start + noise)])] == ["RGB"]
