"""Keeps the best of a model's answers to tune on them (rejection sampling): pairs of a picture and code, by likeness.

What is written is a folder that `viscodex-model data import` packs into training data.
"""

import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from viscodex_model.core.errors import UserError
from viscodex_model.core.likeness.fences import labelled_code
from viscodex_model.evaluate.scoring.rows import Prediction, Score

# Names of files by the labels of fences, where the two differ.
_ENDINGS = {
    "python": "py", "javascript": "js", "javascriptreact": "jsx", "typescript": "ts", "typescriptreact": "tsx",
    "shellscript": "sh", "bash": "sh", "ruby": "rb", "rust": "rs", "kotlin": "kt", "csharp": "cs", "c++": "cpp",
}  # fmt: skip


def select_best(
    predictions: Sequence[Prediction],
    scores: Sequence[Score],
    pictures: Mapping[str, Path],
    folder: Path,
    *,
    bound: float,
) -> int:
    """Write the picture and the most alike answer of each sample that has one of at least `bound`; how many there are.

    Of equally alike answers the shorter is kept.

    Raises:
        UserError: the folder holds something already, or cannot be written.
    """
    best = _best(predictions, scores, pictures, bound)
    try:
        if folder.exists() and any(folder.iterdir()):
            raise UserError(f"{folder} is not empty. Name another folder with --select.")
        folder.mkdir(parents=True, exist_ok=True)
        for name, row in best.items():
            _write_pair(folder / re.sub(r"[^\w.-]+", "_", name), row, pictures[name])
    except OSError as error:
        reason = error.strerror or error
        raise UserError(
            f"{folder} cannot be written: {reason}. Name another folder with --select."
        ) from error
    return len(best)


def _best(
    predictions: Sequence[Prediction], scores: Sequence[Score], pictures: Mapping[str, Path], bound: float
) -> dict[str, Prediction]:
    """The most alike answer of each sample that has one of at least `bound`."""
    likeness = {row.key: row.scores["likeness"] for row in scores if row.counted and "likeness" in row.scores}
    best: dict[str, tuple[float, int, Prediction]] = {}
    for row in predictions:
        value = likeness.get(row.key, 0.0)
        if row.response and value >= bound and row.id in pictures:
            found = (value, -len(row.response), row)
            best[row.id] = max(best.get(row.id, found), found, key=lambda one: one[:2])
    return {name: row for name, (_, _, row) in best.items()}


def _write_pair(stem: Path, row: Prediction, picture: Path) -> None:
    """Names with points in them keep these: an ending is added, not replaced."""
    label, code = labelled_code(row.response or "")
    language = label or "html"
    shutil.copyfile(picture, stem.with_name(stem.name + picture.suffix.lower()))
    stem.with_name(f"{stem.name}.{_ENDINGS.get(language, language)}").write_text(
        code.strip("\n") + "\n", encoding="utf-8"
    )
