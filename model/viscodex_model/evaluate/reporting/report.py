"""Writes a report of scores as one HTML file: tables, plots, how it was measured, and a gallery."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from viscodex_model.core.errors import UserError
from viscodex_model.core.sizes import counted
from viscodex_model.evaluate.benchmarks.benchmark import Benchmark
from viscodex_model.evaluate.benchmarks.registry import NAMES, find_benchmark
from viscodex_model.evaluate.metrics.aggregation import Mean
from viscodex_model.evaluate.reporting.gallery import Run, gallery
from viscodex_model.evaluate.reporting.plots import Bar, bar_plot
from viscodex_model.evaluate.reporting.published import VISCODEX_TABLE
from viscodex_model.evaluate.reporting.tables import (
    Line,
    as_text,
    by_sample,
    measured_line,
    size_of,
    unanswered_text,
)
from viscodex_model.evaluate.scoring.rows import BadLine, Note, Score, read_note, read_rows

_STYLE = Path(__file__).with_name("report.css")
_NAMES = {
    "low": "low level",
    "high": "high level",
    "block_match": "block-match",
    "cmls": "CMLS",
    "cmcs": "CMCS",
    "mse": "MSE (less is better)",
    "ssim": "SSIM",
    "tree": "TreeBLEU",
    "bleu": "BLEU",
    "rouge": "ROUGE",
}


@dataclass(frozen=True)
class Measured:
    """One file of scores with its note."""

    path: Path
    benchmark: str
    model: str
    rows: tuple[Score, ...]
    note: Note | None

    @property
    def rules(self) -> Benchmark:
        """The benchmark, which combines attempts as the scored data wants it."""
        return find_benchmark(self.benchmark, self.note.attempts_rule if self.note else None)


def read_scores(path: Path) -> Measured:
    """One file of scores.

    Raises:
        UserError: it cannot be read or holds no score.
    """
    rows = tuple(row for row in read_rows(path, Score) if not isinstance(row, BadLine))
    if not rows:
        raise UserError(f"{path} holds no scores. Make them with `viscodex-model score`.")
    note = read_note(path)
    model = note.model if note else next((row.model for row in rows if row.model), path.stem)
    return Measured(path, rows[0].benchmark, model or path.stem, rows, note)


def make_report(measured: Sequence[Measured], *, most: int) -> str:
    """The page, benchmarks in their fixed order, models in the order they are given."""
    present = [name for name in NAMES if any(item.benchmark == name for item in measured)]
    body = "".join(
        _section(find_benchmark(name), [m for m in measured if m.benchmark == name], most) for name in present
    )
    intro = (
        "<p>Means in hundredths ± standard error over samples, n beside them. Rows marked “published” are what papers "
        "state; they were not measured here. Compare scores only where data and settings are the same.</p>"
    )
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Benchmarks</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_STYLE.read_text(encoding='utf-8')}</style></head><body><h1>Benchmarks</h1>{intro}{body}</body></html>\n"
    )


def markdown_table(measured: Sequence[Measured]) -> str:
    """The tables for a terminal or a README."""
    blocks = []
    for name in NAMES:
        items = [item for item in measured if item.benchmark == name]
        if not items:
            continue
        benchmark = find_benchmark(name)
        lines = _lines(benchmark, items)
        head = f"| {benchmark.title} | n | " + " | ".join(_title(c) for c in benchmark.columns) + " |"
        rows = [
            f"| {_name(line)} | {_count(line)} | " + " | ".join(_cells(line, benchmark)) + " |"
            for line in lines
        ]
        blocks.append("\n".join([head, "|" + "---|" * (len(benchmark.columns) + 2), *rows]))
    return "\n\n".join(blocks)


def _section(benchmark: Benchmark, items: Sequence[Measured], most: int) -> str:
    lines = _lines(benchmark, items)
    runs = [Run(item.model, by_sample(item.rules, item.rows), item.rows, item.path.parent) for item in items]
    return (
        f"<h2>{escape(benchmark.title)}</h2>{_table(benchmark, lines)}{_sources(items)}"
        f"{_plot(benchmark, lines)}"
        f"{gallery(benchmark, runs, most=most)}{_odd_rows(items)}{_notes(items)}"
    )


def _lines(benchmark: Benchmark, items: Sequence[Measured]) -> list[Line]:
    lines = [measured_line(item.rules, item.model, item.rows) for item in items]
    for model, scores in VISCODEX_TABLE.get(benchmark.name, {}).items():
        cells: dict[str, Mean | str] = dict.fromkeys(benchmark.columns, "")
        cells |= {column: Mean(value, None, 0) for column, value in scores.items()}
        lines.append(Line(model, cells, published=True))
    return lines


def _table(benchmark: Benchmark, lines: Sequence[Line]) -> str:
    head = "".join(f"<th>{escape(_title(column))}</th>" for column in benchmark.columns)
    rows = ""
    for line in lines:
        cells = "".join(
            f'<td class="none">{escape(text)}</td>'
            if isinstance(line.cells[column], str)
            else f"<td>{escape(text)}</td>"
            for column, text in zip(benchmark.columns, _cells(line, benchmark), strict=True)
        )
        kind = ' class="published"' if line.published else ""
        rows += f"<tr{kind}><td>{escape(_name(line))}</td><td>{_count(line)}</td>{cells}</tr>"
    return f"<table><thead><tr><th>Model</th><th>n</th>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _sources(items: Sequence[Measured]) -> str:
    """Where the measured rows come from: the published ones are on the whole benchmark."""
    named = [
        f"{item.model} on {Path(item.note.data).name} (n = {item.note.samples}{unanswered_text(item.rows)})"
        for item in items
        if item.note
    ]
    published = (
        " Published rows are on the whole benchmark." if VISCODEX_TABLE.get(items[0].benchmark) else ""
    )
    return f"<p>Measured here: {escape('; '.join(named))}.{published}</p>" if named else ""


def _plot(benchmark: Benchmark, lines: Sequence[Line]) -> str:
    column = benchmark.columns[0]
    bars = [
        Bar(_name(line), cell.value, cell.error, line.published)
        for line in lines
        if isinstance(cell := line.cells[column], Mean)
    ]
    return f"<h3>{escape(_title(column))}</h3>{bar_plot(benchmark.title, bars)}" if bars else ""


def _odd_rows(items: Sequence[Measured]) -> str:
    odd = [(item.model, row) for item in items for row in item.rows if not row.counted]
    if not odd:
        return ""
    rows = "".join(
        f'<tr><td>{escape(model)}</td><td>{escape(row.id)}</td><td class="reason">{escape(row.reason or "")}</td></tr>'
        for model, row in odd[:200]
    )
    summary = (
        f"<summary>{counted(len(odd), 'row')} that {'does' if len(odd) == 1 else 'do'} not count</summary>"
    )
    return f"<details>{summary}<table><tbody>{rows}</tbody></table></details>"


def _notes(items: Sequence[Measured]) -> str:
    notes = [{"model": item.model, **item.note.model_dump()} for item in items if item.note]
    if not notes:
        return ""
    text = escape(json.dumps(notes, indent=2, ensure_ascii=False))
    return f"<details><summary>How it was measured</summary><pre>{text}</pre></details>"


def _cells(line: Line, benchmark: Benchmark) -> list[str]:
    return [as_text(line.cells[column]) for column in benchmark.columns]


def _count(line: Line) -> str:
    return "" if line.published else str(size_of(line))


def _name(line: Line) -> str:
    return f"{line.model} (published)" if line.published else line.model


def _title(column: str, names: Mapping[str, str] = _NAMES) -> str:
    return names.get(column, column)
