"""The room's way: pixels and lines of text become a page, and a page becomes elements."""

from collections.abc import Sequence

from viscodex_model.read.pages.building.build import Builder
from viscodex_model.read.pages.building.elements import Element, hoist
from viscodex_model.read.pages.building.placing import EVENED, EXACT
from viscodex_model.read.pages.building.values import hex_color, px
from viscodex_model.read.pages.layout.landmarks import find_landmarks
from viscodex_model.read.pages.layout.nodes import Block, Page, Section, walk
from viscodex_model.read.pages.layout.roles import name_blocks
from viscodex_model.read.pages.layout.tree import grow
from viscodex_model.read.pages.layout.typesetting import harmonize, page_type
from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.recognition.lines import Line
from viscodex_model.read.scene.see import see_page


def recognize(pixels: Pixels, lines: Sequence[Line]) -> Page:
    """The page that a picture shows."""
    height, width = pixels.shape[:2]
    root = grow(see_page(pixels, lines))
    harmonize(blocks_of(root))
    return Page(root, width, height)


def blocks_of(root: Section) -> list[Block]:
    """All blocks of text, in reading order."""
    return [node for node in walk(root) if isinstance(node, Block)]


def elements(page: Page) -> Element:
    """The page as one element with all others inside it."""
    blocks = blocks_of(page.root)
    type_ = page_type(blocks)
    name_blocks(page.root, type_)
    builder = Builder(
        type_, find_landmarks(page.root) if page.whole else {}, slack=EVENED if page.whole else EXACT
    )
    placed = builder.section(page.root, page.root.region)
    root = placed.element
    hoist(root)
    base = {
        "box-sizing": "border-box",
        "width": px(page.width),
        "min-height": px(page.height),
        "background": hex_color(page.root.region.color),
        "color": hex_color(type_.ink),
        "font-family": type_.face.stack,
        "font-size": f"{type_.size:g}px",
    }
    if type_.face.bold:
        base["font-weight"] = "bold"
    if type_.line:
        base["line-height"] = f"{type_.line:g}"
    root.name = "page"
    root.style = base | {
        key: value for key, value in root.style.items() if key not in ("min-height", "height")
    }
    return root
