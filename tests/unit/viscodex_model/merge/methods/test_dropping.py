"""DARE's dropping: as many as asked for, independent, and the same every time."""

import torch
from hypothesis import given
from hypothesis import strategies as st
from viscodex_model.merge.methods.arithmetic import rescale
from viscodex_model.merge.methods.dropping import BLOCK, kept_elements


def kept(
    density: float, begin: int, count: int, *, seed: int = 0, role: str = "vlm", name: str = "a"
) -> torch.Tensor:
    """`kept_elements` of one tensor."""
    return kept_elements(density, begin, count, seed=seed, role=role, name=name)


@given(st.floats(0.05, 0.95), st.integers(0, 1000))
def test_the_share_that_stays_is_the_density(density: float, seed: int) -> None:
    """Of many elements the density's share stays, to within five standard errors."""
    count = 2 * BLOCK
    share = float(kept(density, 0, count, seed=seed).double().mean())
    assert abs(share - density) < 5 * (density * (1 - density) / count) ** 0.5


def test_slices_do_not_change_the_noise() -> None:
    """Drawn block by block or all at once: the same elements stay."""
    whole = kept(0.5, 0, 3 * BLOCK + 17)
    parts = [kept(0.5, 0, BLOCK), kept(0.5, BLOCK, 2 * BLOCK), kept(0.5, 3 * BLOCK, 17)]
    assert torch.equal(whole[: 3 * BLOCK], torch.cat(parts[:2]))
    assert torch.equal(whole[3 * BLOCK :], parts[2])


def test_seed_donor_and_tensor_each_change_the_noise() -> None:
    """Two tensors, two donors or two seeds share about half of their kept elements, as independent draws do."""
    first = kept(0.5, 0, BLOCK)
    others = [kept(0.5, 0, BLOCK, seed=1), kept(0.5, 0, BLOCK, role="coder"), kept(0.5, 0, BLOCK, name="b")]
    for other in others:
        assert 0.48 < float((first == other).double().mean()) < 0.52


def test_the_expected_delta_is_the_whole_one() -> None:
    """What stays is divided by the density: the mean over many seeds is the delta that went in."""
    delta = torch.tensor([1.0, -2.0, 0.25], dtype=torch.float64)
    draws = [rescale(delta.clone(), kept(0.25, 0, 3, seed=seed), 0.25) for seed in range(4000)]
    assert set(torch.stack(draws)[:, 0].tolist()) == {0.0, 4.0}
    mean = torch.stack(draws).mean(0)
    assert torch.allclose(mean, delta, rtol=0.15)
