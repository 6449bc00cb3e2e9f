"""Renders HTML to a PNG in a browser: for the demo and the match score.

Chromium draws it, without scripts, without network and, where bubblewrap is at hand, in a sandbox that sees no file
of the user. What this does not stop: a page that fills the memory until the time is over.
"""

import asyncio
import base64
from pathlib import Path

from viscodex_lsp.edges.browser.chromium import Pipe, RenderError, find_browser, started_browser

__all__ = ["HIGHEST", "RenderError", "find_browser", "load_page", "page_height", "render_html", "screenshot"]

LIMIT_SECONDS = 30.0
HIGHEST = 16_000
WINDOW_HEIGHT = 600


async def render_html(
    html: str, *, width: int, limit_seconds: float = LIMIT_SECONDS, on_white: bool = True
) -> bytes:
    """A PNG of the whole page, `width` pixels wide and as high as its content, at most 16000.

    Where the page has no ground of its own it is white, or with `on_white` False transparent.

    Raises:
        RenderError: no Chromium, or it did not draw the page in time.
    """
    browser = find_browser()
    try:
        async with asyncio.timeout(limit_seconds), started_browser() as pipe:
            await load_page(pipe, html, width, on_white=on_white)
            return await screenshot(pipe, width, min(HIGHEST, await page_height(pipe)))
    except TimeoutError as error:
        raise RenderError(
            f"The page was not drawn within {limit_seconds:g} s. Its code may be too heavy."
        ) from error
    except (OSError, EOFError, LookupError, ValueError) as error:
        raise RenderError(
            f"{Path(browser).name} could not draw the page. Run it once by hand to see what it says."
        ) from error


async def load_page(
    pipe: Pipe, html: str, width: int, *, height: int = WINDOW_HEIGHT, on_white: bool = True
) -> None:
    """Load `html` in a new tab of `width` and `height` pixels, and wait until it is there."""
    frame = await pipe.attach()
    await pipe.call("Emulation.setScriptExecutionDisabled", value=True)
    await pipe.cut_network()
    screen = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    await pipe.call("Emulation.setDeviceMetricsOverride", **screen)
    if not on_white:
        await pipe.call("Emulation.setDefaultBackgroundColorOverride", color={"r": 0, "g": 0, "b": 0, "a": 0})
    pipe.forget("Page.loadEventFired")
    await pipe.call("Page.setDocumentContent", frameId=frame, html=html)
    await pipe.until("Page.loadEventFired")


async def page_height(pipe: Pipe) -> int:
    """The height of the loaded page's content in pixels, at least 1."""
    metrics = await pipe.call("Page.getLayoutMetrics")
    height: float = metrics["cssContentSize"]["height"]
    return max(1, round(height))


async def screenshot(pipe: Pipe, width: int, height: int) -> bytes:
    """A PNG of the loaded page from its top."""
    clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
    shot = await pipe.call("Page.captureScreenshot", format="png", clip=clip, captureBeyondViewport=True)
    return base64.b64decode(shot["data"])
