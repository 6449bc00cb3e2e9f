"""Pictures of the real world: what their makers write into them must not hide what is to be seen.

The pictures of ../shared/cases/make_pictures.py where that is there, and neighbours of each kind.
"""

import importlib.util
import io
import re
import struct
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from viscodex_lsp.core.errors import PictureError, UnreadablePicture, UnsupportedPicture
from viscodex_lsp.core.nouns import Picture
from viscodex_lsp.core.picture.jpeg_scans import count_scans
from viscodex_lsp.core.picture.picture import prepare_picture

CASES = Path(__file__).resolve().parents[6] / "shared" / "cases" / "make_pictures.py"


def prepared(data: bytes, origin: str = "a.png") -> Picture:
    return prepare_picture(data, origin=origin, max_pixels=1_605_632)


def image_of(picture: Picture) -> Image.Image:
    return Image.open(io.BytesIO(picture.data)).convert("RGB")


def encoded(image: Image.Image, form: str = "PNG", **options: Any) -> bytes:
    stream = io.BytesIO()
    image.save(stream, form, **options)
    return stream.getvalue()


def chunk(kind: bytes, data: bytes, crc: int | None = None) -> bytes:
    sum_ = zlib.crc32(kind + data) if crc is None else crc
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", sum_)


def halves(mode: str = "RGB", left: Any = (200, 0, 0), right: Any = (255, 255, 255)) -> Image.Image:
    image = Image.new(mode, (60, 30), right)
    image.paste(left, (0, 0, 30, 30))
    return image


def shared() -> dict[str, tuple[str, Callable[[], bytes], dict[str, Any]]]:
    if not CASES.is_file():
        return {}
    spec = importlib.util.spec_from_file_location("make_pictures", CASES)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    pictures: dict[str, tuple[str, Callable[[], bytes], dict[str, Any]]] = module.PICTURES
    return pictures


def test_the_shared_pictures_are_there() -> None:
    """Where they are not at hand, it is said."""
    if not CASES.is_file():
        pytest.skip("../shared/cases/make_pictures.py is not here; only the neighbours were run")


@pytest.mark.parametrize("name", shared())
def test_a_shared_picture_is_right(name: str) -> None:
    """Its colours, its size, or the sentence that refuses it; and its cost."""
    file, make, expect = shared()[name]
    data, began, sentence = make(), time.process_time(), ""
    try:
        picture = prepared(data, file)
    except PictureError as error:
        sentence = str(error)
    assert time.process_time() - began < expect.get("seconds", 60)
    if sentence:
        assert re.search(
            expect.get("says") or expect.get("or_says") or ("" if expect.get("any") else "$."), sentence
        )
        return
    image = image_of(picture)
    for colour in expect.get("colours", ()):
        wanted = tuple(bytes.fromhex(colour))
        found: list[Any] = [seen for _, seen in image.getcolors(10**6) or ()]
        assert any(max(abs(a - b) for a, b in zip(seen, wanted, strict=True)) < 12 for seen in found)
    if "size" in expect and not expect.get("or_smaller"):
        assert list(image.size) == expect["size"]
    if "tones" in expect:
        low, high = image.convert("L").getextrema()
        assert isinstance(low, int) and isinstance(high, int) and high - low > 60
    assert min(image.size) >= expect.get("least", 1)
    assert "says" not in expect


@pytest.mark.parametrize("ink", [(255, 255, 255), (230, 240, 250), (255, 255, 120), (215, 215, 215)])
@pytest.mark.parametrize("form", ["PNG", "WEBP", "TIFF"])
def test_a_bright_drawing_is_seen(ink: tuple[int, int, int], form: str) -> None:
    """Bright lines on a transparent ground stand out, as they do where they were drawn."""
    image = Image.new("RGBA", (80, 60), (*ink, 0))
    image.paste((*ink, 255), (10, 20, 70, 24))
    image.paste((*ink, 90), (10, 40, 70, 44))
    grey = image_of(prepared(encoded(image, form, **({"lossless": True} if form == "WEBP" else {})))).convert(
        "L"
    )
    low, high = grey.getextrema()
    assert isinstance(low, int) and isinstance(high, int) and high - low > 100


def test_a_window_with_a_shadow_stays_on_white() -> None:
    """A screenshot of a mostly white window, with a transparent edge around it, keeps its white surroundings."""
    image = Image.new("RGBA", (200, 150), (0, 0, 0, 0))
    image.paste((255, 255, 255, 255), (10, 10, 190, 140))
    image.paste((20, 20, 20, 255), (20, 20, 120, 24))
    assert image_of(prepared(encoded(image))).getpixel((0, 0)) == (255, 255, 255)


def test_colours_below_an_alpha_of_nought_are_seen() -> None:
    """A program that forgot the alpha meant the colours; one colour alone is nothing to see."""
    forgotten = halves()
    forgotten.putalpha(0)
    assert image_of(prepared(encoded(forgotten))).getpixel((5, 5)) == (200, 0, 0)
    with pytest.raises(UnreadablePicture, match="transparent: there is nothing to see"):
        prepared(encoded(Image.new("RGBA", (40, 40), (0, 0, 0, 0))))


BESIDE = {
    "compressed text of 9 MB": chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(9_000_000))),
    "damaged text": chunk(b"zTXt", b"a\0\0not compressed"),
    "a profile that is none": chunk(b"iCCP", b"p\0\0not compressed"),
    "a wrong check sum": chunk(b"tIME", bytes(7), crc=1),
    "a wrong transparent colour": chunk(b"tRNS", bytes(6), crc=1),
    "an unknown chunk": chunk(b"vpAg", bytes(9)),
    "XMP": chunk(b"iTXt", b'XML:com.adobe.xmp\0\0\0\0\0<x tiff:Orientation="8"/>'),
    "a broken orientation": chunk(b"eXIf", b"MM\0*broken"),
    "a physical size of nought": chunk(b"pHYs", bytes(9)),
}


@pytest.mark.parametrize("name", BESIDE)
@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P"])
def test_what_is_beside_the_pixels_does_not_matter(name: str, mode: str) -> None:
    """Chunks that are not needed, whatever is wrong with them, change nothing that is seen."""
    png = encoded(halves().convert(mode))
    plain, marked = prepared(png), prepared(png[:33] + BESIDE[name] + png[33:])
    assert list(image_of(plain).getdata()) == list(image_of(marked).getdata())


@pytest.mark.parametrize("form", ["JPEG", "WEBP", "TIFF"])
def test_xmp_turns_no_picture(form: str) -> None:
    """An orientation that XMP alone speaks of is passed over, as browsers do."""
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><d tiff:Orientation="6"/></x:xmpmeta>'
    if form == "TIFF":
        from PIL.TiffImagePlugin import ImageFileDirectory_v2

        tags = ImageFileDirectory_v2()
        tags[700] = xmp
        data = encoded(halves(), form, tiffinfo=tags)
    else:
        data = encoded(halves(), form, xmp=xmp)
    assert b"Orientation" in data
    assert prepared(data).size == "60x30"


@pytest.mark.parametrize(
    ("size", "sent"),
    [((1, 1), (32, 32)), ((27, 400), (32, 400)), ((28, 28), (28, 28)), ((500, 9), (500, 32))],
)
def test_a_thin_picture_is_filled_up(size: tuple[int, int], sent: tuple[int, int]) -> None:
    """Sides that models refuse are continued in the colour of the corner; the content stays where it is."""
    image = Image.new("RGB", size, "red")
    picture = prepared(encoded(image))
    assert (picture.width, picture.height) == sent
    assert image_of(picture).getcolors() == [(sent[0] * sent[1], (255, 0, 0))]


def ftyp(*brands: bytes) -> bytes:
    body = b"ftyp" + brands[0] + bytes(4) + b"".join(brands[1:])
    return struct.pack(">I", 4 + len(body)) + body + bytes(40)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (ftyp(b"avif", b"mif1"), "AVIF"),
        (ftyp(b"avis"), "AVIF"),
        (ftyp(b"mif1", b"avif"), "AVIF"),
        (ftyp(b"mif1", b"heic"), "HEIC"),
        (ftyp(b"heis"), "HEIC"),
        (ftyp(b"msf1", b"hevm"), "HEIC"),
        (ftyp(b"jpx "), "JPEG 2000"),
        (b"\xff\x4f\xff\x51\0\x2f", "JPEG 2000"),
        (ftyp(b"crx "), "raw file"),
        (ftyp(b"isom", b"mp42"), "video"),
        (b"\0\0\0\x0cJXL \r\n\x87\n", "JPEG XL"),
        (b"<!-- " + b"x" * 9000 + b"--><svg>", "SVG"),
    ],
)
def test_a_format_is_called_by_its_name(data: bytes, name: str) -> None:
    """What cannot be read here is named rightly, with what to do."""
    with pytest.raises(UnsupportedPicture, match=f"{name}.*(PNG|screenshot)"):
        prepared(data)


def progressive(scans: int, size: tuple[int, int] = (64, 64), mode: str = "RGB") -> bytes:
    data = encoded(Image.new(mode, size), "JPEG", progressive=True)
    last = data[data.rfind(b"\xff\xda") : -2]
    return data[:-2] + last * scans + b"\xff\xd9"


@pytest.mark.parametrize("scans", [60, 5000])
def test_a_jpeg_of_many_scans_is_refused(scans: int) -> None:
    """A file that goes over its pixels again and again is refused before it is decoded."""
    with pytest.raises(UnsupportedPicture, match=r"64 scans or more.*as PNG"):
        prepared(progressive(scans))


def test_large_jpegs_may_have_fewer_scans() -> None:
    """What counts is how many pixels are gone over in all."""
    with pytest.raises(UnsupportedPicture, match="scans or more"):
        prepared(progressive(30, (7000, 7000), "L"))


def test_scans_inside_other_data_are_not_counted() -> None:
    """A thumbnail in the metadata has scans of its own."""
    plain = encoded(halves(), "JPEG", progressive=True)
    thumbnail = b"\xff\xe1" + struct.pack(">H", 2 + 5 * 100) + b"\xff\xda\xff\xd8x" * 100
    assert count_scans(plain[:2] + thumbnail + plain[2:], most=50) == count_scans(plain, most=50) == 10
    assert count_scans(b"\xff\xd8\xff", most=5) == 0
