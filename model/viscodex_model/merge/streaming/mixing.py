"""Merges the slices of one tensor by a recipe's method."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from viscodex_model.merge.methods.arithmetic import Terms, combine, elect, rescale, shift, subtract
from viscodex_model.merge.methods.dropping import BLOCK, kept_elements
from viscodex_model.merge.methods.scripted import scripted
from viscodex_model.merge.methods.trimming import Trimmer, find_cut, kept_count, magnitude_keys
from viscodex_model.merge.planning.coefficients import balanced
from viscodex_model.merge.planning.fates import Fate
from viscodex_model.merge.planning.recipe import SPARSE_METHODS, MergeRecipe
from viscodex_model.merge.streaming.slices import SliceReader
from viscodex_model.merge.streaming.workspace import Workspace, spans

MOVED = ("vlm", "coder")
_ELECTING = ("ties", "dare_ties")
_combine = scripted(combine)
_elect = scripted(elect)
_shift = scripted(shift)
_subtract = scripted(subtract)
Sparsify = Callable[[str, Tensor, dict[str, Tensor], int], Tensor]
"""(role, delta, the slices as read, their first element) → the delta, in place, with some elements 0."""


def roles_read(recipe: MergeRecipe, fate: Fate) -> tuple[str, ...]:
    """The donors that have a say: not one whose weight is 0 throughout, nor a base that cancels."""
    if fate.kind == "keep":
        return ("vlm",)
    weighty = tuple(role for place, role in enumerate(MOVED) if any(pair[place] for pair in fate.weights))
    cancels = recipe.method not in SPARSE_METHODS and all(balanced(pair) for pair in fate.weights)
    return weighty if cancels else (*weighty, "base")


@dataclass(frozen=True)
class Mixer:
    """Merges one tensor, block after block, in order. Without `sparsify`, deltas are taken whole."""

    recipe: MergeRecipe
    fate: Fate
    workspace: Workspace
    sparsify: Sparsify | None

    @property
    def is_dense(self) -> bool:
        """Whether every element that is read has a say, so that NaN or infinity in one shows in the result."""
        return self.sparsify is None and self.recipe.method not in _ELECTING

    def mix(self, raw: dict[str, Tensor], begin: int, outs: list[Tensor]) -> None:
        """Put into each of `outs` the block that was read from element `begin` on, merged."""
        moved = [role for role in MOVED if role in raw]
        weights = [[pair[MOVED.index(role)] for role in moved] for pair in self.fate.weights]
        if self.is_dense:
            parts = [raw[role] for role in moved]
            _combine(parts, raw.get("base"), weights, outs, self._buffers())
            return
        for start, length in spans(0, len(outs[0]), max(BLOCK, self.workspace.slice)):
            part = {role: values[start : start + length] for role, values in raw.items()}
            base, *deltas = self._deltas(part, moved, begin + start)
            for shares, out in zip(weights, outs, strict=True):
                terms = list(zip(deltas, shares, strict=True))
                out[start : start + length] = self._move(base, terms)

    def _deltas(self, raw: dict[str, Tensor], moved: list[str], begin: int) -> list[Tensor]:
        """The base's slice, then each delta with some elements 0."""
        count = len(raw["base"])
        wide = [self.workspace.wide(role, count) for role in ("base", *moved)]
        _subtract([raw[role] for role in ("base", *moved)], wide)
        if self.sparsify is not None:
            for role, delta in zip(moved, wide[1:], strict=True):
                self.sparsify(role, delta, raw, begin)
        return wide

    def _move(self, base: Tensor, terms: Terms) -> Tensor:
        out, sign, share, divisor = (
            self.workspace.wide(name, len(base)) for name in ("out", "sign", "share", "divisor")
        )
        if self.recipe.method in _ELECTING:
            return _elect(base, terms, self.recipe.method == "ties", out, (sign, share, divisor))
        return _shift(base, [term for term in terms if term[1] != 0], out, share)

    def _buffers(self) -> list[Tensor]:
        names = ("vlm", "coder", "base", "out", "share")
        return [self.workspace.wide(name, self.workspace.slice) for name in names]


def make_mixer(
    recipe: MergeRecipe, fate: Fate, reader: SliceReader, workspace: Workspace, count: int
) -> Mixer:
    """The mixer for the first `count` elements of the tensor; for TIES it reads them to find where to trim."""
    sparsify: Sparsify | None = None
    if recipe.density < 1 and recipe.method == "ties":
        sparsify = _trimming(recipe, fate, reader, workspace, count)
    elif recipe.density < 1 and recipe.method in SPARSE_METHODS:
        sparsify = _dropping(recipe, fate)
    return Mixer(recipe, fate, workspace, sparsify)


def _dropping(recipe: MergeRecipe, fate: Fate) -> Sparsify:
    def drop(role: str, delta: Tensor, _raw: dict[str, Tensor], begin: int) -> Tensor:
        kept = kept_elements(recipe.density, begin, len(delta), seed=recipe.seed, role=role, name=fate.name)
        return rescale(delta, kept.to(delta.device), recipe.density)

    return drop


def _trimming(
    recipe: MergeRecipe, fate: Fate, reader: SliceReader, workspace: Workspace, count: int
) -> Sparsify:
    # Half-precision deltas are exact in float32, all but a few; wider ones need float64 to be put in order.
    is_wide = any(entry.dtype == "F32" for entry in fate.sources.values())
    dtype = torch.float64 if is_wide else torch.float32

    def keys(values: Tensor, base: Tensor) -> Tensor:
        wide = [workspace.typed(name, len(values), dtype) for name in ("key base", "key")]
        _subtract([base, values], wide)
        return magnitude_keys(wide[1])

    def trimmer(role: str) -> Trimmer:
        def all_keys() -> Iterator[Tensor]:
            for begin, size in spans(0, count, workspace.block):
                yield keys(reader.peek(role, begin, size), reader.peek("base", begin, size))

        return Trimmer(find_cut(all_keys, kept_count(recipe.density, count), bits=64 if is_wide else 32))

    trimmers = {role: trimmer(role) for role in roles_read(recipe, fate) if role != "base"}

    def trim(role: str, delta: Tensor, raw: dict[str, Tensor], _begin: int) -> Tensor:
        return delta.mul_(trimmers[role].keep(keys(raw[role], raw["base"])))

    return trim
