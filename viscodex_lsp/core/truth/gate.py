"""Whether an edit is applied, waits as a proposal, or is refused, by its likeness to the picture.

An absolute bound tells what shows something else from what shows the picture; it does not tell slightly wrong from
right (the calibration is in the documentation), and more is not claimed here.
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from viscodex_lsp.core.nouns import Document, Reason, Refusal, Span
from viscodex_lsp.core.settings import TruthSettings
from viscodex_lsp.core.truth.nouns.likeness import Likeness
from viscodex_lsp.core.truth.telling import NOT_COMPARED, differences, invented_words, likeness_in_words

# A picture with fewer words says too little for a refusal.
LEAST_WORDS = 4
_WORD = re.compile(r"[^\W_]+")


class Outcome(StrEnum):
    """What happens to an edit."""

    APPLY = "apply"
    PROPOSE = "propose"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the picture was asked for. `part` says that an instruction or a selection asks for a part of it or for a
    change: then words may be missing. `known` are the words that were there already, which nobody invented."""

    part: bool
    known: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Verdict:
    """`told` ends the edit's summary ("92 % like the picture"); `why` says what differs where it is not applied."""

    outcome: Outcome
    told: str
    why: str = ""

    @property
    def refusal(self) -> Refusal:
        """The reason for the person, and for the model's next answer."""
        return Refusal(
            Reason.UNLIKE,
            f"The model's code does not show what the picture shows ({self.told}: {self.why}). Nothing was changed. "
            "Try again or use a more capable model; with viscodex.truth.mode set to propose such code is kept to look "
            "at.",
            f"it does not show what the picture shows: {self.why}. Write what is in the picture",
        )


def asked_for(document: Document, span: Span, *, instruction: str) -> Asked:
    """What a request means: an instruction or a selection may ask for less than the picture shows, or for a change."""
    selected = document.text[span.start : span.end]
    return Asked(bool(instruction.strip() or selected.strip()), frozenset(_words(selected)))


def judge(likeness: Likeness, asked: Asked, settings: TruthSettings) -> Verdict:
    """The verdict on an edit. Where nothing could be measured it is applied, and says so."""
    value, told, why = _as_asked(likeness, asked)
    if not likeness.seen_words and not likeness.drawn and not likeness.lines.measured:
        value, told = None, NOT_COMPARED
    if value is None or settings.mode in ("tell", "off") or value >= settings.apply_from:
        return Verdict(Outcome.APPLY, told)
    why = why or "its looks differ"
    refused = settings.mode == "refuse" or (settings.mode == "apply" and value < settings.refuse_below)
    sure = not asked.part and likeness.seen_words >= LEAST_WORDS
    return Verdict(Outcome.REFUSE if refused and sure else Outcome.PROPOSE, told, why)


def _as_asked(likeness: Likeness, asked: Asked) -> tuple[float | None, str, str]:
    """The value to judge by, how it is told, and what differs; for a part only the words that should not be there."""
    if not asked.part or likeness.value is None or not likeness.shown_words:
        return likeness.value, likeness_in_words(likeness), differences(likeness)
    invented = tuple(word for word in likeness.invented if asked.known.isdisjoint(_words(word)))
    share = 1 - len(invented) / max(likeness.shown_words, len(invented))
    count = likeness.shown_words - len(invented)
    there = "in the picture or were there" if asked.known else "in the picture"
    told = f"{count} of its {likeness.shown_words} words are {there}"
    return share, told, invented_words(replace(likeness, invented=invented))


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]
