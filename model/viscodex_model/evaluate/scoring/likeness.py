"""Scores predictions by their likeness to the picture, without a reference: for pictures of a team's own."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from viscodex_model.core.errors import UserError
from viscodex_model.core.likeness.comparer import COMMAND, Comparer
from viscodex_model.core.likeness.fences import labelled_code
from viscodex_model.core.progress import Progress
from viscodex_model.evaluate.benchmarks.benchmark import Sample
from viscodex_model.evaluate.metrics.aggregation import mean_of
from viscodex_model.evaluate.scoring.rows import SHOWN_LETTERS, Prediction, Score

PICTURES = (".png", ".jpg", ".jpeg", ".webp")
PARTS = ("words", "places", "colours", "structure", "lines", "chart")


def score_likeness(
    predictions: Sequence[Prediction],
    pictures: Mapping[str, Path],
    *,
    language: str = "html",
    command: Sequence[str] = COMMAND,
) -> list[Score]:
    """A row for each prediction: `likeness` and the parts that were measured, from 0 to 1.

    A response counts as code in the language of its fence, or else `language`. One without code counts as 0; one that
    could not be compared does not count, and says why.

    Raises:
        UserError: the measure cannot be started, or ends early.
    """
    wanted = [row for row in predictions if row.response and row.id in pictures]
    compared = {}
    with Comparer(command) as comparer, Progress(len(wanted), "comparing") as progress:
        for row in wanted:
            label, code = labelled_code(row.response or "")
            compared[row.key] = comparer.compare(pictures[row.id], code, label or language)
            progress.advance()
    return [_score(row, row.id in pictures, compared.get(row.key)) for row in predictions]


def pictures_in(folder: Path) -> dict[str, Path]:
    """The pictures of a folder by their names without the ending: a prediction's id names its picture.

    Raises:
        UserError: it cannot be read.
    """
    try:
        return {path.stem: path for path in sorted(folder.iterdir()) if path.suffix.lower() in PICTURES}
    except OSError as error:
        raise UserError(f"Cannot read {folder}: {error.strerror}.") from error


def pictures_of(samples: Sequence[Sample], folder: Path) -> dict[str, Path]:
    """The first picture of each sample; those that the data holds as bytes are written into `folder`."""
    found: dict[str, Path] = {}
    for number, sample in enumerate(samples):
        if sample.pictures:
            first = sample.pictures[0]
            if isinstance(first, bytes):
                path = folder / f"{number}.png"
                path.write_bytes(first)
                first = path
            found[sample.id] = first
    return found


def means(scores: Sequence[Score]) -> list[str]:
    """Lines for a terminal: the mean of each part over the rows that have it, with its standard error."""
    lines = [
        f"Likeness to the picture, n = {sum(row.counted for row in scores)}, in hundredths ± standard error"
    ]
    for name in ("likeness", *PARTS):
        mean = mean_of([row.scores[name] for row in scores if row.counted and name in row.scores])
        if mean is not None:
            error = f" ± {100 * mean.error:.1f}" if mean.error is not None else ""
            lines.append(f"  {name:<10} {100 * mean.value:.1f}{error}  n = {mean.n}")
    return lines


def _score(row: Prediction, has_picture: bool, answer: Mapping[str, object] | None) -> Score:
    known = {"benchmark": row.benchmark, "id": row.id, "attempt": row.attempt, "model": row.model}
    if not has_picture:
        return Score(**known, counted=False, reason="it has no picture")
    if answer is None:
        return Score(
            **known, scores={"likeness": 0.0}, reason=row.error or "there is no response", unanswered=True
        )
    said = (row.response or "")[:SHOWN_LETTERS]
    value, parts = answer.get("value"), answer.get("parts")
    measured = parts if isinstance(parts, dict) else {}
    if not isinstance(value, float | int):
        notes = [part["note"] for part in measured.values()]
        reason = str(answer.get("sentence") or (notes[0] if notes else "it was not compared"))
        return Score(**known, counted=False, reason=reason, said=said)
    scores = {"likeness": float(value)}
    scores |= {name: measured[name]["value"] for name in PARTS if measured[name]["value"] is not None}
    return Score(**known, scores=scores, said=said, detail={"differences": answer.get("differences", "")})
