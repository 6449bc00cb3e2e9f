"""Asking a server the questions of a benchmark: every question a row, resumable, in order."""

import io
import json
import threading
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from viscodex_model.cli import main
from viscodex_model.core.errors import UserError
from viscodex_model.evaluate.benchmarks.benchmark import Sample
from viscodex_model.evaluate.instruments.chat import Endpoint
from viscodex_model.evaluate.instruments.judge import Judge, read_answer_score, read_sum
from viscodex_model.evaluate.instruments.message import ChatFailed, picture_part, text_part
from viscodex_model.evaluate.scoring.predict import Plan, _appending, predict
from viscodex_model.evaluate.scoring.rows import Prediction, read_rows

from tests.fixtures.servers.evaluate_server import serving


def png(mode: str = "RGB", size: tuple[int, int] = (4, 3)) -> Any:
    buffer = io.BytesIO()
    Image.new(mode, size).save(buffer, format="PNG")
    return buffer.getvalue()


def plan(url: str, samples: Any, **changes: Any) -> Any:
    settings = {"attempts": 1, "seed": 5, "concurrency": 3, **changes}
    return Plan("mmcode", samples, Endpoint(url, "tester", "key", retries=1), **settings)


SAMPLES = [Sample(f"s{number}", f"Question {number} ![x](y)", (png(),)) for number in range(5)]


def question(body: Any) -> Any:
    return next(part["text"] for part in body["messages"][0]["content"] if part["type"] == "text")


def test_every_question_becomes_a_row_in_the_order_of_the_data(tmp_path: Path) -> None:
    """Five questions, three at a time, give five rows in order, with the key, the seed and the picture sent along."""
    with serving(lambda body, _: f"answer to {question(body)}") as (url, requests):
        rows = predict(plan(url, SAMPLES), tmp_path / "p.jsonl")
    assert [row.id for row in rows] == [sample.id for sample in SAMPLES]
    assert rows[2].response == "answer to Question 2 ! [x](y)"
    assert rows[2].finish_reason == "stop"
    assert {body["authorization"] for body in requests} == {"Bearer key"}
    assert {(body["seed"], body["temperature"], body["path"]) for body in requests} == {
        (5, 0.0, "/v1/chat/completions")
    }
    assert all(
        body["messages"][0]["content"][0]["image_url"]["url"].startswith("data:image/png")
        for body in requests
    )


def test_a_share_asks_its_own_questions(tmp_path: Path) -> None:
    """Two shares of the small set ask each question once, and their files together have the order of the data."""
    small = Path(__file__).resolve().parents[3] / "model" / "benchmarks_small" / "mmcode"
    with serving(lambda _body, _: "answer") as (url, requests):
        words = ["predict", "mmcode", "--data", str(small), "--url", url, "--model", "m", "--out"]
        assert main([*words, str(tmp_path / "whole.jsonl")]) == 0
        asked = len(requests)
        for number in (1, 2):
            assert main([*words, str(tmp_path / f"{number}.jsonl"), "--shard", f"{number}/2"]) == 0
    assert len(requests) == 2 * asked
    ids = [
        [row.id for row in read_rows(tmp_path / name, Prediction) if isinstance(row, Prediction)]
        for name in ("whole.jsonl", "1.jsonl", "2.jsonl")
    ]
    assert ids[0] == ids[1] + ids[2]


def test_questions_are_asked_at_the_same_time(tmp_path: Path) -> None:
    """With three at once the server holds three: it answers none before the third is there."""
    together = threading.Barrier(3, timeout=300)
    with serving(lambda *_: f"{together.wait()}") as (url, _):
        rows = predict(plan(url, SAMPLES[:3]), tmp_path / "p.jsonl")
    assert sorted(str(row.response) for row in rows) == ["0", "1", "2"]


def test_attempts_are_asked_with_seeds_of_their_own(tmp_path: Path) -> None:
    """Attempt k is asked with the seed plus k, and stands in its row."""
    with serving(lambda body, _: str(body["seed"])) as (url, _):
        rows = predict(plan(url, SAMPLES[:2], attempts=3), tmp_path / "p.jsonl")
    assert [(row.id, row.attempt, row.response) for row in rows] == [
        (identity, attempt, str(5 + attempt)) for identity in ("s0", "s1") for attempt in range(3)
    ]


def test_what_failed_is_a_row_and_is_asked_again(tmp_path: Path) -> None:
    """A refused question is a row with its error; the next run asks for it alone."""
    out = tmp_path / "p.jsonl"
    with serving(lambda body, _: 400 if "Question 3" in question(body) else "yes") as (url, _):
        first = predict(plan(url, SAMPLES), out)
    assert [row.error is None for row in first] == [True, True, True, False, True]
    assert "400" in str(first[3].error)
    with serving(lambda *_: "now") as (url, requests):
        second = predict(plan(url, SAMPLES), out)
    assert [row.response for row in second] == ["yes", "yes", "yes", "now", "yes"]
    assert len(requests) == 1


def test_a_run_that_was_ended_while_writing_goes_on(tmp_path: Path) -> None:
    """A half-written last line is no obstacle: its question is asked again."""
    out = tmp_path / "p.jsonl"
    with serving(lambda *_: "yes") as (url, _):
        predict(plan(url, SAMPLES), out)
        lines = out.read_text().splitlines(keepends=True)
        out.write_text("".join(lines[:4]) + lines[4][:20])
    with serving(lambda *_: "again") as (url, requests):
        rows = predict(plan(url, SAMPLES), out)
    assert [row.response for row in rows] == ["yes"] * 4 + ["again"]
    assert len(requests) == 1


def test_a_half_written_line_takes_no_other_with_it(tmp_path: Path) -> None:
    """What is added after a line that was broken off stands on a line of its own, should that run be ended too."""
    out = tmp_path / "p.jsonl"
    out.write_text('{"benchmark": "mmcode", "id": "s0", "resp')
    with _appending(out) as file:
        file.write("next\n")
    assert out.read_text().splitlines() == ['{"benchmark": "mmcode", "id": "s0", "resp', "next"]


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """A folder where the file should be, or a file where its folder should be, is a sentence; nobody is asked."""
    (tmp_path / "file").write_text("")
    with serving(lambda *_: "yes") as (url, requests):
        for out in (tmp_path / "file" / "p.jsonl", tmp_path):
            with pytest.raises(UserError, match=r"Cannot (read|write)"):
                predict(plan(url, SAMPLES[:1]), out)
    assert requests == []


DONE = b"data: [DONE]\n\n"
NONSENSE = {
    "a page to log in": b"<html><body>Please log in</body></html>",
    "nothing": b"",
    "no JSON": b"data: {oops\n\n",
    "JSON without end": b"data: " + b"[" * 100_000 + b"\n\n",
    "a list": b"data: [1, 2]\n\n" + DONE,
    "a choice that is a number": b'data: {"choices": [3]}\n\n' + DONE,
    "a text that is a number": b'data: {"choices": [{"delta": {"content": 5}}]}\n\n' + DONE,
    "an answer without a stream": b'{"choices": [{"message": {"content": "yes"}}]}',
    "half an answer": b'data: {"choices": [{"delta": {"content": "ye"}}]}\n\n',
    "an error on the way": b'data: {"error": {"message": "out of memory"}}\n\n',
}


@pytest.mark.parametrize("body", NONSENSE.values(), ids=NONSENSE)
def test_a_server_that_talks_nonsense_is_a_row_and_the_run_goes_on(tmp_path: Path, body: Any) -> None:
    """A reply that is no whole stream of pieces is a row with its error, never an empty answer; the next is asked."""
    with serving(lambda asked, _: body if "Question 0" in question(asked) else "yes") as (url, _):
        rows = predict(plan(url, SAMPLES[:2]), tmp_path / "p.jsonl")
    assert (rows[0].response, bool(rows[0].error)) == (None, True)
    assert (rows[1].response, rows[1].error) == ("yes", None)


@pytest.mark.parametrize(
    ("pieces", "said"),
    [((r"\ud83d", r"\ude00!"), "\U0001f600!"), ((r"a\ud83d", "b"), "a\ufffdb"), ((r"\u0000",), "\x00")],
)
def test_characters_that_a_server_cuts_are_whole_in_the_file(tmp_path: Path, pieces: Any, said: str) -> None:
    """An emoji that comes in two halves is one again; a half without its partner does not end the run."""
    events = [f'data: {{"choices": [{{"delta": {{"content": "{piece}"}}}}]}}\n\n' for piece in pieces]
    body = "".join([*events, "data: [DONE]\n\n"]).encode()
    with serving(lambda *_: body) as (url, _):
        predict(plan(url, SAMPLES[:1]), tmp_path / "p.jsonl")
    (row,) = read_rows(tmp_path / "p.jsonl", Prediction)
    assert isinstance(row, Prediction) and row.response == said


def test_a_question_of_broken_characters_is_asked_all_the_same(tmp_path: Path) -> None:
    """Half a character in the data is sent as the mark that stands for it."""
    with serving(lambda asked, _: question(asked)) as (url, _):
        rows = predict(plan(url, [Sample("s", "half \ud83d here")]), tmp_path / "p.jsonl")
    assert rows[0].response == "half \ufffd here"


@pytest.mark.parametrize("url", ["127.0.0.1:8080", "", "ftp://127.0.0.1", "http://", "file:///etc/passwd"])
def test_an_address_that_is_none_is_said(url: str) -> None:
    """A slip in the address is a sentence at once, not a failure of every question."""
    with pytest.raises(UserError, match="no address of a server"):
        Endpoint(url, "m")


def test_a_busy_server_is_asked_once_more(tmp_path: Path) -> None:
    """503 before the first word is tried again."""
    with serving(lambda _, number: 503 if number == 0 else "yes") as (url, requests):
        rows = predict(plan(url, SAMPLES[:1]), tmp_path / "p.jsonl")
    assert (rows[0].response, len(requests)) == ("yes", 2)


@pytest.mark.parametrize("suffix", ["", "/v1", "/v1/"])
def test_a_model_that_is_still_loading_is_waited_for(tmp_path: Path, suffix: str) -> None:
    """A server that is not ready is asked when it is, and once only; its address may end in /v1."""
    with serving(lambda *_: "yes", loading=2) as (url, requests):
        rows = predict(plan(url + suffix, SAMPLES[:1]), tmp_path / "p.jsonl")
    assert (rows[0].response, [body["path"] for body in requests]) == ("yes", ["/v1/chat/completions"])


def test_a_model_that_began_to_load_late_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that was not there yet when the run began, and then loads, is waited for too."""

    async def not_there_yet(*_: Any) -> None:
        return

    monkeypatch.setattr("viscodex_model.evaluate.scoring.predict.wait_while_loading", not_there_yet)
    with serving(lambda *_: "yes", loading=3) as (url, requests):
        rows = predict(plan(url, SAMPLES[:1]), tmp_path / "p.jsonl")
    assert (rows[0].response, len(requests)) == ("yes", 2)


def test_a_broken_picture_is_a_row_and_is_not_sent(tmp_path: Path) -> None:
    """A picture that cannot be read, or that is missing, ends as a reason; the others go on."""
    broken = [Sample("bad", "?", (b"no picture",)), Sample("gone", "?", (tmp_path / "gone.png",)), SAMPLES[0]]
    with serving(lambda *_: "yes") as (url, requests):
        rows = predict(plan(url, broken), tmp_path / "p.jsonl")
    assert "cannot be read" in str(rows[0].error)
    assert "cannot be read" in str(rows[1].error)
    assert (rows[2].response, len(requests)) == ("yes", 1)


def test_predictions_of_another_model_are_not_mixed(tmp_path: Path) -> None:
    """A file that holds another model's predictions is left alone."""
    out = tmp_path / "p.jsonl"
    out.write_text(json.dumps({"benchmark": "mmcode", "id": "s0", "model": "other", "response": "x"}) + "\n")
    with pytest.raises(UserError, match="other"):
        predict(plan("http://127.0.0.1:9", SAMPLES), out)


def test_transparent_pictures_are_put_on_white() -> None:
    """An empty RGBA picture is sent as white, not black."""
    import base64

    url = picture_part(png("RGBA"))["image_url"]["url"]
    image = Image.open(io.BytesIO(base64.b64decode(url.partition(",")[2])))
    assert (image.mode, image.getpixel((0, 0))) == ("RGB", (255, 255, 255))


def test_a_picture_bomb_is_refused() -> None:
    """A picture of more pixels than are sent is refused before it is decoded."""
    with pytest.raises(ChatFailed, match=r"too many|cannot be read"):
        picture_part(png("1", (9000, 9000)))


def test_markdown_pictures_in_a_question_are_split() -> None:
    """No server is made to fetch a picture that a question names."""
    assert "![" not in text_part("see ![a](http://x/y.png)")["text"]


def test_a_judge_is_asked_once_and_remembered(tmp_path: Path) -> None:
    """The same question costs one request; the answer stays on disk."""
    with serving(lambda *_: "Correctness: 8\nCompleteness: 6") as (url, requests):
        judge = Judge(url, "j", tmp_path)
        assert judge.grade_answer("q", "ref", "ans").score == pytest.approx(0.7)
        assert Judge(url, "j", tmp_path).grade_answer("q", "ref", "ans").score == pytest.approx(0.7)
    assert len(requests) == 1
    assert requests[0]["temperature"] == 0.0


@pytest.mark.parametrize(
    "nonsense", ["", "I like both.", "Score: 900", "Score: -3", "Correctness: 11\nCompleteness: 3"]
)
def test_a_judge_that_answers_nonsense(nonsense: Any) -> None:
    """No score is read from words that hold none in range; the reason says so."""
    assert read_sum(nonsense) is None
    assert read_answer_score(nonsense) is None
    with serving(lambda *_: nonsense) as (url, _):
        verdict = Judge(url, "j", None).grade_answer("q", "ref", "ans")
    assert (verdict.score, verdict.reason) == (None, "the judge's answer holds no score")


def test_the_last_score_counts() -> None:
    """A judge may talk of scores before it gives its own."""
    assert read_sum("Score: 10 would be low.\n**Score:** 85.5") == pytest.approx(0.855)


def test_the_command_asks_and_leaves_a_note(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`predict` answers the small set from a server, and says how many were answered."""
    out = tmp_path / "p.jsonl"
    with serving(lambda *_: "enumerate gives a tuple") as (url, _):
        words = [
            "predict",
            "infibench",
            "--data",
            "model/benchmarks_small/infibench",
            "--url",
            url,
            "--out",
            str(out),
        ]
        assert main([*words, "--model", "tester", "--limit", "2"]) == 0
    assert "2 of 2 answered" in capsys.readouterr().out
    assert json.loads((tmp_path / "p.jsonl.note.json").read_text())["samples"] == 2


def test_a_server_that_is_away_gives_rows_with_reasons(tmp_path: Path) -> None:
    """Nothing answers: every row says why."""
    rows = predict(
        Plan("mmcode", SAMPLES[:2], Endpoint("http://127.0.0.1:9", "t", retries=0)), tmp_path / "p.jsonl"
    )
    assert ["the connection failed" in str(row.error) for row in rows] == [True, True]
