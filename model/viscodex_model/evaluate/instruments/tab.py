"""One tab of a browser, which takes screenshots of one page after another.

The page is served to itself: its address and those of its given files are answered from memory, every other request is
refused. A tab that showed a page which may still act (scripts, frames, redirects) is not to be used again, because the
next page could be disturbed by it. All others may share a tab, which more than halves the time that a page takes.

A screenshot is that of playwright (whole page, animations off, no caret), pixel for pixel, but its PNG is packed less
tightly, which takes the browser a third less time.
"""

import base64
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Route

TALLEST = 20_000
MOST_PIXELS = 64_000_000
VIEWPORT = (1280, 720)
_ADDRESS = "http://page.invalid/"
_CHARSET = re.compile(r"<meta[^>]+charset", re.IGNORECASE)
_ACTIVE = re.compile(
    r"<\s*(script|iframe|frame|object|embed)|http-equiv|javascript:|[^\w]on\w+\s*=|\x1b", re.IGNORECASE
)


# Ends animations as playwright does, waits for fonts and tells the size as WxH: a text needs no second way to the page.
_SETTLE = """async () => {
  const style = document.createElement('style');
  style.textContent = '* { caret-color: transparent !important }';
  document.documentElement.append(style);
  for (const animation of document.getAnimations()) {
    if (!animation.effect || animation.playbackRate === 0) continue;
    const ends = Number.isFinite(animation.effect.getComputedTiming().endTime);
    try { ends ? animation.finish() : animation.cancel(); } catch {}
  }
  await document.fonts.ready;
  const parts = [document.documentElement, document.body].filter(part => part);
  const most = (...names) => Math.max(...parts.flatMap(part => names.map(name => part[name])));
  return `${most('scrollWidth', 'offsetWidth', 'clientWidth')}x${most('scrollHeight', 'offsetHeight', 'clientHeight')}`;
}"""


class PageFailed(Exception):
    """The page could not be shown; `str(error)` says why."""


class Tab:
    """A tab with a viewport of 1280 by 720; what pages find under their own address are `files`, by name."""

    def __init__(self, browser: "Browser", files: Mapping[str, bytes]) -> None:
        self.files = files
        self._html = ""
        self._served = True
        width, height = VIEWPORT
        self._page = browser.new_page(
            viewport={"width": width, "height": height}, accept_downloads=False, service_workers="block"
        )
        self._page.route("**/*", self._answer)
        self._protocol = self._page.context.new_cdp_session(self._page)

    def screenshot(self, html: str, seconds: float) -> bytes:
        """A PNG of the whole page, animations off.

        Raises:
            PageFailed: it is higher than `TALLEST` pixels, or has more than `MOST_PIXELS`.
            playwright.sync_api.Error: it did not load or could not be drawn within `seconds`.
        """
        self._html, self._served = html, False
        self._page.set_default_timeout(seconds * 1000)
        self._page.goto(_ADDRESS)
        # waiting for a value has a time limit, asking for it has none: the page may be busy for ever by now
        size = str(self._page.wait_for_function(_SETTLE).json_value())
        width, height = map(int, size.split("x"))
        if height > TALLEST:
            raise PageFailed(f"the page is {height} pixels high, and {TALLEST} are shown at most")
        if width * height > MOST_PIXELS:
            raise PageFailed(f"the page has {width} x {height} pixels, which is too many")
        return self._capture(width, height)

    def _capture(self, width: int, height: int) -> bytes:
        clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
        beyond = width > VIEWPORT[0] or height > VIEWPORT[1]
        how = {"format": "png", "optimizeForSpeed": True, "clip": clip, "captureBeyondViewport": beyond}
        return base64.b64decode(self._protocol.send("Page.captureScreenshot", how)["data"])

    def close(self) -> None:
        """End it, with all that its page opened."""
        self._page.context.close()

    def _answer(self, route: "Route") -> None:
        address = route.request.url
        name = address.removeprefix(_ADDRESS)
        if address == _ADDRESS and not self._served:
            self._served = True  # a page that loads itself again meets a wall
            route.fulfill(body=self._html.encode("utf-8", "replace"), content_type=_content_type(self._html))
        elif address.startswith(_ADDRESS) and name in self.files:
            route.fulfill(body=self.files[name])
        else:
            route.abort()


def may_act(html: str) -> bool:
    """Whether the page could do anything after it has been shown; in doubt it could."""
    return _ACTIVE.search(html) is not None


def _content_type(html: str) -> str:
    """Pages that name no character set are UTF-8; one that they name is obeyed, as it would be from disk."""
    return "text/html" if _CHARSET.search(html[:4096]) else "text/html; charset=utf-8"
