"""A picture of code, of a terminal or of a table of text beside the lines of the code, character by character.

Blanks do not count: text recognition is least sure of them, and indentation is the document's. Case and signs do.
"""

from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

from viscodex_lsp.core.truth.nouns.likeness import Part

# Characters of both sides beyond which lines are compared as wholes.
_MOST = 40_000
_MOST_PAIRS = 4_000
# Pairs of equal lines up to which their order is looked at: beyond, that takes long.
_MOST_EQUAL = 300_000


def compare_lines(seen: Sequence[str], shown: Sequence[str]) -> Part:
    """Twice the characters that both have in the same order, by the characters of both."""
    there, here = _bare(seen), _bare(shown)
    total = sum(map(len, there)) + sum(map(len, here))
    if not there or not here:
        return Part(None, "there are no lines to compare")
    if total > 2 * _MOST:
        return Part(None, f"{total} characters are too many to compare one by one")
    counts = Counter(here)
    if sum(counts[line] for line in there) > _MOST_EQUAL:
        same = 2.0 * (Counter(there) & counts).total()
        return Part(same / (len(there) + len(here)), f"{len(there)} lines, many of them equal, as wholes")
    matcher = SequenceMatcher(None, there, here, autojunk=False)
    same = 0.0
    for tag, a, b, c, d in matcher.get_opcodes():
        same += sum(map(len, there[a:b])) if tag == "equal" else _in_common(there[a:b], here[c:d])
    return Part(2 * same / total, f"{len(there)} lines of the picture, {len(here)} of the code")


def _in_common(there: Sequence[str], here: Sequence[str]) -> float:
    """Characters that two runs of unequal lines share, line paired with line in their order."""
    if not there or not here:
        return 0.0
    if len(there) * len(here) > _MOST_PAIRS:
        return _characters("".join(there)[:_MOST], "".join(here)[:_MOST])
    best = [0.0] * (len(here) + 1)
    for one in there:
        diagonal = best[0]
        for at, other in enumerate(here, 1):
            gain = diagonal + _characters(one, other)
            diagonal = best[at]
            best[at] = max(best[at], best[at - 1], gain)
    return best[-1]


def _characters(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=len(one) > 1000)
    # The cheap upper bound first: most lines of two runs have nothing to do with one another.
    if matcher.real_quick_ratio() < 0.3 or matcher.quick_ratio() < 0.3:
        return 0.0
    return float(sum(block.size for block in matcher.get_matching_blocks()))


def _bare(lines: Sequence[str]) -> list[str]:
    return [bare for line in lines if (bare := "".join(line.split()))]
