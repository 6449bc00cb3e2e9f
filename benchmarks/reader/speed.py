"""What the reader costs beside its recognition alone, on the same pictures in turn: seconds and peak memory.

"Recognition" is the rapidocr package's own pipeline over the same weights, with its threads set. Ratios are of the
medians of paired runs.
"""

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from viscodex_model.read.recognition.sessions import thread_count

from benchmarks.measuring.stopwatch import measure

ROUNDS = 3


def measure_speed(pictures: Sequence[Path]) -> dict[str, Any]:
    """Seconds of each picture for reader and recognition, and the reader's peak memory in a process of its own."""
    return {path.name: _paired(path) for path in pictures} | {
        "peak memory of the reader, MB": {path.name: round(peak_memory(path)) for path in pictures}
    }


def _paired(path: Path) -> dict[str, Any]:
    from viscodex_model.read import read_picture

    data, pixels = path.read_bytes(), np.asarray(Image.open(path).convert("RGB"))
    ways: dict[str, Callable[[], object]] = {
        "reader": lambda: read_picture(data),
        "recognition": lambda: _recognition()(pixels),
    }
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for way in ways.values():
        way()
    for _ in range(ROUNDS):
        for name, way in ways.items():
            wall, busy = time.perf_counter(), time.process_time()
            way()
            taken[name].append((time.perf_counter() - wall, time.process_time() - busy))
    seconds = {name: statistics.median(wall for wall, _ in runs) for name, runs in taken.items()}
    busy_seconds = {name: statistics.median(busy for _, busy in runs) for name, runs in taken.items()}
    return {
        "size": f"{pixels.shape[1]}x{pixels.shape[0]}",
        "seconds": {name: round(value, 2) for name, value in seconds.items()},
        "CPU seconds": {name: round(value, 2) for name, value in busy_seconds.items()},
        "reader / recognition": round(busy_seconds["reader"] / busy_seconds["recognition"], 2),
    }


@cache
def _recognition() -> Any:
    from rapidocr import RapidOCR

    settings = {
        "EngineConfig.onnxruntime.intra_op_num_threads": thread_count(),
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    }
    return RapidOCR(params={"Global.log_level": "error", "Global.use_cls": False, **settings})


def peak_memory(path: Path) -> float:
    """Megabytes that a process which reads this one picture takes at most."""
    program = "import sys; from viscodex_model.read import read_picture; read_picture(open(sys.argv[1], 'rb').read())"
    return measure([sys.executable, "-c", program, str(path)]).megabytes
