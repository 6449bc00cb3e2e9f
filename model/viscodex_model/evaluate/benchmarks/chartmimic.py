"""ChartMimic: recreate a chart as a matplotlib program; scored by what the program draws.

Source: C. Yang et al., "ChartMimic: Evaluating LMM's Cross-Modal Reasoning Capability via Chart-to-Code Generation"
(2024); data ChartMimic/ChartMimic (Apache-2.0): a folder of ID.py with ID.png, that folder as an archive, or JSON
lines with `idx` and `code`. Of the archives on the hub the newer one is read, and of its tasks the direct one.
"""

import json
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from viscodex_model.core.errors import UserError
from viscodex_model.evaluate.benchmarks.benchmark import Result, Sample, mean_of_attempts
from viscodex_model.evaluate.benchmarks.packed import unpacked
from viscodex_model.evaluate.instruments.charts import Chart, draw_chart
from viscodex_model.evaluate.instruments.missing_modules import missing_python, not_here
from viscodex_model.evaluate.instruments.tools import Tools
from viscodex_model.evaluate.metrics.answer_code import fenced_code
from viscodex_model.evaluate.metrics.chart_comparison import compare_charts

QUESTION = """\
The picture is a chart that was drawn with matplotlib. Write the Python program that draws it: the same kind of chart, \
data, text, colors, layout and style{size}. The program must run as it is, without any file. Answer with the \
program in one ```python block."""
_SIZE = re.compile(r"figsize\s*=\s*\(\s*([\d.]+)\s*,\s*([\d.]+)\s*\)")
_FOLDERS = (
    "",
    "ori_500",
    "direct_500",
    "direct_600",
    "direct_mimic",
    "dataset/ori_500",
    "dataset/direct_600",
)
_ARCHIVES = ("dataset-iclr.tar.gz", "dataset-old.tar.gz")
_MEASURED = ("low", "text", "layout", "type", "color", "executes")


class ChartMimic:
    """See the module."""

    name = "chartmimic"
    title = "ChartMimic"
    hub = "ChartMimic/ChartMimic"
    judged = "high"
    columns = (*_MEASURED, judged)

    def load(self, data: Path) -> list[Sample]:
        """One sample for each program under `data`, or for each line of the JSON lines file `data`."""
        if data.suffix == ".jsonl" and data.is_file():
            lines = data.read_text(encoding="utf-8", errors="replace").splitlines()
            return [self._from_line(number, line, data) for number, line in enumerate(lines, 1) if line]
        folder = _programs_in(data)
        if folder is None:
            raise UserError(
                f"{data} holds no ChartMimic data: a folder (or archive) of ID.py and ID.png files is expected."
            )
        return [
            self._sample(path.stem, path.read_text(encoding="utf-8", errors="replace"), folder)
            for path in sorted(folder.glob("*.py"))
        ]

    def score(self, sample: Sample, response: str, tools: Tools) -> Result:
        """Draw both charts and compare what was drawn; a program that does not run to its end scores zero."""
        interpreter = tools.drawing_interpreter
        reference = draw_chart(sample.reference, sample.id, interpreter)
        predicted = draw_chart(fenced_code(response, ("python", "py")), sample.id, interpreter)
        missing = missing_python(reference.error or predicted.error or "")
        if missing:
            return Result({}, f"not measured: {not_here(missing, interpreter.executable)}")
        return self._compare(predicted, reference, tools)

    def zero(self, _sample: Sample) -> dict[str, float]:
        return dict.fromkeys(_MEASURED, 0.0)

    def combine(self, attempts: Sequence[Mapping[str, float]]) -> dict[str, float]:
        return mean_of_attempts(attempts)

    def _compare(self, predicted: Chart, reference: Chart, tools: Tools) -> Result:
        pictures = {"predicted": predicted.picture, "reference": reference.picture}
        seen = {name: picture for name, picture in pictures.items() if picture}
        drawn = compare_charts(predicted.drawn, reference.drawn)
        detail: dict[str, Any] = {"low_raw": drawn.low_level}
        if predicted.error is not None:
            # as published: what was drawn before the error does not count, and the judge gives nothing
            scores = dict.fromkeys(_MEASURED, 0.0) | ({self.judged: 0.0} if tools.judge else {})
            return Result(scores, f"the program fails: {predicted.error}", detail, seen)
        aspects = {name: getattr(drawn, name).f1 for name in ("text", "layout", "type", "color")}
        scores = {"low": drawn.low_level, **aspects, "executes": 1.0}
        reason = f"the reference program fails: {reference.error}" if reference.error else None
        if tools.judge is None:
            return Result(scores, reason, detail, seen)
        if not predicted.picture:
            scores[self.judged] = 0.0
        elif reference.picture:
            verdict = tools.judge.compare_charts(reference.picture, predicted.picture)
            detail["judge"] = verdict.text
            if verdict.score is None:
                reason = verdict.reason
            else:
                scores[self.judged] = verdict.score
        return Result(scores, reason, detail, seen)

    def _from_line(self, number: int, line: str, file: Path) -> Sample:
        try:
            record = json.loads(line)
            return self._sample(str(record["idx"]), str(record["code"]), file.parent)
        except (ValueError, KeyError, TypeError) as error:
            raise UserError(f"Line {number} of {file} is no chart with `idx` and `code`: {error}.") from error

    def _sample(self, identity: str, program: str, folder: Path) -> Sample:
        picture = folder / f"{identity}.png"
        size = _SIZE.search(program)
        asked = f", on a figure of {size[1]} by {size[2]} inches" if size else ""
        # Unlike Path.is_file this takes a name that no file system does for that of no file.
        found = os.path.isfile(picture)
        problem = None if found else f"its picture {picture.name[:100]} is missing"
        return Sample(identity, QUESTION.format(size=asked), (picture,), program, problem)


def _programs_in(data: Path) -> Path | None:
    """The folder of programs under `data`; where there is none, under the archive that `data` is or holds."""
    archives = [data, *(data / name for name in _ARCHIVES)]
    for place in (data, *(unpacked(path) for path in archives if path.is_file())):
        for name in _FOLDERS:
            if any((place / name).glob("*.py")):
                return place / name
    return None
