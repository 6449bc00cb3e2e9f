"""Characters of one picture are compared with one another: they are drawn by one font, so the same looks the same.

The network judges a character by its neighbours too, and takes `O` for `o` or a lone `}` for `3`. Where a cell looks
like the cells of another character and unlike those of its own, it is that other character.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import numpy.typing as npt

from viscodex_model.read.code.cells import Cell
from viscodex_model.read.code.grid import Rows
from viscodex_model.read.code.ink import Mask
from viscodex_model.read.code.strips import half_height, is_foreign
from viscodex_model.read.raster.resizing import sampled

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
    """For each cell that may be misread what it looks like among the others; None for all others."""
    judged: list[Judgement | None] = [None] * len(cells)
    doubted = [index for index, cell in enumerate(cells) if _is_doubted(cell)]
    witnesses = _witnesses(cells)
    if not doubted or not witnesses:
        return judged
    shapes = {
        index: _shape(contrast, rows, cells[index], left=left, advance=advance)
        for index in {*doubted, *witnesses}
    }
    likeness = _likeness(
        np.stack([shapes[index] for index in doubted]), np.stack([shapes[index] for index in witnesses])
    )
    # A cell is no witness for itself.
    likeness[np.array(doubted)[:, None] == np.array(witnesses)[None]] = -1
    for index, judgement in zip(doubted, _judge(cells, doubted, witnesses, likeness), strict=True):
        judged[index] = judgement
    return judged


def _is_doubted(cell: Cell) -> bool:
    """Whether the cell's shape is worth a look: unread, unsure, or of a kind that is often misread."""
    if cell.text in SHAPELESS:
        return False
    return cell.confidence < 0.7 or is_foreign(cell.text) or any(cell.text in group for group in CONFUSED)


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
        return (group or cell.confidence < 0.7 or is_foreign(cell.text)) and (
            judgement.likeness > 0.97 or (possible and cell.confidence < 0.9) or is_foreign(cell.text)
        )
    if any(cell.text in group and judgement.text in group for group in CONFUSED):
        return judgement.likeness - judgement.own > CLEARER
    return cell.confidence < 0.7 and judgement.own < 0.8 and judgement.likeness - judgement.own > 3 * CLEARER


def _witnesses(cells: Sequence[Cell]) -> list[int]:
    """The cells that stand for their characters: confident ones, spread over the picture, in order of characters."""
    sure: dict[str, list[int]] = defaultdict(list)
    for index, cell in enumerate(cells):
        if cell.text and cell.confidence > 0.6 and cell.text not in SHAPELESS:
            sure[cell.text].append(index)
    return [
        int(index)
        for _, indices in sorted(sure.items())
        for index in np.array(indices)[
            np.linspace(0, len(indices) - 1, min(MODELS, len(indices))).astype(int)
        ]
    ]


def _judge(
    cells: Sequence[Cell], doubted: Sequence[int], witnesses: Sequence[int], likeness: Floats
) -> Iterator[Judgement | None]:
    """For each of `doubted` the character whose two likest witnesses are likest."""
    labels = [cells[index].text for index in witnesses]
    names = list(dict.fromkeys(labels))
    scores = np.full((len(doubted), len(names)), -1.0)
    counts = np.zeros_like(scores)
    for column, (_, group) in enumerate(groupby(range(len(labels)), key=lambda index: labels[index])):
        block = likeness[:, list(group)]
        counts[:, column] = (block >= 0).sum(axis=1)
        best = np.sort(block, axis=1)[:, -2:]
        # Of two witnesses one may be the cell itself, and then the other counts alone.
        scores[:, column] = np.where(best[:, 0] >= 0, best.mean(axis=1), best[:, -1])
    for row, index in enumerate(doubted):
        best_column = int(scores[row].argmax())
        own = names.index(cells[index].text) if cells[index].text in names else None
        yield Judgement(
            names[best_column],
            float(scores[row, best_column]),
            -1.0 if own is None else float(scores[row, own]),
            int(counts[row, best_column]),
        )


def _shape(contrast: Mask, rows: Rows, cell: Cell, *, left: float, advance: float) -> Floats:
    """The cell's ink as it is drawn, with room for a shift around it; brightness does not count."""
    half = half_height(rows, advance)
    middle = rows.middle(cell.row)
    scale = np.array([(WIDTH + 2 * SHIFT) / advance / (1 + 2 * SHIFT / WIDTH), HEIGHT / (2 * half)])
    x = left + cell.column * advance
    xs = (np.arange(WIDTH + 2 * SHIFT) - SHIFT) / scale[0] + x
    ys = (np.arange(HEIGHT + 2 * SHIFT) - SHIFT) / scale[1] + middle - half
    values: Floats = np.rint(sampled(contrast, xs, ys))
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
