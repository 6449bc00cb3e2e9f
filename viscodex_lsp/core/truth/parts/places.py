"""Where the words of a picture stand in the rendering: the mean of how far each is from its place.

The idea is Design2Code's position score (Si et al., 2024): 1 - max(|dx|, |dy|), both as parts of the page. There it is
taken of blocks of text that are matched with a reference's; here of words, since a reading has no blocks.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from viscodex_lsp.core.truth.nouns.likeness import Box, Moved, Part
from viscodex_lsp.core.truth.nouns.rendered import Rendered
from viscodex_lsp.core.truth.nouns.seen import Seen
from viscodex_lsp.core.truth.parts.tokens import tokens_of

# Fewer words than this say too little about places.
FEWEST = 3
# A line is told as moved beyond so much of the page's width or height.
MOVED = 0.05


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """A word, the index of its line, and its middle as parts of the page's width and height."""

    key: str
    line: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Pairs:
    """The words that both sides have, the seen one first."""

    words: tuple[tuple[PlacedWord, PlacedWord], ...]

    @property
    def lines(self) -> dict[int, int]:
        """For each seen line with words that were found, the drawn line that most of them are in."""
        votes = defaultdict[int, dict[int, int]](dict)
        for seen, drawn in self.words:
            votes[seen.line][drawn.line] = votes[seen.line].get(drawn.line, 0) + len(seen.key)
        return {line: max(found, key=found.__getitem__) for line, found in votes.items()}


def pair_words(seen: Seen, rendered: Rendered) -> Pairs:
    """Pair equal words, repeated ones with the nearest of their like.

    Both sides are measured by the width of their own page and by the height of the higher one: a page that goes on
    below what the picture shows has not moved what is above.
    """
    scale = seen.width / rendered.width
    height = max(seen.height, rendered.height * scale)
    there = _by_key(_seen_words(seen, height))
    here = _by_key(_drawn_words(rendered, height / scale))
    pairs: list[tuple[PlacedWord, PlacedWord]] = []
    for key, words in there.items():
        pairs += _nearest(words, here.get(key, ()))
    return Pairs(tuple(pairs))


def compare_places(seen: Seen, rendered: Rendered, pairs: Pairs) -> tuple[Part, tuple[Moved, ...]]:
    """How near the words are to their places, and the lines that are far, the farthest first."""
    if not rendered.placed:
        return Part(None, "where a program draws its texts is not told"), ()
    if len(pairs.words) < FEWEST:
        return Part(None, f"only {len(pairs.words)} words of the picture are on the page"), ()
    near = [max(0.0, 1 - max(abs(a.x - b.x), abs(a.y - b.y))) for a, b in pairs.words]
    value = sum(near) / len(near)
    return Part(value, f"{len(near)} words on the drawn page"), _moved(seen, rendered, pairs)


def _moved(seen: Seen, rendered: Rendered, pairs: Pairs) -> tuple[Moved, ...]:
    distances = defaultdict[int, list[float]](list)
    for a, b in pairs.words:
        distances[a.line].append(max(abs(a.x - b.x), abs(a.y - b.y)))
    far = sorted(((median(found), line) for line, found in distances.items()), reverse=True)
    scale = seen.width / rendered.width
    lines = pairs.lines
    return tuple(
        Moved(seen.lines[line].text, seen.lines[line].box, _scaled(rendered.lines[lines[line]].box, scale))
        for distance, line in far
        if distance > MOVED
    )


def _seen_words(seen: Seen, height: float) -> list[PlacedWord]:
    return [
        PlacedWord(token.key, at, word.box.center[0] / seen.width, word.box.center[1] / height)
        for at, line in enumerate(seen.lines)
        for word in line.words
        for token in tokens_of(word.text)
    ]


def _drawn_words(rendered: Rendered, height: float) -> list[PlacedWord]:
    """Words of lines: each stands in its line in proportion to the letters before it."""
    words: list[PlacedWord] = []
    for at, line in enumerate(rendered.lines):
        text, box = line.text, line.box
        begin = 0
        for part in text.split():
            start = text.index(part, begin)
            begin = start + len(part)
            x = box.left + box.width * (start + len(part) / 2) / len(text)
            words += [
                PlacedWord(token.key, at, x / rendered.width, box.center[1] / height)
                for token in tokens_of(part)
            ]
    return words


def _by_key(words: Sequence[PlacedWord]) -> dict[str, list[PlacedWord]]:
    found = defaultdict[str, list[PlacedWord]](list)
    for word in words:
        found[word.key].append(word)
    return found


def _nearest(there: Sequence[PlacedWord], here: Sequence[PlacedWord]) -> list[tuple[PlacedWord, PlacedWord]]:
    """The nearest first; of a word that is repeated very often, only so many as can be paired quickly."""
    if not here:
        return []
    if len(there) == len(here) == 1:
        return [(there[0], here[0])]
    there, here = there[:_MOST_REPEATED], here[:_MOST_REPEATED]
    judged = sorted(
        (max(abs(a.x - b.x), abs(a.y - b.y)), i, j) for i, a in enumerate(there) for j, b in enumerate(here)
    )
    taken_there: set[int] = set()
    taken_here: set[int] = set()
    pairs: list[tuple[PlacedWord, PlacedWord]] = []
    for _, i, j in judged:
        if i not in taken_there and j not in taken_here:
            taken_there.add(i)
            taken_here.add(j)
            pairs.append((there[i], here[j]))
    return pairs


_MOST_REPEATED = 60


def _scaled(box: Box, by: float) -> Box:
    return Box(*(side * by for side in box))
