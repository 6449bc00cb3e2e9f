"""Any Qwen2.5-VL folder loads, whatever its names, shards and precision; anything else is refused in a sentence."""

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
from safetensors.torch import load_file, save_file
from viscodex_model.checkpoint.processor import load_processor
from viscodex_model.core.errors import UserError
from viscodex_model.serve.generation import weights
from viscodex_model.serve.generation.views import usual_views
from viscodex_model.serve.generation.weights import Placement, check_folder, end_tokens, load_weights

from tests.fixtures.models.tiny_checkpoints import tiny_coder, tiny_vlm, token_id

CPU = Placement(device="cpu")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A tiny checkpoint of its own."""
    return tiny_vlm(tmp_path / "vlm")


def rename(folder: Path, change: Callable[[str], str]) -> None:
    """Write the tensors of `folder` anew under the names that `change` gives."""
    path = folder / "model.safetensors"
    save_file(
        {change(name): tensor for name, tensor in load_file(path).items()}, path, metadata={"format": "pt"}
    )


def to_new_name(name: str) -> str:
    """The name that a tensor has in checkpoints of the newer layout."""
    if name.startswith("visual."):
        return f"model.{name}"
    return name.replace("model.", "model.language_model.", 1) if name.startswith("model.") else name


def shard(folder: Path) -> None:
    """Spread the tensors of `folder` over two files with an index."""
    tensors = load_file(folder / "model.safetensors")
    (folder / "model.safetensors").unlink()
    places: dict[str, str] = {}
    for number, names in enumerate([sorted(tensors)[::2], sorted(tensors)[1::2]], start=1):
        file = f"model-{number:05}-of-00002.safetensors"
        save_file({name: tensors[name] for name in names}, folder / file, metadata={"format": "pt"})
        places |= dict.fromkeys(names, file)
    (folder / "model.safetensors.index.json").write_text(json.dumps({"metadata": {}, "weight_map": places}))


@pytest.mark.parametrize(
    "alter",
    [lambda _: None, shard, lambda folder: rename(folder, to_new_name)],
    ids=["plain", "sharded", "new-names"],
)
def test_every_layout_gives_the_same_weights(folder: Path, alter: Callable[[Path], None]) -> None:
    """One file or two, old names or new: each tensor of the model is the one that was written."""
    written = load_file(folder / "model.safetensors")
    alter(folder)
    check_folder(folder)
    model = load_weights(folder, CPU).model
    assert torch.equal(model.lm_head.weight, written["lm_head.weight"])
    assert torch.equal(
        model.model.language_model.layers[1].mlp.up_proj.weight, written["model.layers.1.mlp.up_proj.weight"]
    )
    assert torch.equal(model.model.visual.merger.mlp[2].bias, written["visual.merger.mlp.2.bias"])


@pytest.mark.parametrize("stored", [torch.float32, torch.bfloat16, torch.float16])
def test_a_small_model_runs_in_float32_on_a_cpu(tmp_path: Path, stored: torch.dtype) -> None:
    """Whatever a small checkpoint is stored in, it runs in float32; another type can be asked for."""
    folder = tiny_vlm(tmp_path / "vlm", dtype=stored)
    assert load_weights(folder, CPU).model.dtype == torch.float32
    assert load_weights(folder, Placement(device="cpu", dtype="bfloat16")).model.dtype == torch.bfloat16


def test_bfloat16_is_taken_where_the_processor_has_it_or_memory_is_short(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large model runs in bfloat16; without the instructions in float32, unless that does not fit."""
    monkeypatch.setattr(weights, "SMALL_BYTES", 0)
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(config | {"dtype": "bfloat16"}))
    for able, free, expected in (
        (True, 10**9, torch.bfloat16),
        (False, 10**9, torch.float32),
        (False, 1000, torch.bfloat16),
    ):
        monkeypatch.setattr(weights, "has_bfloat16", lambda able=able: able)
        monkeypatch.setattr("psutil.virtual_memory", lambda free=free: SimpleNamespace(available=free))
        assert load_weights(folder, CPU).model.dtype == expected


def test_apples_graphics_are_found_and_refused_where_they_are_not_there(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`auto` takes them before the processor; asked for by name elsewhere they are missing, and that is said."""
    with pytest.raises(UserError, match=r"No Apple graphics \(MPS\)"):
        load_weights(folder, Placement(device="mps"))
    monkeypatch.setattr("torch.backends.mps.is_available", lambda: True)
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    moved: list[str] = []

    def move(module: torch.nn.Module, device: torch.device) -> torch.nn.Module:
        moved.append(device.type)
        return module

    monkeypatch.setattr("torch.nn.Module.to", move)
    load_weights(folder, Placement())
    assert moved == ["mps"]


def test_a_small_model_speaks_with_one_thread_unless_told(folder: Path) -> None:
    """Threads that were asked for are used throughout; else a small model speaks with one."""
    assert load_weights(folder, CPU).speaking_threads == 1
    asked = load_weights(folder, Placement(device="cpu", threads=2))
    assert (asked.threads, asked.speaking_threads) == (2, 2)


def test_a_small_model_looks_four_times_unless_told(folder: Path) -> None:
    """As many views are taken as are asked for; else a small model takes four."""
    assert load_weights(folder, CPU).views == 4
    assert load_weights(folder, Placement(device="cpu", views=1)).views == 1


@pytest.mark.parametrize(("parameters", "views"), [(8_500_000, 4), (99_999_999, 4), (100_000_000, 1)])
def test_a_large_model_looks_once(parameters: int, views: int) -> None:
    """From a hundred million parameters on, looking again is left to who asks for it."""
    assert usual_views(parameters) == views


def test_the_context_and_the_ends_are_those_of_the_checkpoint(folder: Path) -> None:
    """The context is max_position_embeddings; a reply ends at the ends of turn and of text."""
    loaded = load_weights(folder, CPU)
    assert loaded.context == 4096
    ends = end_tokens(loaded.model, load_processor(folder))
    assert ends == {token_id("<|im_end|>"), token_id("<|endoftext|>")}


def test_what_is_no_checkpoint_is_refused_before_anything_is_loaded(folder: Path, tmp_path: Path) -> None:
    """No folder, no config, another family, missing weights or shards: each has its own sentence."""
    with pytest.raises(UserError, match=r"There is no folder .*nowhere"):
        check_folder(tmp_path / "nowhere")
    with pytest.raises(UserError, match=r"has no config.json"):
        check_folder(tmp_path)
    with pytest.raises(UserError, match=r"type qwen2; qwen2_5_vl"):
        check_folder(tiny_coder(tmp_path / "coder"))
    shard(folder)
    (folder / "model-00002-of-00002.safetensors").unlink()
    with pytest.raises(UserError, match=r"lacks model-00002-of-00002.safetensors"):
        check_folder(folder)
    (folder / "config.json").write_text("{")
    with pytest.raises(UserError, match=r"config.json is not readable JSON"):
        check_folder(folder)


def test_a_missing_tensor_is_refused_not_made_up(folder: Path) -> None:
    """A checkpoint that lacks tensors is refused with their names, never filled with random numbers."""
    path = folder / "model.safetensors"
    tensors = load_file(path)
    del tensors["model.layers.0.mlp.up_proj.weight"]
    save_file(tensors, path, metadata={"format": "pt"})
    with pytest.raises(UserError, match=r"lacks 1 of the model's tensors: .*layers.0.mlp.up_proj.weight"):
        load_weights(folder, CPU)


def test_weights_that_cannot_be_read_are_refused(folder: Path) -> None:
    """A truncated file and a tensor of another shape are refused with the folder's name."""
    path = folder / "model.safetensors"
    tensors = load_file(path)
    save_file(
        tensors | {"lm_head.weight": tensors["lm_head.weight"][:-1].clone()}, path, metadata={"format": "pt"}
    )
    with pytest.raises(UserError, match=r"The weights in .*vlm cannot be loaded"):
        load_weights(folder, CPU)
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(UserError, match=r"The weights in .*vlm cannot be loaded"):
        load_weights(folder, CPU)


@pytest.mark.skipif(
    torch.cuda.is_available(), reason="this machine has a CUDA device, so asking for one is right"
)
def test_a_device_that_is_not_there_is_said(folder: Path) -> None:
    """Asking for CUDA where there is none names the two ways on."""
    with pytest.raises(UserError, match="--device cpu"):
        load_weights(folder, Placement(device="cuda"))
