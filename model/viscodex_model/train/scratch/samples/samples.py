"""Training samples, read from shards and collated into batches of pictures of one size.

Batches are drawn endlessly, in an order that depends on the seed. Pictures stay in memory as PNG bytes until they are
needed.
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
from viscodex_model.train.scratch.samples.targets import CellTargets, draw_targets
from viscodex_model.train.scratch.samples.tokenizer import END, IMAGE, PAD

LENGTHS = 32
TOGETHER = 4
MOST = 48
"""Rows are padded to multiples of `LENGTHS` tokens, and where possible a batch has a multiple of `TOGETHER` pictures:
each new tensor size costs time for planning its matrix products. A batch has at most `MOST` pictures."""
UNSEEN = Grid(0, 0)
"""The grid of an answer whose picture is left out."""


@dataclass(frozen=True)
class Entry:
    """One picture in memory, its answer (empty for a wall of words), and its record's category.

    The picture is shifted by `shift` pixels to the right and down when it is decoded; `words` are boxes after that.
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

    pixels [batch, height, width, 3] uint8; ids [batch, length]; weights [batch, length]: the loss weight of each id, 0
    where it is not predicted; cells [batch, length]: the image token where a text token is drawn, or -1; characters
    [batch, cells, 4 * SLOTS]; first_tokens, inks and backgrounds [batch, cells].
    """

    grid: Grid
    pixels: Tensor
    ids: Tensor
    weights: Tensor
    cells: Tensor
    characters: Tensor
    first_tokens: Tensor
    inks: Tensor
    backgrounds: Tensor


Row = tuple[list[int], list[float], list[int]]
"""An answer's ids, weights and cells."""


@dataclass(frozen=True)
class Example:
    """One picture's targets: those of the helper heads, and its answer row (None for a wall of words)."""

    targets: CellTargets
    row: Row | None


@dataclass(frozen=True)
class AnswerEncoder:
    """How answers become token ids: the tokenizer, the prompt around the picture, the loss weight of structure."""

    tokenizer: Tokenizer
    before: tuple[int, ...]
    after: tuple[int, ...]
    text_ids: range
    structure: float = 0.5
    dropout: float = 0.0


def load_entries(
    folders: Sequence[Path],
    *,
    max_cells: int,
    part: tuple[int, int] = (0, 1),
    text_only: bool = False,
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
                if text_only:
                    entries.append(Entry(b"", shard.answer(index), (), UNSEEN))
                    continue
                png = shard.png(index)
                width, height = struct.unpack(">II", png[16:24])
                grid = grid_of(width, height, patch)
                if grid.cells <= max_cells:
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
    """The picture as the model gets it: padded to whole cells, as the local server does, then shifted."""
    if entry.grid == UNSEEN:
        return np.zeros((0, 0, 3), np.uint8)
    with Image.open(io.BytesIO(entry.png)) as picture:
        return shifted(np.asarray(to_whole_cells(picture.convert("RGB"), entry.grid.cell)), *entry.shift)


def batches(
    entries: Sequence[Entry], encoder: AnswerEncoder, *, cells: int, source: random.Random, skip: int = 0
) -> Iterator[Batch]:
    """Endless batches of one grid each with about `cells` image tokens; answers of similar length lie together.

    Walls of words have batches of their own. The first `skip` batches are skipped: a resumed run has had them.
    """
    known: dict[int, Example] = {}

    def example(entry: Entry) -> Example:
        """Made once where nothing in it is left to chance."""
        if encoder.dropout or id(entry) not in known:
            known[id(entry)] = make_example(entry, encoder)
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
            yield collate(chosen, [example(entry) for entry in chosen])


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


def make_example(entry: Entry, encoder: AnswerEncoder) -> Example:
    """What one picture teaches; an answer's words may be spelt by dropped merges, the aims' never."""
    encoder.tokenizer.model.dropout = None
    targets = draw_targets(entry.words, entry.grid, encoder.tokenizer, even=entry.category == "code")
    encoder.tokenizer.model.dropout = encoder.dropout or None
    if not entry.answer:
        return Example(targets, None)
    return Example(
        targets, answer_row(entry.answer, entry.words, entry.grid, encoder, category=entry.category)
    )


def collate(entries: Sequence[Entry], examples: Sequence[Example]) -> Batch:
    """One batch of entries of the same grid."""
    rows = [example.row for example in examples if example.row]
    return Batch(
        entries[0].grid,
        torch.from_numpy(np.stack([pixels_of(entry) for entry in entries])),
        _pad([row[0] for row in rows], PAD),
        _pad([row[1] for row in rows], 0.0),
        _pad([row[2] for row in rows], -1),
        *(
            torch.from_numpy(np.stack([getattr(example.targets, name) for example in examples])).long()
            for name in CellTargets.__dataclass_fields__
        ),
    )


def _pad(rows: Sequence[Sequence[float]], filler: float) -> Tensor:
    length = -(-max((len(row) for row in rows), default=0) // LENGTHS) * LENGTHS
    return torch.tensor([[*row, *[filler] * (length - len(row))] for row in rows])


def answer_row(
    answer: str, boxes: Sequence[Box], grid: Grid, encoder: AnswerEncoder, *, category: str = "html"
) -> Row:
    """A prompt and its answer as token ids, what each weighs in the loss (the answer only), and where each is drawn."""
    encoding = encoder.tokenizer.encode(answer, add_special_tokens=False)
    prompt = [*encoder.before, *[IMAGE] * grid.cells, *encoder.after]
    ids = [*prompt, *encoding.ids, END]
    weights = [1.0 if token in encoder.text_ids else encoder.structure for token in encoding.ids]
    cells = drawn_cells(encoding.offsets, answer, boxes, grid, category=category)
    return ids, [*[0.0] * len(prompt), *weights, 1.0], [*[-1] * len(prompt), *cells, -1]
