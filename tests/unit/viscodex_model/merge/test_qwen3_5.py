"""Siblings of the hybrid Qwen3.5: a base, a fine-tune on code and one on pictures, merged tensor by tensor."""

import json
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import Qwen3_5Config, Qwen3_5ForConditionalGeneration
from viscodex_model.core.errors import UserError

from tests.fixtures.models.merge_oracle import oracle, steps_off
from tests.fixtures.models.merge_shapes import specs_of, write_hollow_model, write_tokenizer
from tests.fixtures.models.merging import merged, plan_of, tensors

TEXT: dict[str, Any] = {
    "hidden_size": 64, "intermediate_size": 96, "num_hidden_layers": 4, "num_attention_heads": 4,
    "num_key_value_heads": 2, "head_dim": 16, "vocab_size": 457, "linear_num_key_heads": 2,
    "linear_num_value_heads": 4, "linear_key_head_dim": 8, "linear_value_head_dim": 8,
    "layer_types": ["linear_attention"] * 3 + ["full_attention"],
}  # fmt: skip
VISION: dict[str, Any] = {
    "depth": 2, "hidden_size": 32, "intermediate_size": 48, "num_heads": 2, "out_hidden_size": 64,
    "num_position_embeddings": 16,
}  # fmt: skip
METHODS = ["linear", "task_arithmetic", "ties", "dare_linear", "dare_ties"]
ROLES = ("vlm", "coder", "base")


def sibling(folder: Path, seed: int, *, draft: bool = True, **text: Any) -> Path:
    """A tiny Qwen3.5 with random weights in bfloat16, with the draft head that the published ones have."""
    torch.manual_seed(seed)
    config = Qwen3_5Config(text_config=TEXT | {"mtp_num_hidden_layers": 1} | text, vision_config=VISION)
    model: Any = Qwen3_5ForConditionalGeneration(config)
    model.to(torch.bfloat16).save_pretrained(folder)
    write_tokenizer(folder)
    if draft:
        path = folder / "model.safetensors"
        save_file(load_file(path) | draft_head(), path, {"format": "pt"})
    return folder


def draft_head() -> dict[str, torch.Tensor]:
    """The head that drafts the next token but one, by the published names."""
    hidden = TEXT["hidden_size"]
    norms: tuple[str, ...] = ("pre_fc_norm_embedding", "pre_fc_norm_hidden", "norm")
    norms += ("layers.0.input_layernorm", "layers.0.post_attention_layernorm")
    shapes: dict[str, tuple[int, ...]] = {"fc": (hidden, 2 * hidden)} | dict.fromkeys(norms, (hidden,))
    attention: dict[str, tuple[int, ...]] = {
        "q_proj": (128, hidden),
        "k_proj": (32, hidden),
        "v_proj": (32, hidden),
    }
    attention |= {"o_proj": (hidden, hidden), "q_norm": (16,), "k_norm": (16,)}
    shapes |= {f"layers.0.self_attn.{name}": shape for name, shape in attention.items()}
    mlp = {"gate_proj": (96, hidden), "up_proj": (96, hidden), "down_proj": (hidden, 96)}
    shapes |= {f"layers.0.mlp.{name}": shape for name, shape in mlp.items()}
    return {f"mtp.{name}.weight": torch.randn(shape).to(torch.bfloat16) for name, shape in shapes.items()}


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Three siblings; the coder was saved without its draft head."""
    folder = tmp_path_factory.mktemp("siblings")
    return {role: sibling(folder / role, seed, draft=role != "coder") for seed, role in enumerate(ROLES)}


@pytest.mark.parametrize("method", METHODS)
def test_every_element_is_the_oracles(models: dict[str, Path], method: str, tmp_path: Path) -> None:
    """Attention of both kinds, convolution, gates and norms are merged as float64 says, rounded once."""
    weights = (0.7, 0.3) if method == "linear" else (0.6, 0.7)
    out = merged(tmp_path / "out", **models, method=method, weights=list(weights), density=0.4, seed=3)
    found, sources = tensors(out), {role: tensors(folder) for role, folder in models.items()}
    assert set(found) == set(sources["vlm"])
    off = count = 0
    for name in sources["coder"]:
        parts = {role: loaded[name] for role, loaded in sources.items()}
        if name.startswith("model.visual."):
            assert torch.equal(found[name], parts["vlm"]), name
            continue
        older = name.replace("model.language_model.", "model.")
        wanted = oracle(older, parts, method=method, weights=weights, density=0.4, seed=3)
        steps = steps_off(found[name], wanted)
        assert int(steps.max()) <= 1, name
        count, off = count + len(steps), off + int((steps > 0).sum())
    assert count > 150_000
    assert off <= count / 1000


def test_the_draft_head_stays_the_vlms_and_the_folder_loads(models: dict[str, Path], tmp_path: Path) -> None:
    """Engines check each draft, so that the head is kept; transformers loads the result and finds nothing missing."""
    out = merged(tmp_path / "out", **models)
    found, vlm = tensors(out), tensors(models["vlm"])
    draft = [name for name in found if name.startswith("mtp.")]
    assert len(draft) == 15
    assert all(torch.equal(found[name], vlm[name]) for name in draft)
    assert json.loads((out / "config.json").read_text())["text_config"]["layer_types"] == TEXT["layer_types"]
    loaded: Any = Qwen3_5ForConditionalGeneration.from_pretrained(out, output_loading_info=True)
    _, told = loaded
    assert not told["missing_keys"]
    assert not told["mismatched_keys"]


def test_a_model_saved_without_its_draft_head_is_merged_without_one(
    models: dict[str, Path], tmp_path: Path
) -> None:
    """transformers drops the head when it saves: such a fine-tune can be merged into, and has no such tensors."""
    out = merged(tmp_path / "out", vlm=models["coder"], coder=models["vlm"])
    assert not [name for name in tensors(out) if name.startswith("mtp.")]


def test_half_a_draft_head_is_refused(models: dict[str, Path], tmp_path: Path) -> None:
    """A head that lacks a tensor is damage, and the plan names it."""
    folder = sibling(tmp_path / "half", 1)
    whole = load_file(folder / "model.safetensors")
    del whole["mtp.fc.weight"]
    save_file(whole, folder / "model.safetensors", {"format": "pt"})
    with pytest.raises(UserError, match=r"lacks 1 tensor: mtp\.fc\.weight"):
        plan_of(vlm=folder, coder=models["coder"])


def test_layers_of_other_types_cannot_be_merged(models: dict[str, Path], tmp_path: Path) -> None:
    """Where one model attends in full and the other linearly, tensors have nothing to do with each other."""
    types = ["full_attention", *["linear_attention"] * 3]
    other = sibling(tmp_path / "other", 1, draft=False, layer_types=types)
    with pytest.raises(UserError, match="linear attention in different layers"):
        plan_of(vlm=models["vlm"], coder=other)


def test_coefficients_by_layer_reach_every_kind_of_layer(models: dict[str, Path]) -> None:
    """`layers` counts all layers, whatever attention they have."""
    plan = plan_of(**models, layers=[0.9, 0.8, 0.7, 0.6])
    found = {(fate.place.layer, fate.weights[0][0]) for fate in plan.fates if fate.place.layer is not None}
    assert found == {(0, 0.9), (1, 0.8), (2, 0.7), (3, 0.6)}


def test_the_plan_at_real_shapes_needs_headers_alone(tmp_path: Path) -> None:
    """A 9B's 760 tensors each have a fate; the draft head, the vision tower and the projector are kept."""
    config = Qwen3_5Config(vision_config={"out_hidden_size": 4096})
    specs = specs_of(Qwen3_5ForConditionalGeneration, config)
    folders = [
        write_hollow_model(
            tmp_path / name, specs, json.loads(config.to_json_string()) | {"dtype": "bfloat16"}
        )
        for name in ("vlm", "coder")
    ]
    plan = plan_of(vlm=folders[0], coder=folders[1], embeddings="keep", lm_head="keep")
    assert len(plan.fates) == len(specs)
    combined = [fate for fate in plan.fates if fate.kind == "combine"]
    # Of 24 linear layers 14 tensors, of 8 full ones 11, and the last norm.
    assert len(combined) == 24 * 14 + 8 * 11 + 1
    assert {fate.place.part for fate in plan.fates if fate.kind == "keep"} == {
        "vocabulary",
        "vision",
        "projector",
    }
