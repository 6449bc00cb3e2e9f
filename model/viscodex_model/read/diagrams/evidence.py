"""How much a picture looks like a diagram: whether its text stands in closed shapes that lines connect."""

from collections.abc import Sequence

from viscodex_model.read.diagrams.connectors import find_edges
from viscodex_model.read.diagrams.shapes import find_nodes
from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.recognition.lines import Line

# Diagrams have little text; more lines are a page, a table or code.
MOST_LINES = 90
MOST_NODES = 60


def diagram_evidence(pixels: Pixels, lines: Sequence[Line]) -> float:
    """0 for none, about 1 where most text stands in shapes and most shapes are connected."""
    if not 2 <= len(lines) <= MOST_LINES:
        return 0.0
    regions, inside = find_nodes(pixels, lines)
    if not 2 <= len(regions) <= MOST_NODES:
        return 0.0
    edges, _ = find_edges(pixels, regions, lines, inside)
    connected = {end for edge in edges for end in (edge.source, edge.target) if edge.source != edge.target}
    letters = sum(len(line.text) for line in lines)
    held = sum(len(lines[index].text) for index in inside) / max(1, letters)
    return 0.7 * held + 0.7 * len(connected) / len(regions) - 0.2 if connected else 0.25 * held
