"""What training makes small: the answer's tokens, and what the helper heads and pointers should say.

In: a batch, the model and its helper heads. Out: the loss to differentiate and its parts as numbers.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn
from transformers import Qwen2_5_VLForConditionalGeneration

from viscodex_model.train.scratch.forward import PLAIN, Layers, embed, see, text_places, think
from viscodex_model.train.scratch.model import SIDE, HelperHeads
from viscodex_model.train.scratch.recipe import Heads
from viscodex_model.train.scratch.samples.cells import Grid, patchify
from viscodex_model.train.scratch.samples.samples import Batch
from viscodex_model.train.scratch.samples.targets import CHARACTERS
from viscodex_model.train.scratch.samples.tokenizer import SPECIALS


@dataclass(frozen=True)
class Learner:
    """A model with its helper heads; `before` is how many tokens precede the picture's."""

    model: Qwen2_5_VLForConditionalGeneration
    heads: HelperHeads
    before: int
    layers: Layers = PLAIN

    @property
    def pointing(self) -> tuple[int, int]:
        """The layers whose first head points at the piece just said, and at the piece to say next."""
        depth = len(self.model.model.language_model.layers)
        return depth // 4, depth - 2 if depth > 2 else depth - 1


def cells_of(learner: Learner, pixels: Tensor, grid: Grid, kind: torch.dtype) -> Tensor:
    """Merged cells [batch, cells, hidden] of pictures [batch, height, width, 3] (uint8); white is 0.

    An answer without a picture has none.
    """
    if not grid.cells:
        return torch.zeros(len(pixels), 0, learner.model.model.language_model.norm.weight.numel(), dtype=kind)
    scaled = (pixels.to(kind) / 255 - 1) / 0.5
    return see(learner.model.model.visual, patchify(scaled, grid.patch), grid, learner.layers)[1]


def say(head: nn.Linear, features: Tensor) -> Tensor:
    """A head's logits (float32), computed in the features' own type."""
    return F.linear(features, head.weight.to(features.dtype), head.bias.to(features.dtype)).float()


def reading_losses(
    learner: Learner, cells: Tensor, batch: Batch, asked: Collection[str]
) -> dict[str, Tensor]:
    """The losses on merged cells of the helper heads that are `asked`, a mean over where there is something to say.

    Every cell is asked, and what is said of the others is left out: products of ever new sizes would be planned anew.
    """
    heads, flat = learner.heads, cells.flatten(0, 1)
    spelt = batch.pieces.flatten()
    starts = (spelt >= 0) & (spelt < heads.pieces.out_features)

    def at_starts(head: nn.Linear, wanted: Tensor) -> Tensor:
        return _mean_loss(say(head, flat)[starts], wanted.flatten()[starts])

    losses: dict[str, Callable[[], Tensor]] = {
        "characters": lambda: character_loss(heads, flat, batch.characters.flatten(0, 1)),
        "pieces": lambda: at_starts(heads.pieces, spelt),
        "colours": lambda: at_starts(heads.inks, batch.inks) + at_starts(heads.grounds, batch.grounds),
        "places": lambda: place_loss(heads, cells, batch.grid),
    }
    return {name: loss() for name, loss in losses.items() if name in asked}


def character_loss(heads: HelperHeads, flat: Tensor, aims: Tensor) -> Tensor:
    """Cross entropy of the characters of [cells, hidden], aims [cells, 4 * SLOTS], where there are some.

    A tenth of the blank cells and all empty slots count too, the latter less.
    """
    written = aims.sum(1) > 0
    blank = ~written & (torch.rand(len(written)) < 0.1)
    chosen = written | blank
    signs = say(heads.characters, flat)[chosen].view(-1, CHARACTERS)
    wanted = aims[chosen].flatten()
    weights = torch.where(wanted > 0, 1.0, 0.15)
    return (F.cross_entropy(signs, wanted, reduction="none") * weights).sum() / weights.sum()


def _mean_loss(said: Tensor, wanted: Tensor) -> Tensor:
    """Cross entropy, a mean over the rows; 0 where there is none."""
    return F.cross_entropy(said, wanted, reduction="sum") / max(1, len(wanted))


def place_loss(heads: HelperHeads, cells: Tensor, grid: Grid) -> Tensor:
    """Cross entropy of the row and the column that are said of 32 cells at random, of [batch, cells, hidden]."""
    numbers = torch.randint(grid.cells, (32,))
    said = say(heads.places, cells[:, numbers]).flatten(0, 1)
    batch = cells.shape[0]
    places = torch.stack((numbers // grid.columns, numbers % grid.columns)).clamp(max=SIDE - 1)
    rows, columns = places.repeat(1, batch)
    return F.cross_entropy(said[:, :SIDE], rows) + F.cross_entropy(said[:, SIDE:], columns)


def answer_losses(learner: Learner, cells: Tensor, batch: Batch) -> dict[str, Tensor]:
    """The answer's weighted cross entropy, its text tokens alone (a number to watch), and the pointers' losses."""
    model = learner.model
    places = text_places(learner.before, batch.grid, batch.ids.shape[1] - learner.before - batch.grid.cells)
    embeddings = embed(model, batch.ids, cells, learner.before)
    hidden, logits = think(model.model.language_model, embeddings, places, learner.pointing, learner.layers)
    first = learner.before + batch.grid.cells
    learnt = batch.weights[:, first + 1 :] > 0
    table = model.model.language_model.embed_tokens.weight
    said = F.linear(hidden[:, first:-1], table.to(hidden.dtype))[learnt].float()
    wanted = batch.ids[:, first + 1 :][learnt]
    each = F.cross_entropy(said, wanted, reduction="none")
    weights = batch.weights[:, first + 1 :][learnt]
    text = (wanted >= len(SPECIALS)) & (wanted < learner.heads.pieces.out_features)
    now, coming = logits
    return {
        "answer": (each * weights).sum() / weights.sum(),
        "text": each[text].mean().detach() if bool(text.any()) else each.new_zeros(()),
        "structure": each[~text].mean().detach() if bool((~text).any()) else each.new_zeros(()),
        "pointing_now": _pointer_loss(now, batch.cells, learner.before),
        "pointing_next": _pointer_loss(coming[:, :-1], batch.cells[:, 1:], learner.before),
    }


def _pointer_loss(logits: Tensor, cells: Tensor, before: int) -> Tensor:
    """Cross entropy of attention logits [batch, n, length] at tokens whose cell is known."""
    known = cells >= 0
    if not bool(known.any()):
        return logits.new_zeros((), dtype=torch.float32)
    return F.cross_entropy(logits[known].float(), cells[known] + before)


def all_losses(
    learner: Learner, batch: Batch, helpers: Heads, *, reading: bool, kind: torch.dtype
) -> tuple[Tensor, dict[str, float]]:
    """The sum to make small, and its parts as numbers. `reading` leaves the answer out; a wall has none.

    Helper heads without weight are not asked.
    """
    cells = cells_of(learner, batch.pixels, batch.grid, kind)
    weights = {name: weight for name, weight in helpers if weight and name != "pointers"}
    parts = reading_losses(learner, cells, batch, weights) if _has_words(batch) else {}
    total = sum((weights[name] * part for name, part in parts.items()), torch.zeros(()))
    if not reading and batch.ids.numel():
        answer = answer_losses(learner, cells, batch)
        total = (
            total + answer["answer"] + helpers.pointers * (answer["pointing_now"] + answer["pointing_next"])
        )
        parts |= answer
    return total, {name: float(part.detach()) for name, part in parts.items()}


def _has_words(batch: Batch) -> bool:
    return bool((batch.pieces >= 0).any())
