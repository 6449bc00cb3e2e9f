"""Tensors of several blocks and slices: where they are cut, how they are read and who computes change no value."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch
import xxhash
from viscodex_model.checkpoint import reader
from viscodex_model.checkpoint.index import read_index
from viscodex_model.core.errors import UserError
from viscodex_model.merge.methods.arithmetic import combine, elect, shift, subtract
from viscodex_model.merge.streaming import mixing
from viscodex_model.merge.streaming.slices import SliceReader, Tools
from viscodex_model.merge.streaming.workspace import Workspace

from tests.fixtures.models.merge_oracle import oracle, steps_off
from tests.fixtures.models.merge_shapes import TextShape, write_random_text_model
from tests.fixtures.models.merging import merged, tensors

SHAPE = TextShape(hidden=256, layers=2, heads=2, kv_heads=1, intermediate=512, vocabulary=4099)
"""Its embeddings are two whole blocks and a part of a third, which ends within a slice."""
WEIGHTS = (0.6, 0.7)
METHODS = ("task_arithmetic", "ties", "dare_linear", "dare_ties")


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Three text models."""
    folder = tmp_path_factory.mktemp("models")
    return {
        role: write_random_text_model(folder / role, SHAPE, seed=seed, shard_bytes=10**9)
        for seed, role in enumerate(("vlm", "coder", "base"))
    }


def how(method: str) -> dict[str, object]:
    """The keys of a recipe."""
    return {"method": method, "weights": list(WEIGHTS), "density": 0.4, "seed": 3}


@pytest.mark.parametrize("method", METHODS)
def test_tensors_longer_than_a_block_equal_the_oracle(
    models: dict[str, Path], method: str, tmp_path: Path
) -> None:
    """Cut into blocks and slices, a tensor merges to the float64 result of the whole, rounded once."""
    found = tensors(merged(tmp_path / "out", **models, **how(method)))
    sources = {role: tensors(folder) for role, folder in models.items()}
    name = "model.embed_tokens.weight"
    assert found[name].numel() % Workspace(torch.device("cpu")).block > 0
    parts = {role: loaded[name] for role, loaded in sources.items()}
    wanted = oracle(name, parts, method=method, weights=WEIGHTS, density=0.4, seed=3)
    steps = steps_off(found[name], wanted)
    assert int(steps.max()) <= 1
    assert int((steps > 0).sum()) <= len(steps) / 1000


@pytest.mark.parametrize("method", METHODS)
def test_way_of_reading_and_scripting_change_no_byte(
    models: dict[str, Path], method: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Past the page cache or through it, as TorchScript or as plain Python: the same files."""
    usual = merged(tmp_path / "usual", **models, **how(method))
    monkeypatch.setattr(reader, "is_cached", lambda _path, _size: False)
    plain = {"_combine": combine, "_elect": elect, "_shift": shift, "_subtract": subtract}
    for name, function in plain.items():
        monkeypatch.setattr(mixing, name, function)
    other = merged(tmp_path / "other", **models, **how(method))
    for path in usual.glob("*.safetensors"):
        assert (other / path.name).read_bytes() == path.read_bytes()


@pytest.mark.parametrize("sizes", [(1000, 1000, 500), (1000, 300, 1000, 200), (700, 1000, 1000, 1)])
def test_slices_that_were_read_ahead_are_those_that_are_asked_for(
    models: dict[str, Path], sizes: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows that are shared end within a slice: what was read ahead in vain is not taken for the next one."""
    monkeypatch.setattr(reader, "is_cached", lambda _path, _size: False)
    name = "model.embed_tokens.weight"
    whole = tensors(models["vlm"])[name].reshape(-1)
    fate: Any = SimpleNamespace(sources={"vlm": read_index(models["vlm"]).entries[name]})
    recipe: Any = SimpleNamespace(allow_nonfinite=False)
    with reader.TensorReader(once=True) as files, ThreadPoolExecutor(2) as ahead:
        tools = Tools(recipe, files, lambda _count: None, threading.Event(), "xxh3_128", ahead)
        slices = SliceReader(fate, tools, ("vlm",), Workspace(torch.device("cpu")))
        begin = 0
        for size in sizes:
            assert torch.equal(slices.read("vlm", begin, size), whole[begin : begin + size])
            begin += size
        read = whole[:begin].view(torch.uint8).numpy().tobytes()
        assert slices.digests()["vlm"] == xxhash.xxh3_128(read).hexdigest()


@pytest.mark.parametrize("method", METHODS)
def test_every_method_names_a_value_that_is_no_number(
    models: dict[str, Path], method: str, tmp_path: Path
) -> None:
    """NaN late in a long tensor of the base is refused with its place, whether the method looks before or after."""
    place = SHAPE.vocabulary * SHAPE.hidden - 5
    spoilt = write_random_text_model(tmp_path / "base", SHAPE, seed=2, shard_bytes=10**9)
    start = read_index(spoilt).entries["model.embed_tokens.weight"].start
    with (spoilt / "model.safetensors").open("r+b") as opened:
        opened.seek(start + 2 * place)
        opened.write(b"\xc0\x7f")
    with pytest.raises(UserError, match=rf"embed_tokens.weight of the base holds NaN .*element {place}"):
        merged(tmp_path / "out", **(models | {"base": spoilt}), **how(method))


def test_a_list_gives_each_layer_its_own_coefficient(models: dict[str, Path], tmp_path: Path) -> None:
    """Listed by layer, coefficients hold inside the layers; a pair is (vlm, coder), a number the vlm's share."""
    donors: dict[str, Any] = {role: models[role] for role in ("vlm", "coder")}
    out = tensors(merged(tmp_path / "out", **donors, **{"lambda": 1.0, "layers": [0.0, [1.0, 0.0]]}))
    vlm, coder = tensors(models["vlm"]), tensors(models["coder"])
    for name, values in out.items():
        donor = coder if name.startswith("model.layers.0.") else vlm
        assert torch.equal(values, donor[name]), name


@pytest.mark.parametrize("method", METHODS)
def test_where_nobody_has_a_weight_the_base_remains(
    models: dict[str, Path], method: str, tmp_path: Path
) -> None:
    """Both weights at 0: every method gives the base, bit for bit."""
    found = tensors(merged(tmp_path / "out", **models, **(how(method) | {"weights": [0.0, 0.0]})))
    for name, values in tensors(models["base"]).items():
        assert torch.equal(found[name], values), name
