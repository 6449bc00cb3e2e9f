"""The small sets' own right answers score 1.0 each, and so do their charts and pages against themselves."""

import base64
import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from viscodex_model.cli import main
from viscodex_model.evaluate.benchmarks.registry import find_benchmark
from viscodex_model.evaluate.instruments.tools import Tools, ToolSettings
from viscodex_model.evaluate.scoring.rows import Score, read_rows

from tests.fixtures.judges.evaluate_needs import needs_browser, needs_sandbox
from tests.fixtures.servers.evaluate_server import serving

SMALL = Path(__file__).resolve().parents[3] / "model" / "benchmarks_small"


@pytest.fixture(scope="module")
def tools() -> Iterator[Any]:
    shared = Tools(ToolSettings())
    yield shared
    shared.close()


def pixels(picture: bytes) -> bytes:
    with Image.open(io.BytesIO(picture)) as image:
        return image.convert("RGB").tobytes()


def ids_of(name: str) -> Any:
    return [sample.id for sample in find_benchmark(name).load(SMALL / name)]


def sample_of(name: str, identity: str) -> Any:
    return next(sample for sample in find_benchmark(name).load(SMALL / name) if sample.id == identity)


@needs_sandbox
@pytest.mark.parametrize("name", ["mmcode", "infibench"])
def test_right_answers_are_right(tmp_path: Path, name: str) -> None:
    """The file of right answers has one to every question, and each scores 1.0."""
    if name == "infibench" and shutil.which("node") is None:
        pytest.skip("node is not installed: one question's unit test is a JavaScript program")
    out = tmp_path / "scores.jsonl"
    answers = SMALL / "right" / f"{name}.jsonl"
    words = ["score", str(answers), "--out", str(out), "--data", str(SMALL / name), "--processes", "1"]
    assert main(words) == 0
    column = find_benchmark(name).columns[0]
    found = {
        row.id: (row.scores.get(column), row.counted)
        for row in read_rows(out, Score)
        if isinstance(row, Score)
    }
    assert found == dict.fromkeys(ids_of(name), (1.0, True))


@needs_sandbox
@pytest.mark.parametrize("identity", ids_of("chartmimic"))
def test_a_chart_is_like_itself(tools: Tools, identity: str) -> None:
    """A chart's own program draws all of its text, layout, types and colors."""
    sample = sample_of("chartmimic", identity)
    result = find_benchmark("chartmimic").score(sample, f"```python\n{sample.reference}```", tools)
    wanted = dict.fromkeys(("low", "text", "layout", "type", "color", "executes"), 1.0)
    assert (result.scores, result.reason) == (pytest.approx(wanted, abs=1e-9), None)  # type: ignore[comparison-overlap]


@needs_browser
@pytest.mark.parametrize(
    ("name", "identity"), [(name, one) for name in ("design2code", "webcode2m") for one in ids_of(name)]
)
def test_a_page_is_like_itself(tools: Tools, name: str, identity: str) -> None:
    """A page's own source has all of its blocks, text, places and colors, and nests as it does."""
    sample = sample_of(name, identity)
    result = find_benchmark(name).score(sample, f"```html\n{sample.reference.html}```", tools)
    wanted = dict.fromkeys(("low", "block_match", "text", "position", "color"), 1.0)
    wanted |= (
        dict.fromkeys(("tree", "ssim", "bleu", "rouge"), 1.0) | {"mse": 0.0} if name == "webcode2m" else {}
    )
    assert (result.scores, result.reason) == (pytest.approx(wanted, abs=1e-9), None)  # type: ignore[comparison-overlap]


@needs_browser
def test_a_judge_of_pages_has_a_column_of_its_own(tmp_path: Path) -> None:
    """It is shown the original and the copy, in this order; a page that cannot be shown has 0 from it, unasked."""
    sample = sample_of("webcode2m", "short-0")
    with serving(lambda *_: "Content: 20\nScore: 64") as (url, requests):
        judged = Tools(ToolSettings(judge_url=url, judge_model="j", judge_cache=tmp_path))
        result = find_benchmark("webcode2m").score(sample, "```html\n<h1>Harbour</h1>\n```", judged)
        nothing = find_benchmark("webcode2m").score(sample, "```html\n" + "<b>" * 3000 + "\n```", judged)
        judged.close()
    assert result.scores["judge"] == pytest.approx(0.64)
    shown = [part["image_url"]["url"] for part in requests[0]["messages"][0]["content"][:2]]
    seen = [pixels(base64.b64decode(url.partition(",")[2])) for url in shown]
    assert seen == [pixels(result.pictures[name]) for name in ("reference", "predicted")]
    assert nothing.scores == dict.fromkeys(result.scores.keys() - {"mse"}, 0.0)  # no picture, no error
    assert len(requests) == 1


@needs_browser
def test_a_page_that_was_not_answered_is_nothing_to_a_judge(tmp_path: Path) -> None:
    """It counts as 0 in the judge's column as in all others, and the judge is not asked."""
    (tmp_path / "p.jsonl").write_text("")
    words = ["score", str(tmp_path / "p.jsonl"), "--out", str(tmp_path / "s.jsonl"), "--processes", "1"]
    words += ["--benchmark", "webcode2m", "--data", str(SMALL / "webcode2m"), "--judge-model", "j"]
    with serving(lambda *_: "Score: 64") as (url, requests):
        assert main([*words, "--judge-url", url]) == 0
    rows = [row for row in read_rows(tmp_path / "s.jsonl", Score) if isinstance(row, Score)]
    assert [row.scores["judge"] for row in rows] == [0.0] * 3
    assert not requests
