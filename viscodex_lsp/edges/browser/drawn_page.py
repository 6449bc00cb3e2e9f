"""A page drawn to be compared with a picture: its pixels, and the lines of text that can be seen on them.

The page's scripts stay off, its animations stand at their end, and what it draws far below the picture's end is cut.
"""

import asyncio
import re
from collections.abc import Mapping
from typing import Any

from viscodex_lsp.core.truth.nouns.rendered import Rendered
from viscodex_lsp.core.truth.visible import rendered_page
from viscodex_lsp.edges.browser.chromium import Pipe
from viscodex_lsp.edges.browser.render import load_page, page_height, screenshot
from viscodex_lsp.edges.browser.snapshot import STYLES, read_layout

# What fills the window is as high as the picture, unless that shows a long page from top to bottom.
TALLEST_WINDOW = 800
LEAST_WIDTH, MOST_WIDTH = 200, 2600
_DOCTYPE = re.compile(r"\s*<!doctype[^>]*>", re.IGNORECASE)
# The alternative text of a picture that is missing would be drawn, and is no text of the page.
_STILL = (
    "<style>*,::before,::after{animation-duration:0s!important;animation-delay:0s!important;"
    "animation-iteration-count:1!important;transition:none!important}img{color:transparent!important}</style>"
)


async def draw_in(pipe: Pipe, html: str, width: int, height: int) -> Rendered:
    """Draw `html` in a running browser for a picture of `width` and `height` pixels."""
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
