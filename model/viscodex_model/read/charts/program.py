"""A chart becomes a matplotlib program that draws it, with comments on what was measured and what was not."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from viscodex_model.read.charts.nouns import GUESSED, Bars, Chart, Curve, Mark, Points, Scale
from viscodex_model.read.picture.geometry import RGB

DPI = 100
# The most characters of a line of values.
LINE = 96
# The height of a digit, in shares of the size of its font.
DIGIT = 0.73


def write_matplotlib(chart: Chart) -> str:
    """A program for matplotlib that shows the chart; it runs by itself."""
    lines = [
        *_comments(chart),
        "import matplotlib.pyplot as plt",
        "",
        *_size(chart),
        f"fig, ax = plt.subplots(figsize=({chart.width / DPI:g}, {chart.height / DPI:g}), dpi={DPI})",
        *_look(chart),
    ]
    named: set[str] = set()
    for mark in chart.marks:
        lines += _mark(mark if mark.label not in named else replace(mark, label=""), chart)
        named.add(mark.label)
    lines += _pie(chart)
    lines += _axis(chart.x, "x", chart)
    lines += _axis(chart.y, "y", chart)
    lines += _texts(chart)
    return "\n".join([*lines, "plt.show()", ""])


def _comments(chart: Chart) -> Iterator[str]:
    """What was measured and what was guessed, for the person who reads the program."""
    yield "# Read from a picture: values are measured against the axis labels, not known exactly."
    value, name = (chart.x, "x") if chart.horizontal else (chart.y, "y")
    if chart.sectors:
        yield "# Shares are measured by area."
    elif value is None or value.kind == "category":
        yield f"# The {name} axis has no numbers that could be read: its values are pixels of the picture."
    else:
        step = abs(value.value(1) - value.value(0)) if value.kind == "linear" else 0
        if step:
            yield f"# One pixel of the picture is {_number(step, step / 100)} on the {name} axis."
    for doubt in chart.doubts:
        yield f"# {doubt}" if doubt.startswith(GUESSED) else f"# Not read: {doubt}"


def _size(chart: Chart) -> Iterator[str]:
    """The size of the text, where it differs from the usual one."""
    points = chart.look.digit / DIGIT * 72 / DPI
    if points and abs(points - 10) > 1:
        yield f"plt.rcParams['font.size'] = {points:.0f}"


def _look(chart: Chart) -> Iterator[str]:
    look, plot = chart.look, chart.plot
    yield (
        f"fig.subplots_adjust(left={plot.left / chart.width:.4f}, right={plot.right / chart.width:.4f}, "
        f"bottom={1 - plot.bottom / chart.height:.4f}, top={1 - plot.top / chart.height:.4f})"
    )
    if look.figure != (255, 255, 255):
        yield f"fig.set_facecolor({_hex(look.figure)!r})"
    if look.ground != (255, 255, 255):
        yield f"ax.set_facecolor({_hex(look.ground)!r})"
    hidden = [name for name in ("top", "right", "bottom", "left") if name not in look.spines]
    if hidden and not chart.sectors:
        yield f"ax.spines[{hidden!r}].set_visible(False)"
    if sum(look.text) > 200:
        yield f"ax.tick_params(colors={_hex(look.text)!r})"
    axis = {(True, True): "both", (True, False): "x", (False, True): "y"}.get((look.grid_x, look.grid_y))
    if axis:
        yield f"ax.grid(axis={axis!r}, color={_hex(look.grid_color)!r}, linewidth=0.8)"
        yield "ax.set_axisbelow(True)"


def _mark(mark: Mark, chart: Chart) -> Iterator[str]:
    yield ""
    if mark.guess:
        yield f"# Guessed, not measured: {mark.guess}"
    if isinstance(mark, Bars):
        yield from _bars(mark, chart)
        return
    xs = _positions([x for x, _ in mark.points], chart.x)
    ys = measured([y for _, y in mark.points], chart.y)
    yield from _list("x", xs)
    yield from _list("y", ys)
    style = f"color={_hex(mark.color)!r}{_label(mark.label)}"
    if isinstance(mark, Curve):
        dashes = ", linestyle='--'" if mark.dashed else ""
        yield f"ax.plot(x, y, linewidth={max(0.8, mark.width * 72 / DPI):.1f}{dashes}, {style})"
    else:
        yield f"ax.scatter(x, y, s={(mark.size * 72 / DPI) ** 2:.0f}, {_colors(mark)}{_label(mark.label)})"


def _colors(mark: Points) -> str:
    return f"color={_hex(mark.color)!r}"


def bar_sizes(mark: Bars, along: Scale | None) -> tuple[list[float], list[float]]:
    """Where each bar begins, all zeros where that is the axis; and how long it is, by the value axis."""
    starts = measured([bar.base for bar in mark.bars], along)
    ends = measured([bar.end for bar in mark.bars], along)
    step = _step(along)
    # A bar that begins within two pixels of zero begins at zero.
    zero = 0.0 if along is not None and along.kind == "linear" else math.nan
    starts = [0.0 if abs(start - zero) <= 2.5 * step else start for start in starts]
    if not any(starts) or (along is not None and along.kind == "log"):
        return [0.0] * len(starts), ends
    return starts, [_rounded(end - start, step) for start, end in zip(starts, ends, strict=True)]


def _bars(mark: Bars, chart: Chart) -> Iterator[str]:
    across, along = (chart.y, chart.x) if chart.horizontal else (chart.x, chart.y)
    starts, sizes = bar_sizes(mark, along)
    yield from _list("position", _positions([bar.middle for bar in mark.bars], across))
    yield from _list("value", sizes)
    widths = [abs(_place(bar.far, across) - _place(bar.near, across)) for bar in mark.bars]
    thickness = "height" if chart.horizontal else "width"
    arguments = [f"{thickness}={sorted(widths)[len(widths) // 2]:.3g}", f"color={_hex(mark.color)!r}"]
    if any(starts):
        yield from _list("start", starts)
        arguments.append("left=start" if chart.horizontal else "bottom=start")
    call = "barh" if chart.horizontal else "bar"
    yield f"ax.{call}(position, value, {', '.join(arguments)}{_label(mark.label)})"


def _positions(places: Sequence[float], across: Scale | None) -> list[float]:
    """The values of places along the axis; on a category axis a mark beside its name stands at the name's number."""
    rounded = measured(places, across)
    if across is not None and across.kind == "category":
        return [round(place) if abs(place - round(place)) < 0.04 else round(place, 2) for place in rounded]
    return rounded


def _axis(scale: Scale | None, name: str, chart: Chart) -> Iterator[str]:
    if chart.sectors:
        return
    plot = chart.plot
    ends = (plot.left, plot.right) if name == "x" else (plot.bottom, plot.top)
    if scale is not None and scale.kind == "log":
        yield f"ax.set_{name}scale('log')"
    low, high = (_place(end, scale) for end in ends)
    yield f"ax.set_{name}lim({low:.6g}, {high:.6g})"
    if scale is None:
        yield f"ax.set_{name}ticks([])  # the labels of this axis were not read"
        return
    if scale.kind == "category":
        yield f"ax.set_{name}ticks(range({len(scale.ticks)}), {[tick.text for tick in scale.ticks]!r})"
    elif scale.kind == "linear":
        yield f"ax.set_{name}ticks({[_plain(tick.value or 0.0) for tick in scale.ticks]!r})"


def _texts(chart: Chart) -> Iterator[str]:
    color = f", color={_hex(chart.look.text)!r}" if sum(chart.look.text) > 200 else ""
    if chart.title:
        yield f"ax.set_title({chart.title!r}{color})"
    if chart.x_label:
        yield f"ax.set_xlabel({chart.x_label!r}{color})"
    if chart.y_label:
        yield f"ax.set_ylabel({chart.y_label!r}{color})"
    if chart.legend is not None and any(mark.label for mark in chart.marks):
        yield f"ax.legend({_legend_place(chart)})"


def _legend_place(chart: Chart) -> str:
    """The corner of the plot that the legend is nearest to, or its place outside."""
    assert chart.legend is not None
    box, plot = chart.legend.box, chart.plot
    x, y = box.center
    if x > plot.right:
        return "loc='center left', bbox_to_anchor=(1.02, 0.5)"
    if y < plot.top:
        return f"loc='lower center', bbox_to_anchor=(0.5, 1.0), ncols={len(chart.legend.names)}"
    if y > plot.bottom:
        return f"loc='upper center', bbox_to_anchor=(0.5, -0.1), ncols={len(chart.legend.names)}"
    across = _third((x - plot.left) / plot.width, ("left", "center", "right"))
    along = _third((y - plot.top) / plot.height, ("upper", "center", "lower"))
    return f"loc={'center' if across == along else f'{along} {across}'!r}"


def _third(share: float, names: tuple[str, str, str]) -> str:
    return names[0] if share < 0.4 else names[2] if share > 0.6 else names[1]


def _pie(chart: Chart) -> Iterator[str]:
    if not chart.sectors:
        return
    yield ""
    yield from _list("share", [round(100 * sector.share, 1) for sector in chart.sectors])
    yield f"labels = {[sector.label for sector in chart.sectors]!r}"
    yield f"colors = {[_hex(sector.color) for sector in chart.sectors]!r}"
    yield f"ax.pie(share, labels=labels, colors=colors, startangle={chart.sectors[0].start:.0f}, labeldistance=0.6)"


def measured(places: Sequence[float], scale: Scale | None) -> list[float]:
    """The values at places in pixels along an axis, with no more digits than were measured."""
    if scale is not None and scale.kind == "log":
        return [float(f"{scale.value(place):.3g}") for place in places]
    return [_rounded(_place(place, scale), _step(scale)) for place in places]


def _place(pixel: float, scale: Scale | None) -> float:
    return pixel if scale is None else scale.value(pixel)


def _step(scale: Scale | None) -> float:
    return 1.0 if scale is None else abs(scale.slope)


def _rounded(value: float, step: float) -> float:
    """The value with no more digits than a tenth of a pixel can tell."""
    digits = max(0, 1 - math.floor(math.log10(step))) if step else 6
    return _plain(round(value, digits))


def _plain(value: float) -> float:
    return int(value) if value == int(value) else value


def _number(value: float, step: float) -> str:
    return f"{_rounded(value, step):g}"


def _list(name: str, values: Sequence[float]) -> Iterator[str]:
    """An assignment, broken into lines of even length."""
    words = [f"{value!r}," for value in values]
    line = f"{name} = [{' '.join(words)[:-1]}]"
    if len(line) <= LINE:
        yield line
        return
    yield f"{name} = ["
    row = "   "
    for word in words:
        if len(row) + len(word) + 1 > LINE:
            yield row
            row = "   "
        row += f" {word}"
    yield row
    yield "]"


def _label(label: str) -> str:
    return f", label={label!r}" if label else ""


def _hex(color: RGB) -> str:
    return "#" + "".join(f"{part:02x}" for part in color)
