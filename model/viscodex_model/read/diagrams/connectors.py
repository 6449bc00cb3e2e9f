"""Edges: what is drawn between nodes, where it touches them, and at which ends it has an arrow's head."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from viscodex_model.read.diagrams.nouns import Edge
from viscodex_model.read.diagrams.shapes import Region
from viscodex_model.read.picture.colors import distance, ground_of
from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.raster.components import components
from viscodex_model.read.raster.morphology import closed, dilated
from viscodex_model.read.raster.outlines import distances, filled
from viscodex_model.read.recognition.lines import Line

# The least difference from the ground of what is drawn.
INK = 40
# Where no line is so clear, faint ones are looked for.
FAINT = 16
# A node's outline is so many pixels thick, at most; a line that ends within so many of it touches the node.
OUTLINE, TOUCH = 3, 9
# Dashes are joined over gaps of so many pixels.
GAP = 7
# Ink within this radius of a line's end, in pixels, tells a head: a head is so much wider than the line.
HEAD_RADIUS, HEAD = 11, 1.7
# A label stands within so many of its heights of its line.
LABEL_REACH = 1.4
SHORTEST = 6
# What an arrow beside a label is read as.
STROKES = " -–—+/|<>→←=~_"
# A label's own ground interrupts its line for so many of its heights; there the two halves face one another: the cosine
# between them is below this.
LABEL_GROUND, OPPOSITE = (0.4, 0.8, 1.2), -0.3


@dataclass(frozen=True, slots=True)
class _Contact:
    """Where a connector touches a node."""

    node: int
    x: float
    y: float
    head: bool


def find_edges(
    pixels: Pixels, regions: Sequence[Region], lines: Sequence[Line], inside: frozenset[int]
) -> tuple[tuple[Edge, ...], tuple[str, ...]]:
    """The edges, and the texts that belong to none. `inside` are the indices of the lines within nodes."""
    # A single letter beside a line is an arrow's head or a bend that was taken for one; digits are multiplicities.
    free = [
        without_strokes(line) for index, line in enumerate(lines) if index not in inside and _is_text(line)
    ]
    edges, loose = _edges_in(_drawn(pixels, regions, free, INK), regions, free)
    if edges or len(regions) < 2:
        return edges, loose
    return _edges_in(_drawn(pixels, regions, free, FAINT), regions, free)


def _edges_in(
    drawn: npt.NDArray[np.uint8], regions: Sequence[Region], free: Sequence[Line]
) -> tuple[tuple[Edge, ...], tuple[str, ...]]:
    joined, dashed = _components(drawn, free)
    labels = _labels(joined, free)
    edges: list[Edge] = []
    named: set[int] = set()
    for number in range(1, int(joined.max()) + 1):
        contacts = _contacts(joined == number, drawn, regions)
        texts = [index for index, owner in labels.items() if owner == number]
        found = list(_edges(contacts, [free[index] for index in texts], number in dashed))
        edges += found
        named |= set(texts) if found else set()
    loose = tuple(line.text for index, line in enumerate(free) if index not in named)
    return tuple(edges), loose


def _is_text(line: Line) -> bool:
    return line.text.isdigit() or sum(map(str.isalnum, line.text)) >= 2


def without_strokes(line: Line) -> Line:
    """A label without what was read of the arrow on both of its sides; a minus before a number stays."""
    text = line.text.rstrip(STROKES)
    bare = text.lstrip(STROKES)
    if not bare or (bare[0].isdigit() and text.endswith("-" + bare)):
        bare = text
    if not bare or bare == line.text:
        return line
    step = line.box.width / len(line.text)
    left = line.box.left + step * line.text.index(bare)
    box = Box(left, line.box.top, left + step * len(bare), line.box.bottom)
    return replace(line, text=bare, box=box, words=())


def _drawn(
    pixels: Pixels, regions: Sequence[Region], free: Sequence[Line], ink: int
) -> npt.NDArray[np.uint8]:
    """1 where something is drawn outside of nodes and text."""
    ground = ground_of(np.concatenate([pixels[:4].reshape(-1, 3), pixels[-4:].reshape(-1, 3)])[None])
    away = distance(pixels, ground)
    drawn: npt.NDArray[Any] = (away > ink).astype(np.uint8)
    shapes = np.zeros(drawn.shape, bool)
    for region in regions:
        shapes |= filled(region.outline, drawn.shape)
    drawn[dilated(shapes, 2 * OUTLINE + 1, 2 * OUTLINE + 1) > 0] = 0
    for line in free:
        box = _text_box(line)
        drawn[int(box.top) : int(box.bottom), int(box.left) : int(box.right)] = 0
    return drawn


def _text_box(line: Line) -> Box:
    """The text without the generous margin of recognition's boxes."""
    box = line.box
    return Box(box.left + 1, box.top + 0.12 * box.height, box.right - 1, box.bottom - 0.12 * box.height)


def _components(
    drawn: npt.NDArray[np.uint8], free: Sequence[Line]
) -> tuple[npt.NDArray[np.int32], frozenset[int]]:
    """Connected lines, numbered from 1; those with gaps (dashes) are named. A label on a line does not divide it."""
    whole = closed(drawn, GAP, GAP)
    pieces = components(whole, corners=True).labels
    for line in free:
        for reach in (3.0, *(share * line.box.height for share in LABEL_GROUND)):
            around = _around(_text_box(line), reach)
            part = pieces[around]
            if len(np.unique(part[part > 0])) >= 2 and (reach == 3.0 or _opposite(part)):
                whole[around] = 1
                break
    joined = components(whole, corners=True)
    dashed = [number for number in range(1, joined.count + 1) if _has_gaps(drawn, joined.labels == number)]
    return joined.labels, frozenset(dashed)


def _around(box: Box, reach: float) -> tuple[slice, slice]:
    """The rows and columns of a box with so many pixels around it."""
    return (
        slice(max(0, int(box.top - reach)), int(box.bottom + reach) + 1),
        slice(max(0, int(box.left - reach)), int(box.right + reach) + 1),
    )


def _opposite(part: npt.NDArray[np.int32]) -> bool:
    """Whether just two lines reach a label's surroundings, from opposite sides of it."""
    numbers = np.unique(part[part > 0])
    if len(numbers) != 2:
        return False
    middle = np.array(part.shape) / 2
    first, second = ((np.argwhere(part == number).mean(0) - middle) / middle for number in numbers)
    apart = first @ second / max(1e-9, float(np.hypot(*first) * np.hypot(*second)))
    return bool(apart < OPPOSITE)


def _has_gaps(drawn: npt.NDArray[np.uint8], component: npt.NDArray[Any]) -> bool:
    rows, columns = np.flatnonzero(component.any(1)), np.flatnonzero(component.any(0))
    part = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    return components(drawn[part] & component[part], corners=True).count >= 4


def _labels(joined: npt.NDArray[np.int32], free: Sequence[Line]) -> dict[int, int]:
    """For each text that is near to a line the number of the nearest."""
    found = {}
    for index, line in enumerate(free):
        reach = LABEL_REACH * line.box.height
        top, left = max(0, int(line.box.top - reach)), max(0, int(line.box.left - reach))
        part = joined[top : int(line.box.bottom + reach), left : int(line.box.right + reach)]
        rows, columns = np.nonzero(part)
        if not len(rows):
            continue
        x, y = columns + left, rows + top
        dx = np.maximum(np.maximum(line.box.left - x, x - line.box.right), 0)
        dy = np.maximum(np.maximum(line.box.top - y, y - line.box.bottom), 0)
        nearest = int((dx**2 + dy**2).argmin())
        found[index] = int(part[rows[nearest], columns[nearest]])
    return found


def _contacts(
    component: npt.NDArray[Any], drawn: npt.NDArray[np.uint8], regions: Sequence[Region]
) -> list[_Contact]:
    rows, columns = np.nonzero(component & (drawn > 0))
    if len(rows) < SHORTEST:
        return []
    contacts = []
    for index, region in enumerate(regions):
        box, reach = region.node.box, OUTLINE + TOUCH
        close = (
            (columns >= box.left - reach)
            & (columns < box.right + reach)
            & (rows >= box.top - reach)
            & (rows < box.bottom + reach)
        )
        places = np.column_stack([columns[close], rows[close]])
        contacts += [
            _Contact(index, *spot, _has_head(spot, columns, rows)) for spot in _spots(places, region.outline)
        ]
    return contacts


def _spots(places: npt.NDArray[Any], outline: npt.NDArray[np.int32]) -> Iterator[tuple[float, float]]:
    """The places nearest to the outline, one for each end of a line that reaches it."""
    if not len(places):
        return
    away = distances(outline, places[:4000])
    near = places[:4000][away <= OUTLINE + TOUCH]
    left = away[away <= OUTLINE + TOUCH]
    while len(near):
        best = near[left.argmin()]
        yield float(best[0]), float(best[1])
        apart = np.hypot(*(near - best).T) > 2.2 * HEAD_RADIUS
        near, left = near[apart], left[apart]


def _has_head(spot: tuple[float, float], columns: npt.NDArray[Any], rows: npt.NDArray[Any]) -> bool:
    """Whether the ink is wider at the end than a little farther away along the line."""
    away = np.hypot(columns - spot[0], rows - spot[1])
    at_end = float((away <= HEAD_RADIUS).sum()) / HEAD_RADIUS
    beyond = float(((away > HEAD_RADIUS) & (away <= 2 * HEAD_RADIUS)).sum()) / HEAD_RADIUS
    return at_end >= HEAD * max(beyond, 1.0) or at_end >= 4.5


def _edges(contacts: Sequence[_Contact], labels: Sequence[Line], dashed: bool) -> Iterator[Edge]:
    """Two ends make an edge; of more ends, those without a head lead to those with one, and a label belongs to the edge
    whose beginning is nearest to it."""
    if len(contacts) < 2:
        return
    if len(contacts) == 2:
        first, second = contacts
        if first.head and not second.head:
            first, second = second, first
        if first.node != second.node or (first.head != second.head):
            yield Edge(first.node, second.node, _joined_text(labels), first.head, second.head, dashed)
        return
    heads = [contact for contact in contacts if contact.head]
    tails = [contact for contact in contacts if not contact.head]
    sure = len(tails) == 1 or len(heads) == 1
    for tail in tails:
        own = [label for label in labels if min(tails, key=lambda end: _distance(end, label)) is tail]
        for head in heads:
            if tail.node != head.node:
                yield Edge(tail.node, head.node, _joined_text(own), False, True, dashed, sure)


def _joined_text(labels: Sequence[Line]) -> str:
    return " ".join(label.text for label in labels)


def _distance(contact: _Contact, label: Line) -> float:
    x, y = label.box.center
    return float(np.hypot(contact.x - x, contact.y - y))
