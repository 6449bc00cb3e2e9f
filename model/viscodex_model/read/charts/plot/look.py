"""How a chart looks beside its marks: colours, grid and spines."""

from collections.abc import Sequence

import numpy as np

from viscodex_model.read.charts.nouns import Look
from viscodex_model.read.charts.plot.frame import Frame, Rule
from viscodex_model.read.picture.geometry import RGB
from viscodex_model.read.recognition.lines import Line

# A rule this near to the plot's edge, in pixels, is a spine.
AT_EDGE = 3.0
FULL = 0.9


def measure_look(frame: Frame, ground: RGB, lines: Sequence[Line], digit: float = 0.0) -> Look:
    box = frame.box
    across = [rule for rule in frame.across if rule.length >= FULL * box.width]
    down = [rule for rule in frame.down if rule.length >= FULL * box.height]
    edges = (
        ("top", across, box.top),
        ("bottom", across, box.bottom),
        ("left", down, box.left),
        ("right", down, box.right),
    )
    spines = tuple(
        name for name, rules, place in edges if any(abs(rule.place - place) <= AT_EDGE for rule in rules)
    )
    return Look(
        figure=frame.figure,
        ground=ground,
        text=_text_color(lines),
        grid_x=_within(down, box.left, box.right) >= 2,
        grid_y=_within(across, box.top, box.bottom) >= 2,
        spines=() if frame.panel else spines,
        digit=digit,
    )


def _within(rules: Sequence[Rule], first: float, last: float) -> int:
    return sum(first + AT_EDGE < rule.place < last - AT_EDGE for rule in rules)


def _text_color(lines: Sequence[Line]) -> RGB:
    if not lines:
        return 0, 0, 0
    red, green, blue = np.median([line.ink for line in lines], axis=0).astype(int).tolist()
    return red, green, blue
