"""A recipe's method and one tensor's slices in, the merged slices out: where the methods differ."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from viscodex_model.merge.arithmetic import blend, elect, rescale, shift, widen
from viscodex_model.merge.coefficients import balanced
from viscodex_model.merge.dropping import kept_elements
from viscodex_model.merge.fates import Fate
from viscodex_model.merge.recipe import SPARSE_METHODS, MergeRecipe
from viscodex_model.merge.slices import SliceReader, slices
from viscodex_model.merge.trimming import Trimmer, find_cut, kept_count, magnitude_keys

MOVED = ("vlm", "coder")
Sparsify = Callable[[str, Tensor, dict[str, Tensor], int], Tensor]
"""(role, delta, the slices as read, the slice's number) → the delta with some elements 0."""


def roles_read(recipe: MergeRecipe, fate: Fate) -> tuple[str, ...]:
    """The donors that have a say: not one whose weight is 0 throughout, nor a base that cancels."""
    if fate.kind == "keep":
        return ("vlm",)
    weighty = [role for place, role in enumerate(MOVED) if any(pair[place] for pair in fate.weights)]
    return (*weighty,) if _cancels(recipe, fate) else (*weighty, "base")


def _cancels(recipe: MergeRecipe, fate: Fate) -> bool:
    return recipe.method not in SPARSE_METHODS and all(balanced(pair) for pair in fate.weights)


@dataclass(frozen=True)
class Mixer:
    """Merges one tensor, slice after slice, in order."""

    recipe: MergeRecipe
    fate: Fate
    sparsify: Sparsify

    def mix(self, raw: dict[str, Tensor], number: int) -> Iterator[Tensor]:
        """The merged slice `number` for each output, in the dtype of the arithmetic."""
        wide = {role: widen(values) for role, values in raw.items()}
        if "base" not in raw:
            for weights in self.fate.weights:
                yield blend(
                    [(wide[role], weight) for role, weight in zip(MOVED, weights, strict=True) if weight]
                )
            return
        moved = [role for role in MOVED if role in raw]
        deltas = {role: self.sparsify(role, wide[role] - wide["base"], raw, number) for role in moved}
        for weights in self.fate.weights:
            shares = dict(zip(MOVED, weights, strict=True))
            terms = [(deltas[role], shares[role]) for role in moved]
            yield self._move(wide["base"], terms)

    def _move(self, base: Tensor, terms: list[tuple[Tensor, float]]) -> Tensor:
        if self.recipe.method in ("ties", "dare_ties") and terms:
            return base + elect(terms, normalize=self.recipe.method == "ties")
        return shift(base, terms)


def make_mixer(recipe: MergeRecipe, fate: Fate, reader: SliceReader, count: int) -> Mixer:
    """The mixer for the first `count` elements of the tensor; for TIES it reads them to find where to trim."""
    if recipe.density >= 1 or recipe.method not in SPARSE_METHODS:
        return Mixer(recipe, fate, _keep_all)
    if recipe.method == "ties":
        return Mixer(recipe, fate, _trimming(recipe, fate, reader, count))
    return Mixer(recipe, fate, _dropping(recipe, fate))


def _keep_all(_role: str, delta: Tensor, _raw: dict[str, Tensor], _number: int) -> Tensor:
    return delta


def _dropping(recipe: MergeRecipe, fate: Fate) -> Sparsify:
    def drop(role: str, delta: Tensor, _raw: dict[str, Tensor], number: int) -> Tensor:
        kept = kept_elements(
            recipe.density, len(delta), seed=recipe.seed, role=role, name=fate.name, number=number
        )
        return rescale(delta, kept.to(delta.device), recipe.density)

    return drop


def _trimming(recipe: MergeRecipe, fate: Fate, reader: SliceReader, count: int) -> Sparsify:
    # Half-precision deltas are exact in float32, all but a few; wider ones need float64 to be put in order.
    is_wide = any(entry.dtype == "F32" for entry in fate.sources.values())
    key_dtype = torch.float64 if is_wide else torch.float32

    def keys(values: Tensor, base: Tensor) -> Tensor:
        return magnitude_keys(values.to(key_dtype) - base.to(key_dtype))

    def trimmer(role: str) -> Trimmer:
        def all_keys() -> Iterator[Tensor]:
            for begin, size in slices(count):
                yield keys(reader.peek(role, begin, size), reader.peek("base", begin, size))

        return Trimmer(find_cut(all_keys, kept_count(recipe.density, count), bits=64 if is_wide else 32))

    trimmers = {role: trimmer(role) for role in roles_read(recipe, fate) if role != "base"}

    def trim(role: str, delta: Tensor, raw: dict[str, Tensor], _number: int) -> Tensor:
        kept = trimmers[role].keep(keys(raw[role], raw["base"]))
        return torch.where(kept, delta, 0.0)

    return trim
