"""A new text read as the old one whose lines were changed each in its place: by typing at several cursors, by a
formatter that indents anew or takes blanks away at line ends.

Told apart from lines that were moved: every other line is still known in the one that stands in its place, and of the
lines that read like those of the place some may have come or some may have gone, but not both.
"""

from collections.abc import Sequence

from viscodex_lsp.core.place.change import shared

_MOST_WRITTEN = 400
"""Characters by which a line may have grown or shrunk."""


def same_lines(old: Sequence[str], new: Sequence[str], first: int, count: int) -> bool:
    """Whether the lines from `first` on, `count` of them, stand at the same numbers in `new`, by the lines around them.

    Args:
        old, new: Lines without their ends. A last line break may have been put behind the last one.
    """
    if len(new) == len(old) + 1 and old[-1] and not new[-1]:
        new = new[:-1]
    end = first + count
    if len(old) != len(new) or old[first:end] != new[first:end]:
        return False
    changed = [(one, other) for one, other in zip(old, new, strict=True) if one != other]
    own = set(old[first:end])
    went, came = any(one in own for one, _ in changed), any(other in own for _, other in changed)
    return not (went and came) and all(_is_known(one, other) for one, other in changed)


def _is_known(one: str, other: str) -> bool:
    """Whether a line may have become the other by writing into it, taking away from it, or changing less than half."""
    shorter, longer = sorted((one, other), key=len)
    if len(longer) - len(shorter) > _MOST_WRITTEN:
        return False
    head = shared(shorter, longer)
    tail = shared(shorter[head:][::-1], longer[head:][::-1])
    letters = iter(longer)
    return 2 * (head + tail) > len(longer) or all(letter in letters for letter in shorter)
