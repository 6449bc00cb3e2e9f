"""Takes screenshots of pages in a browser that reaches neither the network nor local files.

What a page asks for is answered or refused by its tab, and would meet a dead proxy and an empty name table behind it.
Pages run their scripts, as in Design2Code's own measure. Chromium's own sandbox is on, except for root, who cannot have
it: run `score` as another user where pages come from strangers.
"""

import contextlib
import io
import os
from collections.abc import Mapping
from types import TracebackType
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from viscodex_model.core.errors import UserError
from viscodex_model.core.installation import install_command
from viscodex_model.core.sandbox.process_tree import is_root
from viscodex_model.evaluate.instruments.tab import PageFailed, Tab, may_act
from viscodex_model.evaluate.metrics.pages.text import Picture

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

DEFAULT_BROWSER = "/usr/bin/chromium"
SECONDS = 60.0
_ARGUMENTS = [
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=http://127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-background-networking",
    "--js-flags=--max-old-space-size=512",
]


class Renderer:
    """A warm browser. It is started at the first page, and anew after a page that hangs."""

    def __init__(
        self, executable: str = DEFAULT_BROWSER, *, environment: Mapping[str, str] | None = None
    ) -> None:
        self._executable = executable
        self._environment = {**os.environ, **(environment or {})}
        self._browser: Browser | None = None
        self._tab: Tab | None = None

    def __enter__(self) -> "Renderer":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def screenshot(
        self, html: str, files: Mapping[str, bytes] | None = None, *, seconds: float = SECONDS
    ) -> bytes:
        """A PNG of the whole page at a width of 1280, animations off.

        Raises:
            PageFailed: it did not load or could not be drawn within `seconds`.
            UserError: no browser can be started.
        """
        from playwright.sync_api import Error

        try:
            tab = self._tab_with(files or {})
            try:
                return tab.screenshot(html, seconds)
            finally:
                if may_act(html):
                    self._close_tab()
        except Error as error:
            self.close()
            raise PageFailed(f"the page cannot be shown: {str(error).splitlines()[0][:200]}") from error

    def close(self) -> None:
        """End the browser, also one that hangs."""
        if self._browser is None:
            return
        from playwright.sync_api import Error

        with contextlib.suppress(Error):  # it has died already, which is what is wanted
            self._browser.close()
        self._browser, self._tab = None, None
        _DRIVER.give_back()

    def _tab_with(self, files: Mapping[str, bytes]) -> Tab:
        """The tab of the page before, unless that was to be had with other files: they might be remembered."""
        browser = self._start()
        if self._tab is not None and self._tab.files != files:
            self._close_tab()
        if self._tab is None:
            self._tab = Tab(browser, files)
        return self._tab

    def _close_tab(self) -> None:
        tab, self._tab = self._tab, None
        if tab is not None:
            tab.close()

    def _start(self) -> "Browser":
        if self._browser is not None and self._browser.is_connected():
            return self._browser
        self.close()
        driver = _DRIVER.take()
        from playwright.sync_api import Error

        # root cannot have chromium's own sandbox
        arguments = [*_ARGUMENTS, "--no-sandbox"] if is_root() else _ARGUMENTS
        try:
            self._browser = driver.chromium.launch(
                executable_path=self._executable,
                args=arguments,
                env=dict(self._environment),
                chromium_sandbox=not is_root(),
            )
        except Error as error:
            _DRIVER.give_back()
            raise UserError(
                f"No browser starts at {self._executable}: {str(error).splitlines()[0]}. "
                "Install chromium, or give its path with --browser."
            ) from error
        return self._browser


class _Driver:
    """The process's one driver of browsers: playwright allows no second one in a thread. It ends with the last
    browser, since its event loop would stand in the way of everybody else's."""

    def __init__(self) -> None:
        self._running: Playwright | None = None
        self._users = 0

    def take(self) -> "Playwright":
        """The driver, started for the first user.

        Raises:
            UserError: playwright is not installed.
        """
        if self._running is None:
            try:
                from playwright.sync_api import sync_playwright
            except ImportError as error:
                raise UserError(
                    "Pages are rendered by playwright, which is not installed. "
                    f"Run: {install_command('evaluate')}"
                ) from error
            self._running = sync_playwright().start()
        self._users += 1
        return self._running

    def give_back(self) -> None:
        """One user less; the last one stops it."""
        self._users -= 1
        if self._users == 0 and self._running is not None:
            self._running.stop()
            self._running = None


_DRIVER = _Driver()


def as_array(png: bytes) -> Picture:
    """A PNG as an RGB array of shape (height, width, 3)."""
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))
