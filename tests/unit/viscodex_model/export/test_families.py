"""Qwen3-VL and Qwen3.5 as GGUF: names that the format's own tables know, and values as llama.cpp holds them."""

import json
import math
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from gguf import GGUFReader, dequantize
from gguf.constants import MODEL_ARCH, MODEL_ARCH_NAMES, MODEL_TENSORS, TENSOR_NAMES, GGMLQuantizationType
from safetensors.torch import load_file, save_file
from transformers import (
    Qwen3_5Config,
    Qwen3_5ForConditionalGeneration,
    Qwen3VLConfig,
    Qwen3VLForConditionalGeneration,
)
from viscodex_model import cli
from viscodex_model.checkpoint.index import CheckpointProblems
from viscodex_model.export.families.family import FAMILIES
from viscodex_model.export.finished_folder import export
from viscodex_model.export.plan import make_plan
from viscodex_model.export.source import FAMILIES as TITLES
from viscodex_model.export.types import QUANTISATIONS, Quantisation

from tests.fixtures.models.merge_shapes import specs_of, write_hollow_model
from tests.fixtures.models.tiny_checkpoints import tiny_family, tiny_vlm

NEWER = ("qwen3_vl", "qwen3_5")


def made(family: str, folder: Path) -> Path:
    return tiny_vlm(folder) if family == "qwen2_5_vl" else tiny_family(folder, family)


def read(folder: Path) -> dict[str, Any]:
    """Every tensor of both files, as 32-bit floats, by name."""
    found = {}
    for path in folder.glob("*.gguf"):
        for tensor in GGUFReader(path).tensors:
            found[tensor.name] = dequantize(tensor.data, tensor.tensor_type)
    return found


def stored(folder: Path) -> dict[str, Any]:
    """The folder's tensors by their older names."""
    tensors = load_file(folder / "model.safetensors")
    return {name.replace("model.language_model.", "model."): t.float().numpy() for name, t in tensors.items()}


def test_every_family_has_a_title_and_two_halves() -> None:
    """What a refusal lists can be exported, and nothing else."""
    assert TITLES.keys() == FAMILIES.keys()


@pytest.mark.parametrize("family", TITLES)
def test_tables_of_the_format_know_every_tensor(family: str, tmp_path: Path) -> None:
    """Each name is one that the `gguf` package lists for the architecture that the file names."""
    plan = make_plan(made(family, tmp_path / "tiny"), "q8_0")
    numbers = {name: number for number, name in MODEL_ARCH_NAMES.items()}
    for file, number in ((plan.text, numbers[plan.text.architecture]), (plan.projector, MODEL_ARCH.MMPROJ)):
        known = {TENSOR_NAMES[tensor] for tensor in MODEL_TENSORS[number]}
        for tensor in file.tensors:
            stem = re.sub(r"\.(weight|bias)(\.1)?$", "", tensor.name)
            pattern = re.sub(r"(?<=\.)\d+(?=\.|$)", "{bid}", stem)
            assert pattern in known, tensor.name


@pytest.mark.parametrize("family", NEWER)
@pytest.mark.parametrize("quantisation", QUANTISATIONS)
def test_no_value_is_lost(family: str, quantisation: Quantisation, tmp_path: Path) -> None:
    """As many numbers are written as the folder holds, whatever the types; vectors are exact."""
    folder = made(family, tmp_path / "tiny")
    export(make_plan(folder, quantisation), tmp_path / "out")
    ours, theirs = read(tmp_path / "out"), stored(folder)
    assert sum(array.size for array in ours.values()) == sum(array.size for array in theirs.values())
    assert np.array_equal(ours["v.blk.1.ln2.bias"], theirs["model.visual.blocks.1.norm2.bias"])
    assert np.array_equal(ours["v.position_embd.weight"], theirs["model.visual.pos_embed.weight"])


def test_deep_features_go_to_the_blocks_that_they_come_from(tmp_path: Path) -> None:
    """llama.cpp numbers them by the block, the folder by their order."""
    folder = tiny_family(
        tmp_path / "tiny",
        "qwen3_vl",
        vision={"depth": 4, "deepstack_visual_indexes": [1, 3]},
        language={"num_hidden_layers": 3},
    )
    plan = make_plan(folder, "f32")
    export(plan, tmp_path / "out")
    ours, theirs = read(tmp_path / "out"), stored(folder)
    for number, block in enumerate((1, 3)):
        expected = theirs[f"model.visual.deepstack_merger_list.{number}.linear_fc1.weight"]
        assert np.array_equal(ours[f"v.deepstack.{block}.fc1.weight"], expected)
    assert plan.text.metadata["qwen3vl.n_deepstack_layers"] == 2
    assert plan.projector.metadata["clip.vision.is_deepstack_layers"] == [False, True, False, True]


def test_linear_attention_is_written_as_the_engine_uses_it(tmp_path: Path) -> None:
    """Decays, norms and the order of the value heads, against the same done by whole arrays."""
    folder = made("qwen3_5", tmp_path / "tiny")
    export(make_plan(folder, "f32"), tmp_path / "out")
    ours, theirs = read(tmp_path / "out"), stored(folder)
    keys, each, width = 2, 2, 32
    order = np.arange(keys * each).reshape(keys, each).T.ravel()
    columns = (order[:, None] * width + np.arange(width)).ravel()
    inner = "model.layers.0.linear_attn."
    expected = {
        "ssm_a": -np.exp(theirs[f"{inner}A_log"])[order],
        "ssm_dt.bias": theirs[f"{inner}dt_bias"][order],
        "ssm_alpha.weight": theirs[f"{inner}in_proj_a.weight"][order],
        "attn_gate.weight": theirs[f"{inner}in_proj_z.weight"][columns],
        "ssm_out.weight": theirs[f"{inner}out_proj.weight"][:, columns],
        "attn_qkv.weight": np.concatenate(
            [
                theirs[f"{inner}in_proj_qkv.weight"][:128],
                theirs[f"{inner}in_proj_qkv.weight"][128:][columns],
            ]
        ),
        "ssm_conv1d.weight": np.concatenate(
            [theirs[f"{inner}conv1d.weight"][:128, 0], theirs[f"{inner}conv1d.weight"][128:, 0][columns]]
        ),
        "ssm_norm.weight": theirs[f"{inner}norm.weight"],
        "attn_norm.weight": theirs["model.layers.0.input_layernorm.weight"] + 1,
    }
    for name, values in expected.items():
        np.testing.assert_allclose(ours[f"blk.0.{name}"], values, rtol=1e-6, err_msg=name)


def test_settings_of_linear_attention_are_those_of_the_folder(tmp_path: Path) -> None:
    """What decides the state's shape, and how much of a head is rotated."""
    settings = make_plan(made("qwen3_5", tmp_path / "tiny"), "q8_0").text.metadata
    expected = {
        "full_attention_interval": 2,
        "rope.dimension_count": 16,
        "rope.dimension_sections": [2, 3, 3, 0],
        "ssm.conv_kernel": 4,
        "ssm.state_size": 32,
        "ssm.group_count": 2,
        "ssm.time_step_rank": 4,
        "ssm.inner_size": 128,
    }
    for key, value in expected.items():
        assert settings[f"qwen35.{key}"] == value, key


def test_small_tensors_that_decide_the_state_keep_eight_bits(tmp_path: Path) -> None:
    """Gates are small and matter in each step; convolutions and positions stay in 32 bits."""
    plan = make_plan(made("qwen3_5", tmp_path / "tiny"), "q4_0")
    types = {tensor.name: tensor.type for file in plan.files for tensor in file.tensors}
    assert types["blk.0.ssm_alpha.weight"] == GGMLQuantizationType.Q8_0
    assert types["blk.0.ssm_conv1d.weight"] == GGMLQuantizationType.F32
    assert types["blk.0.attn_qkv.weight"] == GGMLQuantizationType.Q4_0
    assert types["v.position_embd.weight"] == GGMLQuantizationType.F32


def test_the_head_that_drafts_is_left_out_and_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Tensors of `mtp.` change no answer; the plan names them."""
    folder = made("qwen3_5", tmp_path / "tiny")
    tensors = load_file(folder / "model.safetensors")
    tensors["mtp.fc.weight"] = torch.zeros(128, 256)
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    assert cli.main(["export", "gguf", str(folder), "--plan"]) == 0
    said = capsys.readouterr().out
    assert "Qwen3.5 as GGUF, q8_0" in said
    assert "not exported: mtp.*, the head that drafts tokens" in said
    assert "the heads of values in linear attention stand in llama.cpp's order" in said


UNKNOWN: dict[str, tuple[str, dict[str, Any], str]] = {
    "irregular layers": (
        "qwen3_5",
        {"layer_types": ["full_attention", "linear_attention"]},
        "every n-th layer",
    ),
    "no gate": ("qwen3_5", {"attn_output_gate": False}, "has no gate"),
    "heads of two sizes": ("qwen3_5", {"linear_value_head_dim": 64}, "differ in size"),
    "a scaled rope": ("qwen3_vl", {"rope_scaling": {"rope_type": "yarn"}, "rope_parameters": None}, "'yarn'"),
    "features for every layer": ("qwen3_vl", {"num_hidden_layers": 1}, "hands features to 1 layers"),
}


@pytest.mark.parametrize("what", UNKNOWN)
def test_what_llamacpp_cannot_express_is_refused(what: str, tmp_path: Path) -> None:
    """A model that would be answered for wrongly is not exported; the sentence says what is unknown."""
    family, changes, sentence = UNKNOWN[what]
    folder = made(family, tmp_path / "tiny")
    config = json.loads((folder / "config.json").read_text())
    config["text_config"] |= changes
    (folder / "config.json").write_text(json.dumps(config))
    with pytest.raises(CheckpointProblems, match=re.escape(sentence)):
        make_plan(folder, "q8_0")


DAMAGED: list[tuple[str, str, dict[str, Any], str]] = [
    ("qwen3_5", "text_config", {"linear_num_key_heads": 0}, "linear_num_key_heads is 0"),
    ("qwen3_5", "text_config", {"full_attention_interval": "all"}, "full_attention_interval is 'all'"),
    ("qwen3_5", "text_config", {"num_key_value_heads": [2]}, "num_key_value_heads is [2]"),
    ("qwen3_vl", "text_config", {"num_attention_heads": 0}, "num_attention_heads is 0"),
    ("qwen3_vl", "vision_config", {"depth": 0}, "depth is 0"),
    ("qwen3_vl", "vision_config", {"patch_size": "14"}, "patch_size is '14'"),
    ("qwen3_vl", "vision_config", {"temporal_patch_size": "two"}, "temporal_patch_size is two"),
    (
        "qwen3_vl",
        "vision_config",
        {"deepstack_visual_indexes": ["last"]},
        "deepstack_visual_indexes is no list",
    ),
    ("qwen3_vl", "vision_config", {"deepstack_visual_indexes": [-1]}, "beyond the 2 that there are"),
    ("qwen3_vl", "vision_config", {"deepstack_visual_indexes": 1}, "deepstack_visual_indexes is no list"),
    ("qwen2_5_vl", "vision_config", {"fullatt_block_indexes": [None]}, "fullatt_block_indexes is no list"),
    ("qwen2_5_vl", "vision_config", {"window_size": "wide"}, "window_size is 'wide'"),
]


@pytest.mark.parametrize(("family", "part", "changes", "sentence"), DAMAGED)
def test_a_damaged_config_is_told_by_its_setting(
    family: str, part: str, changes: dict[str, Any], sentence: str, tmp_path: Path
) -> None:
    """Numbers that are none, or not above 0, and lists of something else: a sentence, and nothing of Python's."""
    folder = made(family, tmp_path / "tiny")
    config = json.loads((folder / "config.json").read_text())
    config.setdefault(part, {}).update(changes)
    (folder / "config.json").write_text(json.dumps(config))
    with pytest.raises(CheckpointProblems, match=re.escape(sentence)):
        make_plan(folder, "q8_0")


REAL_SHAPES: dict[str, tuple[Any, Any, dict[str, Any], int]] = {
    # Of Qwen3-VL-8B 36 layers of 11 tensors and 3 outside; its tower of 27 blocks, with features from 3 of them.
    "Qwen3-VL-8B": (
        Qwen3VLConfig,
        Qwen3VLForConditionalGeneration,
        {"hidden_size": 4096, "intermediate_size": 12288, "num_hidden_layers": 36, "num_key_value_heads": 8},
        36 * 11 + 3,
    ),
    # Of Qwen3.5-9B 24 layers of linear attention with 14 tensors, 8 of full attention with 11, and 3 outside.
    "Qwen3.5-9B": (Qwen3_5Config, Qwen3_5ForConditionalGeneration, {}, 24 * 14 + 8 * 11 + 3),
}


@pytest.mark.parametrize("model", REAL_SHAPES)
def test_the_plan_at_real_shapes_needs_headers_alone(model: str, tmp_path: Path) -> None:
    """Every tensor of a model of 8 or 9 billion parameters has its place, and nothing of it is read."""
    build, architecture, language, text_tensors = REAL_SHAPES[model]
    width = language.get("hidden_size", 4096)
    config = build(text_config=language, vision_config={"out_hidden_size": width})
    specs = specs_of(architecture, config)
    folder = write_hollow_model(tmp_path / "model", specs, json.loads(config.to_json_string()))
    tiny = tiny_vlm(tmp_path / "tiny")
    for name in ("tokenizer.json", "tokenizer_config.json", "preprocessor_config.json"):
        (folder / name).write_bytes((tiny / name).read_bytes())
    plan = make_plan(folder, "q4_k_m")
    assert len(plan.text.tensors) == text_tensors
    parameters = sum(math.prod(spec.shape) for spec in specs)
    assert 4.5 < 8 * plan.bytes_to_write / parameters < 5.5
