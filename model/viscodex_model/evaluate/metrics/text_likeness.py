"""The similarity of two texts: the Ratcliff-Obershelp ratio of Python's difflib.

cydifflib gives difflib's numbers to the bit, several times as fast; Design2Code's measure spends most of its time here.
"""

from functools import lru_cache

from cydifflib import SequenceMatcher  # type: ignore[import-untyped]


@lru_cache(maxsize=200_000)
def text_likeness(first: str, second: str) -> float:
    """Twice the matching letters over all letters, in 0..1; not symmetric, so the order of arguments matters."""
    matcher = _matcher_for(second)
    matcher.set_seq1(first)
    return float(matcher.ratio())


@lru_cache(maxsize=2_000)
def _matcher_for(second: str) -> SequenceMatcher:
    # the matcher indexes its second text once: half the time of a page goes into building that index anew
    return SequenceMatcher(None, "", second)


def are_alike(first: str, second: str, *, least: float) -> bool:
    """Whether the ratio is at least `least`; its cheap upper bounds come first, with the same verdict."""
    matcher = SequenceMatcher(None, first, second)
    bounds = (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)
    return all(bound() >= least for bound in bounds)
