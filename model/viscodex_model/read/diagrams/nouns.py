"""The nouns of a diagram: nodes with their shapes and texts, edges between them, and the whole."""

from dataclasses import dataclass
from typing import Literal

from viscodex_model.read.picture.geometry import Box

Shape = Literal["rectangle", "rounded", "stadium", "circle", "ellipse", "diamond", "cylinder"]


@dataclass(frozen=True, slots=True)
class Node:
    """A closed shape with the lines of text in it, top to bottom."""

    shape: Shape
    box: Box
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(self.lines)


@dataclass(frozen=True, slots=True)
class Edge:
    """A line between two nodes, by their indices. `tail` and `head` say at which ends an arrow's head was seen.

    `sure` is False where lines meet or cross, so that its ends were guessed.
    """

    source: int
    target: int
    label: str = ""
    tail: bool = False
    head: bool = False
    dashed: bool = False
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Diagram:
    """`loose` are texts that belong to no node and no edge."""

    width: int
    height: int
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    loose: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
