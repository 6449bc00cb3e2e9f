"""Characters of one picture are compared with one another: they are drawn by one font, so the same looks the same.

The network judges a character by its neighbours too, and takes `O` for `o` or a lone `}` for `3`. Where a cell looks
like the cells of another character and unlike those of its own, it is that other character.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from viscodex_model.read.code.cells import Cell
from viscodex_model.read.code.grid import Rows
from viscodex_model.read.code.ink import Mask
from viscodex_model.read.code.strips import half_height

Floats = npt.NDArray[np.float32]

# Shapes are compared at this size, in pixels; the last is how far a shape may be shifted, to undo rounding.
HEIGHT, WIDTH, SHIFT = 24, 12, 1
# How many of each character serve as models.
MODELS = 14
# From which likeness on two cells show the same, and by how much another character must be likelier than one's own.
SAME, CLEARER = 0.93, 0.06
# An unread cell takes the character it is like from this likeness on.
ALIKE = 0.86
# Characters that the network confuses; between others the shape must speak more clearly.
CONFUSED = (
    *("0OoQD", "1lI|i!j", "]1}3)J", "[{(C", "2zZ", "sS5$", "B8", "6Gb", "/7", "*x", "tf"),
    *("cC", "kK", "pP", "uU", "vV", "wW", "xX", "yY", "`'\"", ".,", ":;", "-_~="),
)
# Characters that are drawn with joints to their neighbours have no shape of their own.
SHAPELESS = frozenset("—│─┌┐└┘├┤█")


@dataclass(frozen=True, slots=True)
class Judgement:
    """The likeliest character by shape, its likeness, and the likeness to the character that was read."""

    text: str
    likeness: float
    own: float
    models: int


def compare(
    cells: Sequence[Cell], contrast: Mask, rows: Rows, *, left: float, advance: float
) -> list[Judgement | None]:
    """For each cell what it looks like among the others; None where nothing can be compared."""
    if len(cells) < 2:
        return [None] * len(cells)
    shapes = np.stack([_shape(contrast, rows, cell, left=left, advance=advance) for cell in cells])
    models, labels, owners = _models(cells, shapes)
    if not models.size:
        return [None] * len(cells)
    likeness = _likeness(shapes, models)
    likeness[owners, np.arange(len(owners))] = -1  # a cell is no witness for itself
    return [_judge(cell, likeness[index], labels) for index, cell in enumerate(cells)]


def correct(cells: Sequence[Cell], judgements: Sequence[Judgement | None]) -> None:
    """Change the cells whose shape speaks clearly for another character, and fill unread ones."""
    for cell, judgement in zip(cells, judgements, strict=True):
        if judgement is None or cell.text in SHAPELESS:
            continue
        if not cell.text:
            if judgement.likeness > ALIKE:
                cell.text, cell.confidence = judgement.text, judgement.likeness / 2
        elif judgement.text != cell.text and _overrules(cell, judgement):
            cell.others = ((cell.text, cell.confidence), *cell.others)
            cell.text, cell.confidence = judgement.text, judgement.likeness


def _overrules(cell: Cell, judgement: Judgement) -> bool:
    if judgement.likeness < SAME or judgement.models < 2:
        return False
    if judgement.own < 0:
        # The only one of its kind: it may well be what it was read as, unless the network doubted it.
        possible = any(text == judgement.text for text, _ in cell.others)
        group = any(cell.text in group and judgement.text in group for group in CONFUSED)
        return group and (judgement.likeness > 0.97 or (possible and cell.confidence < 0.9))
    if any(cell.text in group and judgement.text in group for group in CONFUSED):
        return judgement.likeness - judgement.own > CLEARER
    return cell.confidence < 0.7 and judgement.own < 0.8 and judgement.likeness - judgement.own > 3 * CLEARER


def _models(cells: Sequence[Cell], shapes: Floats) -> tuple[Floats, list[str], npt.NDArray[np.int64]]:
    """The cells that stand for their characters: confident ones, spread over the picture."""
    sure: dict[str, list[int]] = defaultdict(list)
    for index, cell in enumerate(cells):
        if cell.text and cell.confidence > 0.6 and cell.text not in SHAPELESS:
            sure[cell.text].append(index)
    chosen = [
        index
        for indices in sure.values()
        for index in np.array(indices)[
            np.linspace(0, len(indices) - 1, min(MODELS, len(indices))).astype(int)
        ]
    ]
    return shapes[chosen], [cells[index].text for index in chosen], np.array(chosen, np.int64)


def _judge(cell: Cell, likeness: Floats, labels: Sequence[str]) -> Judgement | None:
    by_text: dict[str, list[float]] = defaultdict(list)
    for text, value in zip(labels, likeness.tolist(), strict=True):
        if value >= 0:
            by_text[text].append(value)
    if not by_text:
        return None
    scores: Mapping[str, float] = {
        text: float(np.mean(sorted(values)[-2:])) for text, values in by_text.items()
    }
    best = max(scores, key=lambda text: scores[text])
    return Judgement(best, scores[best], scores.get(cell.text, -1.0), len(by_text[best]))


def _shape(contrast: Mask, rows: Rows, cell: Cell, *, left: float, advance: float) -> Floats:
    """The cell's ink as it is drawn, with room for a shift around it; brightness does not count."""
    half = half_height(rows, advance)
    middle = rows.middle(cell.row)
    scale = np.array([(WIDTH + 2 * SHIFT) / advance / (1 + 2 * SHIFT / WIDTH), HEIGHT / (2 * half)])
    x = left + cell.column * advance
    matrix = np.array(
        [[scale[0], 0, SHIFT - x * scale[0]], [0, scale[1], SHIFT - (middle - half) * scale[1]]], np.float32
    )
    size = (WIDTH + 2 * SHIFT, HEIGHT + 2 * SHIFT)
    drawn = cv2.warpAffine(contrast, matrix, size, flags=cv2.INTER_AREA | cv2.INTER_LINEAR)
    values = drawn.astype(np.float32)
    peak = float(values.max())
    return values / peak if peak else values


def _likeness(shapes: Floats, models: Floats) -> Floats:
    """Correlation of each shape with each model at the best of nine shifts: shapes x models, at most 1."""
    inner = models[:, SHIFT:-SHIFT, SHIFT:-SHIFT].reshape(len(models), -1)
    inner = inner / np.maximum(1e-6, np.linalg.norm(inner, axis=1, keepdims=True))
    best = np.full((len(shapes), len(models)), -1.0, np.float32)
    for dy in range(2 * SHIFT + 1):
        for dx in range(2 * SHIFT + 1):
            moved = shapes[:, dy : dy + HEIGHT, dx : dx + WIDTH].reshape(len(shapes), -1)
            moved = moved / np.maximum(1e-6, np.linalg.norm(moved, axis=1, keepdims=True))
            np.maximum(best, moved @ inner.T, out=best)
    return best
