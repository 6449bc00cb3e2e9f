"""Draws many page sections with one browser, and measures the boxes and colours of their words.

A section is an HTML fragment with a plain margin colour; its picture is uint8, height x width x 3, or None where it did
not fit. All sections are laid out on one tall sheet, which is photographed once: that is what makes it quick. The sheet
runs without network and without scripts of the pages.
"""

import base64
import io
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import CDPSession, Page, sync_playwright

from viscodex_model.core.errors import UserError

Pixels = NDArray[np.uint8]

SHEET_WIDTH = 1900
ROOM = (20, 20, 44, 44)
"""Plain space kept round every section on the sheet: left, top, right, bottom, in pixels."""

_HEAD = (
    "<!doctype html><meta charset=utf-8><style>body{margin:0}"
    "#sheet{display:flex;flex-wrap:wrap;align-items:flex-start;width:%dpx}"
    "#sheet>i{display:block;box-sizing:border-box;font-style:normal;padding:%dpx %dpx %dpx %dpx}</style><div id=sheet>"
)

_ALIGN = """() => {
  const all = [...document.querySelectorAll('#sheet>i')];
  const tall = all.map(i => Math.ceil(i.getBoundingClientRect().height));
  all.forEach((i, at) => { i.style.height = tall[at] + 'px'; });
}"""
"""Whole pixels for every section's height: the same section is then drawn the same wherever it lies."""

_MEASURE = """() => {
  const ground = e => { for (; e; e = e.parentElement) {
    const c = getComputedStyle(e).backgroundColor;
    if (c !== 'rgba(0, 0, 0, 0)') return c; } return 'rgb(255, 255, 255)'; };
  const pen = document.createElement('canvas').getContext('2d');
  const hint = (e, out) => {
    const r = e.getBoundingClientRect(), s = getComputedStyle(e);
    pen.font = s.font;
    const left = r.x + parseFloat(s.borderLeftWidth) + parseFloat(s.paddingLeft);
    for (const m of e.placeholder.matchAll(/\\S+/g)) {
      const x = pen.measureText(e.placeholder.slice(0, m.index)).width, w = pen.measureText(m[0]).width;
      out.push([left + x, r.y, left + x + w, r.y + r.height, getComputedStyle(e, '::placeholder').color, ground(e)]);
    } };
  const words = root => {
    const out = [], range = document.createRange();
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let n = walk.nextNode(); n; n = walk.nextNode()) {
      if (n.nodeType === 1) { if (n.placeholder) hint(n, out); continue; }
      if (!n.data.trim()) continue;
      const ink = getComputedStyle(n.parentElement).color, under = ground(n.parentElement);
      for (const m of n.data.matchAll(/\\S+/g)) {
        range.setStart(n, m.index); range.setEnd(n, m.index + m[0].length);
        const r = range.getClientRects()[0];
        out.push([r.x, r.y, r.x + r.width, r.y + r.height, ink, under]);
      } }
    return out; };
  return [...document.querySelectorAll('#sheet>i')].map(i => {
    const root = i.firstElementChild, r = root.getBoundingClientRect();
    return {box: [r.x, r.y, r.width, r.height], spills: root.scrollWidth > root.clientWidth + 2, words: words(root)};
  });
}"""


@dataclass(frozen=True)
class Word:
    """Where one word is drawn (pixels of its section: left, top, right, bottom) and in which CSS colours."""

    box: tuple[float, float, float, float]
    ink: str
    ground: str


@dataclass(frozen=True)
class Drawn:
    """One drawn section: its pixels with plain room round it, the root element's box in them, its words in order."""

    pixels: Pixels
    root: tuple[float, float, float, float]
    words: tuple[Word, ...]


class Sheet:
    """A browser page that draws many sections at once."""

    def __init__(self, page: Page, wire: CDPSession) -> None:
        self._page = page
        self._wire = wire

    def draw(self, fragments: Sequence[str], margins: Sequence[str]) -> list[Drawn | None]:
        """Each fragment on its margin colour; None for one whose content is wider than its root element."""
        left, top, right, bottom = ROOM
        order = sorted(range(len(fragments)), key=lambda index: len(fragments[index]))
        head = _HEAD % (SHEET_WIDTH, top, right, bottom, left)
        cells = (f"<i style='background:{margins[index]}'>{fragments[index]}</i>" for index in order)
        self._page.set_content(head + "".join(cells))
        self._page.evaluate(_ALIGN)
        found = self._page.evaluate(_MEASURE)
        photo = self._photograph()
        drawn: list[Drawn | None] = [None] * len(fragments)
        for index, section in zip(order, found, strict=True):
            drawn[index] = _cut(photo, section)
        return drawn

    def _photograph(self) -> Pixels:
        height = int(self._page.evaluate("document.documentElement.scrollHeight"))
        answer = self._wire.send(
            "Page.captureScreenshot",
            {
                "format": "png",
                "optimizeForSpeed": True,
                "captureBeyondViewport": True,
                "clip": {"x": 0, "y": 0, "width": SHEET_WIDTH, "height": height, "scale": 1},
            },
        )
        with Image.open(io.BytesIO(base64.b64decode(answer["data"]))) as picture:
            return np.asarray(picture.convert("RGB"))


def _cut(photo: Pixels, section: dict[str, Any]) -> Drawn | None:
    x, y, width, height = section["box"]
    left, top, right, bottom = ROOM
    x0, y0, x1, y1 = int(x) - left, int(y) - top, int(x + width) + right, int(y + height) + bottom
    if section["spills"] or y1 > photo.shape[0]:
        return None
    words = tuple(
        Word((a - x0, b - y0, c - x0, d - y0), ink, ground) for a, b, c, d, ink, ground in section["words"]
    )
    return Drawn(photo[y0:y1, x0:x1], (x - x0, y - y0, x - x0 + width, y - y0 + height), words)


def find_chromium() -> str:
    """The browser's path: `CHROMIUM`, or the first one on the path.

    Raises UserError where there is none.
    """
    for name in (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"):
        path = shutil.which(name) if name else None
        if path:
            return path
    raise UserError(
        "No chromium was found, and pages are drawn with it: install it (Debian: apt install chromium) or set CHROMIUM."
    )


@contextmanager
def open_sheet() -> Iterator[Sheet]:
    """A sheet in a browser of its own, closed at the end; it reaches no network."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu", "--disable-lcd-text"]
        )
        try:
            page = browser.new_page(viewport={"width": SHEET_WIDTH, "height": 1000})
            page.context.set_offline(True)
            yield Sheet(page, page.context.new_cdp_session(page))
        finally:
            browser.close()
