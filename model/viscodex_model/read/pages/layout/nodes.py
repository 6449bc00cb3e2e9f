"""The tree of a page: what stands beside what and below what, from the whole page down to lines of text."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from viscodex_model.read.picture.geometry import RGB, Box, union
from viscodex_model.read.picture.surfaces import Rule
from viscodex_model.read.scene.graphics import Graphic
from viscodex_model.read.scene.pieces import Piece, Style
from viscodex_model.read.scene.regions import Region
from viscodex_model.read.tables.table import Table

# From this size on (pixels) a picture is of a whole page.
WHOLE_WIDTH, WHOLE_HEIGHT = 700, 440
# A telephone's screen is at least so wide and high, and so many times as high as it is wide.
PHONE_WIDTH, PHONE_HEIGHT, UPRIGHT = 300, 560, 1.4


@dataclass(eq=False)
class Group:
    """Children side by side (`axis` "x") or one below another (`axis` "y"), in order."""

    axis: str
    children: list["Node"]

    @property
    def box(self) -> Box:
        return union(child.box for child in self.children)


@dataclass(eq=False)
class Section:
    """A region with what stands in it; `body` is empty for a plain one. `picture` marks one that holds a drawing."""

    region: Region
    body: "Node | None"
    picture: bool = False

    @property
    def box(self) -> Box:
        return self.region.box


@dataclass(eq=False)
class Block:
    """Lines of text that flow as one. `align` is left, center or right; `pitch` the distance of baselines or 0."""

    pieces: list[Piece]
    align: str = "left"
    pitch: float = 0.0
    role: str = ""
    """What the block is, as a tag: h1 to h6, p, pre, li, dt, dd, label ...; empty until it is known."""
    depth: int = 0
    """Of a list's item: how many lists it lies in, less one."""
    link: bool = False
    """Whether it is a link by where it stands, whatever it looks like."""

    @property
    def box(self) -> Box:
        return union(piece.box for piece in self.pieces)

    @property
    def style(self) -> Style:
        return max(self.pieces, key=lambda piece: len(piece.text)).style

    @property
    def text(self) -> str:
        return " ".join(piece.text for piece in self.pieces)

    @property
    def marker(self) -> str:
        return self.pieces[0].marker


@dataclass(eq=False)
class Grid:
    """A table with its cells as blocks of text (in the order of its cells, none for an empty one), its lines' colour
    (none without lines) and the ground of each row."""

    table: Table
    blocks: list["Block | None"]
    line: RGB | None
    grounds: list[RGB]

    @property
    def box(self) -> Box:
        return self.table.box


@dataclass(eq=False)
class Control:
    """A form's element: `kind` is button, text, select, textarea, checkbox or radio."""

    kind: str
    section: Section
    text: Block | None
    checked: bool = False

    @property
    def box(self) -> Box:
        return self.section.box


Item = Piece | Region | Graphic | Rule | Grid
Node = Group | Section | Block | Grid | Control | Graphic | Rule | Piece


def walk(node: Node | None) -> Iterator[Node]:
    """A node and all below it, in reading order."""
    if node is None:
        return
    yield node
    if isinstance(node, Group):
        for child in node.children:
            yield from walk(child)
    elif isinstance(node, Section):
        yield from walk(node.body)
    elif isinstance(node, Control):
        yield from walk(node.text)
    elif isinstance(node, Grid):
        yield from (block for block in node.blocks if block is not None)


@dataclass(frozen=True)
class Page:
    """What was read of a page: its tree, its size and ground, and what is doubtful, in sentences."""

    root: Section
    width: int
    height: int
    doubts: tuple[str, ...] = field(default=())

    @property
    def whole(self) -> bool:
        """Whether the picture is of a whole page or window, and not of a part of one."""
        phone = self.height >= max(PHONE_HEIGHT, UPRIGHT * self.width) and self.width >= PHONE_WIDTH
        return phone or (self.width >= WHOLE_WIDTH and self.height >= WHOLE_HEIGHT)
