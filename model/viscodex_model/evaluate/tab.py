"""One tab of a browser: HTML and its pictures in, a screenshot out, one page after the other.

The page is served to itself: its address and those of its given files are answered from memory, every other request is
refused. A tab that showed a page which may still act (scripts, frames, redirects) is not to be used again, because the
next page could be disturbed by it. All others may share a tab, which more than halves the time that a page takes.
"""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Route

TALLEST = 20_000
VIEWPORT = (1280, 720)
_ADDRESS = "http://page.invalid/"
_CHARSET = re.compile(r"<meta[^>]+charset", re.IGNORECASE)
_ACTIVE = re.compile(
    r"<\s*(script|iframe|frame|object|embed)|http-equiv|javascript:|[^\w]on\w+\s*=|\x1b", re.IGNORECASE
)


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

    def screenshot(self, html: str, seconds: float) -> bytes:
        """A PNG of the whole page, animations off.

        Raises:
            PageFailed: it is higher than `TALLEST` pixels.
            playwright.sync_api.Error: it did not load or could not be drawn within `seconds`.
        """
        self._html, self._served = html, False
        self._page.set_default_timeout(seconds * 1000)
        self._page.goto(_ADDRESS)
        height = self._page.evaluate("document.documentElement.scrollHeight")
        if height > TALLEST:
            raise PageFailed(f"the page is {height} pixels high, and {TALLEST} are shown at most")
        return self._page.screenshot(full_page=True, animations="disabled")

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
