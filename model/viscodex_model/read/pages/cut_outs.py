"""Photos, logos and icons inside a picture of a page, as regions that the language server cuts out and saves as files.

An address is `cut:LEFT,TOP,WIDTH,HEIGHT/name.png`, in pixels of the picture. What a picture shows is not known: its
name and its alt text are the words beside it.
"""

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence

import numpy as np

from viscodex_model.read.pages.layout.nodes import Block, Control, Node, Page, walk
from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.scene.graphics import Graphic

# The language server cuts out no more, and nothing smaller (pixels).
MOST, LEAST = 40, 8
# The same drawing differs by less on average (0 to 255): by where its edges fall between pixels.
SAME = 4.0
# Words up to so far from an icon say what it stands for, and up to so far from a picture what it shows (pixels).
NEAR_ICON, NEAR_PICTURE = 24.0, 72.0
# A logo begins in this part of a page, from its left upper corner.
LOGO_RIGHT, LOGO_BOTTOM = 0.3, 0.12
_LONGEST_NAME, _LONGEST_ALT = 40, 80
TOLD = (
    "{count} cut out of the picture. The reader does not know what they show: their alt texts are the words beside "
    "them, look at each."
)


def mark_cut_outs(page: Page, pixels: Pixels) -> tuple[str, ...]:
    """Give the drawings of a page an address and an alt text; what a person should know about them, in sentences.

    `pixels` may be larger than the page, whose layout was then found in a smaller picture.
    """
    scale = pixels.shape[1] / page.width
    nodes = list(_walk(page.root))
    blocks = [node for node in nodes if isinstance(node, Block)]
    drawn = [node for node in nodes if isinstance(node, Graphic) and _is_large_enough(node.box, scale)]
    largest = sorted(drawn, key=lambda graphic: -graphic.box.width * graphic.box.height)[:MOST]
    kept: list[tuple[Pixels, Graphic]] = []
    for graphic in drawn:
        if graphic not in largest:
            continue
        left, top, right, bottom = _whole(graphic.box, scale, pixels)
        name, graphic.alt = _named(graphic, blocks, page)
        graphic.address = f"cut:{left},{top},{right - left},{bottom - top}/{name}.png"
        part = pixels[top:bottom, left:right]
        same = next((other for seen, other in kept if _is_same(seen, part)), None)
        if same is not None:
            graphic.address = same.address
        else:
            kept.append((part, graphic))
    left_out = len(drawn) - len(largest)
    count = "1 picture was" if len(kept) == 1 else f"{len(kept)} pictures were"
    told = (TOLD.format(count=count),) if kept else ()
    return (*told, f"{left_out} small drawings were not cut out: {MOST} are the most.") if left_out else told


def _walk(node: Node) -> Iterator[Node]:
    """All nodes, also those in buttons and fields."""
    for each in walk(node):
        yield each
        if isinstance(each, Control):
            yield from (inner for inner in walk(each.section.body) if isinstance(inner, Graphic))


def _is_large_enough(box: Box, scale: float) -> bool:
    return min(box.width, box.height) * scale >= LEAST


def _whole(box: Box, scale: float, pixels: Pixels) -> tuple[int, int, int, int]:
    """A box in whole pixels of the picture."""
    height, width = pixels.shape[:2]
    whole = box.scaled(scale)
    left, top = max(0, math.floor(whole.left)), max(0, math.floor(whole.top))
    return left, top, min(width, math.ceil(whole.right)), min(height, math.ceil(whole.bottom))


def _is_same(one: Pixels, other: Pixels) -> bool:
    if one.shape != other.shape:
        return False
    return float(np.abs(one.astype(np.int16) - other).mean()) < SAME


def _named(graphic: Graphic, blocks: Sequence[Block], page: Page) -> tuple[str, str]:
    """A file's name without its suffix, and an alt text."""
    box = graphic.box
    if page.whole and box.right < LOGO_RIGHT * page.width and box.bottom < LOGO_BOTTOM * page.height:
        return "logo", "Logo"
    nearest = min(blocks, key=lambda block: _gap(box, block.box), default=None)
    near = nearest is not None and _gap(box, nearest.box) <= (NEAR_ICON if graphic.icon else NEAR_PICTURE)
    words = _plain(graphic.words or (nearest.text if nearest is not None and near else ""))
    slug = _slug(words)
    if not graphic.icon:
        return slug or "picture", f"Picture: {words}" if words else "Picture"
    # The words beside an icon say what it stands for: read aloud, it would say them twice.
    return f"{slug}-icon".lstrip("-"), "" if words else "Icon"


def _gap(one: Box, other: Box) -> float:
    """The distance of two boxes; 0 where they touch."""
    across = max(one.left - other.right, other.left - one.right, 0.0)
    down = max(one.top - other.bottom, other.top - one.bottom, 0.0)
    return math.hypot(across, down)


def _plain(text: str) -> str:
    """Text for an attribute: braces are code in some frameworks."""
    plain = " ".join(re.sub(r"[{}]", " ", text).split())
    return plain if len(plain) <= _LONGEST_ALT else plain[:_LONGEST_ALT].rsplit(" ", 1)[0] + " …"


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    return words if len(words) <= _LONGEST_NAME else words[:_LONGEST_NAME].rsplit("-", 1)[0]
