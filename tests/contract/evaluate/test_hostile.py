"""Answers that attack whoever scores them: each is a row with its reason, and the right answer after it is right."""

import functools
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from viscodex_model.cli import main
from viscodex_model.evaluate.benchmarks import chartmimic, mmcode
from viscodex_model.evaluate.benchmarks.benchmark import Sample
from viscodex_model.evaluate.benchmarks.infibench import Case
from viscodex_model.evaluate.instruments.browser import Renderer
from viscodex_model.evaluate.instruments.charts import draw_chart
from viscodex_model.evaluate.instruments.judge import ANSWER_PROMPT, CHART_PROMPT, PAGE_PROMPT, PROMPT_VERSION
from viscodex_model.evaluate.instruments.program_tests import run_tests
from viscodex_model.evaluate.instruments.tools import ToolSettings
from viscodex_model.evaluate.metrics.case_rules import Grading
from viscodex_model.evaluate.scoring import score
from viscodex_model.evaluate.scoring.rows import Prediction, Score, read_note, read_rows, write_rows

from tests.fixtures.judges.evaluate_needs import needs_browser, needs_sandbox
from tests.fixtures.servers.evaluate_server import serving

PROGRAMS = {
    "loops for ever": "while True: pass",
    "forks": "import os\nwhile True: os.fork()",
    "fills the disk": "import io\nn = 0\nwhile True:\n    io.open(f'f{n}', 'wb').write(b'0' * 2**22)\n    n += 1",
    "asks for 100 GB": "bytearray(100 << 30)",
    "opens a socket": "import socket\nsocket.create_connection(('127.0.0.1', 22), 2)",
    "reads accounts": "import io\nprint(io.open('/etc/passwd').read())",
    "prints a gigabyte": "import os\nwhile True: os.write(1, b'x' * 2**20)",
    "kills everybody": "import os, signal\nos.kill(-1, signal.SIGKILL)",
    "kills its parent": "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\nos._exit(0)",
    "is no program": "this is no program",
}
RIGHT_PAGE = "<html><body><h1>Garden notes</h1><p>Basil by the window</p></body></html>"
PAGES = {
    "redirects": "<html><head><meta http-equiv=refresh content='0; url=http://127.0.0.1:9/'></head><body>x",
    "goes elsewhere": "<html><body>x<script>setInterval(() => location = '/x', 1)</script>",
    "alerts for ever": "<html><body>x<script>setInterval(() => alert(1), 1)</script>",
    "never loads": "<html><body>x<script>while (true) {}</script>",
    "has no end": "<html><body><div style='height:1000000px'>x</div>",
    "is deep": "<div>" * 1200 + "x",
    "has too many texts": "<html><body>" + "".join(f"<b>{number}</b>" for number in range(4100)),
    "cannot be parsed": "<![",
    "is empty": "",
    "holds half a character": "<html><body>\ufffd\x00",
}
RIGHT_CHART = "import matplotlib.pyplot as plt\nplt.bar(['a', 'b'], [1, 2])\nplt.title('Sales')\nplt.show()"


def scored(folder: Path, benchmark: str, data: Path, answers: dict[str, str], *options: Any) -> Any:
    """The rows of `answers` (by name) as attempts at the data's one sample, after the `score` command."""
    identity = "1"
    rows = [
        Prediction(benchmark=benchmark, id=identity, attempt=number, response=said)
        for number, said in enumerate(answers.values())
    ]
    write_rows(folder / "p.jsonl", rows)
    words = ["score", str(folder / "p.jsonl"), "--out", str(folder / "s.jsonl"), "--processes", "1"]
    assert main([*words, "--data", str(data), *options]) == 0
    found = [
        row
        for row in read_rows(folder / "s.jsonl", Score)
        if isinstance(row, Score) and row.id == identity and row.counted
    ]
    return dict(zip(answers, found, strict=True))


@needs_sandbox
def test_hostile_programs_are_rows_and_the_run_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each attack on MMCode's tests becomes a row with a reason and no point; the right answer after them is right."""
    monkeypatch.setattr(mmcode, "run_tests", functools.partial(run_tests, seconds=2))
    (tmp_path / "test.jsonl").write_text(
        '{"problem_id": 1, "question": "Add.", "input_output": {"inputs": ["1 2"], "outputs": ["3"]}}'
    )
    right = "```python\nprint(sum(map(int, input().split())))\n```"
    attacks = {name: f"```python\n{program}\n```" for name, program in PROGRAMS.items()}
    rows = scored(tmp_path, "mmcode", tmp_path / "test.jsonl", {**attacks, "right": right})
    told = {name: (row.scores, bool(row.reason)) for name, row in rows.items()}
    assert told == {**dict.fromkeys(PROGRAMS, ({"pass@1": 0.0}, True)), "right": ({"pass@1": 1.0}, False)}


@needs_sandbox
def test_hostile_charts_are_rows_and_the_run_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each attack by a plotting program becomes a row with a reason and no point; the right chart after is right."""
    monkeypatch.setattr(chartmimic, "draw_chart", functools.partial(draw_chart, seconds=6))
    answers = {name: f"```python\n{program}\n```" for name, program in PROGRAMS.items()}
    rows = scored(tmp_path, "chartmimic", chart_data(tmp_path), {**answers, "right": RIGHT_CHART})
    told = {name: (row.scores["low"], row.scores["executes"], bool(row.reason)) for name, row in rows.items()}
    assert told == {**dict.fromkeys(PROGRAMS, (0.0, 0.0, True)), "right": (pytest.approx(1.0), 1.0, False)}


@needs_browser
def test_hostile_pages_are_rows_and_the_run_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages that hold the browser, cannot be parsed or never end each are a row; the right page after them is right."""
    monkeypatch.setitem(Renderer.screenshot.__kwdefaults__ or {}, "seconds", 5.0)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "1.html").write_text(RIGHT_PAGE)
    (tmp_path / "data" / "1.png").write_bytes(b"")
    answers = {name: f"```html\n{page}\n```" for name, page in PAGES.items()}
    rows = scored(
        tmp_path, "design2code", tmp_path / "data", {**answers, "right": f"```html\n{RIGHT_PAGE}\n```"}
    )
    assert {name: row.scores["low"] for name, row in rows.items()} == {
        **dict.fromkeys(PAGES, 0.0),
        "right": 1.0,
    }
    assert [name for name, row in rows.items() if not row.reason] == ["right"]


@needs_browser
def test_an_original_that_cannot_be_shown_is_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of the data that hangs says so in its row, and blames the data."""
    monkeypatch.setitem(Renderer.screenshot.__kwdefaults__ or {}, "seconds", 3.0)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "1.html").write_text("<html><script>while (true) {}</script></html>")
    (tmp_path / "data" / "1.png").write_bytes(b"")
    (row,) = scored(tmp_path, "design2code", tmp_path / "data", {"page": RIGHT_PAGE}).values()
    assert (row.scores["low"], str(row.reason)[:37]) == (0.0, "the original page cannot be measured:")


@needs_sandbox
@pytest.mark.parametrize("said", ["I like both.", "Score: 900", b"<html>no judge here</html>", 400])
def test_a_judge_that_answers_nonsense_is_a_reason_and_the_run_goes_on(tmp_path: Path, said: str) -> None:
    """The low level is measured all the same, the high level is missing, and the row says why."""
    with serving(lambda *_: said) as (url, _):
        answers = {"first": RIGHT_CHART, "second": RIGHT_CHART.replace("Sales", "Costs")}
        judge = ("--judge-url", url, "--judge-model", "j")
        rows = scored(tmp_path, "chartmimic", chart_data(tmp_path), answers, *judge)
    assert [(row.scores["executes"], "high" in row.scores) for row in rows.values()] == [(1.0, False)] * 2
    assert all("the judge" in str(row.reason) for row in rows.values())


@needs_sandbox
def test_a_judge_gives_the_high_level_and_is_named_in_the_note(tmp_path: Path) -> None:
    """What the judge says is the score; the note holds its name and prompts; scoring again asks nobody."""
    with serving(lambda *_: "Fine.\nScore: 85") as (url, requests):
        judge = ("--judge-url", url, "--judge-model", "j")
        data = chart_data(tmp_path)
        first = scored(tmp_path, "chartmimic", data, {"right": RIGHT_CHART, "fails": "1 / 0"}, *judge)
        again = scored(tmp_path, "chartmimic", data, {"right": RIGHT_CHART, "fails": "1 / 0"}, *judge)
    assert first == again
    assert {name: row.scores["high"] for name, row in first.items()} == {
        "right": pytest.approx(0.85),
        "fails": 0.0,
    }
    assert [(asked["model"], asked["temperature"]) for asked in requests] == [("j", 0.0)]
    written = read_note(tmp_path / "s.jsonl")
    assert written is not None
    note = written.settings["judge"]
    assert note == {
        "model": "j",
        "prompt_version": PROMPT_VERSION,
        "prompts": {"chart": CHART_PROMPT, "page": PAGE_PROMPT, "answer": ANSWER_PROMPT},
    }


def regex_case(folder: Path, identity: str, pattern: str) -> Any:
    """A sample of InfiBench with one expression to look for."""
    grading = Grading.model_validate({"keywords": [{"content": {"content": pattern, "regex": True}}]})
    return Sample(identity, "?", (), Case(grading, folder, "python", "", "?"))


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [("(", "unterminated subpattern"), ("(a+)+$", "it took longer than 1 s")],
)
def test_a_rule_that_cannot_be_followed_is_a_row_and_the_run_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pattern: str, reason: str
) -> None:
    """An expression that is none, or that would search for ever, costs its own row; the next is scored."""
    monkeypatch.setattr(score, "SECONDS_PER_ROW", 1)
    samples = [regex_case(tmp_path, "bad", pattern), regex_case(tmp_path, "good", "a+b")]
    answers = [Prediction(benchmark="infibench", id=s.id, response="a" * 40 + "b") for s in samples]
    bad, good = score.score_all(
        samples, answers, score.Job("infibench", ToolSettings(), tmp_path), processes=1
    )
    assert (bad.scores, reason in str(bad.reason)) == ({"score": 0.0}, True)
    assert (good.scores, good.reason) == ({"score": 1.0}, None)


class Ends:
    """What ends the process that it is sent to."""

    def __reduce__(self) -> Any:
        return os._exit, (1,)


def test_a_row_that_ends_its_process_is_found_and_the_run_goes_on(tmp_path: Path) -> None:
    """Of rows in two processes the guilty one says so, and all others are scored."""
    samples = [regex_case(tmp_path, f"s{number}", "a+b") for number in range(4)]
    samples[1] = Sample("s1", "?", (), Ends())
    answers = [Prediction(benchmark="infibench", id=sample.id, response="aab") for sample in samples]
    rows = score.score_all(samples, answers, score.Job("infibench", ToolSettings(), tmp_path), processes=2)
    assert [(row.id, row.scores["score"]) for row in rows] == [
        ("s0", 1.0),
        ("s1", 0.0),
        ("s2", 1.0),
        ("s3", 1.0),
    ]
    assert [row.reason for row in rows] == [None, "scoring it ended the process", None, None]


def test_a_row_that_ends_its_process_is_nothing_to_a_judge(tmp_path: Path) -> None:
    """It counts as 0 in the judge's column, as a row without a response does."""
    samples = [Sample("s", "?", (), Ends())]
    answers = [Prediction(benchmark="webcode2m", id="s", response="<p>x")]
    settings = ToolSettings(judge_url="http://127.0.0.1:1/v1", judge_model="j")
    (row,) = score.score_all(samples, answers, score.Job("webcode2m", settings, tmp_path), processes=2)
    assert row.reason == "scoring it ended the process"
    assert row.scores["judge"] == 0.0


@pytest.mark.parametrize(
    ("benchmark", "column"), [("chartmimic", "high"), ("webcode2m", "judge"), ("infibench", None)]
)
def test_no_response_counts_as_0_in_the_column_of_a_judge(
    benchmark: str, column: str | None, tmp_path: Path
) -> None:
    """ChartMimic calls it the high level; where a judge has no column of its own there is none to fill."""
    settings = ToolSettings(judge_url="http://127.0.0.1:1/v1", judge_model="j")
    job = score.Job(benchmark, settings, tmp_path)
    (row,) = score.score_all([Sample("s", "?", ())], [], job, processes=1)
    (alone,) = score.score_all([Sample("s", "?", ())], [], replace(job, settings=ToolSettings()), processes=1)
    assert row.unanswered
    assert set(row.scores) - set(alone.scores) == ({column} if column else set())
    assert set(row.scores.values()) == {0.0}


def chart_data(folder: Path) -> Any:
    """A folder with one chart, whose picture is not looked at."""
    data = folder / "charts"
    data.mkdir()
    (data / "1.py").write_text(RIGHT_CHART)
    (data / "1.png").write_bytes(b"")
    return data
