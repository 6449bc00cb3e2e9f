"""The merge against mergekit, element by element: the same donors, float32 arithmetic there, one rounding in both."""

from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor

from tests.fixtures.models.merge_oracle import steps_off
from tests.fixtures.models.mergekit_peer import (
    MergekitUnavailable,
    merge_by_mergekit,
    mergekit_venv,
    write_recipe,
)
from tests.fixtures.models.merging import merged, tensors
from tests.fixtures.models.tiny_checkpoints import tiny_coder, tiny_vlm

DENSITY = 0.4
# Those of the methods without chance are sums of powers of two: decimal ones, such as 0.7, put many exact results of
# bfloat16 inputs midway between two bfloat16 numbers, and which way those go is then the noise of float32 there.
WEIGHTS = {
    "linear": [0.6875, 0.3125],
    "task_arithmetic": [0.625, 0.5],
    "ties": [0.625, 0.5],
    "dare_linear": [0.6, 0.5],
}


@pytest.fixture(scope="module")
def venv() -> Path:
    """mergekit's own environment."""
    try:
        return mergekit_venv()
    except MergekitUnavailable as error:
        pytest.skip(f"the peer is not here to be compared with: {error}")


@pytest.fixture(scope="module")
def donors(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A vlm, its language part cut out as a text model, a coder and a base."""
    folder = tmp_path_factory.mktemp("donors")
    donors = {
        "vlm": tiny_vlm(folder / "vlm", dtype=torch.bfloat16),
        "text": tiny_coder(folder / "text", dtype=torch.bfloat16),
        "coder": tiny_coder(folder / "coder", seed=3, dtype=torch.bfloat16),
        "base": tiny_coder(folder / "base", seed=4, dtype=torch.bfloat16),
    }
    names = tensors(donors["text"])
    language = {name: values for name, values in tensors(donors["vlm"]).items() if name in names}
    save_file(language, donors["text"] / "model.safetensors", metadata={"format": "pt"})
    return donors


@pytest.fixture(scope="module")
def theirs(venv: Path, donors: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """What mergekit makes of the text models, by the method."""
    folder = tmp_path_factory.mktemp("theirs")
    models = (donors["text"], donors["coder"], donors["base"])
    for method, weights in WEIGHTS.items():
        write_recipe(folder / f"{method}.yaml", models, method=method, weights=weights, density=DENSITY)
    merge_by_mergekit(venv, {folder / f"{method}.yaml": folder / method for method in WEIGHTS})
    return {method: folder / method for method in WEIGHTS}


def both(
    theirs: dict[str, Path], donors: dict[str, Path], out: Path, method: str
) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
    """The tensors of the same merge by this project (into the vlm) and by mergekit (of the text models)."""
    parts: dict[str, Any] = {role: donors[role] for role in ("vlm", "coder", "base")}
    ours = merged(out / "ours", **parts, method=method, weights=WEIGHTS[method], density=DENSITY)
    return tensors(ours), tensors(theirs[method])


def tied_at_the_cut(donors: dict[str, Path], name: str) -> Tensor:
    """Elements whose delta is as large as the smallest that stays: which of them stay is left to the sort."""
    loaded = {role: tensors(donors[role])[name].float().flatten() for role in ("text", "coder", "base")}
    tied = torch.zeros(len(loaded["base"]), dtype=torch.bool)
    for role in ("text", "coder"):
        magnitude = (loaded[role] - loaded["base"]).abs()
        cut = magnitude.sort(descending=True).values[max(1, int(DENSITY * len(magnitude))) - 1]
        tied |= magnitude == cut
    return tied


@pytest.mark.parametrize("method", ["linear", "task_arithmetic", "ties"])
def test_language_tensors_agree_with_mergekit(
    theirs: dict[str, Path], donors: dict[str, Path], method: str, tmp_path: Path
) -> None:
    """Each language tensor agrees with mergekit's: all but one element in a thousand, and those by one step.

    Elements that cancel to less than a float32 rounding of their terms are compared by that rounding; and of TIES'
    elements that are tied at the cut each tool keeps as many, but not the same.
    """
    made, peer = both(theirs, donors, tmp_path, method)
    off = count = 0
    for name, wanted in peer.items():
        compared = (
            ~tied_at_the_cut(donors, name)
            if method == "ties"
            else torch.ones(wanted.numel(), dtype=torch.bool)
        )
        mine, other = made[name].flatten()[compared], wanted.flatten()[compared].double()
        largest = max(float(tensors(donors[role])[name].abs().max()) for role in ("text", "coder", "base"))
        steps = steps_off(mine, other)
        residue = (mine.double() - other).abs() <= 4 * largest * 2**-24
        assert bool(((steps <= 1) | residue).all()), name
        off += int((steps > 0).sum())
        count += len(mine)
    assert count > 250_000
    assert off <= count / 1000


def test_dare_agrees_with_mergekit_in_distribution(
    theirs: dict[str, Path], donors: dict[str, Path], tmp_path: Path
) -> None:
    """DARE drops other elements than mergekit, but as many, and moves the weights as far.

    mergekit rescales each tensor to the norm that it had, this project by 1 / density: nearly equal for large tensors.
    """
    made = both(theirs, donors, tmp_path, "dare_linear")
    base = tensors(donors["base"])
    for name in ("lm_head.weight", "model.embed_tokens.weight", "model.layers.0.mlp.up_proj.weight"):
        mine, other = (loaded[name].double() - base[name].double() for loaded in made)
        assert not torch.equal(mine, other)
        still = [float((moved == 0).double().mean()) for moved in (mine, other)]
        error = (0.36 * 0.64 / mine.numel()) ** 0.5
        assert abs(still[0] - (1 - DENSITY) ** 2) < 6 * error
        assert abs(still[0] - still[1]) < 8 * error
        assert float(mine.std()) == pytest.approx(float(other.std()), rel=0.03)
        assert abs(float(mine.mean() - other.mean())) < 6 * float(mine.std()) / mine.numel() ** 0.5
