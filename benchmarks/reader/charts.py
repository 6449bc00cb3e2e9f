"""Charts measured: values against what the plotting programs drew, and whether the programs that are written run.

    python -m benchmarks.reader.charts plain --out build/reader/charts/plain
    python -m benchmarks.reader.charts matplotlib/galleries/examples --out build/reader/charts/gallery

draws the plain charts of `plain_charts`, or the first figure of every program in a folder, in the sandbox. Of others'
programs those count whose first figure has one pair of axes with nothing but lines, bars and points, and a value axis
with at least two numbers: the rule looks at the figure only, never at what was read. Programs that draw by chance draw
other charts each time, so two measurements are alike only where they are of one folder.
"""

import argparse
import base64
import json
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from statistics import mean, median
from typing import Any

import cv2
import numpy as np
from skimage.metrics import structural_similarity
from viscodex_model.core.sandbox.confinement import MEBIBYTE, Limits
from viscodex_model.core.sandbox.interpreter import find_interpreter, with_fonts
from viscodex_model.read.charts import recognize, write_matplotlib
from viscodex_model.read.picture.pixels import Pixels, load_pixels
from viscodex_model.read.recognition.engine import shared_engine
from viscodex_model.read.recognition.read_lines import read_lines

from benchmarks.reader.chart_scores import ChartScore, measurable, score_chart
from benchmarks.reader.plain_charts import plain_programs

RECORDER = Path(__file__).parent / "sandboxed" / "record_values.py"
# Programs that need a window, move, or draw in three dimensions.
OTHER = ("animation", "event_handling", "mplot3d", "user_interfaces", "widgets")
# Draws every program in turn: one that fails is None. One process for all spares each the start of matplotlib.
_DRAW = """import base64, glob, json, sys
import matplotlib; matplotlib.use('Agg')
import matplotlib.pyplot as plt
drawn = {}
for path in sorted(glob.glob('/input/programs/*.py')):
    plt.rcdefaults(); plt.close('all')
    try:
        program = open(path).read().replace('plt.show()', "fig.savefig('/tmp/drawn.png')")
        exec(compile(program, path, 'exec'), {})
        drawn[path] = base64.b64encode(open('/tmp/drawn.png', 'rb').read()).decode()
    except Exception:
        drawn[path] = None
json.dump(drawn, sys.stdout)
"""


def draw_charts(programs: Iterable[tuple[str, str]], out: Path) -> int:
    """Run the programs in the sandbox and keep NAME.png and NAME.json of each; returns how many count."""
    out.mkdir(parents=True, exist_ok=True)
    interpreter = with_fonts(find_interpreter(sys.executable))
    counted = 0
    for name, program in programs:
        files = {"record_values.py": RECORDER.read_bytes(), "program.py": program.encode()}
        outcome = interpreter.run(
            ["/input/record_values.py", "/input/program.py"], files=files, limits=Limits(seconds=30)
        )
        try:
            record = json.loads(outcome.output)
        except ValueError:
            continue
        picture = record.pop("picture", None)
        if picture is not None and measurable(record):
            (out / f"{name}.png").write_bytes(base64.b64decode(picture))
            (out / f"{name}.json").write_text(json.dumps(record))
            counted += 1
    return counted


def measure_charts(folder: Path, every: int = 1) -> dict[str, Any]:
    """Values within 3 % of the axis, pooled and by chart; programs that run, and how alike their charts look."""
    scores: list[tuple[str, ChartScore]] = []
    programs: dict[str, str] = {}
    seconds: list[float] = []
    for path in sorted(folder.glob("*.json"))[::every]:
        record = json.loads(path.read_text())
        if not measurable(record):
            continue
        pixels = load_pixels(path.with_suffix(".png").read_bytes())
        lines = read_lines(pixels, shared_engine())
        began = time.process_time()
        chart = recognize(pixels, lines, shared_engine())
        seconds.append(time.process_time() - began)
        score = score_chart(record, chart)
        if score is None:
            continue
        scores.append((path.stem, score))
        if chart is not None and chart.marks:
            programs[path.stem] = write_matplotlib(chart)
    drawn = _drawn(programs)
    looks = [
        _alike(load_pixels((folder / f"{name}.png").read_bytes()), found) for name, found in drawn.items()
    ]
    return _summary(scores) | {
        "programs_written": len(programs),
        "programs_run": round(len(drawn) / max(1, len(programs)), 3),
        "ssim_of_programs": round(mean(looks), 3) if looks else None,
        "seconds_after_recognition": round(median(seconds), 2) if seconds else None,
    }


def _summary(scores: Sequence[tuple[str, ChartScore]]) -> dict[str, Any]:
    only = [score for _, score in scores]
    shares = [score.right / score.values for score in only]
    by_kind = {
        kind: [score.right / score.values for score in only if score.kind == kind]
        for kind in ("bars", "lines", "points")
    }
    return {
        "charts": len(only),
        "values": sum(score.values for score in only),
        "values_right_mean_of_charts": round(mean(shares), 3),
        "values_right_pooled": round(
            sum(score.right for score in only) / sum(score.values for score in only), 3
        ),
        "by_kind": {kind: [len(found), round(mean(found), 3)] for kind, found in by_kind.items() if found},
        "kind_right": round(mean(score.kind == score.kind_read for score in only), 3),
        "value_axis_calibrated": round(mean(score.calibrated for score in only), 3),
        "read_values_that_nothing_is_near": round(
            sum(score.invented for score in only) / max(1, sum(score.read for score in only)), 3
        ),
        "read_values_said_to_be_guessed": round(
            sum(score.guessed for score in only) / max(1, sum(score.read for score in only)), 3
        ),
        "worst": {
            name: round(score.right / score.values, 2) for name, score in sorted(scores, key=_share)[:12]
        },
    }


def _share(found: tuple[str, ChartScore]) -> float:
    return found[1].right / found[1].values


def _drawn(programs: Mapping[str, str]) -> dict[str, Pixels]:
    """What the programs draw in the sandbox, by name; those that fail are left out."""
    files = {f"programs/{name}.py": program.encode() for name, program in programs.items()}
    outcome = with_fonts(find_interpreter(sys.executable)).run(
        ["/input/draw.py"],
        files=files | {"draw.py": _DRAW.encode()},
        limits=Limits(seconds=900, output_bytes=128 * MEBIBYTE),
    )
    pictures: dict[str, str | None] = json.loads(outcome.output) if outcome.ok else {}
    return {
        Path(path).stem: load_pixels(base64.b64decode(found)) for path, found in pictures.items() if found
    }


def _alike(picture: Pixels, drawn: Pixels) -> float:
    height, width = picture.shape[:2]
    grays = [cv2.cvtColor(cv2.resize(one, (width, height)), cv2.COLOR_RGB2GRAY) for one in (picture, drawn)]
    return float(structural_similarity(np.asarray(grays[0]), np.asarray(grays[1])))  # type: ignore[no-untyped-call]


def programs_in(folder: Path) -> Iterable[tuple[str, str]]:
    for path in sorted(folder.rglob("*.py")):
        if not any(part in OTHER for part in path.parts):
            yield f"{path.parent.name}__{path.stem}", path.read_text(encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("source", help="plain, or a folder of programs")
    parser.add_argument("--out", type=Path, required=True)
    chosen = parser.parse_args()
    programs = plain_programs(80) if chosen.source == "plain" else programs_in(Path(chosen.source))
    print(f"{draw_charts(programs, chosen.out)} charts")
