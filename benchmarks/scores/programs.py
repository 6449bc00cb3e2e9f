"""Scores replies against the programs they should recreate: charts by what is drawn, code by its characters."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache

from viscodex_model.core.sandbox.interpreter import find_interpreter, with_fonts
from viscodex_model.evaluate.instruments.charts import Chart, draw_chart
from viscodex_model.evaluate.metrics.answer_code import fenced_code
from viscodex_model.evaluate.metrics.chart_comparison import compare_charts

from benchmarks.scores.pages import word_accuracy


@dataclass(frozen=True)
class ChartScore:
    """ChartMimic's four low-level F1 scores and their mean; a program that fails has 0 in each."""

    runs: float
    mean: float
    text: float
    layout: float
    type: float
    color: float


@dataclass(frozen=True)
class CodeScore:
    """Of characters, 1 less the edit distance as a share of the true code's length; lines that are right as a share."""

    characters: float
    lines: float
    exact: float


def score_charts(replies: Sequence[str], answers: Sequence[str]) -> list[ChartScore]:
    """Each reply's chart beside the answer's; both are drawn in the sandbox, two at a time."""
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(score_chart, replies, answers))


def score_chart(reply: str, answer: str) -> ChartScore:
    """One reply's chart beside the answer's."""
    drawn = _draw(_program(reply))
    if drawn.error is not None:
        return ChartScore(0, 0, 0, 0, 0, 0)
    found = compare_charts(drawn.drawn, _draw(_program(answer)).drawn)
    aspects = (found.text.f1, found.layout.f1, found.type.f1, found.color.f1)
    return ChartScore(1, found.low_level, *aspects)


def _program(reply: str) -> str:
    return fenced_code(reply, ("python", "py"))


@lru_cache(maxsize=1024)
def _draw(program: str) -> Chart:
    return draw_chart(program, "chart", with_fonts(find_interpreter()), seconds=30)


def score_code(reply: str, answer: str) -> CodeScore:
    """One reply's code beside the answer's."""
    said, true = (fenced_code(text, ()).rstrip("\n") for text in (reply, answer))
    lines, wanted = said.split("\n"), true.split("\n")
    return CodeScore(word_accuracy(said, true), word_accuracy(lines, wanted), float(said == true))
