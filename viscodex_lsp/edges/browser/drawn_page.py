"""A page drawn to be compared with a picture: its pixels, and the lines of text that can be seen on them.

The page's scripts stay off, its animations stand at their end, and what it draws far below the picture's end is cut.
"""

import asyncio
import re
from collections.abc import Mapping, Sequence
from typing import Any

from viscodex_lsp.core.errors import NotDrawn
from viscodex_lsp.core.truth.nouns.rendered import Rendered
from viscodex_lsp.core.truth.visible import rendered_page
from viscodex_lsp.edges.browser.chromium import Pipe, RenderError, started_browser
from viscodex_lsp.edges.browser.render import load_page, page_height, screenshot
from viscodex_lsp.edges.browser.snapshot import STYLES, read_layout

LIMIT_SECONDS = 10.0
# What fills the window is as high as the picture, unless that shows a long page from top to bottom.
TALLEST_WINDOW = 800
LEAST_WIDTH, MOST_WIDTH = 200, 2600
_DOCTYPE = re.compile(r"\s*<!doctype[^>]*>", re.IGNORECASE)
# The alternative text of a picture that is missing would be drawn, and is no text of the page.
_STILL = (
    "<style>*,::before,::after{animation-duration:0s!important;animation-delay:0s!important;"
    "animation-iteration-count:1!important;transition:none!important}img{color:transparent!important}</style>"
)


async def draw_page(html: str, width: int, height: int, *, limit_seconds: float = LIMIT_SECONDS) -> Rendered:
    """Draw `html` for a picture of `width` and `height` pixels, and end whatever happens after `limit_seconds`.

    Raises:
        NotDrawn: no Chromium, or it did not draw the page in time.
    """
    try:
        async with asyncio.timeout(limit_seconds), started_browser() as pipe:
            return await draw_in(pipe, html, width, height)
    except RenderError as error:
        raise NotDrawn("Chromium is not installed") from error
    except TimeoutError as error:
        raise NotDrawn(f"drawing the page took longer than {limit_seconds:g} s") from error
    except (OSError, EOFError, LookupError, ValueError) as error:
        raise NotDrawn("Chromium could not draw the page") from error


async def draw_pages(
    pages: Sequence[tuple[str, int, int]], *, limit_seconds: float = LIMIT_SECONDS
) -> list[Rendered | str]:
    """Draw several pages of HTML, each with its width and height, in one browser: each page, or why it was not drawn.

    All together end after three times `limit_seconds`, each after that.
    """
    drawn: list[Rendered | str] = []
    try:
        async with asyncio.timeout(3 * limit_seconds), started_browser() as pipe:
            for html, width, height in pages:
                async with asyncio.timeout(limit_seconds):
                    drawn.append(await draw_in(pipe, html, width, height))
    except RenderError:
        reason = "Chromium is not installed"
    except TimeoutError:
        reason = f"drawing took longer than {limit_seconds:g} s"
    except (OSError, EOFError, LookupError, ValueError):
        reason = "Chromium could not draw the page"
    else:
        return drawn
    return drawn + [reason] * (len(pages) - len(drawn))


async def draw_in(pipe: Pipe, html: str, width: int, height: int) -> Rendered:
    """See `draw_page`; in a browser that runs already."""
    width = min(MOST_WIDTH, max(LEAST_WIDTH, width))
    await load_page(pipe, _still(html), width, height=min(max(height, 1), TALLEST_WINDOW))
    answer: Mapping[str, Any] = await pipe.call("DOMSnapshot.captureSnapshot", computedStyles=list(STYLES))
    full = await page_height(pipe)
    most = max(3 * height, 2000)
    png = await screenshot(pipe, width, min(full, most))
    layout = await asyncio.to_thread(read_layout, answer)
    return await asyncio.to_thread(rendered_page, png, layout.texts, layout.empty, cut=full > most)


def _still(html: str) -> str:
    """The page with its animations ended. The parser takes the style for the head's, whatever follows."""
    doctype = _DOCTYPE.match(html)
    at = doctype.end() if doctype else 0
    return html[:at] + _STILL + html[at:]
