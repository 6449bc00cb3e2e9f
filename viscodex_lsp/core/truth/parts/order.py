"""Whether code shows the words of a picture in an order that people read in, where the code cannot be drawn.

From one word to the next one reads on along the line, down, or up to a column further right. A step up and to the left,
or back in the line, is none that code in its order would ask for: something was swapped or moved.
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from viscodex_lsp.core.truth.nouns.likeness import Box, Part
from viscodex_lsp.core.truth.nouns.seen import Seen
from viscodex_lsp.core.truth.parts.tokens import Token, tokens_of

# Fewer words say too little about their order.
FEWEST = 3
# Words whose middles differ by less of their height are on one line.
_SAME_LINE = 0.6


def compare_order(seen: Seen, shown: Sequence[Token]) -> Part:
    """The share of steps from word to word of the code that people read, of words that both have equally often."""
    there, here = _places(seen), defaultdict[str, list[int]](list)
    for index, word in enumerate(shown):
        here[word.key].append(index)
    steps: list[tuple[int, tuple[Box, Box]]] = []
    for key, found in there.items():
        if len(found) == len(here.get(key, ())):
            steps += zip(here[key], found, strict=True)
    if len(steps) < FEWEST:
        return Part(None, f"only {len(steps)} words of the picture are in the code as often")
    boxes = [box for _, box in sorted(steps)]
    wrong = sum(_is_back(one, other) for one, other in pairwise(boxes))
    return Part(1 - wrong / len(boxes), f"the order of {len(boxes)} words in the code")


def _places(seen: Seen) -> dict[str, list[tuple[Box, Box]]]:
    """The boxes of each word and of its line, as often as the picture has it."""
    found = defaultdict[str, list[tuple[Box, Box]]](list)
    for line in seen.lines:
        for word in line.words:
            for token in tokens_of(word.text):
                found[token.key].append((word.box, line.box))
    return found


def _is_back(one: tuple[Box, Box], other: tuple[Box, Box]) -> bool:
    (word, line), (following, its_line) = one, other
    down = following.center[1] - word.center[1]
    if abs(down) <= _SAME_LINE * max(word.height, following.height):
        return following.center[0] < word.center[0]
    return down < 0 and its_line.left < line.right
