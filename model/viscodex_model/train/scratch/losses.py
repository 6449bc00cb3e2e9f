"""The training loss: next-token cross entropy of the answer, plus the losses of helper heads and pointers.

Helper heads are linear probes on image token embeddings that predict what is drawn there (characters, first token,
colours, position); they are dropped after training. Pointer losses teach one attention head in each of two layers to
attend to the image token where the current, or the next, text token is drawn.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn
from transformers import Qwen2_5_VLForConditionalGeneration

from viscodex_model.train.scratch.forward import (
    PLAIN,
    Layers,
    embed,
    encode_pictures,
    forward_language,
    rope_positions,
)
from viscodex_model.train.scratch.model import SIDE, HelperHeads
from viscodex_model.train.scratch.recipe import Heads
from viscodex_model.train.scratch.samples.cells import Grid, patchify
from viscodex_model.train.scratch.samples.samples import Batch
from viscodex_model.train.scratch.samples.targets import CHARACTERS
from viscodex_model.train.scratch.samples.tokenizer import SPECIALS


@dataclass(frozen=True)
class TrainedModel:
    """The model in training with its helper heads; `before` is the number of tokens ahead of the image tokens."""

    model: Qwen2_5_VLForConditionalGeneration
    heads: HelperHeads
    before: int
    layers: Layers = PLAIN

    @property
    def pointer_layers(self) -> tuple[int, int]:
        """The layers whose first head attends to where the current, and where the next, text token is drawn."""
        depth = len(self.model.model.language_model.layers)
        return depth // 4, depth - 2 if depth > 2 else depth - 1


def cells_of(trained: TrainedModel, pixels: Tensor, grid: Grid, dtype: torch.dtype) -> Tensor:
    """Image token embeddings [batch, cells, hidden] of pictures [batch, height, width, 3] (uint8; white becomes 0).

    Answers without a picture have no image tokens: [batch, 0, hidden].
    """
    if not grid.cells:
        return torch.zeros(
            len(pixels), 0, trained.model.model.language_model.norm.weight.numel(), dtype=dtype
        )
    scaled = (pixels.to(dtype) / 255 - 1) / 0.5
    return encode_pictures(trained.model.model.visual, patchify(scaled, grid.patch), grid, trained.layers)[1]


def head_logits(head: nn.Linear, features: Tensor) -> Tensor:
    """A helper head's logits in float32; the product is computed in the features' own type."""
    return F.linear(features, head.weight.to(features.dtype), head.bias.to(features.dtype)).float()


def helper_losses(
    trained: TrainedModel, cells: Tensor, batch: Batch, asked: Collection[str]
) -> dict[str, Tensor]:
    """Losses of the helper heads named in `asked`, each a mean over the image tokens that have a target.

    Logits are computed for every image token and then selected: each new matrix size would cost planning time.
    """
    heads, flat = trained.heads, cells.flatten(0, 1)
    first_tokens = batch.first_tokens.flatten()
    starts = (first_tokens >= 0) & (first_tokens < heads.tokens.out_features)

    def at_starts(head: nn.Linear, targets: Tensor) -> Tensor:
        return _mean_loss(head_logits(head, flat)[starts], targets.flatten()[starts])

    losses: dict[str, Callable[[], Tensor]] = {
        "characters": lambda: character_loss(heads, flat, batch.characters.flatten(0, 1)),
        "tokens": lambda: at_starts(heads.tokens, first_tokens),
        "colours": lambda: (
            at_starts(heads.inks, batch.inks) + at_starts(heads.backgrounds, batch.backgrounds)
        ),
        "positions": lambda: position_loss(heads, cells, batch.grid),
    }
    return {name: loss() for name, loss in losses.items() if name in asked}


def character_loss(heads: HelperHeads, flat: Tensor, targets: Tensor) -> Tensor:
    """Cross entropy of the characters in image tokens [cells, hidden] with targets [cells, 4 * SLOTS].

    All tokens with text count, and a random tenth of those without. Empty slots weigh 0.15: most slots are empty, and
    would otherwise dominate.
    """
    written = targets.sum(1) > 0
    blank = ~written & (torch.rand(len(written)) < 0.1)
    chosen = written | blank
    logits = head_logits(heads.characters, flat)[chosen].view(-1, CHARACTERS)
    slots = targets[chosen].flatten()
    weights = torch.where(slots > 0, 1.0, 0.15)
    return (F.cross_entropy(logits, slots, reduction="none") * weights).sum() / weights.sum()


def _mean_loss(logits: Tensor, targets: Tensor) -> Tensor:
    """Mean cross entropy over the rows; 0 where there are none."""
    return F.cross_entropy(logits, targets, reduction="sum") / max(1, len(targets))


def position_loss(heads: HelperHeads, cells: Tensor, grid: Grid) -> Tensor:
    """Cross entropy of row and column of 32 random image tokens of [batch, cells, hidden]."""
    numbers = torch.randint(grid.cells, (32,))
    logits = head_logits(heads.positions, cells[:, numbers]).flatten(0, 1)
    batch = cells.shape[0]
    positions = torch.stack((numbers // grid.columns, numbers % grid.columns)).clamp(max=SIDE - 1)
    rows, columns = positions.repeat(1, batch)
    return F.cross_entropy(logits[:, :SIDE], rows) + F.cross_entropy(logits[:, SIDE:], columns)


def answer_losses(trained: TrainedModel, cells: Tensor, batch: Batch) -> dict[str, Tensor]:
    """Weighted next-token cross entropy of the answer, its text and structure parts (to watch), pointer losses."""
    model = trained.model
    positions = rope_positions(
        trained.before, batch.grid, batch.ids.shape[1] - trained.before - batch.grid.cells
    )
    embeddings = embed(model, batch.ids, cells, trained.before)
    hidden, (pointing_now, pointing_next) = forward_language(
        model.model.language_model, embeddings, positions, trained.pointer_layers, trained.layers
    )
    first = trained.before + batch.grid.cells
    predicted = batch.weights[:, first + 1 :] > 0
    unembedding = model.model.language_model.embed_tokens.weight
    logits = F.linear(hidden[:, first:-1], unembedding.to(hidden.dtype))[predicted].float()
    targets = batch.ids[:, first + 1 :][predicted]
    each = F.cross_entropy(logits, targets, reduction="none")
    weights = batch.weights[:, first + 1 :][predicted]
    text = (targets >= len(SPECIALS)) & (targets < trained.heads.tokens.out_features)
    return {
        "answer": (each * weights).sum() / weights.sum(),
        "text": each[text].mean().detach() if bool(text.any()) else each.new_zeros(()),
        "structure": each[~text].mean().detach() if bool((~text).any()) else each.new_zeros(()),
        "pointing_now": _pointer_loss(pointing_now, batch.cells, trained.before),
        "pointing_next": _pointer_loss(pointing_next[:, :-1], batch.cells[:, 1:], trained.before),
    }


def _pointer_loss(logits: Tensor, cells: Tensor, before: int) -> Tensor:
    """Cross entropy of attention logits [batch, n, length] for the text tokens whose image token is known."""
    known = cells >= 0
    if not bool(known.any()):
        return logits.new_zeros((), dtype=torch.float32)
    return F.cross_entropy(logits[known].float(), cells[known] + before)


def all_losses(
    trained: TrainedModel, batch: Batch, helpers: Heads, *, vision_only: bool, dtype: torch.dtype
) -> tuple[Tensor, dict[str, float]]:
    """The total loss and its parts as numbers.

    `vision_only` leaves the answer's loss out; walls of words have no answer. Helper heads of weight 0 are skipped.
    """
    cells = cells_of(trained, batch.pixels, batch.grid, dtype)
    weights = {name: weight for name, weight in helpers if weight and name != "pointers"}
    parts = helper_losses(trained, cells, batch, weights) if _has_words(batch) else {}
    total = sum((weights[name] * part for name, part in parts.items()), torch.zeros(()))
    if not vision_only and batch.ids.numel():
        answer = answer_losses(trained, cells, batch)
        total = (
            total + answer["answer"] + helpers.pointers * (answer["pointing_now"] + answer["pointing_next"])
        )
        parts |= answer
    return total, {name: float(part.detach()) for name, part in parts.items()}


def _has_words(batch: Batch) -> bool:
    return bool((batch.first_tokens >= 0).any())
