"""Kinds measured on the pictures of `kind_pictures`: how many are told right, and what the confidence is worth."""

import itertools
import time
from collections import Counter
from pathlib import Path
from statistics import median
from typing import Any

from viscodex_model.read.kinds import tell_kind
from viscodex_model.read.picture.pixels import load_pixels
from viscodex_model.read.recognition.engine import shared_engine
from viscodex_model.read.recognition.read_lines import read_lines

BANDS = (0.0, 0.6, 0.75, 0.9, 1.01)


def measure_kinds(folder: Path) -> dict[str, Any]:
    """`folder` has a folder of pictures for each kind."""
    right: Counter[str] = Counter()
    pictures: Counter[str] = Counter()
    confusions: Counter[str] = Counter()
    sure: list[tuple[float, bool]] = []
    seconds: list[float] = []
    for path in sorted(folder.glob("*/*.png")):
        true = path.parent.name
        pixels = load_pixels(path.read_bytes())
        lines = read_lines(pixels, shared_engine())
        began = time.process_time()
        told, confidence = tell_kind(pixels, lines)
        seconds.append(time.process_time() - began)
        pictures[true] += 1
        right[true] += told == true
        sure.append((confidence, told == true))
        if told != true:
            confusions[f"{true} as {told}"] += 1
    return {
        "pictures": sum(pictures.values()),
        "right": round(sum(right.values()) / max(1, sum(pictures.values())), 3),
        "by_kind": {kind: f"{right[kind]}/{count}" for kind, count in sorted(pictures.items())},
        "confusions": dict(confusions.most_common()),
        "right_by_confidence": {
            f"{low:.2f}-{high:.2f}": _share([good for value, good in sure if low <= value < high])
            for low, high in itertools.pairwise(BANDS)
        },
        "seconds_after_recognition": round(median(seconds), 3) if seconds else None,
    }


def _share(values: list[bool]) -> str:
    return f"{sum(values)}/{len(values)}"
