"""Lists every difference between two models that keeps their weights from being combined as they are."""

from collections.abc import Iterator
from typing import Any

from viscodex_model.merge.planning.donors import Donor
from viscodex_model.merge.planning.family import Family
from viscodex_model.merge.planning.recipe import MergeRecipe

# Where these differ, weights of equal shape mean different things; there is nothing to choose.
_FIXED = (
    "hidden_size",
    "intermediate_size",
    "num_hidden_layers",
    "num_attention_heads",
    "num_key_value_heads",
    "head_dim",
    "hidden_act",
    "attn_output_gate",
    "linear_conv_kernel_dim",
    "linear_key_head_dim",
    "linear_num_key_heads",
    "linear_num_value_heads",
    "linear_value_head_dim",
)


def compatibility_problems(recipe: MergeRecipe, family: Family, vlm: Donor, donor: Donor) -> Iterator[str]:
    """What keeps `donor` from being combined with `vlm`, one sentence each."""
    model_type = donor.config.get("model_type")
    if model_type not in family.donors:
        yield (
            f"The {donor.role} is a {model_type!r} model; {family.title} can be merged with "
            f"{', '.join(family.donors)}."
        )
        return
    ours, theirs = vlm.settings, donor.settings
    for key in _FIXED:
        if _value(ours, key) != _value(theirs, key):
            yield f"`{key}` is {_value(ours, key)} in the vlm and {_value(theirs, key)} in the {donor.role}."
    if _linear_layers(ours) != _linear_layers(theirs):
        yield f"The vlm and the {donor.role} have linear attention in different layers."
    for key, choice in (("rope_theta", recipe.rope_theta), ("rms_norm_eps", recipe.rms_norm_eps)):
        if choice is None and _differ(ours.get(key), theirs.get(key)):
            yield (
                f"`{key}` is {ours.get(key)} in the vlm and {theirs.get(key)} in the {donor.role}: "
                f"choose with `{key}: vlm` or `{key}: coder`."
            )
    if recipe.rope_scaling is None and _rope_kind(ours) != _rope_kind(theirs):
        yield (
            f"The rope is scaled as {_rope_kind(ours)!r} in the vlm and {_rope_kind(theirs)!r} in the "
            f"{donor.role}: accept the vlm's with `rope_scaling: vlm`."
        )


def chosen_settings(recipe: MergeRecipe, vlm: Donor, coder: Donor) -> dict[str, Any]:
    """The settings in which the recipe takes the coder's side."""
    chosen = {"rope_theta": recipe.rope_theta, "rms_norm_eps": recipe.rms_norm_eps}
    return {
        key: coder.settings[key]
        for key, side in chosen.items()
        if side == "coder" and _differ(vlm.settings.get(key), coder.settings.get(key))
    }


def _value(settings: dict[str, Any], key: str) -> Any:
    value = settings.get(key)
    if value is None and key == "head_dim":
        heads = settings.get("num_attention_heads") or 1
        return settings.get("hidden_size", 0) // heads
    return value


def _linear_layers(settings: dict[str, Any]) -> list[int]:
    types = settings.get("layer_types") or ()
    return [number for number, kind in enumerate(types) if kind == "linear_attention"]


def _differ(ours: Any, theirs: Any) -> bool:
    if isinstance(ours, int | float) and isinstance(theirs, int | float):
        return float(ours) != float(theirs)
    return bool(ours != theirs)


def _rope_kind(settings: dict[str, Any]) -> str:
    scaling = settings.get("rope_scaling") or {}
    kind = str(scaling.get("rope_type") or scaling.get("type") or "default")
    # Sections for pictures change nothing for text, where all three positions are equal.
    return "default" if kind == "mrope" else kind
