"""The room's way: pixels and lines of text become a page, and a page becomes elements."""

import math
from collections.abc import Iterator, Sequence

from viscodex_model.read.pages.building.build import Builder
from viscodex_model.read.pages.building.elements import Element, absorb_only_child, hoist
from viscodex_model.read.pages.building.placing import EVENED, EXACT
from viscodex_model.read.pages.building.values import hex_color, px
from viscodex_model.read.pages.layout.landmarks import find_landmarks
from viscodex_model.read.pages.layout.nodes import Block, Page, Section, walk
from viscodex_model.read.pages.layout.roles import name_blocks
from viscodex_model.read.pages.layout.tree import grow
from viscodex_model.read.pages.layout.typesetting import harmonize, page_type
from viscodex_model.read.picture.pixels import Pixels, resized
from viscodex_model.read.recognition.lines import Line
from viscodex_model.read.scene.photos import as_boxes, find_photos, see_with_photos
from viscodex_model.read.scene.pieces import Piece
from viscodex_model.read.scene.plots import with_plots

# Pictures with more pixels are made smaller before they are laid out: memory and time stay bounded.
LARGEST = 8_000_000
# Lines less sure than this are doubtful; so many are named.
UNSURE, NAMED = 0.7, 3
BANNER = "The photo under “{words}” became a plain ground: its words would stand in the picture, too."
TEXTURE = "Many small spots, short lines or boxes were taken for a pattern and left out."
PLOTS = "What looks like a plot is an empty box on the page: capture a chart alone for its values."


def recognize(pixels: Pixels, lines: Sequence[Line], *, cut_outs: bool = False) -> Page:
    """The page that a picture shows; a very large picture is made smaller, and the page is as large as that.

    With `cut_outs` its photos and logos are drawings, each whole.
    """
    doubts = []
    scale = min(1.0, math.sqrt(LARGEST / (pixels.shape[0] * pixels.shape[1])))
    if scale < 1:
        pixels, lines = resized(pixels, scale), [line.scaled(scale) for line in lines]
        doubts.append(f"The picture is very large: the page is laid out at {scale:.0%} of its size.")
    height, width = pixels.shape[:2]
    photos = find_photos(pixels, lines)
    if not cut_outs:
        photos = as_boxes(photos, pixels)
    scene = see_with_photos(pixels, lines, photos, logos=cut_outs)
    doubts += [BANNER.format(words=photo.words) for photo in photos if photo.banner and cut_outs]
    doubts += [TEXTURE] if scene.textured else []
    scene, plots = with_plots(scene, pixels)
    doubts += [PLOTS] if plots else []
    doubts.extend(_doubts(scene.pieces))
    root = grow(scene)
    harmonize(blocks_of(root))
    return Page(root, width, height, tuple(doubts))


def _doubts(pieces: Sequence[Piece]) -> Iterator[str]:
    unsure = [piece.text for piece in pieces if piece.confidence < UNSURE]
    for text in unsure[:NAMED]:
        yield f"“{text}” may be misread."
    if len(unsure) > NAMED:
        yield f"{len(unsure) - NAMED} more lines may be misread."


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
    if not page.whole:
        absorb_only_child(root)
    root.name = "page"
    root.style = base | {
        key: value for key, value in root.style.items() if key not in ("min-height", "height")
    }
    return root
