"""Every method against whole tensors in float64."""

from pathlib import Path

import pytest
import torch

from tests.fixtures.models.merge_oracle import oracle, steps_off
from tests.fixtures.models.merging import merged, tensors
from tests.fixtures.models.tiny_checkpoints import tiny_coder, tiny_vlm

DTYPES = {"bfloat16": torch.bfloat16, "float16": torch.float16, "float32": torch.float32}
WEIGHTS = {"linear": (0.7, 0.3)}
FREE_WEIGHTS = (0.6, 0.7)


@pytest.fixture(scope="module", params=sorted(DTYPES))
def models(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A vlm, a coder and a base of one dtype."""
    folder, dtype = tmp_path_factory.mktemp("models"), DTYPES[request.param]
    return {
        "vlm": tiny_vlm(folder / "vlm", dtype=dtype),
        "coder": tiny_coder(folder / "coder", dtype=dtype),
        "base": tiny_coder(folder / "base", seed=2, dtype=dtype),
    }


@pytest.mark.parametrize("method", ["linear", "task_arithmetic", "ties", "dare_linear", "dare_ties"])
def test_elements_equal_the_oracle_rounded_once(models: dict[str, Path], method: str, tmp_path: Path) -> None:
    """Every merged element is the float64 result rounded once, but one in a thousand may be one step off."""
    weights = WEIGHTS.get(method, FREE_WEIGHTS)
    out = merged(tmp_path / "out", **models, method=method, weights=list(weights), density=0.4, seed=3)
    found = tensors(out)
    sources = {role: tensors(folder) for role, folder in models.items()}
    count = worst = off = 0
    for name in sources["coder"]:
        parts = {role: loaded[name] for role, loaded in sources.items()}
        wanted = oracle(name, parts, method=method, weights=weights, density=0.4, seed=3)
        steps = steps_off(found[name], wanted)
        count += len(steps)
        worst = max(worst, int(steps.max()))
        off += int((steps > 0).sum())
    assert count > 300_000
    assert worst <= 1
    assert off <= count / 1000


def test_nothing_but_the_language_model_changes(models: dict[str, Path], tmp_path: Path) -> None:
    """Vision tower and projector are the vision-language model's, byte for byte."""
    before = tensors(models["vlm"])
    after = tensors(merged(tmp_path / "out", **models))
    visual = [name for name in before if name.startswith("visual.")]
    assert len(visual) == 30
    for name in visual:
        assert torch.equal(before[name].view(torch.uint8), after[name].view(torch.uint8)), name
    assert set(after) == set(before)
