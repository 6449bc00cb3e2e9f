"""Diagrams of boxes and arrows: nodes, the lines between them, and a Mermaid flowchart that says the same."""

import dataclasses
from collections.abc import Iterator, Sequence

from viscodex_model.read.diagrams.connectors import find_edges
from viscodex_model.read.diagrams.mermaid import write_mermaid
from viscodex_model.read.diagrams.nouns import Diagram, Edge
from viscodex_model.read.diagrams.sequence import find_interaction, write_sequence
from viscodex_model.read.diagrams.shapes import find_nodes
from viscodex_model.read.order import Order
from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.reading import Reading
from viscodex_model.read.recognition.lines import Line

__all__ = ["read_diagram", "recognize", "write_mermaid"]

NO_NODES = (
    "No closed boxes with text were found in the picture, so there is no diagram to write. "
    "A larger capture, or one of the diagram alone, would help."
)


def read_diagram(pixels: Pixels, reading: Reading, order: Order) -> Reading:
    """Complete a reading with the diagram in the picture, as a Mermaid flowchart."""
    del order
    interaction = find_interaction(pixels, reading.lines)
    if interaction is not None:
        return dataclasses.replace(
            reading,
            found=interaction,
            code=write_sequence(interaction),
            language="mermaid",
            doubts=interaction.doubts,
        )
    diagram = recognize(pixels, reading.lines)
    if not diagram.nodes:
        return dataclasses.replace(reading, refusal=NO_NODES)
    return dataclasses.replace(
        reading, found=diagram, code=write_mermaid(diagram), language="mermaid", doubts=diagram.doubts
    )


def recognize(pixels: Pixels, lines: Sequence[Line]) -> Diagram:
    """The nodes and edges in a picture, with doubts about what was not found."""
    regions, inside = find_nodes(pixels, lines)
    edges, loose = find_edges(pixels, regions, lines, inside)
    nodes = tuple(region.node for region in regions)
    doubts = tuple(_doubts(len(nodes), edges, loose))
    return Diagram(pixels.shape[1], pixels.shape[0], nodes, edges, loose, doubts)


def _doubts(nodes: int, edges: Sequence[Edge], loose: Sequence[str]) -> Iterator[str]:
    if nodes > 1 and not edges:
        yield "No lines between the boxes were found."
    unsure = sum(not edge.sure for edge in edges)
    if unsure:
        yield f"Lines meet or cross: {unsure} of {len(edges)} edges are a guess."
    bare = sum(not edge.head for edge in edges)
    if bare and bare < len(edges):
        yield f"No arrow's head was seen on {bare} of {len(edges)} edges."
    if loose:
        yield (
            "These texts belong to no box and no line: " + ", ".join(f"“{text}”" for text in loose[:6]) + "."
        )
