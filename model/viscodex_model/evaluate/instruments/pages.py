"""Renders a page three times and returns its screenshot and its text blocks."""

from collections.abc import Mapping
from dataclasses import dataclass

from viscodex_model.evaluate.instruments.browser import Renderer, as_array
from viscodex_model.evaluate.metrics.pages.matching import Block
from viscodex_model.evaluate.metrics.pages.recoloring import COLOR_STEP, recolor, text_runs
from viscodex_model.evaluate.metrics.pages.text import find_blocks


@dataclass(frozen=True)
class Page:
    """A page as it looks (PNG) and the text blocks on it."""

    picture: bytes
    blocks: tuple[Block, ...]


def render_page(html: str, renderer: Renderer, files: Mapping[str, bytes] | None = None) -> Page:
    """Show `html` plainly and in two recoloured copies, and find its text.

    Raises:
        PageFailed: one of the three cannot be shown.
        TooManyElements: there are not enough colours for it.
    """
    picture = renderer.screenshot(html, files)
    recolored = recolor(html)
    plain = as_array(picture)
    first = as_array(renderer.screenshot(recolored, files))
    second = as_array(renderer.screenshot(recolor(html, step=COLOR_STEP), files))
    return Page(picture, tuple(find_blocks(plain, first, second, text_runs(recolored))))
