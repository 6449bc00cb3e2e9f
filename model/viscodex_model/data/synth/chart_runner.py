"""Runs in the sandbox: matplotlib programs in, their pictures out, as lines of JSON on standard output.

    python chart_runner.py PROGRAMS.json

PROGRAMS.json is a list of programs. For each there is a line: base64 of a PNG, or null where the program failed. It
imports nothing of this project, since there it stands alone.
"""

import base64
import io
import json
import sys
from pathlib import Path

import matplotlib.pyplot as plt

DPI = 100


def draw(program: str) -> str | None:
    """The figure that `program` draws, as base64 of a PNG."""
    plt.close("all")
    plt.rcdefaults()
    try:
        exec(compile(program, "program", "exec"), {"__name__": "__main__"})
    except Exception:  # whatever a program does wrong, the next one is to run
        return None
    if not plt.get_fignums():
        return None
    buffer = io.BytesIO()
    plt.gcf().savefig(buffer, format="png", dpi=DPI)
    return base64.b64encode(buffer.getvalue()).decode("ascii")


def main(path: str) -> None:
    """Draw all programs of a file."""
    for program in json.loads(Path(path).read_text(encoding="utf-8")):
        sys.stdout.write(json.dumps(draw(program)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
