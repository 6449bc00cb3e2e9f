"""How many lines two texts have in common, in order: the length of their longest common subsequence.

Bit-parallel (Crochemore, Iliopoulos, Pinzon and Reid, 2001): one addition of long integers for each line of the one
text, so that texts of thousands of lines take some hundredths of a second.
"""

from collections.abc import Sequence


def common_lines(one: Sequence[str], other: Sequence[str]) -> int:
    """The length of the longest common subsequence of two lists of lines."""
    head = shared_lines(one, other)
    one, other = one[head:], other[head:]
    tail = shared_lines(one[::-1], other[::-1])
    one, other = one[: len(one) - tail], other[: len(other) - tail]
    places: dict[str, int] = {}
    for number, line in enumerate(other):
        places[line] = places.get(line, 0) | 1 << number
    everywhere = (1 << len(other)) - 1
    # A bit is 0 where the subsequence grows with the line of `other` at that place.
    free = everywhere
    for line in one:
        if matched := free & places.get(line, 0):
            free = (free + matched | free - matched) & everywhere
    return head + tail + len(other) - free.bit_count()


def shared_lines(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lines are the same before the first that differs."""
    for count, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return count
    return min(len(one), len(other))
