"""Training samples in batches of pictures of one size.

In: folders of shards. Out: `Batch`es of tensors, drawn for ever in an order that depends on the seed. Pictures stay PNG
bytes in memory until their turn.
"""

import io
import random
import struct
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from tokenizers import Tokenizer
from torch import Tensor

from viscodex_model.data.pictures import shifted, to_whole_cells
from viscodex_model.data.synth.shards import Box, Shard, list_shards
from viscodex_model.train.scratch.samples.cells import PATCH, Grid
from viscodex_model.train.scratch.samples.spans import drawn_cells
from viscodex_model.train.scratch.samples.targets import Aims, draw_aims
from viscodex_model.train.scratch.samples.tokenizer import END, IMAGE, PAD

LENGTHS = 32
TOGETHER = 4
MOST = 48
"""Rows are padded to multiples of `LENGTHS` tokens, and batches have multiples of `TOGETHER` pictures where they can:
every new size costs the planning of its matrix products. `MOST` pictures are in one batch."""
UNSEEN = Grid(0, 0)
"""The grid of an answer without its picture."""


@dataclass(frozen=True)
class Entry:
    """One picture as it lies in memory, the answer to it (none for a wall), and its record's category.

    It is shown moved by `shift` pixels to the right and down; the words' boxes are where they then are.
    """

    png: bytes
    answer: str
    words: tuple[Box, ...]
    grid: Grid
    category: str = "html"
    shift: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class Batch:
    """Pictures of one grid with their answers.

    pixels [batch, height, width, 3] uint8; ids [batch, length]; weights [batch, length] of each id as something to be
    predicted (0: not learnt); cells [batch, length]: the cell where a text token's piece is drawn, or -1; characters
    [batch, cells, 4 * SLOTS], pieces, inks and grounds [batch, cells].
    """

    grid: Grid
    pixels: Tensor
    ids: Tensor
    weights: Tensor
    cells: Tensor
    characters: Tensor
    pieces: Tensor
    inks: Tensor
    grounds: Tensor


Row = tuple[list[int], list[float], list[int]]
"""An answer's ids, weights and cells."""


@dataclass(frozen=True)
class Lesson:
    """What is learnt from one picture: the helper heads' aims, and its answer (none for a wall)."""

    aims: Aims
    row: Row | None


@dataclass(frozen=True)
class Spelling:
    """How answers become tokens: the tokenizer, the prompt round the picture, and what structure weighs."""

    tokenizer: Tokenizer
    before: tuple[int, ...]
    after: tuple[int, ...]
    text_ids: range
    structure: float = 0.5
    dropout: float = 0.0


def load_entries(
    folders: Sequence[Path],
    *,
    largest: int,
    part: tuple[int, int] = (0, 1),
    blind: bool = False,
    patch: int = PATCH,
    shift: int = 0,
) -> list[Entry]:
    """Every picture of up to `largest` cells in these folders, or with `blind` every answer without its picture.

    `part` (n, of how many) takes every so-many-th shard; `patch` is how many pixels a patch's side has. Each picture is
    moved by up to `shift` pixels, always the same way.
    """
    entries = []
    source = random.Random(0)
    for folder in folders:
        for path in list_shards(folder)[part[0] :: part[1]] or list_shards(folder):
            shard = Shard(path)
            for index in range(len(shard.names)):
                if blind:
                    entries.append(Entry(b"", shard.answer(index), (), UNSEEN))
                    continue
                png = shard.png(index)
                width, height = struct.unpack(">II", png[16:24])
                grid = grid_of(width, height, patch)
                if grid.cells <= largest:
                    right, down = (source.randint(-shift, shift) for _ in range(2))
                    words = tuple(_moved(box, right, down) for box in shard.words(index))
                    kind = shard.category(index)
                    entries.append(Entry(png, shard.answer(index), words, grid, kind, (right, down)))
    return entries


def _moved(box: Box, right: int, down: int) -> Box:
    left, top, end, bottom, ink, ground, text = box
    return left + right, top + down, end + right, bottom + down, ink, ground, text


def grid_of(width: int, height: int, patch: int = PATCH) -> Grid:
    """The cells of a picture that is filled up to whole ones."""
    rows, columns = (-(-side // (2 * patch)) for side in (height, width))
    return Grid(rows, columns, patch)


def pixels_of(entry: Entry) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """The picture as the model sees it: filled up to whole cells, as the embedded server does, and moved."""
    if entry.grid == UNSEEN:
        return np.zeros((0, 0, 3), np.uint8)
    with Image.open(io.BytesIO(entry.png)) as picture:
        return shifted(np.asarray(to_whole_cells(picture.convert("RGB"), entry.grid.cell)), *entry.shift)


def batches(
    entries: Sequence[Entry], spelling: Spelling, *, cells: int, source: random.Random, skip: int = 0
) -> Iterator[Batch]:
    """Batches for ever: of one grid each, about `cells` image tokens, walls apart, answers of similar length together.

    The first `skip` batches are passed over: a run that goes on has seen them.
    """
    known: dict[int, Lesson] = {}

    def lesson(entry: Entry) -> Lesson:
        """Made once where nothing in it is left to chance."""
        if spelling.dropout or id(entry) not in known:
            known[id(entry)] = make_lesson(entry, spelling)
        return known[id(entry)]

    sizes: dict[tuple[Grid, bool], list[Entry]] = defaultdict(list)
    for entry in entries:
        sizes[entry.grid, bool(entry.answer)].append(entry)
    while True:
        plan: list[list[Entry]] = []
        for (grid, _), group in sizes.items():
            plan += _deal(group, _batch_size(grid, cells), source)
        source.shuffle(plan)
        for chosen in plan:
            if skip > 0:
                skip -= 1
                continue
            yield collate(chosen, [lesson(entry) for entry in chosen])


def _batch_size(grid: Grid, cells: int) -> int:
    size = min(MOST, cells // max(1, grid.cells))
    return max(2, size if size < TOGETHER else size // TOGETHER * TOGETHER)


def _deal(group: list[Entry], size: int, source: random.Random) -> list[list[Entry]]:
    """A group in batches of `size` each; a rest waits for the next round."""
    dealt = []
    mixed = source.sample(group, len(group))
    for start in range(0, len(mixed), 4 * size):
        near = sorted(mixed[start : start + 4 * size], key=lambda entry: len(entry.answer))
        dealt += [near[at : at + size] for at in range(0, len(near), size)]
    return [batch for batch in dealt if len(batch) == size] or dealt[:1]


def make_lesson(entry: Entry, spelling: Spelling) -> Lesson:
    """What one picture teaches; an answer's words may be spelt by dropped merges, the aims' never."""
    spelling.tokenizer.model.dropout = None
    aims = draw_aims(entry.words, entry.grid, spelling.tokenizer, even=entry.category == "code")
    spelling.tokenizer.model.dropout = spelling.dropout or None
    if not entry.answer:
        return Lesson(aims, None)
    return Lesson(aims, answer_row(entry.answer, entry.words, entry.grid, spelling, category=entry.category))


def collate(entries: Sequence[Entry], lessons: Sequence[Lesson]) -> Batch:
    """One batch of entries of the same grid."""
    rows = [lesson.row for lesson in lessons if lesson.row]
    return Batch(
        entries[0].grid,
        torch.from_numpy(np.stack([pixels_of(entry) for entry in entries])),
        _pad([row[0] for row in rows], PAD),
        _pad([row[1] for row in rows], 0.0),
        _pad([row[2] for row in rows], -1),
        *(
            torch.from_numpy(np.stack([getattr(lesson.aims, name) for lesson in lessons])).long()
            for name in Aims.__dataclass_fields__
        ),
    )


def _pad(rows: Sequence[Sequence[float]], filler: float) -> Tensor:
    length = -(-max((len(row) for row in rows), default=0) // LENGTHS) * LENGTHS
    return torch.tensor([[*row, *[filler] * (length - len(row))] for row in rows])


def answer_row(
    answer: str, boxes: Sequence[Box], grid: Grid, spelling: Spelling, *, category: str = "html"
) -> Row:
    """A prompt and its answer as token ids, what each weighs in the loss (the answer only), and where each is drawn."""
    encoding = spelling.tokenizer.encode(answer, add_special_tokens=False)
    prompt = [*spelling.before, *[IMAGE] * grid.cells, *spelling.after]
    ids = [*prompt, *encoding.ids, END]
    weights = [1.0 if token in spelling.text_ids else spelling.structure for token in encoding.ids]
    cells = drawn_cells(encoding.offsets, answer, boxes, grid, category=category)
    return ids, [*[0.0] * len(prompt), *weights, 1.0], [*[-1] * len(prompt), *cells, -1]
