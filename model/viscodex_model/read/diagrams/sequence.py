"""Sequence diagrams: participants with lifelines under them, and the messages that arrows carry between these."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from viscodex_model.read.picture.colors import distance, ground_of
from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.raster.components import components
from viscodex_model.read.raster.morphology import closed, opened
from viscodex_model.read.recognition.lines import Line

Mask = npt.NDArray[np.uint8]

# From this distance to the ground on a pixel is drawn; dashes have gaps of less than so many pixels.
DRAWN, GAP = 24, 10
# A lifeline is at least this share of the picture's height long, and lines are at most so thick, in pixels.
LONG, THICK = 0.3, 7
# An arrow ends so near to a lifeline, and its head is looked for so far around its ends, in pixels.
NEAR, HEAD = 14, 12
# Beside a lifeline this share of the rows may be drawn: by its own box, arrows and text.
CROWDED = 0.4
# A message stands at most so many heights of its text above its arrow.
ABOVE = 2.2


@dataclass(frozen=True, slots=True)
class Message:
    """From and to are indices of participants; `sure` says whether one end of the arrow clearly has a head."""

    source: int
    target: int
    text: str
    dashed: bool = False
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Interaction:
    """A sequence diagram: names from left to right, messages from top to bottom."""

    participants: tuple[str, ...]
    messages: tuple[Message, ...]
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Life:
    name: Line
    x: float
    top: float
    bottom: float


def find_interaction(pixels: Pixels, lines: Sequence[Line]) -> Interaction | None:
    """The sequence diagram in a picture; None where no two lifelines with a message between them are found."""
    drawn = (distance(pixels, ground_of(pixels)) > DRAWN).astype(np.uint8)
    lives = _lifelines(drawn, lines)
    if len(lives) < 2:
        return None
    names = {id(life.name) for life in lives}
    # The head of an arrow is often read as one sign.
    free = [
        line
        for line in lines
        if id(line) not in names and not _is_foot(line, lives) and sum(map(str.isalnum, line.text)) >= 2
    ]
    messages, used = [], set[int]()
    for box in _strokes(drawn, lives):
        ends = _ends(box, lives)
        if ends is None:
            continue
        text = _text_above(box, free)
        if text is None:
            continue
        used.add(id(text))
        messages.append(_message(drawn, box, ends, text))
    if not messages:
        return None
    loose = [line.text for line in free if id(line) not in used]
    return Interaction(
        tuple(life.name.text for life in lives), tuple(messages), tuple(_doubts(messages, loose))
    )


def write_sequence(found: Interaction) -> str:
    """The diagram as Mermaid's sequenceDiagram."""
    rows = ["sequenceDiagram"]
    rows += [
        f"    participant p{number} as {_escaped(name)}" for number, name in enumerate(found.participants, 1)
    ]
    for message in found.messages:
        arrow = "-->>" if message.dashed else "->>"
        rows.append(f"    p{message.source + 1}{arrow}p{message.target + 1}: {_escaped(message.text)}")
    return "\n".join(rows) + "\n"


def _escaped(text: str) -> str:
    """A semicolon ends a statement and a number sign begins an entity."""
    return "".join({"#": "#35;", ";": "#59;"}.get(character, character) for character in text)


def _lifelines(drawn: Mask, lines: Sequence[Line]) -> list[_Life]:
    least = max(24, round(LONG * drawn.shape[0]))
    upright = components(opened(closed(drawn, GAP, 1), least, 1), corners=True)
    lives: list[_Life] = []
    for left, top, width, height, _ in upright.boxes[1:]:
        x = left + width / 2
        alone = width <= THICK and _stands_alone(drawn, left, left + width, top, top + height)
        name = _head(x, top, height, lines) if alone else None
        if name is not None and all(abs(life.x - x) > NEAR for life in lives):
            lives.append(_Life(name, x, max(top, name.box.bottom), top + height))
    return sorted(lives, key=lambda life: life.x)


def _stands_alone(drawn: Mask, left: int, right: int, top: int, bottom: int) -> bool:
    """Whether little is drawn beside a line: the strokes of letters in a column have others beside them."""
    beside = drawn[top:bottom, max(0, left - 8) : max(0, left - 3)], drawn[top:bottom, right + 3 : right + 8]
    return all(part.size and part.any(axis=1).mean() < CROWDED for part in beside)


def _head(x: float, top: float, length: float, lines: Sequence[Line]) -> Line | None:
    """The text at the upper end of a lifeline, in the middle: above it, or in a box whose edges touch it."""
    found = [
        line
        for line in lines
        if abs(line.box.center[0] - x) < max(6.0, 0.5 * line.box.height)
        and top - 4.5 * line.box.height < line.box.center[1] < top + max(0.2 * length, 2 * line.box.height)
    ]
    return min(found, key=lambda line: line.box.top, default=None)


def _is_foot(line: Line, lives: Sequence[_Life]) -> bool:
    """Whether a line repeats a name under its lifeline."""
    return any(
        line.text == life.name.text and abs(line.box.center[0] - life.name.box.center[0]) < NEAR
        for life in lives
    )


def _strokes(drawn: Mask, lives: Sequence[_Life]) -> Iterator[Box]:
    """Level strokes between lifelines, top to bottom."""
    closest = min(right.x - left.x for left, right in pairwise(lives))
    level = opened(closed(drawn, 1, GAP), 1, max(16, round(0.6 * closest)))
    strokes = components(level, corners=True).boxes[1:]
    top, bottom = min(life.top for life in lives), max(life.bottom for life in lives)
    for left, y, width, height, _ in sorted(strokes, key=lambda row: row[1]):
        if height <= THICK and top + 4 < y < bottom - 4:
            yield Box(left, y, left + width, y + height)


def _ends(box: Box, lives: Sequence[_Life]) -> tuple[int, int] | None:
    """The lifelines at the left and the right end of a stroke."""
    found = []
    for x in (box.left, box.right):
        near = min(range(len(lives)), key=lambda index: abs(lives[index].x - x))
        if abs(lives[near].x - x) > NEAR:
            return None
        found.append(near)
    return (found[0], found[1]) if found[0] != found[1] else None


def _text_above(box: Box, lines: Sequence[Line]) -> Line | None:
    near = [
        line
        for line in lines
        if box.left < line.box.center[0] < box.right
        and 0.3 * line.box.height < box.top - line.box.center[1] < ABOVE * line.box.height
    ]
    return max(near, key=lambda line: line.box.bottom, default=None)


def _message(drawn: Mask, box: Box, ends: tuple[int, int], text: Line) -> Message:
    """The arrow has its head where more is drawn beside the stroke."""
    top, bottom = max(0, int(box.top) - HEAD // 2), int(box.bottom) + HEAD // 2
    amounts = []
    # What stands right at a lifeline is that line itself.
    for start in (int(box.left) + 4, int(box.right) - 4 - HEAD):
        part = drawn[top:bottom, max(0, start) : max(0, start) + HEAD].copy()
        part[int(box.top) - top : int(box.bottom) - top] = 0
        amounts.append(int(part.sum()))
    row = drawn[int(box.top) : int(box.bottom), int(box.left) : int(box.right)].any(axis=0)
    source, target = ends if amounts[1] >= amounts[0] else ends[::-1]
    sure = max(amounts) >= 6 and max(amounts) > 1.5 * min(amounts)
    return Message(source, target, text.text, dashed=float(row.mean()) < 0.85, sure=sure)


def _doubts(messages: Sequence[Message], loose: Sequence[str]) -> Iterator[str]:
    unsure = sum(not message.sure for message in messages)
    if unsure:
        yield f"The direction of {unsure} of {len(messages)} arrows is a guess."
    if loose:
        shown = ", ".join(f"“{text}”" for text in loose[:6])
        yield f"Loops, notes and other parts are not read; these texts were left out: {shown}."
