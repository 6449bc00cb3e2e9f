"""Whether the words of a picture come in its order in the code, where the code cannot be drawn.

A picture of columns is read line by line across them, so that even right code is out of order: the value tells two
versions of the same code apart, and is no measure of how right one is.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence

from viscodex_lsp.core.truth.likeness import Part
from viscodex_lsp.core.truth.places import FEWEST
from viscodex_lsp.core.truth.tokens import Token


def compare_order(seen: Sequence[Token], shown: Sequence[Token]) -> Part:
    """The share of words, among those that both sides have equally often, that are in the same order."""
    there, here = _places(seen), _places(shown)
    both = {key for key, found in there.items() if len(found) == len(here.get(key, ()))}
    places = [
        at for _, at in sorted((a, b) for key in both for a, b in zip(there[key], here[key], strict=True))
    ]
    if len(places) < FEWEST:
        return Part(None, f"only {len(places)} words of the picture are in the code as often")
    return Part(_longest_rise(places) / len(places), f"the order of {len(places)} words in the code")


def _places(words: Sequence[Token]) -> dict[str, list[int]]:
    found = defaultdict[str, list[int]](list)
    for index, word in enumerate(words):
        found[word.key].append(index)
    return found


def _longest_rise(numbers: Sequence[int]) -> int:
    """The length of the longest increasing subsequence (patience sorting)."""
    piles: list[int] = []
    for number in numbers:
        at = bisect_left(piles, number)
        piles[at : at + 1] = [number]
    return len(piles)
