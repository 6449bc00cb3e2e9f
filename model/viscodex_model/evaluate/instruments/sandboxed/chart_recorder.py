"""Runs a plotting program and prints one JSON line: its strings, grid, calls, colours, error and picture.

Run inside the sandbox with the arguments PROGRAM and ID. The rules of what counts are those of ChartMimic's evaluators
(C. Yang et al., 2024), which run each program four times under four sets of hooks; here it runs once under all of them.
Hooks that an exception passes through stay shut, and a colour that cannot be read ends the reading: as in the original.
"""

import base64
import contextlib
import importlib
import io
import json
import os
import random
import re
import shutil
import sys
import warnings
from pathlib import Path
from typing import Any

from viscodex_model.evaluate.instruments.sandboxed.chart_hooks import Hooks

FONT_LIST = "/input/fontlist.json"
CUT_FROM = (r"plt\.savefig\(.*\n*", r"plt.show\(.*\n*")
PICTURE_SIDE = 1600.0


def main() -> None:
    """Run the program under hooks and print the record where only this script can print."""
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    program, identity = Path(sys.argv[1]).read_text(encoding="utf-8"), sys.argv[2]
    warnings.filterwarnings("ignore")
    _prepare_fonts()
    answer.write(json.dumps(record(program, identity)))
    answer.close()


def record(program: str, identity: str) -> dict[str, Any]:
    """Draw `program` and tell what it drew; what was drawn before an error counts."""
    hooks = Hooks()
    hooks.install(program)
    plt = importlib.import_module("matplotlib.pyplot")
    error = _execute(cut_program(program))
    picture = _picture(plt)
    error = _save_pdf(plt, hooks) or error
    return {
        "texts": hooks.texts,
        "layout": _layout(plt, whole="graph" in identity),
        "calls": hooks.calls.counts,
        "colors": hooks.colors.final(),
        "error": error,
        "picture": picture,
    }


def cut_program(program: str) -> str:
    """`program` without its first `plt.savefig` or `plt.show` and all that follows."""
    for pattern in CUT_FROM:
        program = re.sub(pattern, "", program, flags=re.DOTALL)
    return program.strip()


def _execute(program: str) -> str | None:
    numpy = importlib.import_module("numpy")
    random.seed(0)
    numpy.random.seed(0)
    try:
        exec(compile(program, "program.py", "exec"), {"__name__": "__main__"})
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return None


def _save_pdf(plt: Any, hooks: Hooks) -> str | None:
    """Draw once more without ticks and with the strings listened to; the place where the program meant to save."""
    hooks.texts.clear()
    try:
        for axes in plt.gcf().get_axes():
            axes.set_xticks([])
            axes.set_yticks([])
        plt.savefig("chart.pdf")
    except Exception as error:
        hooks.texts.clear()
        return f"it cannot be saved: {type(error).__name__}: {error}"
    return None


def _picture(plt: Any) -> str | None:
    if not plt.get_fignums():
        return None  # asking for the figure would make an empty one
    figure = plt.gcf()
    buffer = io.BytesIO()
    with contextlib.suppress(Exception):
        figure.savefig(buffer, format="png", dpi=min(100.0, PICTURE_SIDE / max(figure.get_size_inches())))
        return base64.b64encode(buffer.getvalue()).decode()
    return None


def _layout(plt: Any, *, whole: bool) -> list[list[int]]:
    """Rows, columns, first and last row, first and last column of each axes; 1x1 for graphs, as in the original."""
    places: list[list[int]] = []
    for axes in plt.gcf().axes:
        spec = axes.get_subplotspec()
        if whole:
            places.append([1, 1, 0, 1, 0, 1])
        elif spec is not None:
            rows, columns = spec.get_gridspec().get_geometry()
            span = (spec.rowspan.start, spec.rowspan.stop - 1, spec.colspan.start, spec.colspan.stop - 1)
            places.append([int(number) for number in (rows, columns, *span)])
    return places


def _prepare_fonts() -> None:
    folder = Path(os.environ["MPLCONFIGDIR"])
    folder.mkdir(parents=True, exist_ok=True)
    if Path(FONT_LIST).exists():
        name = Path("/input/fontlist.name").read_text(encoding="utf-8")
        shutil.copy(FONT_LIST, folder / name)


if __name__ == "__main__":
    main()
