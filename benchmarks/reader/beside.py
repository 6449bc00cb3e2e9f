"""The reader beside tesseract on pictures of code, and its threads beside ONNX Runtime's default on a busy machine."""

import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from viscodex_model.read import read_picture

from benchmarks.reader.texts import TextScore, mean_of, score_text

ROUNDS = 3
_BUSY = "while True: pass"
_READ = """
import statistics, sys, time
from viscodex_model.read.recognition import sessions
if sys.argv[1] == 'default settings':
    import onnxruntime
    sessions._options = lambda threads: onnxruntime.SessionOptions()
from viscodex_model.read import read_picture
data = open(sys.argv[2], 'rb').read()
read_picture(data)
began = time.perf_counter()
read_picture(data)
print(time.perf_counter() - began)
"""


def measure_beside_tesseract(folder: Path) -> dict[str, Any]:
    """Character errors and CPU seconds for each picture of code, with tesseract's own layout analysis."""
    program = shutil.which("tesseract")
    if program is None:
        return {"left out": "tesseract is not installed"}
    ways: dict[str, Callable[[Path], str]] = {
        "reader": lambda path: read_picture(path.read_bytes(), kind="code").code,
        "tesseract": lambda path: (
            subprocess.run(
                [program, str(path), "-", "-c", "preserve_interword_spaces=1"],
                capture_output=True,
                text=True,
                check=True,
            ).stdout
        ),
    }
    scores: dict[str, list[TextScore]] = {name: [] for name in ways}
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    paths = sorted(folder.glob("*.png"))
    read_picture(paths[0].read_bytes(), kind="code")
    for path in paths:
        facts = json.loads(path.with_suffix(".json").read_text())
        for name, way in ways.items():
            began = _spent()
            text = way(path)
            seconds[name].append(_spent() - began)
            truth = path.with_suffix(".txt").read_text()
            scores[name].append(score_text(text, truth, python=facts["lang"] == "python"))
    return {
        name: mean_of(scores[name]) | {"CPU seconds, median": round(statistics.median(seconds[name]), 2)}
        for name in ways
    }


def measure_threads(picture: Path) -> dict[str, Any]:
    """Seconds of one picture with the reader's sessions and with default ones, while every core is busy otherwise."""
    taken: dict[str, list[float]] = {"reader": [], "default settings": []}
    with _busy_cores():
        for _ in range(ROUNDS):
            for name, runs in taken.items():
                done = subprocess.run(
                    [sys.executable, "-c", _READ, name, str(picture)],
                    capture_output=True,
                    text=True,
                    check=True,
                )
                runs.append(float(done.stdout))
    return {
        "picture": picture.name,
        "busy processes": os.cpu_count(),
        **{name: round(statistics.median(runs), 2) for name, runs in taken.items()},
    }


@contextmanager
def _busy_cores() -> Iterator[None]:
    loops = [subprocess.Popen([sys.executable, "-c", _BUSY]) for _ in range(os.cpu_count() or 1)]
    time.sleep(0.5)
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()


def _spent() -> float:
    """CPU seconds of this process and of those it has waited for."""
    used = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)
