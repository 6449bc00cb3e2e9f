"""One round of coming closer to the picture: the one fix to ask for next, and whether its answer is kept.

Asking a model to "look again and fix it" makes code worse more often than better (GPT-5.2 on Design2Code: 86.4 to
83.9). What helps is one fix of one kind a round, told with numbers and with what was tried before, and keeping only
what the measure finds better.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from viscodex_lsp.core.truth.nouns.likeness import Box, Likeness
from viscodex_lsp.core.truth.telling import invented_words, missing_words, percent

Kind = Literal["words", "places", "colours"]
KINDS: tuple[Kind, ...] = ("words", "places", "colours")

# A part below this is worth a question; above it what is left is reading errors and rounding.
ENOUGH = {"words": 0.985, "places": 0.97, "colours": 0.97}
# By how much a part of the same code may differ between two measures, or be lost to a better part.
NOISE = {"words": 0.01, "places": 0.02, "colours": 0.02, "structure": 0.07, "lines": 0.01, "chart": 0.02}
# A rise that is smaller is none.
LEAST_RISE = 0.0005
CLEARLY_BEST = 0.985
# A model on a person's own machine is asked once more by itself if that is likely to take no longer than this.
PATIENCE_SECONDS = 20.0
# Who asks to come closer has it asked at most so often, unless the settings say more.
CLOSER_ROUNDS = 3
_MOST_WORDS, _MOST_TEXTS = 30, 6


@dataclass(frozen=True, slots=True)
class Fix:
    """What to ask the model for: one kind of fix, in words for it."""

    kind: Kind
    question: str


@dataclass(frozen=True, slots=True)
class Tried:
    """A round that is over: what was asked for, the values before and after it (None: no usable answer)."""

    kind: Kind
    before: float
    after: float | None
    kept: bool

    def __str__(self) -> str:
        if self.after is None:
            return f"{self.kind}: the answer could not be used"
        change = f"{percent(self.before)} before, {percent(self.after)} after"
        return f"{self.kind}: {change}, {'kept' if self.kept else 'undone'}"


def rounds_by_itself(asked: int | Literal["auto"], *, local: bool, took: float, left: float) -> int:
    """How often a model is asked to come closer without being told to: as often as was `asked`, or else once where it
    runs on this machine, `took` few seconds for its answer, and could take as long again twice in those that are
    `left`. Elsewhere a question costs a team's time or money, and the person asks for it."""
    if asked != "auto":
        return asked
    return int(local and took <= PATIENCE_SECONDS and 2 * took <= left)


def rounds_when_asked(asked: int | Literal["auto"]) -> int:
    """How often a model is asked at most where a person wants code to come closer."""
    return CLOSER_ROUNDS if asked == "auto" else max(asked, CLOSER_ROUNDS)


def next_fix(likeness: Likeness, tried: Sequence[Tried]) -> Fix | None:
    """The first kind that is worth a question: words, then places, then colours. One whose last answer was undone
    waits until another kind was kept; None where nothing is left to ask for."""
    for kind in KINDS:
        part = likeness.parts[kind]
        if part.value is None or part.value >= ENOUGH[kind] or _gave_up(kind, tried):
            continue
        question = _question(kind, likeness)
        if question:
            return Fix(kind, f"{question} ({kind}: {percent(part.value)}){_region(likeness)}.")
    return None


def is_closer(new: Likeness, best: Likeness, start: Likeness) -> bool:
    """Whether `new` is kept instead of `best`: its value is higher, it measures whatever they measure, and none of its
    parts is below theirs by more than the part's noise."""
    if new.value is None or best.value is None or new.value < best.value + LEAST_RISE:
        return False
    for name, part in new.parts.items():
        floors = [old.parts[name].value for old in (best, start)]
        known = [floor for floor in floors if floor is not None]
        if known and (part.value is None or part.value < max(known) - NOISE[name]):
            return False
    return True


def best_of(likenesses: Sequence[tuple[Likeness, int]]) -> int:
    """The number of the best of several answers, each with its length: the highest value, among equals the shorter,
    then the earlier. One that was not compared is the last choice."""
    ranks = [
        (-1.0 if likeness.value is None else round(likeness.value, 3), -length)
        for likeness, length in likenesses
    ]
    return max(range(len(ranks)), key=lambda number: (ranks[number], -number))


def is_clearly_best(likeness: Likeness) -> bool:
    """Whether no other answer is worth waiting for."""
    return likeness.value is not None and likeness.value >= CLEARLY_BEST


def _gave_up(kind: Kind, tried: Sequence[Tried]) -> bool:
    for round_ in reversed(tried):
        if round_.kept:
            return False
        if round_.kind == kind:
            return True
    return False


def _question(kind: Kind, likeness: Likeness) -> str:
    if kind == "words":
        told = (missing_words(likeness, _MOST_WORDS), invented_words(likeness, _MOST_WORDS))
        return _sentence("Put the words right", [part for part in told if part])
    if kind == "places":
        moved = [
            f"“{text.text}” stands {_at(text.found)} and should stand {_at(text.wanted)}"
            for text in likeness.moved[:_MOST_TEXTS]
        ]
        return _sentence("Put the texts in their places", moved)
    wrong = [
        f"the {text.what} of “{text.text}” is {text.found} and should be {text.wanted}"
        for text in likeness.recoloured[:_MOST_TEXTS]
    ]
    return _sentence("Put the colours right", wrong)


def _sentence(task: str, details: Sequence[str]) -> str:
    return f"{task}: {'; '.join(details)}" if details else ""


def _at(box: Box) -> str:
    return f"at x {box.left:.0f}, y {box.top:.0f}"


def _region(likeness: Likeness) -> str:
    box = likeness.worst
    if box is None:
        return ""
    return (
        f", most of all in the part of the picture from x {box.left:.0f}, y {box.top:.0f} "
        f"to x {box.right:.0f}, y {box.bottom:.0f}"
    )
