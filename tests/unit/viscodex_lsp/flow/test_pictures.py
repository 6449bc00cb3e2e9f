"""A picture that takes too long to decode is given up, and nothing else waits for it."""

import asyncio
import io
import struct

import pytest
from PIL import Image

from viscodex_lsp.core.errors import PictureError, UsageError
from viscodex_lsp.edges.bounded_work import worker
from viscodex_lsp.flow import pictures


def slow_bmp(side: int = 3000) -> bytes:
    """A run-length encoded BMP of runs of one pixel, which Pillow decodes in Python: some seconds."""
    rows = (b"\x01\x01" * side + b"\0\0") * side + b"\0\1"
    offset = 54 + 1024
    head = b"BM" + struct.pack("<IHHI", offset + len(rows), 0, 0, offset)
    return (
        head
        + struct.pack("<IiiHHIIiiII", 40, side, side, 1, 8, 1, len(rows), 0, 0, 256, 0)
        + bytes(1024)
        + rows
    )


def gif(size: tuple[int, int] = (60, 40)) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", size, "teal").save(data, "GIF")
    return data.getvalue()


async def test_a_slow_picture_is_given_up_and_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is ended where it is decoded, with a sentence; another picture is ready long before."""
    slow = asyncio.ensure_future(pictures.prepare(slow_bmp(), origin="slow.bmp", max_pixels=10**6))
    other = await pictures.prepare(gif(), origin="other.gif", max_pixels=10**6)
    assert (other.size, slow.done()) == ("60x40", False)
    slow.cancel()
    await asyncio.wait([slow])
    monkeypatch.setattr(pictures, "DECODING_SECONDS", 0.3)
    with pytest.raises(
        PictureError, match=r"slow\.bmp.*given up: decoding it takes over 0 s\. Save it again"
    ):
        await pictures.prepare(slow_bmp(), origin="slow.bmp", max_pixels=10**6)
    assert all(each._process.poll() is None for each in worker._idle)


async def test_cancelling_ends_the_work() -> None:
    """The processor is free again at once."""
    await pictures.prepare(gif(), origin="warm.gif", max_pixels=10**6)
    used = worker._idle[-1]
    task = asyncio.ensure_future(pictures.prepare(slow_bmp(), origin="slow.bmp", max_pixels=10**6))
    while not used._busy:
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    assert used._process.wait(5) != 0


@pytest.mark.parametrize(
    ("data", "region", "error", "words"),
    [
        (gif()[:40], None, PictureError, "damaged or cut off"),
        (gif((2000, 3)), None, PictureError, "a strip that models cannot read"),
        (gif(), (70, 0, 20, 20), UsageError, "region 70,0,20,20 is not in"),
    ],
)
async def test_what_is_wrong_with_a_picture_is_told_from_there_too(
    data: bytes, region: tuple[int, int, int, int] | None, error: type[Exception], words: str
) -> None:
    """An error is the same, wherever the picture was decoded."""
    with pytest.raises(error, match=words):
        await pictures.prepare(data, origin="a.gif", max_pixels=10**6, region=region)


async def test_a_picture_is_the_same_from_there() -> None:
    """What comes back is the prepared picture."""
    prepared = await pictures.prepare(gif((3000, 2000)), origin="a.gif", max_pixels=10**6)
    assert (prepared.mime, prepared.origin, prepared.original_width) == ("image/png", "a.gif", 3000)
    with Image.open(io.BytesIO(prepared.data)) as image:
        assert image.getpixel((5, 5)) == (0, 128, 128)
