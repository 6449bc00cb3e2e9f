"""Decides the fate of each tensor of a merge; a tensor without one is reported in a sentence."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from viscodex_model.checkpoint.header import TensorEntry
from viscodex_model.checkpoint.layout import is_tied, new_name
from viscodex_model.core.sizes import counted
from viscodex_model.merge.planning.coefficients import tensor_weights
from viscodex_model.merge.planning.donors import Donor, is_float
from viscodex_model.merge.planning.family import (
    HEAD,
    LANGUAGE_PARTS,
    Family,
    TensorRole,
    expected_tensors,
    language_tensors,
    without_missing_draft,
)
from viscodex_model.merge.planning.recipe import MergeRecipe, Weights

DTYPE_NAMES = {"bfloat16": "BF16", "float16": "F16", "float32": "F32"}
# Tables that some versions stored and every version recomputes.
_NOT_WEIGHTS = re.compile(r"rotary_emb\.inv_freq$")
_NAMES_SHOWN = 6


@dataclass(frozen=True)
class Fate:
    """What becomes of one tensor of the VLM.

    `rows`: only so many leading rows are combined, the others stay the VLM's (None: all are combined).
    """

    name: str
    written: str
    place: TensorRole
    kind: Literal["combine", "keep"]
    dtype: str
    vlm: TensorEntry
    coder: TensorEntry | None = None
    base: TensorEntry | None = None
    weights: tuple[Weights, ...] = ()
    rows: int | None = None

    @property
    def sources(self) -> dict[str, TensorEntry]:
        """The tensors that are read, by role."""
        named = {"vlm": self.vlm, "coder": self.coder, "base": self.base}
        return {role: entry for role, entry in named.items() if entry is not None}


@dataclass(frozen=True)
class Parties:
    """Who takes part: the recipe, the family, and the donors (no base where it cancels)."""

    recipe: MergeRecipe
    family: Family
    vlm: Donor
    coder: Donor
    base: Donor | None

    @property
    def donors(self) -> tuple[Donor, ...]:
        return (self.coder,) if self.base is None else (self.coder, self.base)


@dataclass(frozen=True)
class FateTable:
    """The fates in the order of the VLM's files, and the names, by role, of the tensors that nobody reads."""

    fates: tuple[Fate, ...]
    unused: dict[str, tuple[str, ...]]
    problems: tuple[str, ...]


def decide_fates(parties: Parties, *, shared_ids: int | None) -> FateTable:
    """Give each tensor of the VLM its fate. `shared_ids`: how many leading ids agree in all donors (None: all).

    Raises:
        UserError: the VLM's config lacks what the family counts by.
    """
    recipe, vlm = parties.recipe, parties.vlm
    places = without_missing_draft(expected_tensors(parties.family, vlm.config), vlm.tensors)
    wanted = {name for name, place in places.items() if _is_combined(recipe, name, place)}
    fates = [
        _fate(parties, name, places[name], combined=name in wanted, shared_ids=shared_ids)
        for name in vlm.tensors
        if name in places
    ]
    problems = [*_name_problems(parties, set(places), wanted), *_dtype_problems(recipe, fates)]
    problems += [problem for fate in fates for problem in _shape_problems(fate)]
    unused = {"vlm": tuple(name for name in vlm.tensors if name not in places)}
    for donor in parties.donors:
        unused[donor.role] = tuple(name for name in donor.tensors if name not in wanted)
    return FateTable(tuple(fates), unused, tuple(problems))


def _is_combined(recipe: MergeRecipe, name: str, place: TensorRole) -> bool:
    choices = {"embeddings": recipe.embeddings, HEAD: recipe.lm_head, "norms": recipe.norms}
    if place.part not in LANGUAGE_PARTS or choices.get(place.group) == "keep":
        return False
    return not any(re.search(expression, name) for expression in recipe.keep_vlm)


def _fate(parties: Parties, name: str, place: TensorRole, *, combined: bool, shared_ids: int | None) -> Fate:
    recipe, vlm = parties.recipe, parties.vlm.tensors[name]
    written = new_name(name) if parties.family.write.names == "new" else name
    if not combined:
        return Fate(name, written, place, "keep", vlm.dtype, vlm)
    coder = parties.coder.tensors.get(name)
    base = parties.base.tensors.get(name) if parties.base else None
    layer_count = int(parties.vlm.settings["num_hidden_layers"])
    weights = tensor_weights(recipe, name, place, layer_count)
    dtype = DTYPE_NAMES[recipe.out_dtype] if recipe.out_dtype else vlm.dtype
    rows = None
    if _rows_choice(recipe, place) == "shared_rows":
        rows = _shared_rows([entry for entry in (vlm, coder, base) if entry], shared_ids)
    return Fate(name, written, place, "combine", dtype, vlm, coder, base, weights, rows)


def _rows_choice(recipe: MergeRecipe, place: TensorRole) -> str:
    return {"embeddings": recipe.embeddings, HEAD: recipe.lm_head}.get(place.group, "merge")


def _shared_rows(entries: list[TensorEntry], shared_ids: int | None) -> int | None:
    counts = {entry.shape[0] for entry in entries}
    if len(counts) == 1 and shared_ids is None:
        return None
    return min(counts) if shared_ids is None else min(*counts, shared_ids)


def _name_problems(parties: Parties, places: set[str], wanted: set[str]) -> Iterator[str]:
    vlm = parties.vlm
    yield from _missing(places - set(vlm.tensors), "vlm")
    known = places | ({f"{HEAD}.weight"} if is_tied(vlm.config) else set())
    yield from _extra(parties.recipe, set(vlm.tensors) - known, "vlm")
    for donor in parties.donors:
        yield from _donor_name_problems(parties, donor, places, wanted)


def _donor_name_problems(parties: Parties, donor: Donor, places: set[str], wanted: set[str]) -> Iterator[str]:
    head = f"{HEAD}.weight"
    # Another vision-language model may be the donor of its language part; its vision part is not read.
    is_vlm = donor.config.get("model_type") == parties.vlm.config.get("model_type")
    expected = expected_tensors if is_vlm else language_tensors
    own = set(expected(parties.family, donor.config))
    if is_tied(donor.config) != is_tied(parties.vlm.config) and parties.recipe.lm_head != "keep":
        yield _tied_problem(donor)
    yield from _missing(wanted - set(donor.tensors) - {head}, donor.role)
    if head in wanted and head not in donor.tensors and not is_tied(donor.config):
        yield from _missing({head}, donor.role)
    yield from _extra(parties.recipe, set(donor.tensors) - own - places - {head}, donor.role)


def _tied_problem(donor: Donor) -> str:
    tied, own = (donor.role, "vlm") if is_tied(donor.config) else ("vlm", donor.role)
    return (
        f"The head of the {tied} is tied to its embeddings, that of the {own} is not: "
        "keep the vlm's as it is with `lm_head: keep`."
    )


def _missing(names: set[str], role: str) -> Iterator[str]:
    if names:
        yield f"The {role} lacks {counted(len(names), 'tensor')}: {_listed(names)}."


def _extra(recipe: MergeRecipe, names: set[str], role: str) -> Iterator[str]:
    left = {name for name in names if not _NOT_WEIGHTS.search(name)}
    left = {name for name in left if not any(re.search(expression, name) for expression in recipe.leave_out)}
    if left:
        yield (
            f"The {role} has {counted(len(left), 'tensor')} that its family does not know: {_listed(left)}. "
            "Name them under `leave_out` to do without them."
        )


def _listed(names: set[str]) -> str:
    shown = sorted(names)[:_NAMES_SHOWN]
    more = f" and {len(names) - len(shown)} more" if len(names) > len(shown) else ""
    return ", ".join(shown) + more


def _dtype_problems(recipe: MergeRecipe, fates: list[Fate]) -> Iterator[str]:
    mixtures: Counter[tuple[tuple[str, str], ...]] = Counter()
    first: dict[tuple[tuple[str, str], ...], str] = {}
    for fate in (fate for fate in fates if fate.kind == "combine"):
        mixture = tuple((role, entry.dtype) for role, entry in fate.sources.items())
        mixtures[mixture] += 1
        first.setdefault(mixture, fate.name)
        if not all(is_float(entry) for entry in fate.sources.values()):
            yield f"{fate.name} is {_said(mixture)}: only BF16, F16 and F32 can be combined."
    for mixture, count in mixtures.items():
        if len({dtype for _, dtype in mixture}) > 1 and recipe.out_dtype is None:
            yield (
                f"{counted(count, 'tensor')} ({first[mixture]} …) {'is' if count == 1 else 'are'} {_said(mixture)}: "
                "choose the result's with `out_dtype: bfloat16` (or float16, float32)."
            )


def _said(mixture: tuple[tuple[str, str], ...]) -> str:
    return ", ".join(f"{dtype} in the {role}" for role, dtype in mixture)


def _shape_problems(fate: Fate) -> Iterator[str]:
    for role, entry in fate.sources.items():
        ours, theirs = fate.vlm.shape, entry.shape
        if fate.rows is not None:
            ours, theirs = ours[1:], theirs[1:]
        if ours != theirs:
            hint = ""
            if fate.place.part == "vocabulary":
                choice = fate.place.group
                hint = (
                    f" Choose `{choice}: keep`, or `{choice}: shared_rows` to combine the ids that both name."
                )
            yield f"{fate.name} has the shape {fate.vlm.shape} in the vlm and {entry.shape} in the {role}.{hint}"
