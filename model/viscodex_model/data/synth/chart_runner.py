"""Runs matplotlib programs inside the sandbox and prints their pictures and words as lines of JSON.

    python chart_runner.py PROGRAMS.json

PROGRAMS.json is a list of programs. For each there is a line: null where the program failed, else `png` (base64) and
`words`: [left, top, right, bottom, colour, text], in pixels; of a word that is read upwards top and bottom change
places. Words at other angles are left out. It imports nothing of this project, since there it stands alone.
"""

import base64
import io
import json
import re
import sys
from pathlib import Path
from typing import Any

import matplotlib.backends.backend_agg as backend_agg
import matplotlib.pyplot as plt
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_hex

DPI = 100
Word = tuple[float, float, float, float, str, str]
_words: list[Word] = []


class NotingRenderer(RendererAgg):
    """Draws as matplotlib does, and notes where the words of upright texts are, and of those turned by 90 degrees."""

    def draw_text(
        self,
        gc: Any,
        x: float,
        y: float,
        s: str,
        prop: Any,
        angle: float,
        ismath: Any = False,
        mtext: Any = None,
    ) -> None:
        """Draw the text `s`, whose baseline begins at (x, y)."""
        super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)  # type: ignore[no-untyped-call]
        for word in re.finditer(r"\S+", s) if angle in (0, 90) else ():
            (start, _, _), (end, height, below) = (self._measure(s[:at], prop) for at in word.span())
            above = height - below
            upright = (x + start, y - above, x + end, y + below)
            place = (x - above, y - start, x + below, y - end) if angle else upright
            _words.append((*place, to_hex(gc.get_rgb()), word.group()))

    def _measure(self, text: str, prop: Any) -> tuple[float, float, float]:
        """Width, height, and how much of that is below the baseline."""
        width, height, descent = self.get_text_width_height_descent(text, prop, ismath=False)  # type: ignore[no-untyped-call]
        return width, height, descent


def draw(program: str) -> dict[str, Any] | None:
    """The figure that `program` draws and its words."""
    plt.close("all")
    plt.rcdefaults()
    try:
        exec(compile(program, "program", "exec"), {"__name__": "__main__"})
    except Exception:  # whatever a program does wrong, the next one is to run
        return None
    if not plt.get_fignums():
        return None
    _words.clear()
    buffer = io.BytesIO()
    plt.gcf().savefig(buffer, format="png", dpi=DPI)
    return {"png": base64.b64encode(buffer.getvalue()).decode("ascii"), "words": _words}


def main(path: str) -> None:
    """Draw all programs of a file."""
    backend_agg.RendererAgg = NotingRenderer  # type: ignore[misc]
    for program in json.loads(Path(path).read_text(encoding="utf-8")):
        sys.stdout.write(json.dumps(draw(program)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
