"""Masking measured: how many drawn secrets are covered whole, by size and sort, and how often nothing is there."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from viscodex_model.read.picture.pixels import load_pixels
from viscodex_model.read.recognition.engine import shared_engine
from viscodex_model.read.secrets import Secret, search_secrets

from benchmarks.reader.drawn_secrets import draw_secrets

# A secret is covered where so much of its width is.
COVERED = 0.97


def measure(pictures: Path | None, *, count: int = 60) -> dict[str, Any]:
    """Recall on `count` drawn pictures, and false alarms on the pictures in a folder that hold no secrets."""
    by_size: dict[str, list[bool]] = defaultdict(list)
    by_sort: dict[str, list[bool]] = defaultdict(list)
    by_font: dict[str, list[bool]] = defaultdict(list)
    missed: list[str] = []
    for drawn in draw_secrets(count):
        found = search_secrets(drawn.pixels, shared_engine())
        for sort, box in drawn.secrets:
            whole = _covers(found, box)
            by_size[f"{drawn.size} px"].append(whole)
            by_sort[sort].append(whole)
            by_font[Path(drawn.font).stem].append(whole)
            if not whole:
                missed.append(f"{sort} {drawn.size} px {Path(drawn.font).stem}")
    every = [whole for values in by_size.values() for whole in values]
    return {
        "secrets": len(every),
        "recall": _share(every),
        "by_size": {name: _share(values) for name, values in sorted(by_size.items())},
        "by_font": {name: _share(values) for name, values in sorted(by_font.items())},
        "by_sort": {name: _share(values) for name, values in sorted(by_sort.items())},
        "missed": missed,
        **(_false_alarms(pictures) if pictures else {}),
    }


def _false_alarms(pictures: Path) -> dict[str, Any]:
    alarms: dict[str, int] = {}
    paths = [path for path in sorted(pictures.rglob("*")) if path.suffix in (".png", ".jpg")]
    for path in paths:
        found = search_secrets(load_pixels(path.read_bytes()), shared_engine())
        if found:
            alarms[path.name] = len(found)
    return {"pictures_without_secrets": len(paths), "pictures_with_alarm": len(alarms), "alarms": alarms}


def _covers(found: Sequence[Secret], box: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = box
    middle = (top + bottom) / 2
    spans = sorted((s.box.left, s.box.right) for s in found if s.box.top <= middle <= s.box.bottom)
    reached, covered = left, 0.0
    for start, end in spans:
        start, end = max(start, reached), min(end, right)
        covered += max(0.0, end - start)
        reached = max(reached, end)
    return covered >= COVERED * (right - left)


def _share(values: Sequence[bool]) -> float:
    return round(sum(values) / max(1, len(values)), 3)
