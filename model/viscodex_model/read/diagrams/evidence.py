"""How much a picture looks like a diagram: whether its text stands in closed shapes that lines connect."""

from collections.abc import Sequence

from viscodex_model.read.diagrams.connectors import find_edges
from viscodex_model.read.diagrams.sequence import find_interaction
from viscodex_model.read.diagrams.shapes import Region, find_nodes
from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.recognition.lines import Line

# Diagrams have little text; more lines are a page, a table or code.
MOST_LINES = 90
MOST_NODES = 60
# Lifelines with messages between them are nothing else.
SEQUENCE = 1.3
# Boxes of several rows each that stand apart are the entities of a data model, whose lines were not seen.
ENTITIES, ROWS, APART, FEW_LETTERS = 0.8, 3, 12, 250
# Edges of neighbours with a border between them are at most so far apart, in pixels.
TOUCH = 4.0


def diagram_evidence(pixels: Pixels, lines: Sequence[Line]) -> float:
    """0 for none, about 1 where most text stands in shapes and most shapes are connected."""
    if not 2 <= len(lines) <= MOST_LINES:
        return 0.0
    regions, inside = find_nodes(pixels, lines)
    if _are_cells(regions):
        return 0.0
    if find_interaction(pixels, lines) is not None:
        return SEQUENCE
    if not 2 <= len(regions) <= MOST_NODES:
        return 0.0
    edges, _ = find_edges(pixels, regions, lines, inside)
    connected = {end for edge in edges for end in (edge.source, edge.target) if edge.source != edge.target}
    letters = sum(len(line.text) for line in lines)
    held = sum(len(lines[index].text) for index in inside) / max(1, letters)
    if not connected:
        entities = letters < FEW_LETTERS and _are_entities(regions, pixels.shape[1])
        return (ENTITIES if entities else 0.25) * held
    return 0.7 * held + 0.7 * len(connected) / len(regions) - 0.2


def _are_cells(regions: Sequence[Region]) -> bool:
    """Whether most shapes share an edge with another one: the cells of a table do, boxes with arrows between do not."""
    boxes = [region.node.box for region in regions]
    touching = sum(any(one is not other and _touch(one, other) for other in boxes) for one in boxes)
    return touching > 0.5 * len(boxes)


def _touch(one: Box, other: Box) -> bool:
    across = max(one.left, other.left) - min(one.right, other.right)
    down = max(one.top, other.top) - min(one.bottom, other.bottom)
    beside = abs(across) <= TOUCH and down < -0.6 * min(one.height, other.height)
    below = abs(down) <= TOUCH and across < -0.6 * min(one.width, other.width)
    return beside or below


def _are_entities(regions: Sequence[Region], width: int) -> bool:
    boxes = [region.node.box for region in regions]
    apart = all(
        one is other
        or one.right + APART < other.left
        or other.right + APART < one.left
        or one.bottom + APART < other.top
        or other.bottom + APART < one.top
        for one in boxes
        for other in boxes
    )
    narrow = all(box.width < 0.5 * width for box in boxes)
    return apart and narrow and all(len(region.node.lines) >= ROWS for region in regions)
