"""Lines of text as pieces of a page: words where their ink lies, with face, size, colours and underlines.

A recognised line may run over a wide gap, from one column or field into the next; it is parted there. Words of one
look make a run, the runs of a piece share a baseline.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from viscodex_model.read.picture.geometry import RGB, Box
from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.recognition.lines import Line
from viscodex_model.read.recognition.waiting import pause
from viscodex_model.read.scene.faces import Face, face_of
from viscodex_model.read.scene.fit import (
    UNKNOWN,
    Fit,
    Sample,
    choose,
    commonest_families,
    fits,
    snapped,
    usual_cost,
)
from viscodex_model.read.scene.mixed import Setting, mixed_settings
from viscodex_model.read.scene.words import Look, find_words

# A gap of so many em parts a line in two; blanks are 0.25 to 0.6 em wide.
PARTING = 0.95
# Words in different regions belong to one line where they stand closer than this: a mark on some words of a sentence.
INLINE = 1.25
# What recognition takes bullets for.
LIKE_BULLETS = frozenset("。．.oO0°*·-■口")
# A line whose single face costs more than this may be set in several.
MISFIT = 2.5
# Runs shorter than this say too little of their face and take their neighbours'.
TELLING = 3
# Words in fields or cells beside one another are apart even so close.
CELLS = 0.08
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
    """Words of one look; `box` is their ink, `spans` the left and right of each word."""

    text: str
    box: Box
    style: Style
    spans: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """Text on one baseline (y in pixels).

    `marker` is the bullet or number before a list's item, "" without one. `misfit` is the cost of the best fitting
    typeface: an icon that was taken for a letter fits none.
    """

    runs: tuple[Run, ...]
    box: Box
    baseline: float
    confidence: float
    marker: str = ""
    misfit: float = 0.0

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
    measured = [(found, len(draft.sample.text)) for found, draft in zip(all_fits, drafts, strict=True)]
    votes, doubt = commonest_families(measured), usual_cost(measured)
    return [
        _piece(draft, choose(found, votes, len(draft.sample.text), doubt) if found else None, votes, doubt)
        for found, draft in zip(all_fits, drafts, strict=True)
    ]


def split_piece(piece: Piece, place: float) -> list[Piece]:
    """A piece parted at a place between two of its words; the piece itself where no words part there."""
    left: list[Run] = []
    right: list[Run] = []
    for run in piece.runs:
        before = sum((start + end) / 2 < place for start, end in run.spans)
        words = run.text.split()
        if run.spans and len(words) != len(run.spans):
            return [piece]
        for part, target in ((slice(0, before), left), (slice(before, None), right)):
            if words[part]:
                target.append(_part_of(run, words[part], run.spans[part]))
    if not left or not right:
        return [piece]
    return [_piece_of(piece, left, piece.marker), _piece_of(piece, right, "")]


def _part_of(run: Run, words: Sequence[str], spans: Sequence[tuple[float, float]]) -> Run:
    box = replace(run.box, left=spans[0][0], right=spans[-1][1])
    return replace(run, text=" ".join(words), box=box, spans=tuple(spans))


def _piece_of(piece: Piece, runs: Sequence[Run], marker: str) -> Piece:
    box = replace(piece.box, left=runs[0].box.left, right=runs[-1].box.right)
    return replace(piece, runs=tuple(runs), box=box, marker=marker)


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
    pause()
    words = _parted_bullet(line.text).split()
    line = replace(line, box=_within(line.box, place_of(line.box)))
    if not words:
        return []
    looks = find_words(pixels, line, words)
    if not looks:
        return [_unseen(line, words)]
    marker = ""
    if len(looks) > 1 and _is_bullet(looks[0], looks[1]):
        marker, looks = BULLET, looks[1:]
    em = _rough_size(" ".join(look.text for look in looks), looks)
    parts: list[list[Look]] = [[looks[0]]]
    for before, look in pairwise(looks):
        if look.box.left - before.box.right > _parting(place_of(before.box), place_of(look.box)) * em:
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


def _parting(one: Box, other: Box) -> float:
    """The gap (em) from which words in two regions are apart: in cells beside one another, hardly any."""
    if one == other:
        return PARTING
    beside = one.right <= other.left or other.right <= one.left
    return CELLS if beside else INLINE


def _parted_bullet(text: str) -> str:
    return f"{text[0]} {text[1:]}" if text[:1] in BULLETS | LIKE_BULLETS - {"o", "O", "0", "-"} else text


def _is_bullet(look: Look, following: Look) -> bool:
    """Whether a word is a blot before a text, whatever it was taken for: small, square, and apart."""
    if look.text not in BULLETS | LIKE_BULLETS:
        return False
    high, box = following.box.height, look.box
    small = max(box.width, box.height) <= 0.75 * high and abs(box.width - box.height) <= 0.3 * high
    return look.text in BULLETS or (small and following.box.left - box.right > 0.35 * high)


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


def _piece(draft: _Draft, fit: Fit | None, votes: Counter[str], doubt: float) -> Piece:
    face = fit.face if fit else face_of("Arial", bold=False)
    size = snapped(fit.size) if fit else max(8.0, snapped((draft.bottom - draft.top) * 0.9))
    settings = [(face, size)] * len(draft.looks)
    if fit and fit.cost > MISFIT and len(draft.looks) > 1 and doubt < UNKNOWN:
        settings = mixed_settings(draft.looks, votes, (face, size), first_bold=face.bold)
    runs = [_run([look for look, _ in group], *group[0][1]) for group in _groups(draft.looks, settings)]
    box = Box(draft.looks[0].box.left, draft.top, draft.looks[-1].box.right, draft.bottom)
    misfit = fit.cost if fit else 0.0
    return Piece(tuple(runs), box, _baseline(draft, settings), draft.confidence, draft.marker, misfit)


def _baseline(draft: _Draft, settings: Sequence[Setting]) -> float:
    """The baseline by the ink's bottom and, less sure, by its top: the share and the bias were measured on lines that
    a browser drew (99 % of 130 exact)."""
    pairs = list(zip(draft.looks, settings, strict=True))
    extents = [(face.extent(look.text), size) for look, (face, size) in pairs]
    top = draft.top + max(extent.top * size for extent, size in extents)
    bottom = draft.bottom + min(extent.bottom * size for extent, size in extents)
    return float(round(0.3 * top + 0.7 * bottom + 0.1))


def _groups(looks: Sequence[Look], settings: Sequence[Setting]) -> list[list[tuple[Look, Setting]]]:
    """Neighbouring words of one look and setting."""
    pairs = list(zip(looks, settings, strict=True))
    groups = [[pairs[0]]]
    for pair in pairs[1:]:
        look, setting = groups[-1][-1]
        if setting != pair[1] or not _same_look(look, pair[0]):
            groups.append([])
        groups[-1].append(pair)
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
    spans = tuple((look.box.left, look.box.right) for look in group)
    return Run(" ".join(look.text for look in group), box, style, spans)
