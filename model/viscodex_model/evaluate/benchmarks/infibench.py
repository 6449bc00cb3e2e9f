"""InfiBench: answer a programmer's question; graded by keywords, blanks, unit tests, similarity, a judge.

Source: L. Li et al., "InfiBench: Evaluating the Question-Answering Capabilities of Code LLMs" (2024); data
llylly001/InfiBench (CC BY-SA 4.0): a suite file, or a folder of eval_*.yaml with the prompts they name, also as an
archive. InfiBench-V (VisCodex, 2025) is the same with `images` in a case, and a judge; its data is not public, so it is
read from the user's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from viscodex_model.core.errors import UserError
from viscodex_model.evaluate.benchmarks.benchmark import Result, Sample
from viscodex_model.evaluate.benchmarks.packed import unpacked
from viscodex_model.evaluate.instruments.answer_scoring import score_answer
from viscodex_model.evaluate.instruments.tools import Tools
from viscodex_model.evaluate.metrics.aggregation import reduce_attempts
from viscodex_model.evaluate.metrics.case_rules import Grading


@dataclass(frozen=True)
class Case:
    """What grading a case needs."""

    grading: Grading
    folder: Path
    language: str
    kind: str
    question: str
    full_score: float = 1.0
    null_score: float = 0.0


class InfiBench:
    """See the module."""

    name = "infibench"
    title = "InfiBench"
    hub: str | None = "llylly001/InfiBench"
    columns: tuple[str, ...] = ("score",)

    def __init__(self, attempts_rule: str = "avg") -> None:
        self.attempts_rule = attempts_rule

    def load(self, data: Path) -> list[Sample]:
        """One sample for each case of the suite at `data`, or of the folder."""
        data = unpacked(data)
        suite = _suite_file(data)
        if suite is None:
            files = sorted(path for folder in _folders(data) for path in folder.glob("eval_*.yaml"))
        else:
            files = self._read_suite(suite)
        if not files:
            raise UserError(
                f"{data} holds no {self.title} data: a suite file or eval_*.yaml cases are expected."
            )
        return [self._sample(path) for path in files]

    def _read_suite(self, suite: Path) -> list[Path]:
        try:
            content = _read_yaml(suite)
            named = [case if isinstance(case, str) else case["path"] for case in content["cases"]]
        except (OSError, KeyError, TypeError, ValueError) as error:
            raise UserError(f"{suite} is no suite of cases: {str(error)[:300]}.") from error
        self.attempts_rule = str(content.get("attempt_reduce_mode", "avg"))
        return [suite.parent / str(name) for name in named]

    def score(self, sample: Sample, response: str, tools: Tools) -> Result:
        """Grade the response by every rule of the case that can be measured here."""
        case: Case = sample.reference
        answer = score_answer(case.grading, response, case.question, case.language, case.folder, tools)
        if answer.share is None:
            return Result({}, answer.reason, answer.detail)
        return Result({"score": answer.share}, answer.reason, {**answer.detail, "language": case.language})

    def zero(self, _sample: Sample) -> dict[str, float]:
        return {"score": 0.0}

    def combine(self, attempts: Sequence[Mapping[str, float]]) -> dict[str, float]:
        """By the suite's rule: the mean, or the mean of each ten's best."""
        scores = [attempt["score"] for attempt in attempts if "score" in attempt]
        return {"score": reduce_attempts(scores, self.attempts_rule)} if scores else {}

    def _sample(self, path: Path) -> Sample:
        identity = path.stem.removeprefix("eval_")
        try:
            content = _read_yaml(path)
            identity = str(content.get("id", identity))
            question = (path.parent / content["prompt_path"]).read_text(encoding="utf-8")
            case = _case(content, path.parent, question)
            pictures = tuple(path.parent / str(name) for name in content.get("images") or ())
        except (OSError, KeyError, TypeError, ValueError, ValidationError) as error:
            return Sample(identity, "", problem=f"the case cannot be read: {str(error)[:300]}")
        return Sample(identity, question, pictures, case)


class InfiBenchV(InfiBench):
    """The same with pictures."""

    name = "infibench-v"
    title = "InfiBench-V"
    hub = None


def _case(content: Mapping[str, Any], folder: Path, question: str) -> Case:
    return Case(
        grading=Grading.model_validate(content["grading"]),
        folder=folder,
        language=str(content.get("lang", "")),
        kind=str(content.get("type", "")),
        question=question,
    )


def _folders(data: Path) -> list[Path]:
    return [path for path in (data, data / "cases", data / "cases_dev") if path.is_dir()]


def _suite_file(data: Path) -> Path | None:
    if data.is_file():
        return data
    suites = sorted(data.glob("suite*.yaml"))
    return suites[-1] if suites else None


def _read_yaml(path: Path) -> dict[str, Any]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise ValueError(f"{path.name} is not YAML: {error}") from error
    if not isinstance(content, dict):
        raise ValueError(f"{path.name} holds no mapping")
    return content
