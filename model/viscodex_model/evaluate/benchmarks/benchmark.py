"""What a benchmark is: samples from a path, a question for each, a score for a response."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from viscodex_model.evaluate.instruments.tools import Tools


@dataclass(frozen=True)
class Sample:
    """A question with its pictures (files, or bytes where the data holds them), and what scoring needs to know."""

    id: str
    question: str
    pictures: tuple[Path | bytes, ...] = ()
    reference: Any = None
    problem: str | None = None


@dataclass(frozen=True)
class Result:
    """Scores of one response; `pictures` are PNGs to be looked at, by name ("predicted", "reference")."""

    scores: Mapping[str, float]
    reason: str | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)
    pictures: Mapping[str, bytes] = field(default_factory=dict)


class Benchmark(Protocol):
    """One benchmark. `columns` are the scores in the order of the report; `hub` is where its data is published."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def hub(self) -> str | None: ...
    @property
    def columns(self) -> tuple[str, ...]: ...

    def load(self, data: Path) -> list[Sample]:
        """The samples of the published form at `data`, in a fixed order; raises `UserError` where it is not there."""
        ...

    def score(self, sample: Sample, response: str, tools: Tools) -> Result:
        """Score one response to `sample`."""
        ...

    def zero(self, sample: Sample, /) -> dict[str, float]:
        """The scores of `sample` where it has no usable response."""
        ...

    def combine(self, attempts: Sequence[Mapping[str, float]]) -> dict[str, float]:
        """The scores of a sample from those of its attempts."""
        ...


def mean_of_attempts(attempts: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Each score's mean over the attempts that have it."""
    names = dict.fromkeys(name for scores in attempts for name in scores)
    values = {name: [scores[name] for scores in attempts if name in scores] for name in names}
    return {name: sum(found) / len(found) for name, found in values.items()}
