"""Lines of text as pieces of a page: words where their ink lies, with face, size, colours and underlines.

A recognised line may run over a wide gap, from one column or field into the next; it is parted there. Words of one
look make a run, the runs of a piece share a baseline.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from viscodex_model.read.picture.geometry import RGB, Box
from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.recognition.lines import Line
from viscodex_model.read.scene.faces import Face, face_of
from viscodex_model.read.scene.fit import Fit, Sample, choose, commonest_families, fits, snapped
from viscodex_model.read.scene.words import Look, find_words

# A gap of so many em parts a line in two; blanks are 0.25 to 0.6 em wide.
PARTING = 0.8
# Words in different regions belong to one line where they stand closer than this: a mark on some words of a sentence.
INLINE = 1.25
# Runs shorter than this say too little of their face and take their neighbours'.
TELLING = 3
# Signs that stand before the items of a list, and the one that is written for them.
BULLETS, BULLET = frozenset("•·●○▪◦■‣▸►"), "•"
INK_DIFFERS, GROUND_DIFFERS = 64, 10


@dataclass(frozen=True, slots=True)
class Style:
    """How text is set. `size` is in pixels."""

    face: Face
    size: float
    ink: RGB
    ground: RGB
    underlined: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look; `box` is their ink."""

    text: str
    box: Box
    style: Style


@dataclass(frozen=True, slots=True)
class Piece:
    """Text on one baseline (y in pixels). `marker` is the bullet or number before a list's item, "" without one."""

    runs: tuple[Run, ...]
    box: Box
    baseline: float
    confidence: float
    marker: str = ""

    @property
    def text(self) -> str:
        return " ".join(run.text for run in self.runs)

    @property
    def style(self) -> Style:
        """The longest run's."""
        return max(self.runs, key=lambda run: len(run.text)).style


def make_pieces(
    pixels: Pixels, lines: Sequence[Line], place_of: Callable[[Box], Box] | None = None
) -> list[Piece]:
    """All lines as pieces. `place_of` gives the inside of the region in which a box's centre lies: a line that runs
    from one into another is parted, and what lies outside is no ink of the line.

    Every word of every line is in exactly one piece, also those whose ink cannot be found.
    """
    height, width = pixels.shape[:2]
    whole = Box(0, 0, width, height)
    drafts = [draft for line in lines for draft in _drafts(pixels, line, place_of or (lambda _: whole))]
    all_fits = [fits(draft.sample) for draft in drafts]
    votes = commonest_families(
        (found, len(draft.sample.text)) for found, draft in zip(all_fits, drafts, strict=True)
    )
    return [
        _piece(draft, choose(found, votes, len(draft.sample.text)) if found else None)
        for found, draft in zip(all_fits, drafts, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Draft:
    looks: tuple[Look, ...]
    top: float
    bottom: float
    confidence: float
    marker: str = ""

    @property
    def sample(self) -> Sample:
        words = tuple((look.text, look.box.left, look.box.right) for look in self.looks)
        return Sample(words, self.bottom - self.top, sum(look.area for look in self.looks))


def _drafts(pixels: Pixels, line: Line, place_of: Callable[[Box], Box]) -> list[_Draft]:
    words = line.text.split()
    line = replace(line, box=_within(line.box, place_of(line.box)))
    if not words:
        return []
    looks = find_words(pixels, line, words)
    if not looks:
        return [_unseen(line, words)]
    marker = ""
    if words[0] in BULLETS and len(words) > 1:
        marker, looks = BULLET, looks[1:]
    em = _rough_size(" ".join(look.text for look in looks), looks)
    parts: list[list[Look]] = [[looks[0]]]
    for before, look in pairwise(looks):
        same = place_of(before.box) == place_of(look.box)
        if look.box.left - before.box.right > (PARTING if same else INLINE) * em:
            parts.append([])
        parts[-1].append(look)
    return [
        _Draft(
            tuple(part),
            min(look.box.top for look in part),
            max(look.box.bottom for look in part),
            line.confidence,
            "" if number else marker,
        )
        for number, part in enumerate(parts)
    ]


def _within(box: Box, place: Box) -> Box:
    """The part of a line's box that lies in its region; its width only where nearly all of it does."""
    left, right = max(box.left, place.left), min(box.right, place.right)
    if right - left < 0.8 * box.width:
        left, right = box.left, box.right
    top, bottom = max(box.top, place.top), min(box.bottom, place.bottom)
    return Box(left, top, right, bottom) if bottom - top > 0.5 * box.height else box


def _unseen(line: Line, words: Sequence[str]) -> _Draft:
    """A line whose ink cannot be told from what lies behind it."""
    look = Look(" ".join(words), line.box, line.ink, line.ground, underlined=False, area=0.0)
    return _Draft((look,), line.box.top, line.box.bottom, line.confidence)


def _rough_size(text: str, looks: Sequence[Look]) -> float:
    extent = face_of("Arial", bold=False).extent(text.replace(" ", "") or "x")
    height = max(look.box.bottom for look in looks) - min(look.box.top for look in looks)
    return float(height / max(0.3, extent.height))


def _piece(draft: _Draft, fit: Fit | None) -> Piece:
    face = fit.face if fit else face_of("Arial", bold=False)
    size = snapped(fit.size) if fit else max(8.0, snapped((draft.bottom - draft.top) * 0.9))
    runs = [_run(group, face, size) for group in _groups(draft.looks)]
    box = Box(draft.looks[0].box.left, draft.top, draft.looks[-1].box.right, draft.bottom)
    extent = face.extent(draft.sample.text)
    # The baseline by the ink's top and by its bottom; each is off by up to a pixel.
    baseline = (draft.top + extent.top * size + draft.bottom + extent.bottom * size) / 2
    return Piece(tuple(runs), box, float(round(baseline)), draft.confidence, draft.marker)


def _groups(looks: Sequence[Look]) -> list[list[Look]]:
    groups: list[list[Look]] = [[looks[0]]]
    for look in looks[1:]:
        before = groups[-1][-1]
        if not _same_look(before, look):
            groups.append([])
        groups[-1].append(look)
    return groups


def _same_look(one: Look, other: Look) -> bool:
    if one.underlined != other.underlined and min(len(one.text), len(other.text)) > 1:
        return False
    far = max(abs(a - b) for a, b in zip(one.ground, other.ground, strict=True))
    if far > GROUND_DIFFERS:
        return False
    if min(len(one.text), len(other.text)) < TELLING:
        return True
    return max(abs(a - b) for a, b in zip(one.ink, other.ink, strict=True)) < INK_DIFFERS


def _run(group: Sequence[Look], face: Face, size: float) -> Run:
    longest = max(group, key=lambda look: len(look.text))
    box = Box(
        group[0].box.left,
        min(look.box.top for look in group),
        group[-1].box.right,
        max(look.box.bottom for look in group),
    )
    style = Style(face, size, longest.ink, longest.ground, longest.underlined)
    return Run(" ".join(look.text for look in group), box, style)
