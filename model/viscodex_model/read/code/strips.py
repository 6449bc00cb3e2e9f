"""Rows of text cut into strips and recognised: pieces with no wide gap in them, short ones side by side."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viscodex_model.read.code.grid import Rows
from viscodex_model.read.code.ink import Mask
from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.picture.pixels import Pixels, crop
from viscodex_model.read.recognition.engine import Engine
from viscodex_model.read.recognition.lines import Glyph, Line

# In widths of a character: a wider gap divides a row, and this much is left beside a strip.
WIDE_GAP = 2.6
BESIDE = 0.7
# A lone `}` or `;` is misread for want of neighbours: strips up to this wide are read several at once.
SHORT = 7.4
TOGETHER = 8
# In widths of a character, and mean confidence: what is farther off and less sure is no text of the row.
FAR, UNSURE = 6.0, 0.6
# From this probability on a plain letter or digit is meant rather than one that is not on keyboards.
POSSIBLE = 0.1
# A line this near to the middle of a row, in pitches, is that row.
MIDDLE = 0.3


@dataclass(frozen=True, slots=True)
class Strip:
    row: int
    box: Box


@dataclass(frozen=True, slots=True)
class Placed:
    """A character and the middle of where it was seen, in pixels of the picture. Characters of one
    word share `word`."""

    text: str
    x: float
    confidence: float
    others: tuple[tuple[str, float], ...] = ()
    word: int = 0


def cut(ink: Mask, rows: Rows, *, advance: float, left: float, right: float) -> Iterator[Strip]:
    """The strips of all rows between `left` and `right`, row by row."""
    half = half_height(rows, advance)
    begin, end = max(0, round(left)), min(ink.shape[1], round(right))
    for row in range(rows.count):
        top, bottom = max(0.0, rows.middle(row) - half), min(float(ink.shape[0]), rows.middle(row) + half)
        # Ink on the very edge of a row belongs to its neighbours.
        columns = ink[int(top) + 1 : max(int(top) + 2, int(bottom) - 1), begin:end].any(axis=0)
        for first, last in _runs(np.flatnonzero(columns), WIDE_GAP * advance):
            if last > first:
                x, y = begin + first - BESIDE * advance, begin + last + 1 + BESIDE * advance
                yield Strip(row, Box(max(0.0, x), top, min(float(ink.shape[1]), y), bottom))


def half_height(rows: Rows, advance: float) -> float:
    """Half the height of a strip: a row's pitch, but no more than letters with some room."""
    return min(rows.pitch / 2, 1.25 * advance)


def recognize_strips(
    pixels: Pixels,
    strips: Sequence[Strip],
    engine: Engine,
    *,
    advance: float,
    stop: Callable[[], bool] | None = None,
) -> dict[int, list[Placed]]:
    """The characters of each row that has strips, left to right, without blanks; none where nothing was read."""
    short = [strip for strip in strips if strip.box.width < SHORT * advance]
    groups = [[strip] for strip in strips if strip.box.width >= SHORT * advance]
    groups += [short[start : start + TOGETHER] for start in range(0, len(short), TOGETHER)]
    pictures = [_side_by_side(pixels, group, gap=round(0.6 * advance)) for group in groups]
    rows: dict[int, list[list[Placed]]] = {}
    found = engine.glyphs([picture for picture, _ in pictures], stop=stop)
    for group, (_, starts), glyphs in zip(groups, pictures, found, strict=True):
        for strip, begin, end in zip(group, starts, [*starts[1:], float("inf")], strict=True):
            inside = [glyph for glyph in glyphs if begin <= glyph.x < end]
            rows.setdefault(strip.row, []).append(list(_placed(strip, inside, begin)))
    return {row: _joined(pieces, advance) for row, pieces in sorted(rows.items())}


def placed_lines(lines: Sequence[Line], rows: Rows) -> dict[int, list[Placed]]:
    """The characters of lines that were read before, by the row they stand in the middle of."""
    found: dict[int, list[Placed]] = {}
    for line in lines:
        row = rows.nearest(line.box.center[1])
        off = abs(line.box.center[1] - rows.middle(row)) / rows.pitch
        if line.glyphs and 0 <= row < rows.count and off < MIDDLE:
            found.setdefault(row, []).extend(_placed(Strip(row, line.box), line.glyphs, 0.0))
    return {row: sorted(characters, key=lambda placed: placed.x) for row, characters in found.items()}


def _joined(pieces: Sequence[list[Placed]], advance: float) -> list[Placed]:
    """The characters of a row, without what stands far to the right and cannot be read: a minimap, a scroll bar."""
    joined: list[Placed] = []
    for piece in sorted((piece for piece in pieces if piece), key=lambda piece: piece[0].x):
        sure = float(np.mean([placed.confidence for placed in piece]))
        if joined and piece[0].x - joined[-1].x > FAR * advance and sure < UNSURE:
            continue
        joined.extend(piece)
    return joined


def _side_by_side(pixels: Pixels, group: Sequence[Strip], *, gap: int) -> tuple[Pixels, list[float]]:
    """One picture of all strips of `group`, and where each begins in it."""
    parts = [crop(pixels, strip.box) for strip in group]
    if len(parts) == 1:
        return parts[0], [0.0]
    height = max(part.shape[0] for part in parts)
    padded, starts, x = [], [], 0
    for part in parts:
        room = ((0, height - part.shape[0]), (0, gap), (0, 0))
        padded.append(np.pad(part, room, mode="edge"))
        starts.append(float(x))
        x += part.shape[1] + gap
    return np.concatenate(padded, axis=1), starts


def _placed(strip: Strip, glyphs: Sequence[Glyph], begin: float) -> Iterator[Placed]:
    # Words of different strips of a row must not be taken for one.
    word = int(strip.box.left) * 1000
    for glyph in glyphs:
        if glyph.text.isspace() or glyph.text == "·":
            word += 1
            continue
        text = glyph.text
        if is_foreign(text):
            text = next((other for other, _ in glyph.others if not is_foreign(other)), text)
        elif text.isalpha() and not text.isascii():
            text = next((other for other, chance in glyph.others if _may_be(other, chance)), text)
        yield Placed(text, int(strip.box.left) + glyph.x - begin, glyph.confidence, glyph.others, word)


def _may_be(other: str, chance: float) -> bool:
    """Whether a letter that keyboards lack is rather the plain one that it may be: a nought with a stroke, `θ`."""
    return other.isascii() and other.isalnum() and chance > POSSIBLE


def is_foreign(text: str) -> bool:
    """Characters of scripts that a sign of code is often taken for: a lone brace looks like one of them."""
    return any(ord(character) >= 0x2E80 for character in text)


def _runs(columns: npt.NDArray[np.int64], gap: float) -> Iterator[tuple[int, int]]:
    if not columns.size:
        return
    breaks = np.flatnonzero(np.diff(columns) > gap)
    starts = [0, *(breaks + 1).tolist()]
    ends = [*breaks.tolist(), columns.size - 1]
    for start, end in zip(starts, ends, strict=True):
        yield int(columns[start]), int(columns[end])
