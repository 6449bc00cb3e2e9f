"""Hooks around plotting functions that count calls and collect colours. Part of the chart recorder.

`calls` counts the outermost plotting calls; `colors` keeps the artists they gave and asks them for their colour at
the end, because a program may recolour what it has drawn. Names follow ChartMimic's evaluators: `file-function` for
calls, `file/function--colour` for colours, with the marks `_polar`, `_3d` and `_squarify` doubled where theirs are.
"""

import importlib
import inspect
from collections.abc import Iterable
from typing import Any

from viscodex_model.evaluate.instruments.sandboxed import chart_colors
from viscodex_model.evaluate.instruments.sandboxed.chart_colors import Reader


class Calls:
    """How often each plotting function was called from outside."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        self.busy = False

    def add(self, name: str) -> None:
        self.counts[name] = self.counts.get(name, 0) + 1


class Colors:
    """Artists by the mark under which they were drawn, and the reader that knows their colours."""

    def __init__(self) -> None:
        self.seen: dict[str, tuple[str, Any, Reader]] = {}
        self.busy = False

    def read(
        self, label: str, reader: Reader, result: Any, arguments: tuple[Any, ...], named: dict[str, Any]
    ) -> None:
        for color, artist in reader.drawn(result, arguments, named):
            self.seen[f"{label}{reader.mark}--{color}"] = (label, artist, reader)

    def final(self) -> list[str]:
        """Distinct marks with the colours that the artists have now; none where one of them cannot tell."""
        marks: dict[str, None] = {}
        try:
            for mark, (label, artist, reader) in self.seen.items():
                for color in reader.now(artist, mark.partition("--")[2]):
                    marks[f"{label}{reader.mark}{reader.mark_again}--{color}"] = None
        except Exception:
            return []
        return sorted(marks)


class Hooks:
    """All hooks of one run."""

    def __init__(self) -> None:
        self.calls = Calls()
        self.colors = Colors()
        self.texts: list[str] = []
        self._originals: dict[Any, Any] = {}

    def install(self, program: str) -> None:
        """Put hooks around every function that counts; a library is imported only if `program` names it."""
        for place, names, reader, counts in TARGETS:
            package = place.partition(":")[0].partition(".")[0]
            is_wanted = package.startswith(("matplotlib", "mpl")) and package != "matplotlib_venn"
            owner = _find(place) if is_wanted or package in program else None
            for name in names if owner is not None else ():
                if hasattr(owner, name):
                    self._hook(owner, name, reader, counts)
        self._listen_to_strings()

    def _hook(self, owner: Any, name: str, reader: Reader | None, counts: bool) -> None:
        function = getattr(owner, name)
        original = self._originals.get(function, function)
        label = f"{_source(original)}/{_known_name(original)}"
        calls, colors = self.calls, self.colors

        def hooked(*arguments: Any, **named: Any) -> Any:
            counting, reading = counts and not calls.busy, reader is not None and not colors.busy
            if counting:
                calls.busy = True
                calls.add(_call_name(original, arguments))
            colors.busy = colors.busy or reading
            result = function(*arguments, **named)
            if reading and reader is not None:
                _read_once(colors, label, reader, result, arguments, named)
            calls.busy = calls.busy and not counting
            return result

        self._originals[hooked] = original
        setattr(owner, name, hooked)

    def _listen_to_strings(self) -> None:
        renderer = _find("matplotlib.backends.backend_pdf:RendererPdf")
        draw, texts = renderer.draw_text, self.texts

        def draw_text(*arguments: Any, **named: Any) -> Any:
            texts.append(str(arguments[4]))
            return draw(*arguments, **named)

        renderer.draw_text = draw_text


def _read_once(
    colors: Colors, label: str, reader: Reader, result: Any, arguments: tuple[Any, ...], named: dict[str, Any]
) -> None:
    """Read, and stay shut for good where reading fails: there the original's program ends."""
    try:
        colors.read(label, reader, result, arguments, named)
    except Exception:
        return
    colors.busy = False


def _find(place: str) -> Any:
    module, _, attribute = place.partition(":")
    try:
        found = importlib.import_module(module)
    except ImportError:
        return None
    return getattr(found, attribute, None) if attribute else found


def _source(function: Any) -> str:
    path = inspect.getfile(function)
    return path.rpartition("site-packages/")[2] or path


def _known_name(function: Any) -> str:
    # matplotlib 3.9 renamed the one private function that the original hooks
    return {"_make_line": "_makeline"}.get(function.__name__, str(function.__name__))


def _call_name(function: Any, arguments: tuple[Any, ...]) -> str:
    name, file = _known_name(function), _source(function)
    if name.startswith("draw_networkx"):
        return f"{file}/{name}-{name}"
    polar = name == "plot" and bool(arguments) and type(arguments[0]).__name__ == "PolarAxes"
    return f"{file}{'_polar' if polar else ''}-{name}"


Target = tuple[str, Iterable[str], Reader | None, bool]

_AXES, _AXES_3D = "matplotlib.axes:Axes", "mpl_toolkits.mplot3d:Axes3D"
_POLAR = "matplotlib.projections.polar:PolarAxes"
_LINES = "matplotlib.axes._base:_process_plot_var_args"
_NETWORKS = ("networkx.drawing.nx_pylab", "networkx")

TARGETS: list[Target] = [
    (_AXES, ("barh", "plot", "errorbar", "violin", "fill_between", "fill_betweenx"), None, True),
    (_LINES, ("_makeline", "_make_line"), chart_colors.LINE_SPEC, False),
    (_AXES, ("_fill_between_x_or_y",), chart_colors.FIRST_FACE, False),
    (_AXES, ("axhline", "axvline"), chart_colors.LINE, True),
    (_AXES, ("axhspan", "axvspan"), chart_colors.PATCH, True),
    (_AXES, ("hlines", "vlines"), chart_colors.EDGES, True),
    (_AXES, ("bar",), chart_colors.BARS, True),
    (_AXES, ("boxplot",), chart_colors.BOXES, True),
    (_AXES, ("violinplot",), chart_colors.BODIES, True),
    (_AXES, ("hist",), chart_colors.HISTOGRAM, True),
    (_AXES, ("scatter",), chart_colors.SCATTER, True),
    (_AXES, ("quiver", "broken_barh"), chart_colors.FACES, True),
    (_AXES, ("pie",), chart_colors.PIE, True),
    (_AXES, ("fill",), chart_colors.PATCHES, True),
    (_AXES, ("imshow", "pcolor", "contour", "contourf", "tripcolor"), chart_colors.COLOR_MAP, True),
    (_POLAR, ("plot",), chart_colors.POLAR_LINES, False),
    (_POLAR, ("scatter",), chart_colors.POLAR_SCATTER, False),
    *((module, ("draw_networkx_nodes",), chart_colors.FACES, True) for module in _NETWORKS),
    *((module, ("draw_networkx_edges",), chart_colors.NETWORK_EDGES, True) for module in _NETWORKS),
    *((module, ("draw_networkx_labels",), chart_colors.NETWORK_LABELS, True) for module in _NETWORKS),
    (_AXES_3D, ("scatter",), chart_colors.SCATTER_3D, True),
    (_AXES_3D, ("plot",), chart_colors.LINES_3D, True),
    (_AXES_3D, ("plot_surface",), chart_colors.SURFACE_3D, True),
    (_AXES_3D, ("bar3d",), chart_colors.FIRST_FACE_3D, True),
    (_AXES_3D, ("bar",), chart_colors.BARS_3D, True),
    (_AXES_3D, ("add_collection3d",), chart_colors.FACES_3D, True),
    ("squarify", ("plot",), chart_colors.SQUARES, True),
    ("matplotlib.image:NonUniformImage", ("__init__",), chart_colors.OWN_COLOR_MAP, True),
    ("matplotlib.patches:Ellipse", ("__init__",), chart_colors.OWN_FACE, True),
    ("matplotlib.patches:Circle", ("__init__",), chart_colors.OWN_FACE, True),
    ("matplotlib_venn._common:VennDiagram", ("__init__",), chart_colors.OWN_PATCHES, True),
]
