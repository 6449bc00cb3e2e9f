"""Scores without a reference: by the likeness to the picture, which another program measures."""

import sys
from pathlib import Path

import pytest
from viscodex_model.core.errors import UserError
from viscodex_model.evaluate.scoring.likeness import means, pictures_in, score_likeness
from viscodex_model.evaluate.scoring.rows import Prediction

# Answers each question with the share of its text that is the letter a; one that says "lost" was not compared.
MEASURE = """
import json, sys
for line in sys.stdin:
    asked = json.loads(line)
    text = asked["text"].strip()
    value = None if "lost" in text else text.count("a") / len(text)
    note = "no text was read in the picture"
    parts = {name: {"value": value if name == "words" else None, "note": note}
             for name in ("words", "places", "colours", "structure", "lines")}
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
    with pytest.raises(UserError, match="ended after 0 of 1 predictions"):
        score_likeness([prediction("one", "a")], pictures, command=(sys.executable, "-c", "pass"))
