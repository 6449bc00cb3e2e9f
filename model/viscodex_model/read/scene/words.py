"""Words where their ink lies: each word of a recognised line with its tight box, its colours and a rule under it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from viscodex_model.read.picture.colors import ground_of
from viscodex_model.read.picture.geometry import RGB, Box
from viscodex_model.read.picture.pixels import Pixels, crop
from viscodex_model.read.raster.morphology import opened
from viscodex_model.read.recognition.lines import Line
from viscodex_model.read.scene.faces import face_of
from viscodex_model.read.scene.ink import Ink, measure_ink

# The share of a word's width that a row of ink must cover to be a rule under it.
UNDER = 0.9
# A rule under a word may lie below the box in which the word was recognised, by so many pixels.
BELOW = 3
# A rule farther below a word, in pixels, is the border of what the word stands in.
NEAR = 3
# A line that goes on so far beyond both ends of a text is none of its rules (pixels).
ASIDE = 4
# Grounds that differ by no more are one.
SAME_GROUND = 10
TAILED = frozenset("gjpqyQ,;()[]{}|/_$@")


@dataclass(frozen=True, slots=True)
class Look:
    """A word with the place of its ink and its colours."""

    text: str
    box: Box
    ink: RGB
    ground: RGB
    underlined: bool
    area: float


def find_words(pixels: Pixels, line: Line, words: Sequence[str]) -> list[Look]:
    """The words of a line, which are given, in order; empty where the line's box is plain."""
    ink = measure_ink(pixels, line.box)
    if ink is None:
        return []
    bare = _without_neighbours(_without_frame(_without_long_runs(ink)), line.box)
    places = _word_places(line, words, bare)
    frame = _frame_rows(pixels, line.box)
    return [_look(pixels, text, box, line, frame) for text, box in zip(words, places, strict=True)]


def _frame_rows(pixels: Pixels, box: Box) -> frozenset[int]:
    """The rows (y in pixels of the picture) of level lines that go on beyond a line of text: borders of its cell."""
    wide = Box(box.left - ASIDE, box.top - 1, box.right + ASIDE, box.bottom + BELOW)
    ink = measure_ink(pixels, wide)
    if ink is None:
        return frozenset()
    drawn = ink.drawn
    through = (drawn.mean(1) > 0.97) & drawn[:, :2].any(1) & drawn[:, -2:].any(1)
    return frozenset((np.flatnonzero(through) + ink.top).tolist())


def _without_frame(ink: Ink) -> Ink:
    """The ink less the lines of a field or cell that the box cuts: full rows and columns at its outermost edges."""
    cover, drawn = ink.cover.copy(), ink.drawn
    rows, columns = drawn.mean(1), drawn.mean(0)
    height, width = drawn.shape
    for edge in range(max(1, height // 5)):
        for row in (edge, height - 1 - edge):
            if rows[row] > 0.96:
                cover[row] = 0
    for edge in range(min(4, width // 4)):
        for column in (edge, width - 1 - edge):
            if columns[column] > 0.96:
                cover[:, column] = 0
    return replace(ink, cover=cover)


def _without_long_runs(ink: Ink) -> Ink:
    """The ink without level runs that are longer than any stroke: rules under words, which fill the gaps between."""
    height = ink.cover.shape[0]
    runs = opened(ink.drawn, 1, max(12, round(0.9 * height)))
    runs[: height // 2] = 0
    return replace(ink, cover=np.where(runs > 0, np.float32(0), ink.cover))


def _word_places(line: Line, words: Sequence[str], ink: Ink) -> list[Box]:
    """The boxes of words: the ink between the gaps that lie nearest to where words were recognised to part."""
    centers = _expected_gaps(line, words)
    columns = np.flatnonzero(ink.drawn.any(0))
    if not len(columns):
        return _even_boxes(line.box, words)
    steps = np.flatnonzero(np.diff(columns) > 1)
    gaps = [(ink.left + int(columns[step]) + 1, ink.left + int(columns[step + 1])) for step in steps.tolist()]
    em = line.box.height * 0.8
    cuts: list[float] = []
    for center in centers:
        near = [
            gap for gap in gaps if abs((gap[0] + gap[1]) / 2 - center) < 1.2 * em or gap[0] < center < gap[1]
        ]
        near = [gap for gap in near if not cuts or gap[0] > cuts[-1]]
        best = max(
            near, key=lambda gap: gap[1] - gap[0] - 0.4 * abs((gap[0] + gap[1]) / 2 - center), default=None
        )
        cuts.append((best[0] + best[1]) / 2 if best else center)
    edges = [ink.left, *sorted(cuts), ink.left + ink.cover.shape[1]]
    even = _even_boxes(line.box, words)
    return [ink.part(left, right).box() or even[index] for index, (left, right) in enumerate(pairwise(edges))]


def _expected_gaps(line: Line, words: Sequence[str]) -> list[float]:
    """Where the recognition saw words part; by their lengths where its words are not the line's."""
    seen = [word.text for word in line.words]
    boxes = [word.box for word in line.words] if seen == list(words) else _even_boxes(line.box, words)
    return [(one.right + other.left) / 2 for one, other in pairwise(boxes)]


def _even_boxes(box: Box, words: Sequence[str]) -> list[Box]:
    """Boxes that share a line's width by the lengths of the words."""
    face = face_of("Arial", bold=False)
    total = face.advance(" ".join(words)) or 1.0
    scale, pen, boxes = box.width / total, box.left, []
    for word in words:
        width = face.advance(word) * scale
        boxes.append(Box(pen, box.top, pen + width, box.bottom))
        pen += width + face.advance(" ") * scale
    return boxes


def _look(pixels: Pixels, text: str, box: Box, line: Line, frame: frozenset[int]) -> Look:
    around = Box(box.left - 1, line.box.top - 1, box.right + 1, line.box.bottom + BELOW)
    ink = measure_ink(pixels, around)
    if ink is None:
        return Look(text, box, line.ink, line.ground, underlined=False, area=0.0)
    if frame:
        cover = ink.cover.copy()
        cover[[row - ink.top for row in frame if 0 <= row - ink.top < len(cover)]] = 0
        ink = replace(ink, cover=cover)
    bare, underlined = _without_rule(ink, text)
    bare = _without_neighbours(_without_frame(bare), line.box)
    place = bare.box()
    tight = Box(box.left, place.top, box.right, place.bottom) if place else box
    ground = ink.ground if _is_marked(pixels, tight, ink.ground, line) else line.ground
    return Look(text, tight, ink.color, ground, underlined, float(bare.cover.sum()))


def _is_marked(pixels: Pixels, word: Box, ground: RGB, line: Line) -> bool:
    """Whether a word lies on a ground of its own: other than its line's, and than what is above and below it."""
    if _near(ground, line.ground):
        return True
    for top in (line.box.top - 0.5 * line.box.height, line.box.bottom + 0.3 * line.box.height):
        strip = crop(pixels, Box(word.left, top, word.right, top + max(2.0, 0.2 * line.box.height)))
        if strip.size and _near(ground_of(strip), ground):
            return False
    return True


def _near(one: RGB, other: RGB) -> bool:
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) <= SAME_GROUND


def _without_rule(ink: Ink, text: str) -> tuple[Ink, bool]:
    """The ink without a rule under the word, and whether there is one."""
    drawn = ink.drawn
    rows = np.flatnonzero(drawn.any(1))
    if not len(rows) or len(text) < 2 or not text.strip("_-=—–"):
        return ink, False
    columns = np.flatnonzero(drawn.any(0))
    width = int(columns[-1] - columns[0]) + 1
    middle = rows[0] + 0.6 * (rows[-1] - rows[0])
    under = [row for row in rows.tolist() if row > middle and drawn[row].sum() >= UNDER * width]
    above = [row for row in rows.tolist() if under and row < under[0]]
    if not above or under[0] - above[-1] > max(NEAR, 0.3 * len(above)):
        return ink, False
    # Between letters and the rule nothing is drawn but tails: else it is the letters' feet.
    between = drawn[max(0, under[0] - 2) : under[0]].sum(1).min() / width
    if between > (0.5 if TAILED & set(text) else 0.05):
        return ink, False
    cover = ink.cover.copy()
    # Ink below the rule belongs to it where nothing above reaches through.
    cover[under[0] :] = np.where(
        np.arange(len(cover))[under[0] :, None] <= under[-1] + 1, 0, cover[under[0] :]
    )
    return replace(ink, cover=cover), True


def _without_neighbours(ink: Ink, line: Box) -> Ink:
    """The ink without what the box cuts of the lines above and below: it touches an edge and stands apart."""
    drawn = np.asarray(ink.drawn.any(1))
    rows = np.flatnonzero(drawn)
    if len(rows) < 2:
        return ink
    parts = np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1)
    middle = (line.top + line.bottom) / 2 - ink.top
    main = min(parts, key=lambda part: max(part[0] - middle, middle - part[-1], -len(part)))
    cover = ink.cover.copy()
    for part in parts:
        strange = part[-1] < main[0] and part[0] <= 1
        strange |= part[0] > main[-1] and part[-1] >= drawn.size - 2
        apart = max(main[0] - part[-1], part[0] - main[-1])
        strange |= apart > max(3, 0.3 * len(main))
        # A whole row of ink above is the rule under the line before.
        strange |= bool((ink.drawn[part].mean(1) > 0.8).any())
        if strange and part is not main:
            cover[part] = 0
    return replace(ink, cover=cover)
