"""For each token of an answer, the image token ("cell") in which it begins to be drawn, or -1.

A page shows its text, a chart the words in its program's strings, a picture of code all of the code. The pointer losses
are trained on these cells.
"""

import re
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence

from viscodex_model.data.synth.shards import Box, unfenced
from viscodex_model.train.scratch.samples.cells import Grid
from viscodex_model.train.scratch.samples.targets import along, character_edges
from viscodex_model.train.scratch.samples.tokenizer import words

Span = tuple[int, int]
"""Where a text starts and ends, in characters."""

_STRING = re.compile(r"'([^'\n]*)'|\"([^\"\n]*)\"")


def drawn_cells(
    tokens: Sequence[Span], answer: str, boxes: Sequence[Box], grid: Grid, *, category: str
) -> list[int]:
    """The cell of each of an answer's tokens; the words' boxes are in the picture's pixels.

    `category` is that of the record: html, chart or code.
    """
    cells, waiting = [], deque(_placed(answer, boxes, category))
    for start, end in tokens:
        while waiting and waiting[0][0][1] <= start:
            waiting.popleft()
        if not waiting or end <= waiting[0][0][0]:
            cells.append(-1)
            continue
        (first, _), box = waiting[0]
        cells.append(_cell(box, max(0, start - first), grid, even=category == "code"))
    return cells


def _placed(answer: str, boxes: Sequence[Box], category: str) -> Iterator[tuple[Span, Box]]:
    """The words of an answer that are drawn, in order, each with its box."""
    if category == "html":
        shift = len(answer) - len(answer.removeprefix("```html\n"))
        spans = [(start + shift, end + shift) for start, end in words(unfenced(answer))]
        # Words that are not those of the boxes, one by one, are somewhere else.
        yield from zip(spans, boxes, strict=True) if len(spans) == len(boxes) else ()
        return
    found: dict[str, deque[Box]] = defaultdict(deque)
    for box in boxes:
        found[box[6]].append(box)
    for start, end in _program_words(answer, strings_only=category == "chart"):
        if same := found.get(answer[start:end]):
            yield (start, end), same.popleft()


def _program_words(answer: str, *, strings_only: bool) -> Iterator[Span]:
    """The words of a fenced program, which spaces part: of its strings, or all."""
    begin, end = answer.find("\n") + 1, answer.rfind("\n")
    parts = [(begin, end)]
    if strings_only:
        parts = [found.span(found.lastindex or 0) for found in _STRING.finditer(answer, begin, end)]
    word = re.compile(r"\S+")
    for part in parts:
        yield from (found.span() for found in word.finditer(answer, *part))


def _cell(box: Box, character: int, grid: Grid, *, even: bool) -> int:
    """The cell where a word's character begins; `even` where all characters are of one width."""
    text = box[6]
    at = min(character, len(text))
    share = character_edges(text, even=even)[at - 1] if at else 0.0
    column, row = (int(place // grid.cell) for place in along(box, share, ahead=1))
    inside = 0 <= column < grid.columns and 0 <= row < grid.rows
    return row * grid.columns + column if inside else -1
