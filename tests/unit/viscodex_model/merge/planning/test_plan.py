"""The plan: what it says of the real shapes, and that it names every problem at once."""

import json
from pathlib import Path
from typing import Any

import pytest
import torch
from viscodex_model.checkpoint.layout import new_name
from viscodex_model.core.errors import UserError
from viscodex_model.merge.planning.plan import MergePlan, PlanRefused
from viscodex_model.merge.planning.summary import plan_lines

from tests.fixtures.models.merge_shapes import REAL_SHAPES, write_hollow_model
from tests.fixtures.models.merging import plan_of, tensors
from tests.fixtures.models.tiny_checkpoints import tiny_coder, tiny_vlm

# size: tensors, of them in the language model, GB of the vlm, GB to read by λ
REAL_PLANS = {
    "3B": (824, 434, 7.51, 13.68),
    "7B": (729, 339, 16.58, 31.82),
    "32B": (1161, 771, 66.91, 132.43),
    "72B": (1353, 963, 146.82, 292.23),
}


@pytest.fixture
def models(tmp_path: Path) -> dict[str, Path]:
    """A fresh vlm and coder, for a test to spoil."""
    return {
        "vlm": tiny_vlm(tmp_path / "vlm", dtype=torch.bfloat16),
        "coder": tiny_coder(tmp_path / "coder", dtype=torch.bfloat16),
    }


def edit(folder: Path, name: str = "config.json", **keys: Any) -> None:
    """Set keys in a JSON file."""
    path = folder / name
    path.write_text(json.dumps(json.loads(path.read_text()) | keys))


def problems_of(**keys: Any) -> tuple[str, ...]:
    """The problems for which a plan is refused."""
    with pytest.raises(PlanRefused) as refused:
        plan_of(**keys)
    return refused.value.problems


@pytest.mark.parametrize("size", sorted(REAL_PLANS))
def test_plans_of_the_real_sizes(size: str, tmp_path: Path) -> None:
    """From headers alone, each size of Qwen2.5-VL gives its number of tensors, kept and combined, and its bytes."""
    shape, vision_intermediate = REAL_SHAPES[size]
    vlm = write_hollow_model(
        tmp_path / "vlm", shape.vlm_specs(vision_intermediate), shape.vlm_config(vision_intermediate)
    )
    coder = write_hollow_model(tmp_path / "coder", shape.specs(), shape.config())
    plan = plan_of(vlm=vlm, coder=coder)
    kinds = [fate.kind for fate in plan.fates]
    written, read = round(plan.bytes_to_write / 1e9, 2), round(plan.bytes_to_read / 1e9, 2)
    assert (len(kinds), kinds.count("combine"), written, read) == REAL_PLANS[size]
    assert kinds.count("keep") == 390


def test_the_base_is_read_only_where_it_does_not_cancel(models: dict[str, Path], tmp_path: Path) -> None:
    """In the λ form a base is left alone; with free weights it is one of the donors, and must be given."""
    base = tiny_coder(tmp_path / "base", seed=2, dtype=torch.bfloat16)
    cancels = plan_of(**models, base=base, **{"lambda": 0.7})
    counts = plan_of(**models, base=base, method="task_arithmetic", weights=[0.7, 0.7])
    assert [len(cancels.donors), len(counts.donors)] == [2, 3]
    assert "needs a `base`" in problems_of(**models, method="ties")[0]


def test_the_plan_says_what_will_be_done(models: dict[str, Path]) -> None:
    """The printed plan holds the fates by group, the coefficients by layer, the bytes and the licences."""
    (models["coder"] / "README.md").write_text("---\nlicense: apache-2.0\n---\n# A model\n")
    text = "\n".join(plan_lines(plan_of(**models, layers={"first": 0.9, "last": 0.7}, norms="keep")))
    assert "57 tensors: 22 combined, 35 kept from the vlm" in text
    assert "licence apache-2.0" in text
    assert "layer 0       (0.9, 0.1)" in text
    assert "layer 1       (0.7, 0.3)" in text
    assert "write 1.34 MB" in text


@pytest.mark.parametrize("nested", [True, False])
def test_names_of_either_age_are_read_and_old_ones_written(nested: bool, models: dict[str, Path]) -> None:
    """A vlm with the newer tensor names gives the plan of one with the older, to be written with older names."""
    from safetensors.torch import save_file

    wanted = plan_of(**models)
    old = tensors(models["vlm"])
    save_file({new_name(name): values for name, values in old.items()}, models["vlm"] / "model.safetensors")
    if not nested:
        config = json.loads((models["vlm"] / "config.json").read_text())
        text = config.pop("text_config")
        text.pop("model_type")
        (models["vlm"] / "config.json").write_text(json.dumps(config | text))
    plan = plan_of(**models)
    assert {fate.written for fate in plan.fates} == {fate.written for fate in wanted.fates} == set(old)
    assert plan.config == wanted.config
    assert "text_config" not in plan.config


def spoil_names(models: dict[str, Path]) -> None:
    """One tensor of the coder goes, one that nobody knows comes."""
    from safetensors.torch import save_file

    loaded = tensors(models["coder"])
    loaded["model.extra.weight"] = loaded.pop("model.norm.weight")
    save_file(loaded, models["coder"] / "model.safetensors")


def test_every_problem_is_named_at_once(models: dict[str, Path]) -> None:
    """A missing and an extra tensor, another rope, another width of heads and an odd rule: five sentences."""
    spoil_names(models)
    edit(models["coder"], rope_parameters={"rope_type": "default", "rope_theta": 5e6}, num_attention_heads=8)
    found = problems_of(**models, tensors=[{"match": "no_such_thing", "value": 0.5}])
    said = "\n".join(found)
    assert "The coder lacks 1 tensor: model.norm.weight" in said
    assert "The coder has 1 tensor that its family does not know: model.extra.weight" in said
    assert "choose with `rope_theta: vlm`" in said
    assert "`num_attention_heads` is 4 in the vlm and 8 in the coder" in said
    assert "'no_such_thing' fits none" in said


def test_an_extra_tensor_can_be_left_out(models: dict[str, Path]) -> None:
    """What the family does not know is done without where the recipe names it."""
    from safetensors.torch import save_file

    loaded = tensors(models["coder"]) | {"value_head.weight": torch.ones(3)}
    save_file(loaded, models["coder"] / "model.safetensors")
    plan = plan_of(**models, leave_out=[r"^value_head\."])
    assert plan.unused["coder"] == ("value_head.weight",)


@pytest.mark.parametrize("side", ["vlm", "coder"])
def test_the_chosen_rope_is_written(side: str, models: dict[str, Path]) -> None:
    """Where the ropes differ the recipe chooses, and the result's config says what was chosen."""
    edit(models["coder"], rope_parameters={"rope_type": "default", "rope_theta": 5e6})
    assert plan_of(**models, rope_theta=side).config["rope_theta"] == {"vlm": 1e6, "coder": 5e6}[side]


def test_another_dtype_needs_a_choice(models: dict[str, Path], tmp_path: Path) -> None:
    """Donors of two dtypes are refused until the recipe states the result's."""
    mixed = models | {"coder": tiny_coder(tmp_path / "float", dtype=torch.float32)}
    assert problems_of(**mixed) == (
        "27 tensors (lm_head.weight …) are BF16 in the vlm, F32 in the coder: "
        "choose the result's with `out_dtype: bfloat16` (or float16, float32).",
    )
    plan = plan_of(**mixed, out_dtype="bfloat16")
    assert plan.config["torch_dtype"] == "bfloat16"


def test_a_tied_head_against_one_of_its_own_needs_a_choice(models: dict[str, Path], tmp_path: Path) -> None:
    """Tied and untied heads do not mix until the recipe keeps the vlm's, whichever of the two is tied."""
    tied = {
        "vlm": tiny_vlm(tmp_path / "tied-vlm", dtype=torch.bfloat16, tied=True),
        "coder": tiny_coder(tmp_path / "tied-coder", dtype=torch.bfloat16, tied=True),
    }
    for pair in (models | {"coder": tied["coder"]}, models | {"vlm": tied["vlm"]}):
        assert "`lm_head: keep`" in problems_of(**pair)[0]
        heads = [fate.kind for fate in plan_of(**pair, lm_head="keep").fates if fate.name == "lm_head.weight"]
        assert heads == (["keep"] if pair["vlm"] == models["vlm"] else [])
    assert all(fate.name != "lm_head.weight" for fate in plan_of(**tied).fates)


def rename_token(folder: Path, identity: int) -> None:
    """Give one id of the tokenizer another token."""
    content = json.loads((folder / "tokenizer.json").read_text())
    vocabulary = content["model"]["vocab"]
    token = next(token for token, number in vocabulary.items() if number == identity)
    vocabulary[f"other{token}"] = vocabulary.pop(token)
    (folder / "tokenizer.json").write_text(json.dumps(content))


def test_vocabularies_are_compared_id_for_id(models: dict[str, Path]) -> None:
    """One token that differs is found; the rows before it can be shared, or the vlm's tables kept."""
    rename_token(models["coder"], 300)
    assert "differ in 1 id: id 300" in problems_of(**models)[0]
    shared = plan_of(**models, embeddings="shared_rows", lm_head="keep")
    rows = {fate.name: fate.rows for fate in shared.fates if fate.place.part == "vocabulary"}
    assert rows == {"model.embed_tokens.weight": 300, "lm_head.weight": None}


def test_a_resized_vocabulary_is_not_cut_in_silence(models: dict[str, Path]) -> None:
    """Other numbers of rows are refused; with `shared_rows` only rows that both have are combined."""
    from safetensors.torch import save_file

    loaded = tensors(models["coder"])
    for name in ("model.embed_tokens.weight", "lm_head.weight"):
        loaded[name] = loaded[name][:450].contiguous()
    save_file(loaded, models["coder"] / "model.safetensors")
    found = problems_of(**models)
    assert len(found) == 2
    assert all("(457, 128) in the vlm and (450, 128) in the coder" in problem for problem in found)
    plan = plan_of(**models, embeddings="shared_rows", lm_head="shared_rows")
    assert {fate.rows for fate in plan.fates if fate.place.part == "vocabulary"} == {450}


def test_wrong_families_are_named(models: dict[str, Path]) -> None:
    """A vlm that no family file describes, and a coder of another family, are refused by name."""
    edit(models["coder"], model_type="llama")
    assert "The coder is a 'llama' model" in problems_of(**models)[0]
    edit(models["vlm"], model_type="llava")
    assert "'llava' model, which no family file describes" in problems_of(**models)[0]


def test_a_quantized_model_is_refused(models: dict[str, Path]) -> None:
    """Quantized weights are refused with what to do."""
    edit(models["coder"], quantization_config={"quant_method": "awq"})
    assert "merge the unquantized original" in problems_of(**models)[0]


def test_weights_that_do_not_sum_to_one_are_not_linear(models: dict[str, Path]) -> None:
    """`linear` with free weights would swell the model: it is refused, and the method for it named."""
    assert "task_arithmetic" in problems_of(**models, weights=[0.7, 0.5])[0]


def test_a_list_of_layers_of_another_length_is_refused(models: dict[str, Path]) -> None:
    """Per-layer coefficients must be as many as there are layers."""
    assert problems_of(**models, layers=[0.7, 0.8, 0.9]) == (
        "`layers` lists 3 coefficients, but the model has 2 layers.",
    )


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"densty": 0.5}, "did you mean `density`"),
        ({"lambda": 0.7, "weights": [0.7, 0.3]}, "not both"),
        ({"lambda": [0.7, 0.7]}, "each once"),
        ({"lambda": float("nan")}, "between -100 and 100"),
        ({"keep_vlm": ["("]}, "not a regular expression"),
        ({"density": 0}, "greater than 0"),
        ({"method": "slerp"}, "linear"),
    ],
)
def test_a_recipe_that_makes_no_sense_is_refused(keys: dict[str, Any], said: str) -> None:
    """A key or value that cannot be meant is named before anything is read."""
    with pytest.raises(UserError, match="is not a valid recipe") as refused:
        plan_of(vlm="a", coder="b", **keys)
    assert said in str(refused.value)


def test_qwen3_vl_needs_its_rope_chosen(tmp_path: Path) -> None:
    """Qwen3-VL and Qwen3 were trained with other ropes: the plan asks, and then keeps newer names, nested config."""
    plan = qwen3_plan(tmp_path, rope_theta="vlm")
    assert "choose with `rope_theta: vlm`" in problems_of(**qwen3_models(tmp_path))[0]
    assert all(
        fate.written.startswith(("model.language_model.", "model.visual.", "lm_head.")) for fate in plan.fates
    )
    assert plan.config["text_config"]["rope_theta"] == 5e6
    kinds = [fate.kind for fate in plan.fates]
    assert (kinds.count("combine"), kinds.count("keep")) == (25, 39)


def qwen3_plan(folder: Path, **keys: Any) -> MergePlan:
    """The plan of a tiny Qwen3-VL with a tiny Qwen3."""
    return plan_of(**qwen3_models(folder), **keys)


def qwen3_models(folder: Path) -> dict[str, Path]:
    """A tiny Qwen3-VL and a tiny Qwen3, made once in `folder`."""
    from transformers import Qwen3Config, Qwen3ForCausalLM, Qwen3VLConfig, Qwen3VLForConditionalGeneration

    from tests.fixtures.models.merge_shapes import write_tokenizer

    models = {"vlm": folder / "qwen3-vl", "coder": folder / "qwen3"}
    if models["vlm"].exists():
        return models
    text: dict[str, Any] = {
        "hidden_size": 64,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
    }
    text |= {"head_dim": 16, "intermediate_size": 96, "vocab_size": 457, "rms_norm_eps": 1e-6}
    rope = {"rope_type": "default", "mrope_section": [2, 3, 3], "mrope_interleaved": True, "rope_theta": 5e6}
    vision: dict[str, Any] = {
        "depth": 2,
        "hidden_size": 32,
        "num_heads": 2,
        "intermediate_size": 48,
        "out_hidden_size": 64,
    }
    vision |= {"deepstack_visual_indexes": [0], "num_position_embeddings": 16}
    config = Qwen3VLConfig(text_config=text | {"rope_parameters": rope}, vision_config=vision)
    Qwen3VLForConditionalGeneration(config).save_pretrained(models["vlm"])
    plain: dict[str, Any] = {
        "rope_parameters": {"rope_type": "default", "rope_theta": 1e6},
        "tie_word_embeddings": False,
    }
    Qwen3ForCausalLM(Qwen3Config(**text, **plain)).save_pretrained(models["coder"])
    for model in models.values():
        write_tokenizer(model)
    return models
