"""Boxes looked up by where they are."""

from hypothesis import given
from hypothesis import strategies as st
from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.picture.nearby import Nearby

places = st.floats(-50, 900, allow_nan=False)
sizes = st.floats(0, 300, allow_nan=False)
boxes = st.builds(lambda x, y, w, h: Box(x, y, x + w, y + h), places, places, sizes, sizes)


def _meets(one: Box, other: Box, reach: float) -> bool:
    across = max(one.left, other.left) - min(one.right, other.right)
    down = max(one.top, other.top) - min(one.bottom, other.bottom)
    return max(across, down) <= reach


@given(st.lists(boxes, max_size=20), boxes, st.floats(0, 20))
def test_nothing_near_is_missed_and_the_order_stays(every: list[Box], box: Box, reach: float) -> None:
    """What is found holds all that is near, each once, in the order in which it came."""
    found = Nearby((one, number) for number, one in enumerate(every)).near(box, reach)
    assert found == sorted(set(found))
    assert {number for number, one in enumerate(every) if _meets(one, box, reach)} <= set(found)


def test_what_is_far_away_is_not_looked_at() -> None:
    """A cell has its neighbours, and not the whole sheet."""
    sheet = Nearby((Box(x, 0, x + 60, 20), x) for x in range(0, 6000, 60))
    assert len(sheet.near(Box(3000, 0, 3060, 20), 5)) <= 4
