"""The small experiment's rows: means over seeds and pictures, and differences between the same pictures."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.merge_in_small.models import Model
from benchmarks.merge_in_small.table import results_of

VLM = "VLM alone"
values = st.lists(st.floats(-5, 5), min_size=3, max_size=3)


def scores(nats: list[float]) -> dict[str, dict[str, list[float]]]:
    return {"pages": {"nats": nats}}


def test_a_difference_is_told_between_the_same_pictures_of_the_same_seed() -> None:
    measured = [
        (Model("sft/vlm-0", VLM, start="vlm", seed=0), scores([1.0, 5.0])),
        (Model("sft/vlm-1", VLM, start="vlm", seed=1), scores([2.0, 6.0])),
        (Model("sft/other-0", "merged", start="m", seed=0), scores([0.9, 4.9])),
        (Model("sft/other-1", "merged", start="m", seed=1), scores([1.9, 5.9])),
    ]
    vlm, merged = results_of(measured)
    assert vlm["seeds"] == merged["seeds"] == 2
    assert vlm["pages"]["nats"]["mean"] == 3.5
    assert vlm["pages"]["nats"]["standard_error"] == pytest.approx(np.hypot(2.0, 0.5), abs=1e-4)
    assert merged["pages"]["nats"]["from_vlm"] == {"mean": -0.1, "standard_error": 0.0}


def test_rows_before_tuning_are_compared_with_each_other() -> None:
    measured = [
        (Model("vlm", VLM), scores([1.0, 2.0])),
        (Model("sft/vlm-0", VLM, start="vlm"), scores([0.0, 0.0])),
        (Model("merged/lambda-0.5", "merged"), scores([2.0, 4.0])),
    ]
    found = {(row["title"], row["tuned"]): row["pages"]["nats"] for row in results_of(measured)}
    assert found[VLM, False]["from_vlm"] == {"mean": 0.0, "standard_error": 0.0}
    assert found["merged", False]["from_vlm"] == {"mean": 1.5, "standard_error": 0.5}


@given(first=values, second=values, shift=st.floats(-3, 3))
def test_what_is_added_to_every_picture_changes_the_mean_alone(
    first: list[float], second: list[float], shift: float
) -> None:
    def row(added: float) -> dict[str, float]:
        runs = [scores([one + added for one in run]) for run in (first, second)]
        rows = results_of((Model(f"{at}", VLM), run) for at, run in enumerate(runs))
        told: dict[str, float] = rows[0]["pages"]["nats"]
        return told

    before, after = row(0.0), row(shift)
    assert after["mean"] - before["mean"] == pytest.approx(shift, abs=2e-4)
    assert after["standard_error"] == pytest.approx(before["standard_error"], abs=2e-4)
