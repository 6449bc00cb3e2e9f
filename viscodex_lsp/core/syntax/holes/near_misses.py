"""Whether a reply is one of the signs or words that a broken file lacks, with a slip of the pen in it."""

import re
from collections.abc import Iterable
from typing import Final

_LONGEST: Final = 40
_SIGNS: Final = re.compile(r"\W")
_TORN_TAG: Final = re.compile(
    r"\s*(?:(?:<[^\w\s/!?<>])?(?P<end>/[\w:.-]+)\s*>|(?P<start>[A-Za-z][\w:.-]*)(?:\s[^<>]*)?>)", re.ASCII
)


def is_nearly(code: str, wanted: Iterable[str], text: str, *, begins_lines: bool = False) -> bool:
    """Whether `code` is nearly one of `wanted`, and no name that `text` uses or, if so, that begins a line there: for
    a shell `-f` is no command `f`."""
    word = code.strip()
    before = r"^[ \t]*" if begins_lines else r"(?<!\w)"
    if (
        not word
        or len(word) > _LONGEST
        or "\n" in word
        or re.search(rf"{before}{re.escape(word)}(?!\w)", text, re.MULTILINE)
    ):
        return False
    return any(word != one and _is_near(word, one) for one in wanted)


def is_torn_tag(code: str, text: str) -> bool:
    """Whether `code` begins with a tag that has lost its `<`, or has a sign behind that of an end tag, of an element
    that `text` has."""
    found = _TORN_TAG.match(code)
    return found is not None and (f"<{found['end'][1:]}" if found["end"] else f"</{found['start']}>") in text


def _is_near(word: str, wanted: str) -> bool:
    """One sign too many, too few, or another; cut off at either end; or with signs strewn in."""
    if wanted.startswith(word) or wanted.endswith(word):
        return True
    letters = _SIGNS.sub("", word)
    if letters and letters == _SIGNS.sub("", wanted):
        return True
    return abs(len(word) - len(wanted)) <= 1 and (
        _one_more(word, wanted) or _one_more(wanted, word) or _one_other(word, wanted)
    )


def _one_more(longer: str, shorter: str) -> bool:
    return len(longer) == len(shorter) + 1 and any(
        longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer))
    )


def _one_other(one: str, two: str) -> bool:
    return len(one) == len(two) > 1 and sum(a != b for a, b in zip(one, two, strict=True)) == 1
