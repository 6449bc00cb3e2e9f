"""Draws an SVG with the sandboxed browser: as an image, so that no script of it runs and no link is followed."""

import base64
import io
import re
import shutil
from xml.parsers import expat

from viscodex_lsp.core.errors import UnreadablePicture, UnsupportedPicture
from viscodex_lsp.edges.browser.chromium import has_sandbox
from viscodex_lsp.edges.browser.render import RenderError, render_html

LIMIT_SECONDS = 15.0
MOST_BYTES = 5 * 2**20
# A drawing without a size of its own, and the sides between which one is drawn.
_USUAL = (1024.0, 768.0)
_LEAST, _MOST = 256.0, 2048.0
_ROOT = re.compile(r"<svg\b([^>]*)>", re.IGNORECASE | re.DOTALL)
_NUMBER = r"[\"']\s*([\d.]+(?:e[+-]?\d+)?)\s*(px|pt|pc|mm|cm|in)?\s*[\"']"
_PIXELS = {"pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
_VIEW_BOX = re.compile(
    r"\bviewBox\s*=\s*[\"']\s*[-\d.e+]+[\s,]+[-\d.e+]+[\s,]+([\d.e+]+)[\s,]+([\d.e+]+)", re.IGNORECASE
)


async def draw_svg(data: bytes, *, origin: str) -> bytes:
    """A PNG of the drawing, on no ground, in its own size or enlarged to be read.

    Raises:
        UnsupportedPicture: there is no browser in a sandbox here, or the drawing is too large.
        UnreadablePicture: it is no sound drawing, or cannot be drawn in time.
    """
    if len(data) > MOST_BYTES or not has_sandbox():
        raise UnsupportedPicture(_refusal(origin))
    _require_sound(data, origin)
    width, height = drawn_size(data)
    source = base64.b64encode(data).decode("ascii")
    page = (
        "<!doctype html><style>body{margin:0;background:transparent}img{display:block}</style>"
        f'<img width="{width}" height="{height}" src="data:image/svg+xml;base64,{source}">'
    )
    try:
        page_shot = await render_html(page, width=width, limit_seconds=LIMIT_SECONDS, on_white=False)
    except RenderError as error:
        if shutil.which("chromium") is None:
            raise UnsupportedPicture(_refusal(origin)) from error
        raise UnreadablePicture(
            f"The picture ({origin}) is an SVG drawing that cannot be drawn here. Open it and take a screenshot, or "
            "export it as PNG."
        ) from error
    return _cropped(page_shot, (width, height))


def _require_sound(data: bytes, origin: str) -> None:
    """A browser draws nothing of a drawing that is no sound XML, and says nothing: a blank picture would be sent."""
    try:
        expat.ParserCreate().Parse(data, True)
    except expat.ExpatError as error:
        raise UnreadablePicture(
            f"The picture ({origin}) is a broken SVG drawing (line {error.lineno}: {expat.ErrorString(error.code)}). "
            "Mend it, or take a screenshot of what it should show."
        ) from error


def _cropped(page_shot: bytes, size: tuple[int, int]) -> bytes:
    """The drawing alone: a page is as high as the browser's window at least."""
    from PIL import Image

    data = io.BytesIO()
    with Image.open(io.BytesIO(page_shot), formats=("PNG",)) as image:
        image.crop((0, 0, *size)).save(data, "PNG", compress_level=1)
    return data.getvalue()


def drawn_size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels: the drawing's own, its view's, or a usual one, within bounds that can be read."""
    head = _ROOT.search(data[:200_000].decode("utf-8", errors="replace"))
    attributes = head[1] if head else ""
    box = _VIEW_BOX.search(attributes)
    view = (_number(box[1]), _number(box[2])) if box else (0.0, 0.0)
    width, height = _side("width", attributes), _side("height", attributes)
    ratio = view[0] / view[1] if min(view) > 0 else _USUAL[0] / _USUAL[1]
    if width and not height:
        height = width / ratio
    elif height and not width:
        width = height * ratio
    elif not width:
        width, height = view if min(view) > 0 else _USUAL
    longest = max(width, height)
    factor = min(max(longest, _LEAST), _MOST) / longest
    return max(1, round(width * factor)), max(1, round(height * factor))


def _side(name: str, attributes: str) -> float:
    found = re.search(rf"(?<![\w-]){name}\s*=\s*{_NUMBER}", attributes, re.IGNORECASE)
    return _number(found[1]) * _PIXELS.get(found[2] or "", 1.0) if found else 0.0


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        return 0.0
    return number if 0 < number < 1e6 else 0.0


def _refusal(origin: str) -> str:
    return (
        f"The picture ({origin}) is an SVG drawing, which has no pixels, and no sandboxed browser is here to draw it. "
        "Open it and take a screenshot, export it as PNG, or install chromium and bubblewrap."
    )
