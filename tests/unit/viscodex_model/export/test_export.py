"""What `export gguf` writes: values, names, settings, and what it refuses."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from gguf import GGUFReader, dequantize
from safetensors.torch import load_file, save_file
from viscodex_model import cli
from viscodex_model.checkpoint.index import CheckpointProblems
from viscodex_model.checkpoint.writer import aside
from viscodex_model.core.errors import UserError
from viscodex_model.export import stream as streaming
from viscodex_model.export.families.windowed_tower import order_blocks
from viscodex_model.export.finished_folder import export
from viscodex_model.export.plan import make_plan
from viscodex_model.export.types import QUANTISATIONS, Quantisation, engine_quantiser

from tests.fixtures.models.tiny_checkpoints import tiny_vlm

# Of the largest value of a block: half a step of 8 bits, and of 4 bits without a scale of its own for each sign.
ERROR = {"f32": 0.0, "f16": 0.0005, "q8_0": 0.005, "q4_0": 0.14, "q4_k_m": 0.2}


def edit(path: Path, **changes: Any) -> None:
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def read(folder: Path) -> dict[str, Any]:
    """Every tensor of both files, as 32-bit floats, by name."""
    found = {}
    for path in folder.glob("*.gguf"):
        for tensor in GGUFReader(path).tensors:
            found[tensor.name] = dequantize(tensor.data, tensor.tensor_type)
    return found


@pytest.mark.parametrize("quantisation", QUANTISATIONS)
def test_values_are_those_of_the_folder(quantisation: Quantisation, tmp_path: Path) -> None:
    """Each tensor holds what the checkpoint's holds, as exactly as its type can say it; nothing is left out."""
    folder = tiny_vlm(tmp_path / "tiny", dtype=torch.bfloat16)
    export(make_plan(folder, quantisation), tmp_path / "out")
    stored = load_file(folder / "model.safetensors")
    theirs: Any = {name: tensor.float().numpy() for name, tensor in stored.items()}
    ours = read(tmp_path / "out")
    pairs = {
        "token_embd.weight": theirs["model.embed_tokens.weight"],
        "output.weight": theirs["lm_head.weight"],
        "output_norm.weight": theirs["model.norm.weight"],
        "blk.1.attn_k.weight": theirs["model.layers.1.self_attn.k_proj.weight"],
        "blk.0.attn_q.bias": theirs["model.layers.0.self_attn.q_proj.bias"],
        "blk.1.ffn_down.weight": theirs["model.layers.1.mlp.down_proj.weight"],
        "v.blk.1.attn_k.weight": theirs["visual.blocks.1.attn.qkv.weight"][64:128],
        "v.blk.0.attn_v.bias": theirs["visual.blocks.0.attn.qkv.bias"][128:],
        "v.patch_embd.weight": theirs["visual.patch_embed.proj.weight"][:, :, 0],
        "v.patch_embd.weight.1": theirs["visual.patch_embed.proj.weight"][:, :, 1],
        "mm.2.weight": theirs["visual.merger.mlp.2.weight"],
        "v.post_ln.weight": theirs["visual.merger.ln_q.weight"],
    }
    for name, expected in pairs.items():
        bound = ERROR[quantisation] * np.abs(expected).max() if expected.ndim > 1 else 0.0
        assert ours[name].shape == expected.shape
        assert np.abs(ours[name] - expected).max() <= bound, name
    assert sum(array.size for array in ours.values()) == sum(array.size for array in theirs.values())


def test_both_quantisers_make_the_same_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the engine's quantiser is missing, the library's makes blocks that say the same values."""
    folder = tiny_vlm(tmp_path / "tiny")
    export(make_plan(folder, "q8_0"), tmp_path / "engine")
    assert engine_quantiser() is not None
    monkeypatch.setattr("viscodex_model.export.types.engine_quantiser", lambda: None)
    export(make_plan(folder, "q8_0"), tmp_path / "library")
    library = read(tmp_path / "library")
    for name, values in read(tmp_path / "engine").items():
        assert np.abs(values - library[name]).max() <= np.abs(values).max() / 120, name
    with pytest.raises(CheckpointProblems, match=r"q4_k_m is made by llama\.cpp's own quantiser"):
        make_plan(folder, "q4_k_m")


def test_settings_are_those_of_the_folder(tmp_path: Path) -> None:
    """The metadata that decides the arithmetic equals config.json and preprocessor_config.json."""
    folder = tiny_vlm(tmp_path / "tiny", vision={"depth": 5, "fullatt_block_indexes": [1, 4]})
    (folder / "README.md").write_text("---\nlicense: apache-2.0\n---\n")
    plan = make_plan(folder, "q8_0")
    text, sight = plan.text.metadata, plan.projector.metadata
    assert text["qwen2vl.block_count"] == 2
    assert text["qwen2vl.attention.head_count_kv"] == 2
    assert text["qwen2vl.rope.freq_base"] == 1e6
    assert text["qwen2vl.rope.dimension_sections"] == [4, 6, 6, 0]
    assert text["general.license"] == "apache-2.0"
    assert sight["clip.vision.block_count"] == 6
    assert sight["clip.vision.n_wa_pattern"] == 3
    assert sight["clip.vision.image_mean"] == [0.48145466, 0.4578275, 0.40821073]
    assert any("a block that changes nothing is put in at 1:" in change for change in plan.changes)


@pytest.mark.parametrize(
    ("depth", "full", "places", "period"),
    [
        (32, [7, 15, 23, 31], list(range(32)), 8),
        (7, [3, 6], [0, 1, 2, 3, 4, 5, 7], 4),
        (3, [0, 1, 2], [0, 1, 2], 1),
        (3, [], [0, 1, 2], 4),
        (4, [0], [3, 4, 5, 6], 4),
        (2, [0, 1, 5], [0, 1], 1),
    ],
)
def test_every_order_of_attention_has_a_pattern(
    depth: int, full: list[int], places: list[int], period: int
) -> None:
    """Blocks with full attention, and no others, come to the ends of the period."""
    order = order_blocks(depth, full)
    assert list(order.places) == places
    assert order.period == period
    ends = {block for block, place in enumerate(order.places) if (place + 1) % period == 0}
    assert ends == {block for block in full if block < depth}


def test_an_interrupted_export_goes_on_to_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What fails in the middle leaves no folder; --resume does the rest, and every byte is as if unbroken."""
    folder, out = tiny_vlm(tmp_path / "tiny"), tmp_path / "out"
    plan = make_plan(folder, "q4_0")
    export(plan, tmp_path / "whole")
    monkeypatch.setattr(streaming, "_SYNC_BYTES", 1)

    def fail(done: int) -> None:
        if done > plan.bytes_to_read // 2:
            raise UserError("the power went")

    with pytest.raises(UserError, match="the power went"):
        export(plan, out, threads=1, report=fail)
    assert not out.exists()
    done: list[int] = []
    export(plan, out, resume=True, report=done.append)
    assert done[0] > plan.bytes_to_read // 3
    for path in (tmp_path / "whole").iterdir():
        assert (out / path.name).read_bytes() == path.read_bytes(), path.name
    assert not aside(out).exists()


def test_memory_does_not_grow_with_a_tensor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tensor is converted a few rows at a time, and the bytes are those of a conversion at once."""
    folder = tiny_vlm(tmp_path / "tiny")
    export(make_plan(folder, "q8_0"), tmp_path / "at-once")
    monkeypatch.setattr(streaming, "_SLICE", 300)
    export(make_plan(folder, "q8_0"), tmp_path / "in-slices")
    for path in (tmp_path / "at-once").glob("*.gguf"):
        assert (tmp_path / "in-slices" / path.name).read_bytes() == path.read_bytes()


def test_provenance_and_licences_travel_along(tmp_path: Path) -> None:
    """The folder holds the source's licence and provenance, its own, a card, and on request an Ollama Modelfile."""
    folder, out = tiny_vlm(tmp_path / "tiny"), tmp_path / "out"
    (folder / "LICENSE").write_text("Licence of the tiny one\n")
    inputs = [{"role": "vlm", "licence": "apache-2.0"}, {"role": "coder", "licence": "qwen-research"}]
    (folder / "provenance.json").write_text(json.dumps({"stage": "merge", "inputs": inputs}))
    export(make_plan(folder, "f16"), out, modelfile=True)
    assert (out / "LICENSE").read_text() == "Licence of the tiny one\n"
    assert json.loads((out / "source-provenance.json").read_text())["stage"] == "merge"
    provenance = json.loads((out / "provenance.json").read_text())
    assert provenance["recipe"] == {"format": "gguf", "quant": "f16"}
    assert (
        provenance["inputs"][0]["licence"]
        == "Licence of the tiny one (LICENSE) AND apache-2.0 AND qwen-research"
    )
    assert len(provenance["details"]["tensors"]) == 66
    assert (out / "Modelfile").read_text().startswith("FROM ./tiny-f16.gguf\nFROM ./mmproj-tiny-f16.gguf\n")


def test_an_ollama_model_does_not_think(tmp_path: Path) -> None:
    """What the template writes where thinking is switched off opens the reply in the Modelfile, too."""
    folder, out = tiny_vlm(tmp_path / "tiny"), tmp_path / "out"
    settings = json.loads((folder / "tokenizer_config.json").read_text())
    thinking = "{% if enable_thinking is false %}<think>\n\n</think>\n\n{% endif %}"
    edit(folder / "tokenizer_config.json", chat_template=settings["chat_template"] + thinking)
    export(make_plan(folder, "f16"), out, modelfile=True)
    assert '<|im_start|>assistant\n<think>\n\n</think>\n\n"""' in (out / "Modelfile").read_text()


BROKEN: dict[str, tuple[str, dict[str, Any], str]] = {
    "another family": ("config.json", {"model_type": "qwen3_vl_moe"}, "type qwen3_vl_moe; qwen2_5_vl"),
    "quantized already": ("config.json", {"quantization_config": {}}, "quantized already"),
    "no byte-level BPE": ("tokenizer.json", {"model": {"type": "Unigram"}}, "not byte-level BPE"),
    "a template without pictures": (
        "tokenizer_config.json",
        {"chat_template": "{% for m in messages %}{{ m.role }}{% endfor %}"},
        "no place for pictures",
    ),
    "a damaged template": ("tokenizer_config.json", {"chat_template": "{% if %}"}, "does not work"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_cannot_be_exported_is_refused_with_the_reason(
    what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One sentence on the command line, exit status 1, and nothing written."""
    name, changes, sentence = BROKEN[what]
    folder = tiny_vlm(tmp_path / "tiny")
    edit(folder / name, **changes)
    assert cli.main(["export", "gguf", str(folder), "--out", str(tmp_path / "out")]) == 1
    assert sentence in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_every_reason_is_given_at_once(tmp_path: Path) -> None:
    """Tensors without a place, tensors that are missing, and a tower that llama.cpp does not know."""
    folder = tiny_vlm(tmp_path / "tiny")
    tensors = load_file(folder / "model.safetensors")
    del tensors["visual.blocks.0.norm1.weight"]
    tensors["visual.extra.weight"] = torch.zeros(4)
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(CheckpointProblems) as refused:
        make_plan(folder, "q8_0")
    assert [problem.split(":")[0] for problem in refused.value.problems] == [
        "visual.extra.weight has no place in a GGUF file of this family.",
        "The folder lacks what becomes v.blk.0.ln1.weight",
    ]
    config = json.loads((folder / "config.json").read_text())
    config["vision_config"] |= {"temporal_patch_size": 4, "hidden_act": "gelu"}
    (folder / "config.json").write_text(json.dumps(config))
    with pytest.raises(CheckpointProblems, match="temporal_patch_size is 4") as refused:
        make_plan(folder, "q8_0")
    assert len(refused.value.problems) == 2


@pytest.mark.parametrize(
    ("value", "sentence"), [(1e6, "too much for half precision"), (float("nan"), "no number")]
)
def test_a_value_that_does_not_fit_is_refused(value: float, sentence: str, tmp_path: Path) -> None:
    """Nothing becomes infinite in silence."""
    folder = tiny_vlm(tmp_path / "tiny")
    tensors = load_file(folder / "model.safetensors")
    tensors["model.layers.0.mlp.up_proj.weight"][3, 5] = value
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(UserError, match=f"blk.0.ffn_up.weight holds .*{sentence}"):
        export(make_plan(folder, "f16"), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_plan_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--plan says files, types, sizes and changes."""
    folder = tiny_vlm(
        tmp_path / "tiny", vision={"depth": 5, "fullatt_block_indexes": [1, 4], "window_size": 56}
    )
    assert (
        cli.main(["export", "gguf", str(folder), "--out", str(tmp_path / "out"), "--quant", "q4_0", "--plan"])
        == 0
    )
    said = capsys.readouterr().out
    assert "mmproj-tiny-q4_0.gguf" in said
    assert "Q4_0" in said
    assert "windows of 56 pixels become 112" in said
    assert f"viscodex-model serve llamacpp {tmp_path / 'out' / 'tiny-q4_0.gguf'}\n" in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["tiny"]


def test_a_folder_that_is_no_export_is_not_replaced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """--force replaces an export, and nothing else; without it nothing is replaced."""
    folder, out = tiny_vlm(tmp_path / "tiny"), tmp_path / "out"
    command = ["export", "gguf", str(folder), "--out", str(out)]
    assert cli.main(command) == 0
    assert cli.main(command) == 1
    assert "exists already" in capsys.readouterr().err
    assert cli.main([*command, "--force", "--quant", "f16"]) == 0
    assert (out / "tiny-f16.gguf").exists()
    assert not (out / "tiny-q8_0.gguf").exists()
    (tmp_path / "diary").mkdir()
    (tmp_path / "diary" / "monday.txt").write_text("rain")
    assert cli.main([*command[:3], "--out", str(tmp_path / "diary"), "--force"]) == 1
    assert "not the folder of an export" in capsys.readouterr().err
    assert cli.main([*command[:3], "--out", str(folder / "inside")]) == 1
    assert "lie in one another" in capsys.readouterr().err
