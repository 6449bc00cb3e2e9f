"""The best of a model's answers, as pairs to tune on."""

from pathlib import Path

import pytest
from viscodex_model.core.errors import UserError
from viscodex_model.data.pairs import read_pairs
from viscodex_model.evaluate.scoring.rows import Prediction, Score
from viscodex_model.evaluate.scoring.selection import select_best

ANSWERS = [  # sample, attempt, response, likeness
    ("page.1", 0, "```html\n<p>good enough, and long</p>\n```", 0.9),
    ("page.1", 1, "```html\n<p>good</p>\n```", 0.9),
    ("page.1", 2, "```html\n<p>bad</p>\n```", 0.2),
    ("chart", 0, "```sh\npip\n```\n```python\nplt.plot()\n```", 0.8),
    ("poor", 0, "<p>poor</p>", 0.79),
    ("unseen", 0, "<p>x</p>", None),
]


def test_the_best_of_each_sample_is_a_pair(tmp_path: Path) -> None:
    """Above the bound, of equal ones the shorter; in the form that `data import` reads."""
    pictures = {}
    for name in ("page.1", "chart", "poor", "unseen"):
        pictures[name] = tmp_path / f"{name}.PNG"
        pictures[name].write_bytes(name.encode())
    predictions = [Prediction(benchmark="own", id=n, attempt=a, response=r) for n, a, r, _ in ANSWERS]
    scores = [
        Score(
            benchmark="own",
            id=n,
            attempt=a,
            scores={} if v is None else {"likeness": v},
            counted=v is not None,
        )
        for n, a, _, v in ANSWERS
    ]
    best = tmp_path / "best"
    assert select_best(predictions, scores, pictures, best, bound=0.8) == 2
    assert {path.name: path.read_text() for path in best.iterdir()} == {
        "page.1.png": "page.1", "page.1.html": "<p>good</p>\n", "chart.png": "chart", "chart.py": "plt.plot()\n",
    }  # fmt: skip
    records = list(read_pairs(best))
    assert [record["images"] for record in records] == [["chart.png"], ["page.1.png"]]
    with pytest.raises(UserError, match="not empty"):
        select_best(predictions, scores, pictures, best, bound=0.8)


def test_a_folder_that_cannot_be_written_is_told_in_a_sentence(tmp_path: Path) -> None:
    """A file of that name is in the way."""
    (tmp_path / "best").write_text("mine")
    with pytest.raises(UserError, match="cannot be written"):
        select_best([], [], {}, tmp_path / "best", bound=0.8)
