"""Scores a response by all the rules of a case that can be measured on this machine."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from viscodex_model.core.sandbox.confinement import Limits
from viscodex_model.evaluate.instruments.tools import Tools
from viscodex_model.evaluate.instruments.unit_tests import run_unit_test
from viscodex_model.evaluate.metrics.answer_grading import (
    Graded,
    grade_blanks,
    grade_keywords,
    grade_similarity,
)
from viscodex_model.evaluate.metrics.case_rules import (
    Grading,
    JudgeRule,
    Keyword,
    KeywordHandler,
    PostHandler,
    Similarity,
    UnitTests,
)

_CALL_HANDLER = """
import importlib.util, json, os, sys
answer = os.fdopen(os.dup(1), "w"); os.dup2(2, 1)
sys.path.insert(0, "/input")
spec = importlib.util.spec_from_file_location("handler", "/input/handler.py")
module = importlib.util.module_from_spec(spec); spec.loader.exec_module(module)
arguments = json.load(open("/input/arguments.json"))
answer.write(json.dumps(list(getattr(module, sys.argv[1])(*arguments)), default=str)); answer.close()
"""


@dataclass(frozen=True)
class Answer:
    """`share` of the full score in 0..1; None where no rule of the case can be measured here."""

    share: float | None
    reason: str | None = None
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """What one kind of rule gave; `graded` is None where it cannot be measured here, for `reason`."""

    kind: str
    graded: Graded | None
    reason: str | None = None


def score_answer(
    grading: Grading, response: str, question: str, language: str, folder: Path, tools: Tools
) -> Answer:
    """Points of all kinds of rules, kept within the case's bounds, as a share of the points possible.

    A case of which a kind cannot be measured is not scored by the rest: half a grading is another grading.
    """
    parts = list(_parts(grading, response, question, language, folder, tools))
    detail = {part.kind: list(part.graded.detail) for part in parts if part.graded}
    missing = [part.reason for part in parts if part.graded is None]
    if missing or not parts:
        return Answer(None, f"not measured: {'; '.join(map(str, missing)) or 'the case has no rule'}", detail)
    graded = [part.graded for part in parts if part.graded]
    share = case_share(sum(item.score for item in graded), sum(item.full for item in graded), grading)
    reason = next((part.reason for part in parts if part.reason), None)
    return Answer(share, reason, detail)


def case_share(score: float, full: float, grading: Grading) -> float:
    """The points within [min_score, max_score], divided by the points possible."""
    if grading.max_score is not None:
        score, full = min(score, grading.max_score), min(full, grading.max_score)
    if grading.min_score is not None:
        score = max(score, grading.min_score)
    return score / full if full else 0.0


def _parts(
    grading: Grading, response: str, question: str, language: str, folder: Path, tools: Tools
) -> Iterator[Part]:
    if grading.keywords is not None:
        yield _keywords(grading.keywords, response, folder, tools)
    if grading.blank_filling is not None:
        graded = grade_blanks(grading.blank_filling, response)
        handler = grading.blank_filling.post_handler
        yield _handled("blank_filling", graded, handler, folder, tools)
    if grading.unit_test is not None:
        yield _unit_tests(grading.unit_test, response, grading.unit_test.lang or language, folder, tools)
    if grading.similarity is not None:
        yield _similarity(grading.similarity, response, folder)
    if grading.customized is not None:
        yield _called("customized", grading.customized, [response], folder, tools)
    if grading.judge is not None:
        yield _judged(grading.judge, response, question, folder, tools)


def _keywords(rules: list[str | Keyword | KeywordHandler], response: str, folder: Path, tools: Tools) -> Part:
    graded = grade_keywords([rule for rule in rules if not isinstance(rule, KeywordHandler)], response)
    handler = next((rule.post_handler for rule in rules if isinstance(rule, KeywordHandler)), None)
    return _handled("keywords", graded, handler, folder, tools)


def _handled(kind: str, graded: Graded, handler: PostHandler | None, folder: Path, tools: Tools) -> Part:
    if handler is None:
        return Part(kind, graded)
    return _called(kind, handler, [graded.score, graded.full, list(graded.detail)], folder, tools)


def _called(kind: str, handler: PostHandler, arguments: list[Any], folder: Path, tools: Tools) -> Part:
    """A function of the data's own: it runs in the sandbox too."""
    path = folder / (handler.module.rpartition(".")[2] + ".py")
    if not path.is_file():
        return Part(kind, None, f"its grader {path.name} is missing")
    files = {"handler.py": path.read_bytes(), "arguments.json": json.dumps(arguments).encode()}
    outcome = tools.interpreter.run(
        ["-c", _CALL_HANDLER, handler.func], files=files, limits=Limits(seconds=30)
    )
    try:
        score, full, detail = json.loads(outcome.output)
        return Part(kind, Graded(float(score), float(full), (detail,)))
    except (ValueError, TypeError):
        return Part(kind, None, f"its grader {path.name} fails: {outcome.explain()}")


def _unit_tests(rules: UnitTests, response: str, language: str, folder: Path, tools: Tools) -> Part:
    score, full = 0.0, 0.0
    reasons: list[str] = []
    for test in rules.tests:
        try:
            ran = run_unit_test(test, response, language, folder, tools.interpreter)
        except OSError as error:
            return Part("unit_test", None, f"a unit test is missing: {error.filename}")
        if ran.passed is None:
            return Part("unit_test", None, ran.reason)
        full += test.weight
        score += test.weight if ran.passed else 0.0
        reasons.append(ran.reason or "passed")
    return Part("unit_test", Graded(score, full, tuple(reasons)))


def _similarity(rules: list[Similarity], response: str, folder: Path) -> Part:
    graded: list[Graded] = []
    for rule in rules:
        try:
            references = [
                item if isinstance(item, str) else (folder / item.path).read_text(encoding="utf-8")
                for item in rule.references
            ]
        except OSError as error:
            return Part("similarity", None, f"a reference text is missing: {error.filename}")
        graded.append(
            grade_similarity(
                response,
                references,
                metric=rule.metric,
                min_score=rule.min_score,
                max_score=rule.max_score,
                weight=rule.weight,
            )
        )
    detail = tuple(entry for item in graded for entry in item.detail)
    return Part("similarity", Graded(sum(g.score for g in graded), sum(g.full for g in graded), detail))


def _judged(rule: JudgeRule, response: str, question: str, folder: Path, tools: Tools) -> Part:
    if tools.judge is None:
        return Part("judge", None, "no judge")
    try:
        answer = (folder / rule.path).read_text(encoding="utf-8") if rule.path else rule.answer or ""
    except OSError as error:
        return Part("judge", None, f"the reference answer is missing: {error.filename}")
    verdict = tools.judge.grade_answer(question, answer, response)
    if verdict.score is None:
        return Part("judge", None, verdict.reason)
    return Part("judge", Graded(verdict.score * rule.weight, rule.weight, (verdict.text,)))
