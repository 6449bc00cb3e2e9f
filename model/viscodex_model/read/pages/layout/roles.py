"""What blocks of text are: headings, paragraphs, items of lists, terms and what they mean, code, links."""

from collections.abc import Iterable, Sequence

from viscodex_model.read.pages.layout.nodes import Block, Group, Node, Section, walk
from viscodex_model.read.pages.layout.typesetting import Type
from viscodex_model.read.picture.geometry import RGB
from viscodex_model.read.scene.pieces import Style
from viscodex_model.read.scene.regions import alike

# How much larger than the page's text headings are, from h1 on.
HEADINGS = ((1.75, "h1"), (1.35, "h2"), (1.12, "h3"))
BOLD_HEADING = "h4"
HEADING_TAGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# A heading is no longer than this many characters.
LONGEST_HEADING = 120
# How far the meaning of a term is indented, in pixels.
INDENT = (14.0, 64.0)
# Items of one list begin at the same place, but for so many pixels.
ITEM_EDGE = 6.0
# The difference of channels from which a colour is no grey.
COLOURFUL = 60
# All of a page's text in a colour darker than this is no link for that.
BRIGHT = 150


def name_blocks(root: Section, type_: Type) -> None:
    """Give every block without a role one."""
    for node in walk(root):
        if isinstance(node, Group) and node.axis == "y":
            _name_column(node.children, type_)
    for node in walk(root):
        if isinstance(node, Block) and not node.role:
            node.role = _single_role(node, type_)


def _single_role(block: Block, type_: Type) -> str:
    if block.marker:
        return "li"
    style = block.style
    if style.face.monospaced and len(block.pieces) > 1 and (not type_.face.monospaced or _indented(block)):
        return "pre"
    if len(block.text) <= LONGEST_HEADING and len(block.pieces) <= 3:
        ratio = style.size / type_.size
        for least, tag in HEADINGS:
            if ratio >= least:
                return tag
    return "p"


def _indented(block: Block) -> bool:
    """Whether lines begin at different characters: in a page that is all in a typewriter face, that is code."""
    edges = [piece.box.left for piece in block.pieces]
    return max(edges) - min(edges) > 0.8 * block.style.face.advance("x") * block.style.size


def _name_column(children: Sequence[Node], type_: Type) -> None:
    for index, node in enumerate(children):
        if not isinstance(node, Block) or node.role:
            continue
        node.role = _single_role(node, type_)
        following = children[index + 1] if index + 1 < len(children) else None
        if node.role == "p" and len(node.pieces) == 1:
            _name_line(node, following, type_)
    _name_meanings(children)
    _set_depths([node for node in children if isinstance(node, Block) and node.role == "li"])


def _name_line(block: Block, following: Node | None, type_: Type) -> None:
    """A line may be a term that is explained below it, or a heading in bold type."""
    low, high = INDENT
    if isinstance(following, Block) and not following.marker:
        indent = following.box.left - block.box.left
        near = following.box.top - block.box.bottom < 1.6 * block.style.size
        if low <= indent <= high and near and block.align == "left":
            block.role = "dt"
            return
    if _all_bold(block) and not type_.face.bold and following is not None:
        block.role = BOLD_HEADING


def _name_meanings(children: Sequence[Node]) -> None:
    """What stands indented below a term explains it."""
    edge: float | None = None
    for node in children:
        if not isinstance(node, Block):
            continue
        if node.role == "dt":
            edge = node.box.left
        elif edge is not None and node.role == "p" and INDENT[0] <= node.box.left - edge <= INDENT[1]:
            node.role = "dd"
        elif node.role != "li":
            edge = None


def _set_depths(items: Iterable[Block]) -> None:
    edges: list[float] = []
    for item in items:
        while edges and item.box.left < edges[-1] - ITEM_EDGE:
            edges.pop()
        if not edges or item.box.left > edges[-1] + ITEM_EDGE:
            edges.append(item.box.left)
        item.depth = len(edges) - 1


def _all_bold(block: Block) -> bool:
    return all(run.style.face.bold for piece in block.pieces for run in piece.runs)


def is_link(style: Style, type_: Type) -> bool:
    """Whether text looks like a link: underlined, or in a bright colour where the page's text is dark or grey."""
    return style.underlined or (
        colourful(style.ink) and not (alike(style.ink, type_.ink) and max(style.ink) < BRIGHT)
    )


def colourful(color: RGB) -> bool:
    """Whether a colour is no grey and not nearly black."""
    return max(color) - min(color) > COLOURFUL
