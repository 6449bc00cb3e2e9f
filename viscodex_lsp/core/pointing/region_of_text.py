"""Finds the region of a picture that a person names in words: "the pricing table", "only the sign-up card".

The lines that hold these words are found first. A region grows from them: by lines in the same column that follow
without a wide gap, and for tables and lists by those beside them, too.
"""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from statistics import median

from viscodex_lsp.core.errors import UsageError
from viscodex_lsp.core.truth.nouns.likeness import Box
from viscodex_lsp.core.truth.nouns.seen import Seen, SeenLine

_WORD = re.compile(r"\w+")
# Words that say what kind of thing is meant, or nothing: they need not stand in the picture.
_NOT_WRITTEN = frozenset(
    _WORD.findall(
        "a an the this that these those only just of in on at from with for and or to it its part section area "
        "region block box card panel table list row rows column chart graph plot form menu bar header footer heading "
        "title button image picture screenshot text content whole entire left right top bottom first second last "
        "please make use"
    )
)
_WIDE = frozenset(
    {"table", "list", "row", "rows", "chart", "graph", "plot", "form", "grid", "header", "footer", "bar"}
)
# A misread letter in a short word, two in a long one.
_ALIKE = 0.78
_ENOUGH = 0.6
# Lines further apart than so many heights of a line belong to different blocks.
_GAP = 1.9
_TABLE_GAP = 2.6
_SHOWN = 6


def find_region(seen: Seen, words: str, *, origin: str) -> tuple[int, int, int, int]:
    """Left, top, width and height of what `words` mean, in pixels of the picture that was read.

    Raises:
        UsageError: no text of the picture matches, or several places match alike.
    """
    asked = [word.lower() for word in _WORD.findall(words)]
    wanted = [word for word in asked if word not in _NOT_WRITTEN] or asked
    starts = _best_lines(seen.lines, wanted)
    if not starts:
        shown = ", ".join(f"“{line.text[:30]}”" for line in seen.lines[:_SHOWN]) or "no text"
        raise UsageError(
            f"“{words}” was not found in the picture ({origin}). It shows {shown}. Or name x,y,width,height."
        )
    wide = bool(_WIDE & set(asked))
    regions = {_rounded(_padded(_grown(start, seen.lines, wide), seen, wide)) for start in starts}
    regions = {region for region in regions if not any(_holds(other, region) for other in regions - {region})}
    if len(regions) > 1:
        raise UsageError(
            f"“{words}” stands in {len(regions)} places of the picture ({origin}). Name more words, or its "
            "x,y,width,height."
        )
    return regions.pop()


def _best_lines(lines: Sequence[SeenLine], wanted: Sequence[str]) -> list[SeenLine]:
    scored = [(_score(line, wanted), line) for line in lines]
    best = max((score for score, _ in scored), default=0.0)
    return [line for score, line in scored if score == best] if best >= _ENOUGH else []


def _score(line: SeenLine, wanted: Sequence[str]) -> float:
    """The share of the wanted words that a line has; whole phrases and short lines count a little more."""
    there = [word.lower() for word in _WORD.findall(line.text)]
    found = sum(any(_alike(word, other) for other in there) for word in wanted)
    share = found / max(len(wanted), 1)
    exact = " ".join(wanted) in " ".join(there)
    return round(share + 0.1 * exact, 3) if found else 0.0


def _alike(word: str, other: str) -> bool:
    if word == other or (len(word) > 3 and word.rstrip("s") == other.rstrip("s")):
        return True
    return len(word) > 3 and SequenceMatcher(None, word, other, autojunk=False).ratio() >= _ALIKE


def _grown(start: SeenLine, lines: Sequence[SeenLine], wide: bool) -> Box:
    box, height = start.box, median([line.box.height for line in lines] or [start.box.height])
    gap = height * (_TABLE_GAP if wide else _GAP)
    taken = {id(start)}
    grows = True
    while grows:
        grows = False
        for line in lines:
            if id(line) not in taken and _belongs(line.box, box, gap, height, wide):
                taken.add(id(line))
                box = _united(box, line.box)
                grows = True
    return box


def _belongs(line: Box, box: Box, gap: float, height: float, wide: bool) -> bool:
    below = max(line.top - box.bottom, box.top - line.bottom, 0)
    beside = max(line.left - box.right, box.left - line.right, 0)
    if below > gap:
        return False
    # In a table every cell of a row belongs to it; elsewhere a neighbour is another column.
    return beside <= height * 0.6 or (wide and below == 0)


def _padded(box: Box, seen: Seen, wide: bool) -> Box:
    """The box with some room around, up to the middle between it and the text beside it."""
    height = median([line.box.height for line in seen.lines])
    room = height * 1.2
    left, top, right, bottom = box.left - room, box.top - room, box.right + room, box.bottom + room
    for line in seen.lines:
        other = line.box
        if other.right <= box.left and _overlaps(other.top, other.bottom, box.top, box.bottom):
            left = max(left, (other.right + box.left) / 2)
        if other.left >= box.right and _overlaps(other.top, other.bottom, box.top, box.bottom):
            right = min(right, (other.left + box.right) / 2)
        if other.bottom <= box.top and (wide or _overlaps(other.left, other.right, box.left, box.right)):
            top = max(top, (other.bottom + box.top) / 2)
        if other.top >= box.bottom and (wide or _overlaps(other.left, other.right, box.left, box.right)):
            bottom = min(bottom, (other.top + box.bottom) / 2)
    return Box(max(left, 0), max(top, 0), min(right, seen.width), min(bottom, seen.height))


def _overlaps(start: float, end: float, other_start: float, other_end: float) -> bool:
    return start < other_end and other_start < end


def _united(one: Box, other: Box) -> Box:
    return Box(
        min(one.left, other.left),
        min(one.top, other.top),
        max(one.right, other.right),
        max(one.bottom, other.bottom),
    )


def _rounded(box: Box) -> tuple[int, int, int, int]:
    left, top = int(box.left), int(box.top)
    return left, top, int(box.right + 0.999) - left, int(box.bottom + 0.999) - top


def _holds(outer: tuple[int, int, int, int], inner: tuple[int, int, int, int]) -> bool:
    return (
        outer[0] <= inner[0]
        and outer[1] <= inner[1]
        and outer[0] + outer[2] >= inner[0] + inner[2]
        and outer[1] + outer[3] >= inner[1] + inner[3]
    )
