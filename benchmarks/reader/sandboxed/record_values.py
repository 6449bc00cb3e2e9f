"""Runs a plotting program and prints what its first figure shows as JSON: a picture, the axes and every drawn value.

    python record_values.py PROGRAM

Runs inside the sandbox beside matplotlib alone. Pixels count from the picture's upper left corner. A figure is `plain`
where it has one rectangular pair of axes and nothing on it but lines, bars and points; only those are measured.
"""

import base64
import io
import json
import sys
import warnings
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.patches import Rectangle

MOST_VALUES = 2000


def main() -> None:
    """Run the program named on the command line and print its first figure."""
    warnings.simplefilter("ignore")
    program = Path(sys.argv[1]).read_text(encoding="utf-8")
    plt.show = lambda *_, **__: None
    printed, sys.stdout = sys.stdout, io.StringIO()
    exec(compile(program, "program.py", "exec"), {"__name__": "__main__"})
    sys.stdout = printed
    numbers = plt.get_fignums()
    json.dump(record(plt.figure(numbers[0])) if numbers else {"plain": False}, sys.stdout)


def record(figure: Figure) -> dict[str, Any]:
    """The picture of `figure` and, where it is plain, its axes and values."""
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png", dpi=figure.dpi)
    picture = base64.b64encode(drawn.getvalue()).decode()
    axes = figure.axes
    if len(axes) != 1 or not _plain(axes[0]):
        return {"plain": False, "axes": len(axes), "picture": picture}
    only, height = axes[0], round(figure.bbox.height)
    frame = only.bbox
    return {
        "plain": True,
        "picture": picture,
        "box": [frame.x0, height - frame.y1, frame.x1, height - frame.y0],
        "title": only.get_title() or only.get_title(loc="left"),
        "x": _axis(only, "x"),
        "y": _axis(only, "y"),
        "legend": [text.get_text() for text in only.legend_.get_texts()] if only.legend_ else [],
        "bars": [_bars(container) for container in only.containers if isinstance(container, BarContainer)],
        "lines": [line for line in (_line(only, line, height) for line in only.lines) if line],
        "points": [_points(only, found, height) for found in only.collections if found.get_visible()],
    }


def _plain(axes: Axes) -> bool:
    bars = {id(patch) for found in axes.containers if isinstance(found, BarContainer) for patch in found}
    return (
        axes.name == "rectilinear"
        and not axes.images
        and not axes.tables
        and not axes.child_axes
        and not any(isinstance(artist, AxesImage) for artist in axes.get_children())
        and all(isinstance(found, PathCollection) for found in axes.collections)
        and all(id(patch) in bars and isinstance(patch, Rectangle) for patch in axes.patches)
        and all(scale in ("linear", "log") for scale in (axes.get_xscale(), axes.get_yscale()))
    )


def _axis(axes: Axes, name: str) -> dict[str, Any]:
    axis = axes.xaxis if name == "x" else axes.yaxis
    shown = axes.axison and axes.get_visible() and axis.get_visible()
    return {
        "label": axis.label.get_text(),
        "scale": axis.get_scale(),
        "limits": [float(limit) for limit in axis.get_view_interval()],
        "ticks": [tick.get_text() for tick in axis.get_ticklabels() if _in_picture(tick)] if shown else [],
    }


def _in_picture(label: Any) -> bool:
    """Whether a label is drawn, and within the figure: galleries of small pictures cut theirs off."""
    box, figure = label.get_window_extent(), label.get_figure(root=True).bbox
    inside = box.x0 >= -1 and box.y0 >= -1 and box.x1 <= figure.x1 + 1 and box.y1 <= figure.y1 + 1
    return bool(label.get_visible() and inside)


def _bars(container: BarContainer) -> dict[str, Any]:
    bars = [[patch.get_x(), patch.get_y(), patch.get_width(), patch.get_height()] for patch in container]
    return {
        "orientation": container.orientation or "vertical",
        "color": mpl.colors.to_hex(container[0].get_facecolor()) if len(container) else None,
        "bars": np.asarray(bars, float).tolist()[:MOST_VALUES],
    }


def _line(axes: Axes, line: Any, height: int) -> dict[str, Any] | None:
    if not line.get_visible() or line.get_transform() != axes.transData:
        return None
    values = np.column_stack(
        [np.asarray(line.get_xdata(orig=False), float), np.asarray(line.get_ydata(orig=False), float)]
    )
    values = values[np.isfinite(values).all(1)]
    if not len(values):
        return None
    step = max(1, len(values) // MOST_VALUES)
    return {
        "color": mpl.colors.to_hex(line.get_color()),
        "style": line.get_linestyle(),
        "marker": str(line.get_marker()),
        "steps": line.get_drawstyle(),
        "label": str(line.get_label()),
        "values": values[::step].tolist(),
        "pixels": _pixels(axes, values[::step], height),
    }


def _points(axes: Axes, found: Any, height: int) -> dict[str, Any]:
    values: Any = np.ma.filled(np.ma.asarray(found.get_offsets(), float), np.nan)
    values = values[np.isfinite(values).all(1)][:MOST_VALUES]
    return {
        "label": str(found.get_label()),
        "values": values.tolist(),
        "pixels": _pixels(axes, values, height),
    }


def _pixels(axes: Axes, values: "np.ndarray[Any, Any]", height: int) -> list[list[float]]:
    places = axes.transData.transform(values) if len(values) else np.zeros((0, 2))
    return [[float(x), float(height - y)] for x, y in places]


if __name__ == "__main__":
    main()
