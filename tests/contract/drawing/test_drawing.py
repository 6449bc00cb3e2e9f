"""What drawing an SVG promises, by the real browser in its sandbox."""

import io
import shutil

import pytest
from PIL import Image

from viscodex_lsp.core.errors import PictureError, UnsupportedPicture
from viscodex_lsp.edges.browser import drawing
from viscodex_lsp.edges.browser.drawing import draw_svg, drawn_size
from viscodex_lsp.flow.pictures import prepare

needs_browser = pytest.mark.skipif(
    shutil.which("chromium") is None or shutil.which("bwrap") is None,
    reason="chromium and bubblewrap are not installed",
)
NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"'


def svg(inside: str, attributes: str = 'width="300" height="200"') -> bytes:
    return f"<svg {NAMESPACE} {attributes}>{inside}</svg>".encode()


@needs_browser
async def test_a_drawing_is_seen() -> None:
    """Shapes arrive in their colours and places, and in the drawing's size."""
    data = svg('<rect x="10" y="10" width="100" height="100" fill="#c80000"/>')
    picture = await prepare(data, origin="a.svg", max_pixels=10**6)
    image = Image.open(io.BytesIO(picture.data)).convert("RGB")
    assert image.size == (300, 200)
    assert image.getpixel((50, 50)) == (200, 0, 0)
    assert image.getpixel((200, 150)) == (255, 255, 255)


@needs_browser
async def test_a_white_drawing_is_seen() -> None:
    """White lines on no ground are drawn on a dark one."""
    data = svg('<rect x="10" y="10" width="100" height="30" fill="white"/>')
    picture = await prepare(data, origin="a.svg", max_pixels=10**6)
    low, high = Image.open(io.BytesIO(picture.data)).convert("L").getextrema()
    assert isinstance(low, int) and isinstance(high, int) and high - low > 100


@needs_browser
async def test_scripts_and_links_stay_dead() -> None:
    """What a drawing would run or load does not show, and hurts nothing."""
    data = svg(
        '<rect width="300" height="200" fill="#00c800"/><image href="file:///etc/passwd" width="300" height="200"/>'
        '<script>document.querySelector("rect").setAttribute("fill", "#c80000")</script>'
        '<foreignObject width="300" height="200"><iframe xmlns="http://www.w3.org/1999/xhtml" src="file:///"/></foreignObject>'
    )
    image = Image.open(io.BytesIO(await draw_svg(data, origin="a.svg"))).convert("RGB")
    assert image.getpixel((290, 190)) == (0, 200, 0)


async def test_without_a_browser_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence says what to do instead."""
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(UnsupportedPicture, match=r"SVG drawing.*screenshot.*PNG"):
        await prepare(svg(""), origin="a.svg", max_pixels=10**6)


async def test_what_is_no_drawing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A drawing over the bound is refused before a browser is started."""
    monkeypatch.setattr(drawing, "MOST_BYTES", 10)
    with pytest.raises(PictureError, match="SVG drawing"):
        await prepare(svg(""), origin="a.svg", max_pixels=10**6)


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="300" height="200"', (300, 200)),
        ("width='10cm' height='5cm'", (378, 189)),
        ('viewBox="0 0 640 480"', (640, 480)),
        ('viewBox="0,0,24,24"', (256, 256)),
        ('width="100%" viewBox="0 0 1000 500"', (1000, 500)),
        ('width="400" viewBox="0 0 2 1"', (400, 200)),
        ('width="1e9" height="-3"', (1024, 768)),
        ('stroke-width="3"', (1024, 768)),
        ('width="90000" height="9"', (2048, 1)),
        ("", (1024, 768)),
    ],
)
def test_the_size_is_the_drawings_own(attributes: str, size: tuple[int, int]) -> None:
    """Its own size, its view's, or a usual one; neither too small to be read nor too large to be drawn."""
    assert drawn_size(svg("", attributes)) == size
