"""Scores without a reference: by the likeness to the picture, which another program measures."""

import sys
from pathlib import Path

import pytest
from viscodex_model.cli import main
from viscodex_model.core.errors import UserError
from viscodex_model.evaluate.scoring.likeness import means, pictures_in, score_likeness
from viscodex_model.evaluate.scoring.rows import Prediction, Score, read_rows, write_rows

# Answers each question with the share of its text that is the letter a; one that says "lost" was not compared.
MEASURE = """
import json, sys
for line in sys.stdin:
    asked = json.loads(line)
    text = asked["text"].strip()
    value = None if "lost" in text else text.count("a") / len(text)
    note = "no text was read in the picture"
    parts = {name: {"value": value if name == "words" else None, "note": note}
             for name in ("words", "places", "colours", "structure", "lines", "chart")}
    print(json.dumps({"value": value, "parts": parts, "differences": asked["language"]}), flush=True)
"""
COMMAND = (sys.executable, "-c", MEASURE)


def prediction(name: str, response: str | None) -> Prediction:
    return Prediction(benchmark="own", id=name, response=response)


@pytest.fixture
def pictures(tmp_path: Path) -> dict[str, Path]:
    for name in ("one.png", "two.PNG", "notes.txt", "three.jpg"):
        (tmp_path / name).write_bytes(b"")
    return pictures_in(tmp_path)


def test_each_prediction_gets_a_row(pictures: dict[str, Path]) -> None:
    """Measured ones their parts, unanswered ones 0; what could not be compared does not count, and says why."""
    rows = score_likeness(
        [
            prediction("one", "Here:\n```jsx\naab\n```"),
            prediction("two", None),
            prediction("three", "lost"),
            prediction("gone", "aa"),
        ],
        pictures,
        command=COMMAND,
    )
    assert [(row.id, row.scores, row.counted, row.reason) for row in rows] == [
        ("one", {"likeness": pytest.approx(2 / 3), "words": pytest.approx(2 / 3)}, True, None),
        ("two", {"likeness": 0.0}, True, "there is no response"),
        ("three", {}, False, "no text was read in the picture"),
        ("gone", {}, False, "it has no picture"),
    ]
    assert rows[0].detail == {"differences": "jsx"}
    assert means(rows)[1].startswith("  likeness   33.3")


def test_code_is_in_the_language_of_its_own_fence(pictures: dict[str, Path]) -> None:
    """A short block before it, in another language, does not name it; without a label it is HTML."""
    said = "```css\np {}\n```\n```vue\n<p>aaaaaaaa</p>\n```"
    rows = score_likeness(
        [prediction("one", said), prediction("two", "```\naa\n```")], pictures, command=COMMAND
    )
    assert [row.detail["differences"] for row in rows] == ["vue", "html"]


def test_a_measure_that_ends_early_is_told(pictures: dict[str, Path]) -> None:
    """No row is invented for a prediction that was not compared."""
    with pytest.raises(UserError, match="Comparing ended after 0 answers"):
        score_likeness([prediction("one", "a")], pictures, command=(sys.executable, "-c", "pass"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--likeness", "--check"], "leave out --check and --shard"),
        (["--likeness", "--out", "OUT", "--shard", "1/2"], "leave out --check and --shard"),
        (["--likeness", "--out", "OUT", "--pictures", "nowhere"], "Cannot read nowhere"),
        (["--out", "OUT", "--select", "best"], "add --likeness"),
    ],
)
def test_words_that_do_not_go_together_are_refused(
    words: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With a sentence, and before anything is written."""
    asked = tmp_path / "asked.jsonl"
    write_rows(asked, [prediction("one", "a")])
    out = tmp_path / "scores.jsonl"
    assert main(["score", str(asked), *(str(out) if word == "OUT" else word for word in words)]) == 1
    assert said in capsys.readouterr().err
    assert not out.exists()


def test_scores_are_kept_where_the_selection_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Comparing takes long; and a line that is no prediction is a row that does not count."""
    asked, out, full = tmp_path / "asked.jsonl", tmp_path / "scores.jsonl", tmp_path / "full"
    write_rows(asked, [prediction("one", None)])
    asked.write_text(asked.read_text() + "no json\n")
    full.mkdir()
    (full / "kept.txt").touch()
    words = ["--likeness", "--pictures", str(full), "--out", str(out), "--select", str(full)]
    assert main(["score", str(asked), *words]) == 1
    assert "not empty" in capsys.readouterr().err
    rows = [row for row in read_rows(out, Score) if isinstance(row, Score)]
    assert [(row.id, row.counted) for row in rows] == [("one", False), ("line 2", False)]
