"""Names and configs of either age."""

import json
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from viscodex_model.checkpoint.layout import flat_config, language_settings, name_layout, new_name, old_name

from tests.fixtures.models.tiny_checkpoints import tiny_vlm

OLD = st.sampled_from(["model.layers.3.mlp.up_proj.weight", "visual.blocks.0.norm1.weight", "lm_head.weight"])


@given(st.lists(OLD, min_size=1))
def test_old_and_new_names_are_one_to_one(names: list[str]) -> None:
    """A name made new and old again is the same, and an old one is left alone."""
    assert [old_name(new_name(name)) for name in names] == names
    assert [old_name(name) for name in names] == names


def test_the_layout_is_told_from_the_names() -> None:
    """Older, newer and mixed layouts are told apart; `lm_head` decides nothing."""
    assert name_layout(["model.norm.weight", "visual.merger.ln_q.weight", "lm_head.weight"]) == "old"
    assert name_layout(["model.language_model.norm.weight", "lm_head.weight"]) == "new"
    assert name_layout(["model.language_model.norm.weight", "visual.merger.ln_q.weight"]) == "mixed"


@pytest.mark.parametrize("tied", [True, False])
def test_the_flat_config_describes_the_same_model(tied: bool, tmp_path: Path) -> None:
    """transformers reads the flat config and the nested one it came from as the same model."""
    from transformers import AutoConfig

    folder = tiny_vlm(tmp_path / "vlm", dtype=torch.bfloat16, tied=tied)
    nested = AutoConfig.from_pretrained(folder)
    content = flat_config(json.loads((folder / "config.json").read_text()))
    (folder / "config.json").write_text(json.dumps(content))
    flat = AutoConfig.from_pretrained(folder)
    ignored = {
        "spatial_patch_size",
        "torch_dtype",
        "dtype",
        "rope_parameters",
        "layer_types",
        "tie_word_embeddings",
    }
    for part in ("text_config", "vision_config"):
        ours, theirs = (getattr(config, part).to_dict() for config in (flat, nested))
        for key in theirs.keys() - ignored:
            assert ours[key] == theirs[key], key
    rope, wanted = flat.text_config.rope_parameters, nested.text_config.rope_parameters
    assert (rope["mrope_section"], rope["rope_theta"]) == (wanted["mrope_section"], wanted["rope_theta"])
    assert flat.tie_word_embeddings == nested.tie_word_embeddings == tied


def test_the_flat_config_is_what_tgi_reads() -> None:
    """Flat, with the older keys, the patch size, a default rope and no window that is switched off."""
    rope = {"rope_type": "default", "rope_theta": 1e6, "mrope_section": [16, 24, 24]}
    nested = {
        "model_type": "qwen2_5_vl",
        "dtype": "bfloat16",
        "text_config": {
            "hidden_size": 8,
            "rope_parameters": rope,
            "sliding_window": 32768,
            "layer_types": ["x"],
        },
        "vision_config": {"patch_size": 14},
    }
    flat = flat_config(nested)
    assert flat["rope_scaling"] == {"type": "default", "rope_type": "default", "mrope_section": [16, 24, 24]}
    assert (flat["rope_theta"], flat["sliding_window"], flat["torch_dtype"]) == (1e6, None, "bfloat16")
    assert flat["vision_config"]["spatial_patch_size"] == 14
    assert not {"text_config", "rope_parameters", "layer_types", "dtype"} & flat.keys()


def test_settings_are_found_wherever_they_stand() -> None:
    """The language settings are the same from a flat and from a nested config."""
    flat = {"hidden_size": 8, "rope_theta": 5e6}
    nested = {"text_config": {"hidden_size": 8, "rope_parameters": {"rope_theta": 5e6}}, "model_type": "x"}
    for config in (flat, nested):
        settings = language_settings(config)
        assert (settings["hidden_size"], settings["rope_theta"]) == (8, 5e6)
