"""What must come out the same by two ways."""

from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor
from viscodex_model.core.errors import UserError
from viscodex_model.merge.streaming.finished_folder import merge
from viscodex_model.merge.streaming.stream import WorkOptions

from tests.fixtures.models.merge_oracle import steps_off
from tests.fixtures.models.merging import merged, plan_of, tensors
from tests.fixtures.models.tiny_checkpoints import tiny_coder, tiny_vlm


@pytest.fixture(scope="module", params=["bfloat16", "float32"])
def models(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A vlm, a coder and a base."""
    folder, dtype = tmp_path_factory.mktemp("models"), getattr(torch, request.param)
    return {
        "vlm": tiny_vlm(folder / "vlm", dtype=dtype),
        "coder": tiny_coder(folder / "coder", dtype=dtype),
        "base": tiny_coder(folder / "base", seed=2, dtype=dtype),
    }


def assert_same(found: dict[str, Tensor], wanted: dict[str, Tensor]) -> None:
    """Equal names and equal bytes."""
    assert found.keys() == wanted.keys()
    for name, values in wanted.items():
        assert torch.equal(found[name].view(torch.uint8), values.view(torch.uint8)), name


@pytest.mark.parametrize(
    "how",
    [
        {"method": "linear", "lambda": 1.0},
        {"method": "task_arithmetic", "weights": [1.0, 0.0]},
        {"method": "dare_linear", "weights": [1.0, 0.0], "density": 1.0},
        {"method": "ties", "weights": [1.0, 0.0], "density": 1.0},
    ],
    ids=lambda how: str(how["method"]),
)
def test_a_coder_of_no_weight_leaves_the_vlm(
    models: dict[str, Path], how: dict[str, object], tmp_path: Path
) -> None:
    """With the coder's coefficient at 0 the result is the vision-language model, bit for bit."""
    assert_same(tensors(merged(tmp_path / "out", **models, **how)), tensors(models["vlm"]))


@pytest.mark.parametrize("method", ["task_arithmetic", "dare_linear"])
def test_a_coder_equal_to_the_base_changes_nothing(
    models: dict[str, Path], method: str, tmp_path: Path
) -> None:
    """A coder that never left the base moves no weight, whatever its coefficient."""
    still: dict[str, Any] = models | {"coder": models["base"]}
    out = merged(tmp_path / "out", **still, method=method, weights=[1.0, 0.8], density=1.0)
    assert_same(tensors(out), tensors(models["vlm"]))


def test_the_lambda_form_is_task_arithmetic(models: dict[str, Path], tmp_path: Path) -> None:
    """λ 0.3 gives the bytes that task arithmetic with the weights 0.3 and 0.7 gives."""
    by_lambda = merged(tmp_path / "lambda", **models, **{"lambda": 0.3})
    by_weights = merged(tmp_path / "weights", **models, method="task_arithmetic", weights=[0.3, 0.7])
    assert_same(tensors(by_lambda), tensors(by_weights))


@pytest.mark.parametrize("method", ["linear", "ties", "dare_ties"])
def test_shards_and_threads_change_no_value(models: dict[str, Path], method: str, tmp_path: Path) -> None:
    """One thread and one file, or four threads and many files: the same values."""
    how = {"method": method, "lambda": 0.6, "density": 0.3}
    one = merged(tmp_path / "one", 1, **models, **how)
    many = merged(tmp_path / "many", 4, **models, **how, shard_gb=0.0002)
    assert len(list(many.glob("*.safetensors"))) > 3
    assert_same(tensors(many), tensors(one))


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device here to compare with the CPU")
@pytest.mark.parametrize("method", ["linear", "ties", "dare_ties"])
def test_cuda_gives_the_values_of_the_cpu(models: dict[str, Path], method: str, tmp_path: Path) -> None:
    """Merged on a GPU, every element is that of the CPU or one step off."""
    plan = plan_of(**models, method=method, density=0.3, **{"lambda": 0.6})
    merge(plan, tmp_path / "cpu", WorkOptions(threads=2))
    merge(plan, tmp_path / "cuda", WorkOptions(threads=2, device="cuda"))
    found, wanted = tensors(tmp_path / "cuda"), tensors(tmp_path / "cpu")
    for name, values in wanted.items():
        assert int(steps_off(found[name], values.flatten().double()).max()) <= 1, name


def test_without_a_gpu_cuda_is_refused(
    models: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked for CUDA where there is none, the merge says so and writes nothing."""
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(UserError, match="use --device cpu"):
        merge(plan_of(**models), tmp_path / "out", WorkOptions(device="cuda"))
    assert list(tmp_path.iterdir()) == []


def test_a_sweep_gives_what_single_merges_give(models: dict[str, Path], tmp_path: Path) -> None:
    """Each folder of a λ sweep holds the values and the recipe of a merge with that λ."""
    swept = merged(tmp_path / "sweep", **models, **{"lambda": [0.7, 0.85]})
    assert sorted(path.name for path in swept.iterdir()) == ["lambda-0.7", "lambda-0.85"]
    for value in (0.7, 0.85):
        single = merged(tmp_path / f"single-{value}", **models, **{"lambda": value})
        assert_same(tensors(swept / f"lambda-{value}"), tensors(single))
        assert (swept / f"lambda-{value}" / "merge.yaml").read_bytes() == (single / "merge.yaml").read_bytes()


def test_each_tensor_gets_the_coefficient_it_was_given(models: dict[str, Path], tmp_path: Path) -> None:
    """A rule for a tensor rules over the layers' ramp, and the ramp over the general λ."""
    ramp = {"first": 1.0, "last": 0.0}
    rule = {"match": r"layers\.1\.mlp\.up_proj", "value": 1.0}
    out = merged(tmp_path / "out", **models, **{"lambda": 1.0, "layers": ramp, "tensors": [rule]})
    found, vlm, coder = tensors(out), tensors(models["vlm"]), tensors(models["coder"])
    for name in coder:
        is_coder = name.startswith("model.layers.1.") and "up_proj" not in name
        assert torch.equal(found[name], (coder if is_coder else vlm)[name]), name


def test_what_is_kept_stays_and_the_rest_moves(models: dict[str, Path], tmp_path: Path) -> None:
    """Embeddings, head and norms stay the vlm's where the recipe says so, and nothing else does."""
    choices: dict[str, Any] = {
        "embeddings": "keep",
        "lm_head": "keep",
        "norms": "keep",
        "keep_vlm": [r"layers\.0\.mlp"],
    }
    found = tensors(merged(tmp_path / "out", **models, **{"lambda": 0.0}, **choices))
    vlm, coder = tensors(models["vlm"]), tensors(models["coder"])
    kept = ("model.embed_tokens.weight", "lm_head.weight", "model.norm.weight")
    for name in coder:
        stays = name in kept or "layernorm" in name or "layers.0.mlp" in name
        assert torch.equal(found[name], (vlm if stays else coder)[name]), name


def test_half_precision_out_of_single_is_rounded_once(models: dict[str, Path], tmp_path: Path) -> None:
    """`out_dtype` rounds the merged tensors, and leaves the vision tower in its own dtype."""
    found = tensors(merged(tmp_path / "out", **models, **{"lambda": 1.0}, out_dtype="float16"))
    vlm = tensors(models["vlm"])
    assert torch.equal(found["model.norm.weight"], vlm["model.norm.weight"].half())
    assert torch.equal(found["lm_head.weight"], vlm["lm_head.weight"].half())
    visual = "visual.patch_embed.proj.weight"
    assert found[visual].dtype == vlm[visual].dtype
