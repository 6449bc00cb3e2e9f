"""Recursive cuts: what stands on a page is parted along white space into columns and bands, down to single things.

White space that runs over the whole height of a group parts columns: a sidebar from the main area. Where none does,
level white space parts bands; neighbouring bands that share an upright gutter stay together, so that the columns in
them are found whole. Rows of a table or of cards are told from independent columns by how they are aligned.
"""

from collections.abc import Sequence
from itertools import pairwise

from viscodex_model.read.pages.layout.nodes import Group, Item, Node, Section
from viscodex_model.read.picture.geometry import Box, union
from viscodex_model.read.scene.pieces import Piece
from viscodex_model.read.scene.regions import Region

Span = tuple[float, float]

# Columns of text stand at least so far apart, in em of the smaller text beside the gap.
GUTTER = 1.1
# Boxes may overlap so far, in pixels, and still be parted: borders that are shared, rounding.
TOUCH = 2.0
# Tops, centres or baselines that differ by less are aligned, in pixels.
ALIGNED = 4.0
# Things lower than this, in pixels, make a row where their middles are aligned.
LOW = 60.0
# The share of bands in which columns must be aligned to be rows.
MOSTLY = 0.7
# How much boxes are shrunk about their centres, step by step, where they overlap and nothing can be parted.
SHRINK = (0.15, 0.35, 0.6, 0.9)


def arrange(items: Sequence[Item], contents: dict[Region, list[Item]]) -> Node | None:
    """The tree of items of one region; `contents` has those of each region inside it."""
    if not items:
        return None
    return _cut(list(items), contents)


def _cut(items: list[Item], contents: dict[Region, list[Item]]) -> Node:
    if len(items) == 1:
        return _leaf(items[0], contents)
    bands = split(items, "y")
    columns = split(items, "x", apart=len(bands) > 1)
    if len(bands) == 1 and len(columns) == 1:
        return _cut_tangled(items, contents)
    if len(bands) == 1:
        return _group("x", [_cut(column, contents) for column in columns])
    if len(columns) > 1 and not in_rows(bands, columns):
        return _group("x", [_cut(column, contents) for column in columns])
    if len(columns) > 1:
        return _group("y", [_cut(band, contents) for band in bands])
    groups = join_bands(bands)
    if len(groups) == 1:
        groups = bands
    return _group("y", [_cut(group, contents) for group in groups])


def _leaf(item: Item, contents: dict[Region, list[Item]]) -> Node:
    if isinstance(item, Region):
        return Section(item, arrange(contents.get(item, []), contents))
    return item


def _group(axis: str, children: list[Node]) -> Node:
    """A group in which no child is a group of the same axis."""
    flat: list[Node] = []
    for child in children:
        flat += child.children if isinstance(child, Group) and child.axis == axis else [child]
    return flat[0] if len(flat) == 1 else Group(axis, flat)


def span(item: Item, axis: str) -> Span:
    """What an item covers along an axis. Of text only the height of small letters counts: tails may overlap."""
    box = item.box
    if axis == "x":
        return box.left, box.right
    if isinstance(item, Piece):
        return max(box.top, item.baseline - 0.55 * item.style.size), min(box.bottom, item.baseline)
    return box.top, box.bottom


def split(items: Sequence[Item], axis: str, *, apart: bool = False, shrink: float = 0.0) -> list[list[Item]]:
    """Items in groups between which lies white space; with `apart`, text needs a gutter beside it."""
    padded = []
    for item in items:
        start, end = span(item, axis)
        less = min(shrink * (end - start) / 2, (end - start) / 2 - 0.1)
        room = GUTTER * item.style.size / 2 if apart and isinstance(item, Piece) else 0.0
        padded.append((start + less - room, end - less + room, item))
    padded.sort(key=lambda one: (one[0], one[1]))
    groups: list[list[Item]] = []
    reach = float("-inf")
    for start, end, item in padded:
        if groups and start < reach - min(TOUCH, 0.3 * (end - start)):
            groups[-1].append(item)
        else:
            groups.append([item])
        reach = max(reach, end)
    return groups


def _cut_tangled(items: list[Item], contents: dict[Region, list[Item]]) -> Node:
    """Overlapping items: parted where they overlap least; at last one below another."""
    for shrink in SHRINK:
        for axis in ("y", "x"):
            groups = split(items, axis, shrink=shrink)
            if len(groups) > 1:
                return _group(axis, [_cut(group, contents) for group in groups])
    ordered = sorted(items, key=lambda item: (item.box.center[1], item.box.left))
    return Group("y", [_leaf(item, contents) for item in ordered])


def in_rows(bands: Sequence[Sequence[Item]], columns: Sequence[Sequence[Item]]) -> bool:
    """Whether what stands in columns is aligned band by band, as in a table or in rows of cards."""
    home = {id(item): index for index, column in enumerate(columns) for item in column}
    shared = aligned = 0
    for band in bands:
        cells: dict[int, list[Item]] = {}
        for item in band:
            cells.setdefault(home[id(item)], []).append(item)
        if len(cells) > 1:
            shared += 1
            aligned += _is_row(list(cells.values()))
    return shared >= 2 and shared >= 0.5 * len(bands) and aligned >= MOSTLY * shared


def _is_row(cells: Sequence[Sequence[Item]]) -> bool:
    """Whether cells beside one another are a row: lines on one baseline, boxes of one height, or small things on
    one middle line."""
    lines = [[item.baseline for item in cell if isinstance(item, Piece)] for cell in cells]
    boxes = [union(item.box for item in cell) for cell in cells]
    baselines = [baseline for cell in lines for baseline in cell]
    if all(len(line) == len(cell) for line, cell in zip(lines, cells, strict=True)):
        return max(baselines) - min(baselines) <= ALIGNED or _same_top(boxes, baselines)
    tops, bottoms = [box.top for box in boxes], [box.bottom for box in boxes]
    if max(tops) - min(tops) <= ALIGNED and max(bottoms) - min(bottoms) <= ALIGNED:
        return True
    centers = [box.center[1] for box in boxes]
    low = max(box.height for box in boxes) < LOW
    return low and max(centers) - min(centers) <= ALIGNED


def _same_top(boxes: Sequence[Box], baselines: Sequence[float]) -> bool:
    """Whether one cell has more lines than the others, which stand beside its first."""
    tops = [box.top for box in boxes]
    one_line = sum(box.height < LOW / 2 for box in boxes) >= len(boxes) - 1
    return one_line and max(tops) - min(tops) <= 2 * ALIGNED and len(baselines) > len(boxes)


def join_bands(bands: Sequence[list[Item]]) -> list[list[Item]]:
    """Bands, with those in one that share a gutter from top to bottom."""
    groups: list[list[Item]] = []
    index = 0
    while index < len(bands):
        last = _last_sharing(bands, index)
        groups.append([item for band in bands[index : last + 1] for item in band])
        index = last + 1
    return groups


def _last_sharing(bands: Sequence[list[Item]], first: int) -> int:
    """The last band that shares a gutter with the first, and has something on both sides of it."""
    gutters = _gutters(bands[first])
    last, sides = first, 1
    for index in range(first + 1, len(bands)):
        if not gutters:
            break
        gutters = _left_free(gutters, bands[index])
        if any(_both_sides(gutter, bands[index]) for gutter in gutters):
            last, sides = index, sides + 1
        elif sides > 1 and gutters and _continues(bands[last], bands[index], gutters):
            last = index
    return last


def _gutters(band: Sequence[Item]) -> list[Span]:
    """The white space between the columns of a band."""
    columns = split(band, "x", apart=True)
    edges = [union(item.box for item in column) for column in columns]
    return [(one.right, other.left) for one, other in pairwise(edges)]


def _left_free(gutters: Sequence[Span], band: Sequence[Item]) -> list[Span]:
    """What of the gutters no item of a band lies in, where it is still wide enough."""
    free = list(gutters)
    for item in band:
        left, right = item.box.left, item.box.right
        cut: list[Span] = []
        for start, end in free:
            cut += [(start, min(end, left)), (max(start, right), end)]
        free = [one for one in cut if one[1] - one[0] >= -TOUCH and _wide_enough(one, item)]
    return list(dict.fromkeys(free))


def _wide_enough(gutter: Span, item: Item) -> bool:
    room = GUTTER * item.style.size if isinstance(item, Piece) else 0.0
    beside = abs(item.box.right - gutter[0]) < room or abs(item.box.left - gutter[1]) < room
    return gutter[1] - gutter[0] >= (room if beside else 0.0)


def _both_sides(gutter: Span, band: Sequence[Item]) -> bool:
    left = any(item.box.right <= gutter[0] + TOUCH for item in band)
    return left and any(item.box.left >= gutter[1] - TOUCH for item in band)


def _continues(last: Sequence[Item], band: Sequence[Item], gutters: Sequence[Span]) -> bool:
    """Whether a band on one side of a gutter goes on with the column above it: close by, and with its left edge."""
    above, below = union(item.box for item in last), union(item.box for item in band)
    near = below.top - above.bottom < 2.5 * max(10.0, min(item.box.height for item in band))
    edges = [edge for gutter in gutters for edge in (gutter[1], min(item.box.left for item in last))]
    return near and any(abs(below.left - edge) <= ALIGNED for edge in edges)
