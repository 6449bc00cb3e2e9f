"""TIES' trimming: the cut that is found in slices against sorting the whole."""

import torch
from hypothesis import given
from hypothesis import strategies as st
from viscodex_model.merge.methods.trimming import Trimmer, find_cut, kept_count, magnitude_keys

# Few different values: ties are what trimming gets wrong.
few_values = st.lists(st.sampled_from([0.0, -0.0, 0.5, -0.5, 0.25, 1e-30, -3.0]), min_size=1, max_size=200)
any_values = st.lists(st.floats(-(2.0**90), 2.0**90, width=32), min_size=1, max_size=200)


def kept_by_slices(values: torch.Tensor, count: int, size: int) -> torch.Tensor:
    """Which elements stay, found and applied `size` elements at a time."""
    bits = values.element_size() * 8
    cut = find_cut(lambda: (magnitude_keys(part.clone()) for part in values.split(size)), count, bits=bits)  # type: ignore[no-untyped-call]
    trimmer = Trimmer(cut)
    return torch.cat([trimmer.keep(magnitude_keys(part.clone())) for part in values.split(size)])  # type: ignore[no-untyped-call]


@given(st.one_of(few_values, any_values), st.data())
def test_the_largest_stay_and_of_equal_ones_the_first(values: list[float], data: st.DataObject) -> None:
    """Exactly those elements stay that come first in a stable sort by magnitude, however the tensor is sliced."""
    count = data.draw(st.integers(1, len(values)))
    size = data.draw(st.integers(1, len(values)))
    for dtype in (torch.float32, torch.float64):
        tensor = torch.tensor(values, dtype=dtype)
        order = torch.argsort(tensor.abs(), descending=True, stable=True)[:count]
        wanted = torch.zeros(len(values), dtype=torch.bool)
        wanted[order] = True
        assert torch.equal(kept_by_slices(tensor, count, size), wanted)


def test_at_least_one_element_stays() -> None:
    """A density so small that no element would stay keeps one, and a share is rounded down."""
    assert kept_count(0.001, 5) == 1
    assert kept_count(0.5, 5) == 2
