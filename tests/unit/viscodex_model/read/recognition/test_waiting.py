"""A reading of many boxes ends when nobody waits for it any more."""

from functools import partial

import pytest
from viscodex_model.read.pages.page import recognize as recognize_page
from viscodex_model.read.recognition.engine import Stopped
from viscodex_model.read.recognition.waiting import pause, stopped_by
from viscodex_model.read.tables.room import recognize_all

from tests.unit.viscodex_model.read.scenes import Canvas


def _sheet() -> Canvas:
    canvas = Canvas(640, 340)
    for row in range(8):
        for column in range(8):
            canvas.box(
                10 + 76 * column,
                10 + 38 * row,
                87 + 76 * column,
                49 + 38 * row,
                (250, 250, 250),
                (90, 90, 90),
            )
            canvas.write(20 + 76 * column, 20 + 38 * row, f"{row}{column}")
    return canvas


def test_layout_is_left_where_nobody_waits() -> None:
    """A page's and a table's layout ask while they look at boxes, not only before."""
    canvas = _sheet()
    for layout in (recognize_page, recognize_all):
        asked = iter([False] * 40 + [True])
        with pytest.raises(Stopped), stopped_by(partial(next, asked)):
            layout(canvas.pixels, canvas.lines)
        assert not list(asked)


def test_nobody_is_asked_outside() -> None:
    """What one person no longer waits for does not end another's reading."""
    with pytest.raises(Stopped), stopped_by(lambda: True):
        pause()
    pause()
