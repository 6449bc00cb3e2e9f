"""Scoring files of predictions: every sample a row, bad input a row with its reason, the same bytes every time."""

import json
from pathlib import Path
from typing import Any

import pytest
from viscodex_model.cli import main
from viscodex_model.core.errors import UserError
from viscodex_model.core.sandbox.interpreter import find_interpreter
from viscodex_model.evaluate.benchmarks.benchmark import Sample
from viscodex_model.evaluate.benchmarks.registry import find_benchmark, find_data
from viscodex_model.evaluate.instruments.answer_scoring import score_answer
from viscodex_model.evaluate.instruments.program_tests import read_tests, run_tests
from viscodex_model.evaluate.instruments.tools import Tools, ToolSettings
from viscodex_model.evaluate.metrics.case_rules import Grading
from viscodex_model.evaluate.scoring.pairing import pair_predictions
from viscodex_model.evaluate.scoring.rows import (
    BadLine,
    Note,
    Prediction,
    Score,
    read_rows,
    write_note,
    write_rows,
)
from viscodex_model.evaluate.scoring.score import Job, _Worker, score_all

from tests.fixtures.judges.evaluate_needs import needs_sandbox
from tests.fixtures.servers.evaluate_server import serving

SMALL = Path(__file__).resolve().parents[3] / "model" / "benchmarks_small"


def row(identity: str, response: str | None = "x", **changes: Any) -> Any:
    return Prediction(benchmark="infibench", id=identity, response=response, model="m", **changes)


def test_odd_predictions_become_rows_that_do_not_count() -> None:
    """Doubled, unknown, foreign and unreadable lines are told one by one, and a missing one is a zero."""
    samples = [Sample("a", "?"), Sample("b", "?")]
    foreign = Prediction(benchmark="mmcode", id="a", response="x")
    found = pair_predictions(
        samples,
        [row("a"), row("a", "again"), row("zzz"), foreign, BadLine(7, "it is no prediction")],
        "infibench",
    )
    assert [(sample.id, prediction.response, prediction.error) for sample, prediction in found.wanted] == [
        ("a", "x", None),
        ("b", None, "there is no prediction"),
    ]
    assert [(odd.id, odd.counted) for odd in found.odd] == [
        (name, False) for name in ("a", "zzz", "a", "line 7")
    ]
    assert "twice" in str(found.odd[0].reason)
    assert "no sample" in str(found.odd[1].reason)


@needs_sandbox
def test_the_small_set_of_questions(tmp_path: Path) -> None:
    """The small InfiBench set is scored by keywords, blanks, programs and similarity, twice to the same bytes."""
    predictions = tmp_path / "p.jsonl"
    good = "```python\ndef middle(n):\n    s = sorted(n)\n    return (s[(len(s) - 1) // 2] + s[len(s) // 2]) / 2\n```"
    answers = {
        "small-1": "enumerate gives a tuple",
        "small-3": good,
        "small-5": "git push --force",
        "small-6": "No idea.",
    }
    write_rows(predictions, [row(identity, text) for identity, text in answers.items()])
    predictions.write_text(predictions.read_text() + "this is no json\n")
    outs = [tmp_path / "s1.jsonl", tmp_path / "s2.jsonl"]
    for out in outs:
        words = ["score", str(predictions), "--out", str(out), "--data", str(SMALL / "infibench")]
        assert main([*words, "--processes", "1"]) == 0
    assert outs[0].read_bytes() == outs[1].read_bytes()
    rows = [item for item in read_rows(outs[0], Score) if isinstance(item, Score)]
    found = {item.id: item.scores.get("score") for item in rows if item.counted}
    assert found == {
        "small-1": 1.0,
        "small-2": 0.0,
        "small-3": 1.0,
        "small-4": 0.0,
        "small-5": 0.0,
        "small-6": 0.0,
    }
    assert [item.id for item in rows if not item.counted] == ["line 5"]


@needs_sandbox
def test_shares_one_after_another_are_one_run(tmp_path: Path) -> None:
    """`--shard` gives each sample to one share and odd rows to the last, so that the files join to the same bytes."""
    predictions = tmp_path / "p.jsonl"
    answers = {"small-1": "enumerate gives a tuple", "small-5": "git push --force", "small-9": "Who asked?"}
    write_rows(predictions, [row(identity, text) for identity, text in answers.items()])
    words = ["score", str(predictions), "--data", str(SMALL / "infibench"), "--processes", "1", "--out"]
    assert main([*words, str(tmp_path / "whole.jsonl")]) == 0
    shares = [tmp_path / f"share-{number}.jsonl" for number in (1, 2, 3, 4)]
    for number, out in enumerate(shares, 1):
        assert main([*words, str(out), "--shard", f"{number}/4"]) == 0
    assert b"".join(out.read_bytes() for out in shares) == (tmp_path / "whole.jsonl").read_bytes()
    notes = {path.read_bytes() for path in tmp_path.glob("*.note.json")}
    assert len(notes) == 1


@needs_sandbox
def test_missing_answers_are_told_from_bad_ones(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A server that failed leaves zeros that are counted, marked as such, and said after n."""
    samples = find_benchmark("infibench").load(SMALL / "infibench")
    write_rows(tmp_path / "p.jsonl", [row("small-1", "No idea."), row("small-2", None, error="away")])
    words = ["score", str(tmp_path / "p.jsonl"), "--out", str(tmp_path / "s.jsonl"), "--processes", "1"]
    assert main([*words, "--data", str(SMALL / "infibench")]) == 0
    rows = [item for item in read_rows(tmp_path / "s.jsonl", Score) if isinstance(item, Score)]
    assert [item.unanswered for item in rows] == [False] + [True] * (len(samples) - 1)
    assert {item.scores["score"] for item in rows} == {0.0}
    assert (
        "n = 6, in hundredths ± standard error; 5 without an answer, counted as 0" in capsys.readouterr().out
    )


@needs_sandbox
def test_questions_that_were_not_to_be_asked_are_not_missing(tmp_path: Path) -> None:
    """After `predict --limit 2` two questions are scored, also where the data has moved since."""
    write_rows(tmp_path / "p.jsonl", [row("small-1", "enumerate"), row("small-2", "No idea.")])
    note = Note(benchmark="infibench", data="/moved", model="m", samples=2, settings={"limit": 2})
    write_note(tmp_path / "p.jsonl", note)
    words = ["score", str(tmp_path / "p.jsonl"), "--out", str(tmp_path / "s.jsonl"), "--processes", "1"]
    assert main([*words, "--data", str(SMALL / "infibench")]) == 0
    assert [item.id for item in read_rows(tmp_path / "s.jsonl", Score) if isinstance(item, Score)] == [
        "small-1",
        "small-2",
    ]


@needs_sandbox
def test_ids_that_cannot_be_file_names_keep_their_pictures_apart(tmp_path: Path) -> None:
    """Two ids that differ in a sign that no file name may hold have each their own picture, inside the folder."""
    program = "import matplotlib.pyplot as plt\nplt.plot([1, {}])"
    samples = [
        Sample(identity, "?", (), program.format(n)) for n, identity in enumerate(("a/../b", "a_.._b"), 2)
    ]
    job = Job("chartmimic", ToolSettings(), tmp_path / "s.pictures")
    answers = [
        Prediction(benchmark="chartmimic", id=sample.id, response=sample.reference) for sample in samples
    ]
    rows = score_all(samples, answers, job, processes=1)
    pictures = [(tmp_path / row.pictures["predicted"]).read_bytes() for row in rows]
    assert pictures[0] != pictures[1]
    assert len(list((tmp_path / "s.pictures").iterdir())) == 4


def test_pictures_that_cannot_be_written_end_the_run_with_a_sentence(tmp_path: Path) -> None:
    """Where the folder of pictures is a file nothing could be kept: that is said once, not row by row."""
    (tmp_path / "s.pictures").write_text("")
    worker = _Worker(Job("chartmimic", ToolSettings(), tmp_path / "s.pictures"))
    answer = Prediction(benchmark="chartmimic", id="a", response="x")
    with pytest.raises(UserError, match="Cannot write"):
        worker._keep(Sample("a", "?"), answer, {"predicted": b"png"})


@needs_sandbox
def test_two_processes_score_as_one(tmp_path: Path) -> None:
    """Rows do not depend on how many processes make them."""
    samples = find_benchmark("infibench").load(SMALL / "infibench")
    predictions = [row(sample.id, "enumerate") for sample in samples]
    job = Job("infibench", ToolSettings(), tmp_path)
    assert score_all(samples, predictions, job, processes=2) == score_all(
        samples, predictions, job, processes=1
    )


@needs_sandbox
@pytest.mark.parametrize(
    ("program", "passed", "reason"),
    [
        ("print(sum(map(int, input().split())))", (True, True), None),
        (
            "import sys\nif __name__ == '__main__':\n    print(sum(map(int, sys.stdin.read().split())))",
            (True, True),
            None,
        ),
        ("print(7)", (True, False), "test 2: another output than expected"),
        ("while True: pass", (False, False), "test 1: it took longer than 1 s"),
        ("import os; os._exit(0)", (False, False), "test 1: the program ended the interpreter"),
        ("x = 1\nsys.exit()", (False, False), "test 1: another output than expected"),
        ("x =", (False, False), "test 1: SyntaxError"),
        ("print(open('/etc/passwd').read())", (False, False), "test 1: another output than expected"),
    ],
)
def test_programs_against_tests(program: str, passed: bool, reason: str) -> None:
    """Right, wrong, endless, ended and broken programs each get their verdict on each test."""
    tests = read_tests(json.dumps({"inputs": ["3 4\n", "1 1\n"], "outputs": ["7\n", "2\n"]}))
    verdict = run_tests(program, tests, find_interpreter(), seconds=1)
    assert verdict.passed == passed  # type: ignore[comparison-overlap]
    assert (verdict.reason or "").startswith(reason or "")
    assert (verdict.reason is None) == (reason is None)


@needs_sandbox
def test_functions_against_tests() -> None:
    """A function or a Solution's method is called with each input."""
    tests = read_tests({"fn_name": "total", "inputs": [[[1, 2]], [[3]]], "outputs": [[3], [3]]})
    assert run_tests("def total(x): return sum(x)", tests, find_interpreter()).all_passed
    assert run_tests(
        "class Solution:\n    def total(self, x): return sum(x)", tests, find_interpreter()
    ).all_passed
    assert not run_tests("def other(x): return 3", tests, find_interpreter()).all_passed


@pytest.mark.parametrize("text", ["{}", '{"inputs": [1], "outputs": []}', "no json"])
def test_tests_that_are_none(text: str) -> None:
    """A problem without tests is refused when it is read."""
    with pytest.raises(ValueError, match=r"inputs|Expecting"):
        read_tests(text)


def test_a_case_that_needs_a_judge_without_one() -> None:
    """Half a grading is no grading: without a judge the case has no score, and the reason says so."""
    grading = Grading.model_validate({"keywords": ["a"], "judge": {"answer": "the answer"}})
    found = score_answer(grading, "a", "q", "python", SMALL, Tools(ToolSettings()))
    assert (found.share, found.reason) == (None, "not measured: no judge")


def test_a_case_that_a_judge_grades() -> None:
    """With a judge its share counts beside the keywords'."""
    grading = Grading.model_validate({"keywords": ["a"], "judge": {"answer": "the answer"}})
    with serving(lambda *_: "Correctness: 5\nCompleteness: 5") as (url, _):
        tools = Tools(ToolSettings(judge_url=url, judge_model="j"))
        assert score_answer(grading, "a", "q", "python", SMALL, tools).share == pytest.approx(0.75)


@pytest.mark.parametrize("name", ["design2code", "chartmimic", "mmcode", "infibench"])
def test_the_small_sets_can_be_asked(name: str) -> None:
    """Every sample of the small sets has an id, a question and pictures that are there."""
    samples = find_benchmark(name).load(SMALL / name)
    assert len(samples) >= 5
    assert len({sample.id for sample in samples}) == len(samples)
    assert all(sample.problem is None and sample.question for sample in samples)
    assert name == "infibench" or all(sample.pictures for sample in samples)


@pytest.mark.parametrize("name", ["design2code", "chartmimic", "mmcode", "infibench"])
def test_a_folder_without_data_is_said(name: str, tmp_path: Path) -> None:
    """An empty folder is no data, and the sentence says what is expected."""
    with pytest.raises(UserError, match="expected"):
        find_benchmark(name).load(tmp_path)


def test_data_that_is_nowhere_is_said() -> None:
    """A path that is not there, a benchmark without published data, and a name that is none each get a sentence."""
    with pytest.raises(UserError, match="does not exist"):
        find_data(find_benchmark("mmcode"), "./nowhere")
    with pytest.raises(UserError, match="not published"):
        find_data(find_benchmark("infibench-v"), None)
    with pytest.raises(UserError, match="no benchmark"):
        find_benchmark("mmcod")


def test_pictures_of_a_case_are_read_from_beside_it(tmp_path: Path) -> None:
    """InfiBench-V's cases name their pictures; a case that cannot be read is a sample with a reason."""
    (tmp_path / "prompt.txt").write_text("What is wrong here?")
    (tmp_path / "eval_1.yaml").write_text(
        "id: v1\nprompt_path: prompt.txt\nlang: css\nimages: [a.png]\ngrading:\n  keywords: [flex]\n"
    )
    (tmp_path / "eval_2.yaml").write_text("id: v2\nprompt_path: gone.txt\ngrading: {}\n")
    first, second = find_benchmark("infibench-v").load(tmp_path)
    assert (first.id, first.pictures) == ("v1", (tmp_path / "a.png",))
    assert "cannot be read" in str(second.problem)


def test_folders_of_problems_are_read_too(tmp_path: Path) -> None:
    """MMCode's unpacked form: a folder for each problem, pictures in the order of their numbers."""
    folder = tmp_path / "p1"
    (folder / "images").mkdir(parents=True)
    for number in (10, 2):
        (folder / "images" / f"{number}.png").write_bytes(b"x")
    problem = {
        "question": "?",
        "data_split": "test",
        "input_output": json.dumps({"inputs": ["1"], "outputs": ["1"]}),
    }
    (folder / "data.json").write_text(json.dumps(problem))
    (sample,) = find_benchmark("mmcode").load(tmp_path)
    assert [path.name for path in sample.pictures if isinstance(path, Path)] == ["2.png", "10.png"]
