"""Resolves the coefficients of each tensor from a recipe; what does not fit is reported."""

import re
from collections.abc import Iterable

from viscodex_model.core.sizes import counted
from viscodex_model.merge.planning.family import TensorRole
from viscodex_model.merge.planning.recipe import MergeRecipe, Ramp, Weights, as_weights

_NEGLIGIBLE = 1e-9


def tensor_weights(
    recipe: MergeRecipe, name: str, place: TensorRole, layer_count: int
) -> tuple[Weights, ...]:
    """(weight of the VLM, weight of the coder) of one tensor, for each folder of the sweep.

    The first rule under `tensors` that fits rules; then `layers`, inside the layers; then the general value.
    """
    for rule in recipe.tensors:
        if re.search(rule.match, name):
            return (as_weights(rule.value),) * len(recipe.sweep)
    if recipe.layers is not None and place.layer is not None:
        return (_layer_weights(recipe, place.layer, layer_count),)
    return recipe.sweep


def coefficient_problems(recipe: MergeRecipe, names: Iterable[str], layer_count: int) -> list[str]:
    """What is wrong with the coefficients, given the language tensors' names and the number of layers."""
    problems = []
    if isinstance(recipe.layers, tuple) and len(recipe.layers) != layer_count:
        problems.append(
            f"`layers` lists {counted(len(recipe.layers), 'coefficient')}, but the model has "
            f"{counted(layer_count, 'layer')}."
        )
    named = list(names)
    expressions = [rule.match for rule in recipe.tensors] + list(recipe.keep_vlm)
    for expression in expressions:
        if not any(re.search(expression, name) for name in named):
            problems.append(f"{expression!r} fits none of the language model's tensors: mend or remove it.")
    if recipe.method == "linear":
        problems += [
            _unbalanced(weights) for weights in sorted(_all_weights(recipe)) if not balanced(weights)
        ]
    return problems


def balanced(weights: Weights) -> bool:
    """Whether the weights sum to 1, so that the base cancels."""
    return abs(sum(weights) - 1) < _NEGLIGIBLE


def needs_base(recipe: MergeRecipe) -> bool:
    """Whether the base has to be read: it cancels where the weights sum to 1 and nothing is trimmed or dropped."""
    if recipe.method == "task_arithmetic":
        return not all(balanced(weights) for weights in _all_weights(recipe))
    return recipe.method != "linear"


def _layer_weights(recipe: MergeRecipe, layer: int, layer_count: int) -> Weights:
    if isinstance(recipe.layers, Ramp):
        share = layer / max(1, layer_count - 1)
        first, last = as_weights(recipe.layers.first), as_weights(recipe.layers.last)
        return (_between(first[0], last[0], share), _between(first[1], last[1], share))
    listed = recipe.layers or ()
    # A list that is too short is a problem of its own; the plan goes on to find the others.
    return as_weights(listed[layer]) if layer < len(listed) else recipe.sweep[0]


def _between(first: float, last: float, share: float) -> float:
    return round(first + (last - first) * share, 12)


def _all_weights(recipe: MergeRecipe) -> set[Weights]:
    weights = set(recipe.sweep)
    weights |= {as_weights(rule.value) for rule in recipe.tensors}
    if isinstance(recipe.layers, Ramp):
        weights |= {as_weights(recipe.layers.first), as_weights(recipe.layers.last)}
    elif recipe.layers is not None:
        weights |= {as_weights(value) for value in recipe.layers}
    return weights


def _unbalanced(weights: Weights) -> str:
    return (
        f"The weights {weights[0]:g} and {weights[1]:g} do not sum to 1, which `linear` needs: "
        "use `method: task_arithmetic` with a `base` for free weights."
    )
