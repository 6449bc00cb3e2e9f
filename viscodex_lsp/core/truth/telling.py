"""A likeness in words and as JSON: for messages, proposals, the shell, agents and the model."""

import math
from collections.abc import Iterable
from typing import Any

from viscodex_lsp.core.counted import counted
from viscodex_lsp.core.truth.nouns.likeness import Likeness

NOT_COMPARED = "not compared"
_MOST_WORDS = 8
_LONGEST_WORD = 40


def percent(share: float) -> str:
    """A share as whole per cent, rounded down: only what is equal is "100 %"."""
    return f"{math.floor(100 * share + 1e-9)} %"


def likeness_in_words(likeness: Likeness) -> str:
    """How alike: "92 % like the picture", or "not compared". Where nothing that can be read was compared it is said:
    a page full of words may look like a picture without any."""
    if likeness.value is None:
        return NOT_COMPARED
    alike = f"{percent(likeness.value)} like the picture"
    read = likeness.words.measured or likeness.lines.measured or likeness.chart.measured
    return alike if read or not likeness.drawn else f"{alike} in looks alone"


def differences(likeness: Likeness, *, most_words: int = _MOST_WORDS) -> str:
    """What differs, the most telling first: "11 of 40 words are missing: …; 6 are not in the picture: …"; "" for
    nothing that is known."""
    told = [missing_words(likeness, most_words), invented_words(likeness, most_words)]
    if likeness.moved:
        told.append(f"{counted(len(likeness.moved), 'text')} {_is(likeness.moved)} in another place")
    if likeness.recoloured:
        told.append(f"{counted(len(likeness.recoloured), 'text')} {_has(likeness.recoloured)} another colour")
    if likeness.lines.value is not None and likeness.lines.value < 1:
        told.append(f"{percent(likeness.lines.value)} of the characters are those of the picture")
    return "; ".join(part for part in told if part)


def missing_words(likeness: Likeness, most: int = _MOST_WORDS) -> str:
    """ "11 of 40 words are missing: a, b, …", or ""."""
    if not likeness.missing:
        return ""
    count = len(likeness.missing)
    every = max(likeness.seen_words, count)
    return f"{count} of {counted(every, 'word')} {_is(likeness.missing)} missing: {listed(likeness.missing, most)}"


def invented_words(likeness: Likeness, most: int = _MOST_WORDS) -> str:
    """ "6 words are not in the picture: a, b, …", or ""."""
    if not likeness.invented:
        return ""
    count = counted(len(likeness.invented), "word")
    return f"{count} {_is(likeness.invented)} not in the picture: {listed(likeness.invented, most)}"


def listed(words: Iterable[str], most: int) -> str:
    """Words behind one another, as many as a person reads at a glance."""
    every = list(words)
    shown = [word if len(word) <= _LONGEST_WORD else word[:_LONGEST_WORD] + "…" for word in every[:most]]
    return ", ".join(shown) + (", …" if len(every) > most else "")


def described(likeness: Likeness) -> list[str]:
    """Every part on a line of its own, then the words in full: for a terminal, an editor's float, or an agent."""
    lines = [likeness_in_words(likeness)]
    for name, part in likeness.parts.items():
        value = "not measured" if part.value is None else percent(part.value)
        lines.append(f"  {name:<10} {value:<13}{part.note}".rstrip())
    lines += [part for part in (missing_words(likeness, 100), invented_words(likeness, 100)) if part]
    return lines


def to_json(likeness: Likeness) -> dict[str, Any]:
    """For programs: `value` and each part's are 0 to 1, or null where it could not be measured."""
    return {
        "value": _rounded(likeness.value),
        "parts": {
            name: {"value": _rounded(part.value), "note": part.note} for name, part in likeness.parts.items()
        },
        "missing": list(likeness.missing),
        "invented": list(likeness.invented),
        "summary": likeness_in_words(likeness),
        "differences": differences(likeness),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _is(things: tuple[object, ...]) -> str:
    return "is" if len(things) == 1 else "are"


def _has(things: tuple[object, ...]) -> str:
    return "has" if len(things) == 1 else "have"
