"""Reads a model family from YAML: which tensors are backbone, vision, projector or vocabulary."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from viscodex_model.checkpoint.layout import Layout, is_tied, language_settings
from viscodex_model.core.errors import UserError
from viscodex_model.core.recipe import Recipe, read_recipe

Part = Literal["backbone", "vocabulary", "vision", "projector", "draft"]
LANGUAGE_PARTS: tuple[Part, ...] = ("backbone", "vocabulary")
HEAD = "lm_head"
_MARKER = re.compile(r"\{(\w+)\}")


class Writing(Recipe):
    """The forms in which engines expect this family: tensor names, and a flat or a nested config with older keys, or
    the config in its own form."""

    names: Layout
    config: Literal["flat", "nested", "own"]


class Group(Recipe):
    """Tensors that share one fate; `{layer}` and the like are counted off from the config.

    A `draft` head is whole or missing: fine-tunes are often saved without it.
    """

    part: Part
    tensors: tuple[str, ...]


class Family(Recipe):
    """One kind of model that can be merged into.

    `counts` says for each marker where the config counts it: `num_hidden_layers`, or `layer_types=full_attention` for
    the layers of one type.
    """

    title: str
    vlm: str
    donors: tuple[str, ...]
    architecture: str
    write: Writing
    counts: dict[str, str]
    groups: dict[str, Group]


@dataclass(frozen=True)
class TensorRole:
    """Where a tensor belongs; `layer` is None outside of the layers, `template` is its name with `{layer}`."""

    group: str
    part: Part
    layer: int | None
    template: str


@cache
def families() -> dict[str, Family]:
    """Every family that is shipped, by the `model_type` of the model that is merged into."""
    files = sorted((Path(__file__).parent / "families").glob("*.yaml"))
    read = [read_recipe(path, Family) for path in files]
    return {family.vlm: family for family in read}


def family_of(config: dict[str, Any], *, label: str) -> Family:
    """The family that a model with this config can be merged into.

    Raises:
        UserError: no family file knows this model type.
    """
    model_type = str(config.get("model_type"))
    known = families()
    if model_type not in known:
        raise UserError(
            f"{label} is a {model_type!r} model, which no family file describes. Known are: {', '.join(known)}."
        )
    return known[model_type]


def expected_tensors(family: Family, config: dict[str, Any]) -> dict[str, TensorRole]:
    """Every tensor that a model of `family` with this config has, by its older name.

    A tied model has no head of its own. Raises UserError where the config lacks a count.
    """
    places: dict[str, TensorRole] = {}
    for name, group in family.groups.items():
        if name == HEAD and is_tied(config):
            continue
        if group.part == "draft" and not language_settings(config).get(family.counts["draft"]):
            continue
        for template in group.tensors:
            places.update(_expand(template, family.counts, config, name, group.part))
    return places


def without_missing_draft(places: dict[str, TensorRole], names: Collection[str]) -> dict[str, TensorRole]:
    """`places` without the draft head where a checkpoint with these `names` has none of it."""
    draft = {name for name, place in places.items() if place.part == "draft"}
    if not draft.isdisjoint(names):
        return places
    return {name: place for name, place in places.items() if name not in draft}


def language_tensors(family: Family, config: dict[str, Any]) -> dict[str, TensorRole]:
    """The part of `expected_tensors` that a donor of this config has to bring."""
    language = {name: group for name, group in family.groups.items() if group.part in LANGUAGE_PARTS}
    return expected_tensors(family.model_copy(update={"groups": language}), config)


def _expand(
    template: str, counts: dict[str, str], config: dict[str, Any], group: str, part: Part
) -> dict[str, TensorRole]:
    found = _MARKER.search(template)
    if found is None:
        return {template: TensorRole(group, part, None, template)}
    path = counts[found[1]]
    is_layer = path.partition("=")[0] in ("num_hidden_layers", "layer_types")
    return {
        template.replace(found[0], str(number)): TensorRole(
            group, part, number if is_layer else None, template
        )
        for number in _numbers(config, path)
    }


def _numbers(config: dict[str, Any], path: str) -> Sequence[int]:
    """Which numbers a marker stands for."""
    key, is_typed, wanted = path.partition("=")
    if not is_typed:
        return range(_count(config, path))
    types = language_settings(config).get(key)
    if not isinstance(types, list) or len(types) != _count(config, "num_hidden_layers"):
        raise UserError(f"The config has no usable `{key}`: it must name a type for each layer.")
    return [number for number, kind in enumerate(types) if kind == wanted]


def _count(config: dict[str, Any], path: str) -> int:
    value: Any = language_settings(config)
    for key in path.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    if isinstance(value, list):
        return len(value)
    if not isinstance(value, int) or value < 1:
        raise UserError(f"The config has no usable `{path}` (it says {value!r}).")
    return value
