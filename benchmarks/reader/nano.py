"""The reader and the small model nano on the same pictures, in one table: also where the reader loses.

Nano gets each picture as the local server would give it, and answers greedily; its replies are scored by the functions
that score the reader. Large sets are thinned out alike for both.
"""

import re
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from viscodex_model.read import Kind, Reading, read_picture
from viscodex_model.read.picture.pixels import load_pixels
from viscodex_model.serve.reading.question import language_of

from benchmarks.reader.charts import measure_charts
from benchmarks.reader.code import measure_texts
from benchmarks.reader.nano_charts import measure_drawn_charts
from benchmarks.reader.pages import Read, measure_applications, measure_golden, measure_sections
from benchmarks.reader.tables import measure_tables
from benchmarks.scores.reader import LONGEST, load_model, reply_to

# Nano takes some seconds for a picture: of so many pictures of a set one is taken.
EVERY = {
    "code": 4,
    "terminals": 2,
    "sections": 2,
    "golden pages": 3,
    "applications": 8,
    "tables": 12,
    "charts": 8,
}
_FENCED = re.compile(r"```([\w+#-]*)\n(.*?)(?:\n```|\Z)", re.DOTALL)


def measure_beside_nano(
    pictures: Path, golden: Path, applications: Path, tables: Path, charts: Path, model: Path
) -> dict[str, Any]:
    """For each measure the figures of both; `model` is nano's folder."""
    nano, reader = _Timed(_nano(model)), _Timed(read_picture)
    texts = ("pictures", "character errors", "exact lines")
    pages = ("n", "ssim", "ssim of a blank page", "words", "letters", "F1 (tag, text)")
    places = ("n", "lines in their place, mean of pages", "ssim")
    values = (
        "charts",
        "values_right_mean_of_charts",
        "read_values_that_nothing_is_near",
        "programs_run",
    )
    ways: dict[str, tuple[Callable[[Read], dict[str, Any]], tuple[str, ...]]] = {
        "code": (lambda read: _texts(pictures / "code", "code", read, "code"), texts),
        "terminals": (lambda read: _texts(pictures / "terminal", "terminal", read, "terminals"), texts),
        "sections": (
            lambda read: measure_sections(pictures / "sections", read, EVERY["sections"]),
            pages,
        ),
        "golden pages": (
            lambda read: measure_golden(golden, read, EVERY["golden pages"]),
            ("n", "mean of the four"),
        ),
        "applications": (
            lambda read: measure_applications(applications, read, EVERY["applications"]),
            places,
        ),
        "tables": (
            lambda read: measure_tables(tables, read, EVERY["tables"])["all"],
            ("cells", "right"),
        ),
        "plain charts": (lambda read: _charts(charts / "plain", read, nano), values),
        "gallery charts": (lambda read: _charts(charts / "gallery", read, nano), values),
    }
    table: dict[str, Any] = {}
    for name, (measure, figures) in ways.items():
        table[name] = {}
        for who, read in (("reader", reader), ("nano", nano)):
            found = measure(read)
            table[name][who] = {figure: found[figure] for figure in figures if figure in found}
            table[name][who]["CPU seconds, median"] = read.median()
        print(name, table[name], flush=True)
    return table


def _charts(folder: Path, read: Read, nano: Read) -> dict[str, Any]:
    if read is nano:
        return measure_drawn_charts(folder, read, EVERY["charts"])
    return measure_charts(folder, EVERY["charts"])


def _texts(folder: Path, kind: Kind, read: Read, name: str) -> dict[str, Any]:
    found: dict[str, Any] = measure_texts(folder, kind=kind, read=read, every=EVERY[name])["all"]
    return found


class _Timed:
    """Reads, and keeps the CPU seconds of each picture until they are asked for."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._seconds: list[float] = []

    def __call__(self, data: bytes, **known: Any) -> Reading:
        began = time.process_time()
        reading = self._read(data, **known)
        self._seconds.append(time.process_time() - began)
        return reading

    def median(self) -> float | None:
        seconds, self._seconds = self._seconds, []
        return round(statistics.median(seconds), 2) if seconds else None


def _nano(folder: Path) -> Read:
    load_model(folder, None)

    def read(data: bytes, **known: Any) -> Reading:
        del known
        pixels = load_pixels(data)
        reply = reply_to(pixels, LONGEST)[0]
        found = _FENCED.search(reply)
        label, code = (found[1], found[2]) if found else ("", reply)
        return Reading(
            "page", 1.0, pixels.shape[1], pixels.shape[0], (), code=code, language=language_of(label)
        )

    return read
