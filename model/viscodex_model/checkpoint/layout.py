"""Translates tensor names and configs of newer checkpoints into the older layout.

Since 4.52 transformers holds `model.language_model.*`, `model.visual.*` and nests the language settings in
`text_config`. TGI and mergekit read only the older names and the flat config; vLLM, SGLang and transformers read
both. So everything here speaks the older form, and a family that never had it is written in the newer one.
"""

from typing import Any, Literal

Layout = Literal["old", "new"]

_NEW_TO_OLD = (("model.language_model.", "model."), ("model.visual.", "visual."))
_TEXT_MODEL_TYPE = "model_type"


def old_name(name: str) -> str:
    """`name` in the older layout; older names and names of text models stay as they are."""
    for new, old in _NEW_TO_OLD:
        if name.startswith(new):
            return old + name.removeprefix(new)
    return name


def new_name(name: str) -> str:
    """An older name of a vision-language model in the newer layout; `lm_head` has one name in both."""
    if name.startswith("visual."):
        return "model." + name
    if name.startswith("model."):
        return "model.language_model." + name.removeprefix("model.")
    return name


def name_layout(names: list[str]) -> Literal["old", "new", "mixed"]:
    """Which layout `names` are in."""
    changed = sum(old_name(name) != name for name in names)
    plain = sum(old_name(name) == name and name.startswith(("model.", "visual.")) for name in names)
    if changed and plain:
        return "mixed"
    return "new" if changed else "old"


def language_settings(config: dict[str, Any]) -> dict[str, Any]:
    """The settings of the language model, flat, in the older form, from a flat or a nested config."""
    nested = config.get("text_config")
    if not isinstance(nested, dict):
        return _older_rope(config)
    outer = {key: value for key, value in config.items() if key != "text_config"}
    inner = {key: value for key, value in nested.items() if key != _TEXT_MODEL_TYPE and value is not None}
    return _older_rope({**outer, **inner, "tie_word_embeddings": is_tied(config)})


def is_tied(config: dict[str, Any]) -> bool:
    """Whether the head is the embedding. The outer setting rules, as in transformers."""
    nested = config.get("text_config")
    inner = nested.get("tie_word_embeddings") if isinstance(nested, dict) else None
    return bool(config.get("tie_word_embeddings", inner))


def flat_config(config: dict[str, Any]) -> dict[str, Any]:
    """`config` as engines before transformers 5 read it: flat, `rope_theta`, `rope_scaling`, `torch_dtype`.

    The contract is TGI 3.3's: `spatial_patch_size` in the vision part, a `default` rope with its sections, and
    `sliding_window: null`, since TGI heeds the window even where `use_sliding_window` is false.
    """
    flat = _older_dtype(language_settings(config))
    for key in ("layer_types", "text_config"):
        flat.pop(key, None)
    if not flat.get("use_sliding_window"):
        flat["sliding_window"] = None
    rope = flat.get("rope_scaling")
    if isinstance(rope, dict) and "mrope_section" in rope:
        flat["rope_scaling"] = {**rope, "type": "default", "rope_type": "default"}
    if isinstance(flat.get("vision_config"), dict):
        flat["vision_config"] = _older_vision(flat["vision_config"])
    return flat


def nested_config(config: dict[str, Any]) -> dict[str, Any]:
    """`config` with its language part nested still, and rope and dtype under their older keys."""
    nested = _older_dtype(dict(config))
    if isinstance(nested.get("text_config"), dict):
        nested["text_config"] = _older_dtype(_older_rope(nested["text_config"]))
    if isinstance(nested.get("vision_config"), dict):
        nested["vision_config"] = _without(nested["vision_config"], "rope_parameters")
    return nested


def _older_rope(settings: dict[str, Any]) -> dict[str, Any]:
    rope = settings.get("rope_parameters")
    if not isinstance(rope, dict):
        return dict(settings)
    older = _without(settings, "rope_parameters")
    scaling = {key: value for key, value in rope.items() if key != "rope_theta"}
    if "rope_theta" in rope:
        older["rope_theta"] = rope["rope_theta"]
    is_plain = scaling.get("rope_type", "default") == "default" and not set(scaling) - {"rope_type", "type"}
    older["rope_scaling"] = None if is_plain else scaling
    return older


def _older_dtype(settings: dict[str, Any]) -> dict[str, Any]:
    if "dtype" not in settings:
        return settings
    return _without(settings, "dtype") | {"torch_dtype": settings["dtype"]}


def _older_vision(vision: dict[str, Any]) -> dict[str, Any]:
    older = _older_dtype(_without(vision, "rope_parameters"))
    if "patch_size" in older:
        older.setdefault("spatial_patch_size", older["patch_size"])
    return older


def _without(settings: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in settings.items() if name != key}
