"""The gallery of a report: the original and each model's rendering and score, worst first, as HTML."""

import base64
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from PIL import Image

from viscodex_model.evaluate.benchmarks.benchmark import Benchmark
from viscodex_model.evaluate.scoring.rows import SHOWN_LETTERS, Score

_WIDEST, _TALLEST = 720, 1800
_MOST_WORDS = 600


@dataclass(frozen=True)
class Run:
    """One model's scores on one benchmark, combined by sample; pictures lie relative to `folder`."""

    model: str
    samples: Mapping[str, Mapping[str, float]]
    rows: Sequence[Score]
    folder: Path


def gallery(benchmark: Benchmark, runs: Sequence[Run], *, most: int) -> str:
    """At most `most` samples, by the lowest mean of the benchmark's first column over the models."""
    column = benchmark.columns[0]
    scores = [run.samples for run in runs]
    samples = dict.fromkeys(sample for found in scores for sample in found)
    means = {
        sample: _mean([found[sample].get(column) for found in scores if sample in found])
        for sample in samples
    }
    worst = sorted(samples, key=lambda sample: (means[sample], sample))[:most]
    cards = "".join(_card(benchmark, sample, runs, scores) for sample in worst)
    left_out = f"<p>{len(worst)} of {len(samples)} samples, worst first.</p>"
    return f"<h3>Gallery</h3>{left_out}{cards}"


def _mean(values: Sequence[float | None]) -> float:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else -1.0


def _card(
    benchmark: Benchmark,
    sample: str,
    runs: Sequence[Run],
    scores: Sequence[Mapping[str, Mapping[str, float]]],
) -> str:
    rows = [next((row for row in run.rows if row.counted and row.id == sample), None) for run in runs]
    kind = "chart" if benchmark.name == "chartmimic" else ""
    shows = any(row is not None and row.pictures for row in rows)
    originals = [_picture(run, row, "reference") for run, row in zip(runs, rows, strict=True)]
    original = next((path for path in originals if path is not None), None)
    figures = [_figure(original, "<strong>Original</strong>", kind)] if shows else []
    for run, row, found in zip(runs, rows, scores, strict=True):
        caption = _caption(run.model, found.get(sample, {}), benchmark)
        picture = _picture(run, row, "predicted")
        reason = row.reason if row else "no row"
        caption += _why(reason) + _said(row, is_open=not shows)
        figures.append(_figure(picture, caption, kind) if shows else _words(caption))
    return (
        f'<section class="sample"><header><b>{escape(sample)}</b></header>'
        f'<div class="pictures">{"".join(figures)}</div></section>'
    )


def _picture(run: Run, row: Score | None, name: str) -> Path | None:
    return run.folder / row.pictures[name] if row is not None and name in row.pictures else None


def _caption(model: str, scores: Mapping[str, float], benchmark: Benchmark) -> str:
    numbers = " · ".join(
        f"{column.replace('_', ' ')} {100 * scores[column]:.0f}"
        for column in benchmark.columns
        if column in scores
    )
    return f"<strong>{escape(model)}</strong><br>{escape(numbers) or 'not scored'}"


def _why(reason: str | None) -> str:
    return f'<p class="why">{escape(reason)}</p>' if reason else ""


def _said(row: Score | None, *, is_open: bool) -> str:
    """How the answer was graded and how it begins, folded away where there are pictures to look at."""
    if row is None or not row.said:
        return ""
    graded = {name: value for name, value in row.detail.items() if isinstance(value, list)} if is_open else {}
    words = "; ".join(f"{name}: {', '.join(map(str, found))}" for name, found in graded.items())
    cut = "\n…" if len(row.said) >= SHOWN_LETTERS else ""
    return (
        f"{f'<p>{escape(words[:_MOST_WORDS])}</p>' if words else ''}"
        f"<details{' open' if is_open else ''}><summary>Answer</summary><pre>{escape(row.said)}{cut}</pre></details>"
    )


def _figure(picture: Path | None, caption: str, kind: str) -> str:
    source = data_uri(picture) if picture else None
    if source is None:
        frame = '<div class="frame empty">nothing was drawn</div>'
    else:
        frame = f'<div class="frame {kind}"><img alt="" src="{source}"></div>'
    return f"<figure>{frame}<figcaption>{caption}</figcaption></figure>"


def _words(caption: str) -> str:
    return f"<figure><figcaption>{caption}</figcaption></figure>"


def data_uri(path: Path) -> str | None:
    """The picture, made small enough to be looked at in a column, as a data URI; None where it cannot be read."""
    try:
        with Image.open(path) as image:
            small = image.convert("RGB")
    except (OSError, ValueError):
        return None
    if small.width > _WIDEST:
        small = small.resize(
            (_WIDEST, max(1, small.height * _WIDEST // small.width)), Image.Resampling.LANCZOS
        )
    small = small.crop((0, 0, small.width, min(small.height, _TALLEST)))
    buffer = io.BytesIO()
    small.save(buffer, format="WEBP", quality=82)
    return "data:image/webp;base64," + base64.b64encode(buffer.getvalue()).decode()
