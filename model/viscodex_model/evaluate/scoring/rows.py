"""The files that predict, score and report meet in: one JSON object a line, and a note beside each."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from viscodex_model.core.errors import UserError


class Row(BaseModel):
    """One line: which sample of which benchmark, which attempt at it, by which model."""

    model_config = ConfigDict(frozen=True)

    benchmark: str
    id: str
    attempt: int = 0
    model: str = ""

    @property
    def key(self) -> tuple[str, int]:
        return self.id, self.attempt


class Prediction(Row):
    """What the model said, or the reason why it said nothing."""

    response: str | None = None
    error: str | None = None
    finish_reason: str | None = None
    seconds: float | None = None


class Score(Row):
    """Named numbers in 0..1; `reason` says why they are low or missing; rows that do not count are there to be seen.

    `unanswered` rows have no response that could be scored: they count as 0, and are told apart from bad answers.
    `said` is the beginning of the response, to be looked at.
    """

    scores: dict[str, float] = Field(default_factory=dict)
    counted: bool = True
    reason: str | None = None
    detail: dict[str, Any] = Field(default_factory=dict)
    pictures: dict[str, str] = Field(default_factory=dict)
    unanswered: bool = False
    said: str | None = None


class Note(BaseModel):
    """How a file was made: it lies beside it as `NAME.note.json`, and is shown in the report.

    `attempts_rule` is how the data combines several attempts, where it says so ("avg_max_10" in InfiBench's suites).
    """

    benchmark: str
    data: str
    model: str
    samples: int = 0
    attempts_rule: str | None = None
    settings: dict[str, Any] = Field(default_factory=dict)


SHOWN_LETTERS = 2000
RowT = TypeVar("RowT", bound=Row)


@dataclass(frozen=True)
class BadLine:
    """A line that is no row."""

    number: int
    reason: str


def read_rows(path: Path, kind: type[RowT]) -> Iterator[RowT | BadLine]:
    """The rows of `path` in order; a line that is no row comes as a `BadLine`.

    Raises:
        UserError: the file cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError as error:
        raise UserError(f"Cannot read {path}: {error.strerror}.") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _parse(line, number, kind)


def _parse(line: str, number: int, kind: type[RowT]) -> RowT | BadLine:
    try:
        return kind.model_validate_json(line)
    except ValidationError as error:
        return BadLine(number, f"it is no {kind.__name__.lower()}: {error.errors()[0]['msg']}")


def line_of(row: Row) -> str:
    """`row` as one line with its end: keys in the order of the model, so that equal rows are equal bytes."""
    return row.model_dump_json(exclude_defaults=False) + "\n"


def write_rows(path: Path, rows: Iterable[Row]) -> None:
    """Write `rows` to `path` whole: aside first, renamed last.

    Raises:
        UserError: it cannot be written.
    """
    aside = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with aside.open("w", encoding="utf-8") as file:
            file.writelines(line_of(row) for row in rows)
        aside.replace(path)
    except OSError as error:
        raise UserError(f"Cannot write {path}: {error.strerror}.") from error


def write_note(path: Path, note: Note) -> None:
    """Put `note` beside the rows at `path`.

    Raises:
        UserError: it cannot be written.
    """
    try:
        _note_path(path).write_text(note.model_dump_json(indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise UserError(f"Cannot write {_note_path(path)}: {error.strerror}.") from error


def read_note(path: Path) -> Note | None:
    """The note beside the rows at `path`; None where there is none or it cannot be read."""
    try:
        return Note.model_validate(json.loads(_note_path(path).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return None


def _note_path(path: Path) -> Path:
    return path.with_name(path.name + ".note.json")
