"""Reports: means with n and standard error beside published rows, plots, and a gallery that opens from disk."""

import io
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from viscodex_model.core.errors import UserError
from viscodex_model.core.recipe import read_recipe
from viscodex_model.evaluate.benchmarks.registry import find_benchmark
from viscodex_model.evaluate.metrics.aggregation import Mean
from viscodex_model.evaluate.reporting.plots import Bar, Point, bar_plot, curve_plot, round_ticks
from viscodex_model.evaluate.reporting.report import make_report, markdown_table, read_scores
from viscodex_model.evaluate.reporting.sweep import Found, SweepRecipe, best_of, read_found
from viscodex_model.evaluate.reporting.sweep_page import sweep_lines, sweep_page, verdict
from viscodex_model.evaluate.reporting.tables import as_text, by_sample, measured_line
from viscodex_model.evaluate.scoring.rows import Note, Score, write_note, write_rows


def chart_row(identity: str, low: float, **changes: Any) -> Any:
    scores = {"low": low, "text": low, "layout": low, "type": low, "color": low, "executes": 1.0}
    return Score(benchmark="chartmimic", id=identity, model="mine <b>", scores=scores, **changes)


@pytest.fixture
def measured(tmp_path: Path) -> Any:
    """A file of three chart scores with pictures, and a row that does not count."""
    pictures = tmp_path / "s.pictures"
    pictures.mkdir()
    buffer = io.BytesIO()
    Image.new("RGB", (30, 20), "red").save(buffer, format="PNG")
    (pictures / "a.png").write_bytes(buffer.getvalue())
    rows = [
        chart_row("good", 0.9, pictures={"reference": "s.pictures/a.png", "predicted": "s.pictures/a.png"}),
        chart_row(
            "bad",
            0.1,
            pictures={"reference": "s.pictures/a.png"},
            reason="it fails: <script>alert(1)</script>",
        ),
        chart_row("middle", 0.5, pictures={"reference": "s.pictures/gone.png"}),
        Score(benchmark="chartmimic", id="odd", counted=False, reason="there is no sample with this id"),
    ]
    path = tmp_path / "s.jsonl"
    write_rows(path, rows)
    write_note(path, Note(benchmark="chartmimic", data="/some/where", model="mine <b>", samples=3))
    return read_scores(path)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Any] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.found.append((tag, dict(attrs)))


def test_a_table_has_means_errors_and_published_rows(measured: Any) -> None:
    """Three samples give a mean with its error; the paper's rows are marked as published; no judge is said."""
    table = markdown_table([measured])
    assert "| mine <b> | 3 | 50.0 ± 23.1 |" in table
    assert "no judge" in table
    assert "| VisCodex-8B (published) |  | 74.8 |" in table


def test_missing_answers_are_said_beside_n(measured: Any) -> None:
    """Zeros of questions that were not answered are named where the page says what was measured."""
    assert "n = 3)" in make_report([measured], most=10)
    missing = tuple(row.model_copy(update={"unanswered": row.id != "good"}) for row in measured.rows)
    assert "n = 3; 2 without an answer, counted as 0)" in make_report(
        [replace(measured, rows=missing)], most=10
    )


def test_the_page_opens_from_disk_alone(measured: Any) -> None:
    """Nothing is loaded from elsewhere, nothing of a model runs, and the worst sample is first."""
    page = make_report([measured], most=10)
    tags = _Tags()
    tags.feed(page)
    sources = [attrs.get("src", "") for _, attrs in tags.found if "src" in attrs]
    assert sources
    assert all(source.startswith("data:image/") for source in sources)
    assert not [tag for tag, _ in tags.found if tag in ("script", "link", "iframe")]
    assert "<script>" not in page
    assert re.findall(r"<header><b>(\w+)</b>", page) == ["bad", "middle", "good"]
    assert "nothing was drawn" in page
    assert "1 row that does not count" in page


def test_models_stand_side_by_side(measured: Any) -> None:
    """Two models are two lines of the table, and in a card their renderings follow the original, in the given order."""
    page = make_report([measured, replace(measured, model="other")], most=10)
    assert re.findall(r"<tr><td>(.*?)</td><td>3</td>", page) == ["mine &lt;b&gt;", "other"]
    card = page[page.index("<b>good</b>") :].partition("</section>")[0]
    assert re.findall(r"<strong>(.*?)</strong>", card) == ["Original", "mine &lt;b&gt;", "other"]
    assert card.count("<img") == 3


def test_the_gallery_may_be_cut(measured: Any) -> None:
    """Only as many samples as asked for are shown, and the page says of how many."""
    page = make_report([measured], most=1)
    assert "1 of 3 samples" in page
    assert "<b>good</b>" not in page


def test_an_answer_in_words_is_shown_with_its_grading(tmp_path: Path) -> None:
    """Where there is no picture the card holds what the model said and how each rule was met, as text and no more."""
    said = "Use <b>map</b>."
    row = Score(
        benchmark="infibench",
        id="a",
        scores={"score": 0.5},
        said=said,
        detail={"keywords": ["match", "unmatch"]},
    )
    write_rows(tmp_path / "s.jsonl", [row])
    page = make_report([read_scores(tmp_path / "s.jsonl")], most=10)
    assert "<p>keywords: match, unmatch</p>" in page
    assert "<details open><summary>Answer</summary><pre>Use &lt;b&gt;map&lt;/b&gt;.</pre></details>" in page


def test_published_rows_say_what_they_are_of(measured: Any) -> None:
    """A small set's mean does not stand beside a whole benchmark's without a word."""
    assert "Published rows are on the whole benchmark." in make_report([measured], most=1)


def test_a_file_without_scores_is_said(tmp_path: Path) -> None:
    """An empty file, or one of something else, is no report."""
    (tmp_path / "x.jsonl").write_text("{}\n")
    with pytest.raises(UserError, match="holds no scores"):
        read_scores(tmp_path / "x.jsonl")


def test_attempts_become_pass_at_k() -> None:
    """Five attempts of which one is right: pass@1 is a fifth, pass@5 is one; a zero stays."""
    rows = [
        Score(benchmark="mmcode", id="p", attempt=number, scores={"pass@1": float(number == 2)})
        for number in range(5)
    ]
    rows.append(Score(benchmark="mmcode", id="q", scores={"pass@1": 0.0}))
    found = by_sample(find_benchmark("mmcode"), rows)
    assert found == {"p": {"pass@1": pytest.approx(0.2), "pass@5": 1.0}, "q": {"pass@1": 0.0}}
    line = measured_line(find_benchmark("mmcode"), "m", rows)
    cell = line.cells["pass@1"]
    assert isinstance(cell, Mean) and cell.value == pytest.approx(0.1)
    assert line.cells["pass@10"] == "needs 10 attempts"


def test_without_clips_weights_the_high_level_is_not_measured() -> None:
    """Design2Code's last column says so, and is no zero."""
    row = Score(benchmark="design2code", id="p", scores={"low": 0.5, "block_match": 0.5})
    assert measured_line(find_benchmark("design2code"), "m", [row]).cells["high"] == "not measured"


def test_numbers_are_written_with_their_error() -> None:
    """Hundredths with one digit; a single sample has no error."""
    assert as_text(Mean(0.712, 0.013, 9)) == "71.2 ± 1.3"
    assert as_text(Mean(1.0, None, 1)) == "100.0"


def test_plots_hold_what_they_are_given() -> None:
    """Bars and points carry their labels and values, with names escaped."""
    bars = bar_plot("t", [Bar("a<b", 0.5, 0.1), Bar("c", 0.25, None, published=True)])
    assert "a&lt;b" in bars
    assert bars.count("<rect") == 2
    assert bars.count('class="whisker"') == 1
    curve = curve_plot("t", [Point(0.7, 0.1, 0.02), Point(0.8, 0.3, 0.02)], "lambda")
    assert curve.count("<circle") == 2
    assert curve.count('class="best"') == 1
    assert "<circle" in curve_plot("one", [Point(0.7, 0.1)], "lambda")


@given(st.floats(0, 1), st.floats(0, 1))
def test_ticks_are_round_and_hold_the_curve(one: Any, two: Any) -> None:
    """Two to seven marks at even steps of 1, 2 or 5, around all that is drawn."""
    low, high = sorted((one, two))
    ticks = round_ticks(low, high)
    step = ticks[1] - ticks[0]
    assert ticks[0] <= low + 1e-9
    assert ticks[-1] >= high - 1e-9
    assert 2 <= len(ticks) <= 7
    assert f"{step:.0e}"[0] in "125"
    assert ticks == pytest.approx([ticks[0] + step * number for number in range(len(ticks))])


RECIPES = Path(__file__).resolve().parents[5] / "model" / "recipes"
RECIPE = "vlm: a\ncoder: b\nlambdas: [0.7, 0.85]\nbenchmark: mmcode\nout: {out}\n"
FOUND = [
    Found(0.7, Mean(0.110, 0.02, 263)),
    Found(0.85, Mean(0.112, 0.02, 263)),
    Found(0.9, Mean(0.05, 0.01, 263)),
]


def test_a_sweep_names_the_best_and_its_rivals(tmp_path: Path) -> None:
    """The highest mean is named, with those that are within its standard error."""
    (tmp_path / "r.yaml").write_text(RECIPE.format(out=tmp_path))
    recipe = read_recipe(tmp_path / "r.yaml", SweepRecipe)
    assert best_of(FOUND).weight == 0.85
    assert verdict(FOUND) == "Best: lambda 0.85 with 11.2 ± 2.0; within one standard error of it: 0.7."
    assert "| 0.7 | 263 | 11.0 ± 2.0 |" in sweep_lines(recipe, FOUND)
    assert "<svg" in sweep_page(recipe, FOUND)


def test_a_sweep_says_which_lambda_was_not_answered(tmp_path: Path) -> None:
    """A server that failed at one lambda does not lower its mean in silence."""
    recipe = SweepRecipe(vlm="a", coder="b", lambdas=(0.7,), out=tmp_path)
    rows = [
        Score(benchmark="mmcode", id=name, scores={"pass@1": 1.0 - gone}, unanswered=gone)
        for name, gone in (("p", False), ("q", True))
    ]
    write_rows(tmp_path / "lambda-0.7.scores.jsonl", rows)
    found = [read_found(recipe, 0.7)]
    assert "| 0.7 | 2; 1 without an answer, counted as 0 | 50.0 ± 50.0 |" in sweep_lines(recipe, found)
    assert "<td>2; 1 without an answer, counted as 0</td>" in sweep_page(recipe, found)


@pytest.mark.parametrize("name", ["lambda-sweep-8b/02-sweep.yaml", "merge-in-small/04-sweep.yaml"])
def test_the_recipes_of_sweeps_are_valid(name: str) -> None:
    """The recipes that come along are read as they are."""
    assert len(read_recipe(RECIPES / name, SweepRecipe).lambdas) >= 3


def test_the_grid_of_the_paper_is_a_recipe() -> None:
    """Its four lambdas, chosen on MMCode."""
    recipe = read_recipe(RECIPES / "lambda-sweep-8b/02-sweep.yaml", SweepRecipe)
    assert (recipe.lambdas, recipe.benchmark) == ((0.7, 0.8, 0.85, 0.9), "mmcode")


def test_a_sweep_recipe_with_an_unknown_key_is_refused(tmp_path: Path) -> None:
    """A slip in a key is named with the nearest known one."""
    (tmp_path / "r.yaml").write_text(RECIPE.format(out=tmp_path) + "lamdas: [0.5]\n")
    with pytest.raises(UserError, match="did you mean `lambdas`"):
        read_recipe(tmp_path / "r.yaml", SweepRecipe)


def test_equal_lambdas_have_no_best() -> None:
    """Where all means are the same, none is named."""
    found = [Found(weight, Mean(0.0, 0.0, 3)) for weight in (0.5, 0.7)]
    assert verdict(found) == "All are equal, 0.0 ± 0.0: this benchmark does not tell these lambdas apart."
    assert verdict(found[:1]).startswith("Best: lambda 0.5")


def test_a_report_combines_attempts_as_the_scored_suite_does(tmp_path: Path) -> None:
    """InfiBench suites choose the rule; the note of the scores carries it to the report and the sweep."""
    rows = [
        Score(benchmark="infibench", id="1", attempt=n, scores={"score": float(n in (0, 10))})
        for n in range(20)
    ]
    path = tmp_path / "lambda-0.7.scores.jsonl"
    write_rows(path, rows)
    note = Note(benchmark="infibench", data="/d", model="m", samples=1, attempts_rule="avg_max_10")
    write_note(path, note)
    assert "| m | 1 | 100.0 |" in markdown_table([read_scores(path)])
    recipe = SweepRecipe(vlm="a", coder="b", lambdas=(0.7,), benchmark="infibench", out=tmp_path)
    assert read_found(recipe, 0.7).mean.value == 1.0
    write_note(path, note.model_copy(update={"attempts_rule": None}))
    assert "| m | 1 | 10.0 |" in markdown_table([read_scores(path)])


def test_attempts_that_were_not_measured_are_left_out() -> None:
    """An answer that cannot be run here does not count as wrong."""
    scores = [{"pass@1": 1.0}, {}]
    rows = [Score(benchmark="mmcode", id="1", attempt=n, scores=found) for n, found in enumerate(scores)]
    line = measured_line(find_benchmark("mmcode"), "m", rows)
    assert line.cells["pass@1"] == Mean(1.0, None, 1)
