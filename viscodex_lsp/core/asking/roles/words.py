"""Finds the words that introduce a block: the paragraph above its fence, and the headings that it stands under."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from viscodex_lsp.core.asking.blocks.fences import Block

_HASHES = re.compile(r"(#{1,6})[ \t]+\S")
_BOLD = re.compile(r"(?:[-*+][ \t]+|\d{1,2}[.)][ \t]+)?(?:\*\*|__)[^*_\n][^\n]{0,200}?(?:\*\*|__)")
_STEP = re.compile(r"(?:step[ \t]+)?\d{1,2}[.):]", re.IGNORECASE)
_MARKS = re.compile(r"[*#>]+|(?<!\w)_+|_+(?!\w)")
_NUMBER = re.compile(r"^\W*(?:step\s+)?\d{1,2}[.):]\s+", re.IGNORECASE)
# The levels of headings that are none of Markdown's: a bold line, a numbered step.
_OF_BOLD, _OF_STEP = 7, 8
_MOST_ROWS = 200
_LONGEST = 600
_FEW = 6


class Said(NamedTuple):
    """What is said of one block. `near` is the paragraph above it with its marks, `before` the one above that where the
    nearer one says next to nothing, `headings` the headings that it is under, the nearest last; `first` is the row of
    the reply at which the words about it begin."""

    near: str
    before: str
    headings: tuple[str, ...]
    first: int

    @property
    def texts(self) -> tuple[str, ...]:
        """Each text that introduces the block, the nearest first, without emphasis and numbers of steps."""
        return tuple(filter(None, map(plain, (self.near, self.before, *reversed(self.headings)))))

    @property
    def introduction(self) -> tuple[str, ...]:
        """The same without the headings further up."""
        return tuple(filter(None, map(plain, (self.near, self.before, *self.headings[-1:]))))


def plain(text: str) -> str:
    """The text without emphasis, the marks of headings, and the number of a step."""
    return _NUMBER.sub("", _MARKS.sub("", text)).strip()


def said_of(blocks: Sequence[Block], lines: Sequence[str]) -> list[Said]:
    """What is said of each block of a reply, in their order; `lines` are those of the whole reply."""
    found: list[Said] = []
    headings: list[tuple[int, str]] = []
    end = 0
    for block in blocks:
        rows = range(max(end, block.first - _MOST_ROWS), block.first)
        at = len(headings)
        for row in rows:
            level = _level(lines[row])
            if level:
                headings = [
                    *(each for each in headings if each[0] < level),
                    (level, lines[row].strip()[:_LONGEST]),
                ]
        paragraphs = list(_paragraphs(lines, rows))
        on_fence = lines[block.first].partition("```")[0].strip() if block.first < len(lines) else ""
        if on_fence:
            paragraphs.append((block.first, on_fence))
        near = paragraphs[-1] if paragraphs else (block.first, "")
        few = len(near[1].split()) <= _FEW and len(paragraphs) > 1
        told = paragraphs[-2] if few else (near[0], "")
        new = at != len(headings) or any(_level(lines[row]) for row in rows)
        first = min(near[0], told[0], *(row for row in rows if new and _level(lines[row])), block.first)
        found.append(Said(near[1], told[1], tuple(text for _, text in headings), first))
        end = block.last + 1
    return found


def _paragraphs(lines: Sequence[str], rows: range) -> Iterator[tuple[int, str]]:
    """The paragraphs among some rows, each as one line with the row that it begins in."""
    start, words = rows.start, list[str]()
    for row in rows:
        line = lines[row].strip()
        if not line or _level(line):
            if words:
                yield start, " ".join(words)[-_LONGEST:]
            words = []
            if line:
                yield row, line[:_LONGEST]
            continue
        if not words:
            start = row
        words.append(line)
    if words:
        yield start, " ".join(words)[-_LONGEST:]


def _level(line: str) -> int:
    """How deep a heading is; 0 for a line that is none."""
    bare = line.strip()
    hashes = _HASHES.match(bare)
    if hashes is not None:
        return len(hashes[1])
    if _BOLD.match(bare):
        return _OF_BOLD
    return _OF_STEP if _STEP.match(bare) else 0
