"""The recipe of Qwen3-VL-8B with JanusCoder-8B, planned at their real shapes from files that hold headers alone."""

import json
from pathlib import Path
from typing import Any

import yaml
from transformers import Qwen3Config, Qwen3ForCausalLM, Qwen3VLConfig, Qwen3VLForConditionalGeneration

from tests.fixtures.models.merge_shapes import specs_of, write_hollow_model
from tests.fixtures.models.merging import plan_of

RECIPE = Path(__file__).resolve().parents[5] / "model" / "recipes" / "other-merges" / "qwen3-vl-8b.yaml"
# As their public configs have them.
TEXT: dict[str, Any] = {
    "hidden_size": 4096,
    "intermediate_size": 12288,
    "num_hidden_layers": 36,
    "num_attention_heads": 32,
    "num_key_value_heads": 8,
    "head_dim": 128,
    "vocab_size": 151936,
    "tie_word_embeddings": False,
}


def hollow(folder: Path, architecture: Any, config: Any) -> Path:
    """A folder with the headers of a model in bfloat16."""
    specs = specs_of(architecture, config)
    return write_hollow_model(folder, specs, json.loads(config.to_json_string()) | {"dtype": "bfloat16"})


def test_the_recipe_has_a_fate_for_each_tensor(tmp_path: Path) -> None:
    """All 36 layers are combined; the tower and the projector with its deep features stay the vision model's."""
    rope = {
        "rope_type": "default",
        "rope_theta": 5e6,
        "mrope_section": [24, 20, 20],
        "mrope_interleaved": True,
    }
    vlm = Qwen3VLConfig(
        text_config=TEXT | {"rope_parameters": rope},
        vision_config={"out_hidden_size": 4096},
        tie_word_embeddings=False,
    )
    coder = Qwen3Config(**TEXT, rope_parameters={"rope_type": "default", "rope_theta": 1e6})
    recipe: dict[str, Any] = yaml.safe_load(RECIPE.read_text(encoding="utf-8"))
    folders = {
        "vlm": hollow(tmp_path / "vlm", Qwen3VLForConditionalGeneration, vlm),
        "coder": hollow(tmp_path / "coder", Qwen3ForCausalLM, coder),
    }
    plan = plan_of(**{**recipe, **folders, "out": str(tmp_path / "out")})
    combined = [fate for fate in plan.fates if fate.kind == "combine"]
    assert len([fate for fate in combined if fate.place.layer is not None]) == 36 * 11
    assert {fate.place.part for fate in plan.fates if fate.kind == "keep"} >= {"vision", "projector"}
    # 8.77 billion parameters of two bytes.
    assert 17e9 < sum(fate.vlm.nbytes for fate in plan.fates) < 18e9
