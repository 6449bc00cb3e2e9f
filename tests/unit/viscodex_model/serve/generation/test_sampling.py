"""Tokens are chosen as asked: the likeliest, or by chance that can be repeated."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from viscodex_model.serve.generation.sampling import Sampler, Sampling, keep_nucleus

CPU = torch.device("cpu")


def test_temperature_zero_takes_the_likeliest() -> None:
    """Greedy choice ignores chance."""
    assert Sampler(Sampling(), device=CPU).choose(torch.tensor([0.1, 3.0, 2.9])) == 1


def test_a_seed_repeats_the_draws_and_another_does_not() -> None:
    """The same seed gives the same twenty tokens; a different seed gives others."""

    def draw(seed: int) -> list[int]:
        sampler = Sampler(Sampling(temperature=1.0, seed=seed), device=CPU)
        return [sampler.choose(torch.zeros(100)) for _ in range(20)]

    assert draw(7) == draw(7)
    assert draw(7) != draw(8)


def test_draws_follow_the_chances() -> None:
    """Over 2,000 draws at temperature 1, a token of chance 0.8 comes up between 0.75 and 0.85 of the time."""
    sampler = Sampler(Sampling(temperature=1.0, seed=0), device=CPU)
    logits = torch.log(torch.tensor([0.8, 0.2]))
    share = sum(sampler.choose(logits) == 0 for _ in range(2000)) / 2000
    assert share == pytest.approx(0.8, abs=0.05)


def test_a_tiny_temperature_does_not_overflow() -> None:
    """Near zero the choice is the likeliest token, even for huge logits."""
    assert Sampler(Sampling(temperature=1e-30, seed=0), device=CPU).choose(torch.tensor([1e30, -1e30])) == 0


def test_the_nucleus_is_the_smallest_that_reaches_the_share() -> None:
    """Of chances .5, .3, .2, a nucleus of .7 keeps the first two, and one of .5 the first."""
    chances = torch.tensor([0.3, 0.5, 0.2])
    assert keep_nucleus(chances, 0.7).tolist() == pytest.approx([0.3, 0.5, 0.0])
    assert keep_nucleus(chances, 0.5).tolist() == pytest.approx([0.0, 0.5, 0.0])


@given(st.lists(st.floats(-20, 20), min_size=1, max_size=30), st.floats(0.01, 0.99))
def test_a_nucleus_reaches_its_share_and_not_without_its_last(logits: list[float], top_p: float) -> None:
    """What is kept adds up to the share, and what is kept but for the least likely does not."""
    chances = torch.softmax(torch.tensor(logits, dtype=torch.float64), dim=0)
    kept = keep_nucleus(chances, top_p)
    positive = kept[kept > 0]
    assert float(kept.sum()) >= top_p - 1e-9
    assert float(kept.sum() - positive.min()) < top_p + 1e-9
