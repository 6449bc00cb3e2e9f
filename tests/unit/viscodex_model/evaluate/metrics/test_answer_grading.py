"""InfiBench's rules: hand-made cases, and the original evaluator's verdicts on given responses."""

import statistics
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from viscodex_model.evaluate.instruments.answer_scoring import case_share
from viscodex_model.evaluate.metrics.aggregation import mean_of, reduce_attempts
from viscodex_model.evaluate.metrics.answer_grading import grade_blanks, grade_keywords, grade_similarity
from viscodex_model.evaluate.metrics.case_rules import BlankFilling, Grading
from viscodex_model.evaluate.metrics.conditions import ConditionError, holds
from viscodex_model.evaluate.metrics.pass_at_k import pass_at_k
from viscodex_model.evaluate.metrics.rouge import rouge_scores

from tests.fixtures.judges.golden_numbers import GOLDEN, load, load_lines, needs_golden


def keywords(*rules: Any) -> Any:
    return Grading.model_validate({"keywords": list(rules)}).keywords


@pytest.mark.parametrize(
    ("rule", "response", "score", "full"),
    [
        ("map", "use map()", 1.0, 1.0),
        ("map", "use Map()", 0.0, 1.0),
        ({"content": "MAP", "to_lower": True, "weight": 2.0}, "use Map()", 2.0, 2.0),
        ({"content": "eval", "neg": True}, "use eval", -1.0, 0.0),
        ({"content": "eval", "neg": True}, "use map", 0.0, 0.0),
        ({"content": {"content": r"git (pull|fetch)", "regex": True}}, "git fetch", 1.0, 1.0),
        ({"content": {"or": ["a1", "b2"]}}, "b2", 1.0, 1.0),
        ({"content": {"and": ["a1", "b2"]}}, "b2", 0.0, 1.0),
        ({"content": {"and": ["a1", {"or": ["b2", "c3"]}]}}, "a1 c3", 1.0, 1.0),
    ],
)
def test_a_keyword_rule(rule: dict[str, Any], response: str, score: float, full: float) -> None:
    """Weight, case, expressions, clauses and negation each do what the format says."""
    found = grade_keywords(keywords(rule), response)
    assert (found.score, found.full) == (score, full)


def test_a_condition_on_the_rule_before() -> None:
    """A rule may hold only where the one before it matched."""
    rules = keywords("first", {"content": {"content": "second", "cond": "context[-1] == 'match'"}})
    assert grade_keywords(rules, "first second").score == 2.0
    assert grade_keywords(rules, "second").score == 0.0


@pytest.mark.parametrize(
    "condition",
    ["__import__('os').system('x')", "ans.__class__", "ans.lower()", "open('x')", "(", "1/0", "x"],
)
def test_a_condition_can_do_nothing_else(condition: str) -> None:
    """Anything but comparing, indexing and asking a text is refused."""
    with pytest.raises(ConditionError):
        holds(condition, {"ans": True})


BLANKS = BlankFilling.model_validate(
    {
        "template": "let x = [blank]; let y = [blank];",
        "targets": ["1", {"content": ["2", "two"], "weight": 3.0}],
    }
)


def test_blanks_are_read_from_where_the_template_leaves_them() -> None:
    """Each filled blank gives its weight, whatever stands in the others."""
    found = grade_blanks(BLANKS, "let x = 1; let y = two;")
    assert (found.score, found.full) == (4.0, 4.0)
    assert grade_blanks(BLANKS, "let x = 9; let y = 2;").score == 3.0


@pytest.mark.parametrize("response", ["", "something else altogether", "\x00"])
def test_a_response_that_does_not_follow_the_template(response: str) -> None:
    """Under 0.8 agreement every blank is unmatched, also for an empty response."""
    found = grade_blanks(BLANKS, response)
    assert found.score == 0.0
    assert all(str(reason).startswith("unmatched: match rate too low") for reason in found.detail)


@given(st.text(max_size=60))
def test_blanks_never_fail_on_any_response(response: str) -> None:
    """Any text is graded, between nothing and the full score."""
    found = grade_blanks(BLANKS, response)
    assert 0.0 <= found.score <= found.full


def test_rouge_on_counted_words() -> None:
    """Two of three words in common, one of two word pairs, in order."""
    found = rouge_scores("the cat sat", ["the cat ran"])
    assert found == pytest.approx({"rouge1": 2 / 3, "rouge2": 0.5, "rougeL": 2 / 3, "rougeLsum": 2 / 3})
    assert rouge_scores("", ["the cat"])["rougeL"] == 0.0


def test_similarity_is_mapped_to_a_share() -> None:
    """0.3 maps to nothing, 0.51 to everything, the middle to a half."""
    bounds: dict[str, Any] = {"metric": "rougeL", "min_score": 0.3, "max_score": None}
    assert grade_similarity("a b c", ["a b c"], **bounds).score == 1.0
    assert grade_similarity("x", ["a b c"], **bounds).score == 0.0
    half = grade_similarity(
        "the cat sat", ["the cat ran"], metric="rouge2", min_score=0.4, max_score=0.6, weight=2.0
    )
    assert half.score == pytest.approx(1.0)


def test_a_share_stays_within_its_bounds() -> None:
    """Points above the maximum and below the minimum are cut; the full score is at most the maximum."""
    bounded = Grading(max_score=2.0, min_score=0.0)
    assert case_share(3.0, 4.0, bounded) == 1.0
    assert case_share(-1.0, 4.0, bounded) == 0.0
    assert case_share(1.0, 4.0, Grading()) == 0.25


def test_attempts_are_reduced_by_the_suites_rule() -> None:
    """The mean of each block's best, and the plain rules."""
    assert reduce_attempts([0.0, 1.0, 0.5, 0.5], "avg_max_2") == 0.75
    assert reduce_attempts([0.0, 1.0], "avg") == 0.5
    with pytest.raises(ValueError, match="not a way"):
        reduce_attempts([1.0], "median")


def test_the_standard_error_is_that_of_a_mean() -> None:
    """Of four scores with deviation s it is s / 2; of one it is not known; of none there is no mean."""
    scores = [0.0, 0.5, 0.5, 1.0]
    mean = mean_of(scores)
    assert mean is not None
    assert mean.error == pytest.approx(statistics.stdev(scores) / 2)
    alone = mean_of([1.0])
    assert alone is not None and alone.error is None
    assert mean_of([]) is None


def test_pass_at_k_on_counted_draws() -> None:
    """Of 4 attempts with 2 right, 5 of the 6 pairs hold a right one."""
    assert pass_at_k(4, 2, 1) == 0.5
    assert pass_at_k(4, 2, 2) == pytest.approx(5 / 6)
    assert pass_at_k(4, 0, 4) == 0.0
    with pytest.raises(ValueError, match="not defined"):
        pass_at_k(4, 2, 5)


@needs_golden
def test_verdicts_on_the_original_responses() -> None:
    """All rules on all responses give the original's details and scores (similarity to 1e-9)."""
    folder = GOLDEN / "infibench" / "cases"
    responses = load_lines("infibench/responses.jsonl", "id")
    compared = 0
    for name, expected in load("infibench/scores.json").items():
        case = yaml.safe_load((folder / f"eval_{expected['case']}.yaml").read_text(encoding="utf-8"))
        compared += _compare(
            Grading.model_validate(case["grading"]), responses[name]["response"], expected, folder, name
        )
    assert compared >= 170


def _compare(grading: Any, response: str, expected: Any, folder: Path, name: str) -> Any:
    detail, graded = expected["detail"], []
    if grading.keywords is not None:
        found = grade_keywords(grading.keywords, response)
        assert list(found.detail) == detail["keywords"], name
        graded.append(found)
    if grading.blank_filling is not None:
        found = grade_blanks(grading.blank_filling, response)
        assert list(found.detail) == detail["blank_filling_detail"], name
        graded.append(found)
    for rule in grading.similarity or []:
        paths = [folder / item.path for item in rule.references]
        if not all(path.exists() for path in paths):
            return 0
        texts = [path.read_text(encoding="utf-8") for path in paths]
        bounds = {"min_score": rule.min_score, "max_score": rule.max_score, "weight": rule.weight}
        graded.append(grade_similarity(response, texts, metric=rule.metric, **bounds))
    share = case_share(sum(part.score for part in graded), sum(part.full for part in graded), grading)
    assert share == pytest.approx(expected["score"], abs=1e-9), name
    return 1


@needs_golden
def test_the_original_suite_total() -> None:
    """Thirty attempts at 234 cases, the best of each ten, make the original's total of 146.3634."""
    cases = load("infibench/oracle_codestral.json").values()
    total = sum(reduce_attempts(case["all_scores"], "avg_max_10") for case in cases)
    assert total == pytest.approx(146.3634, abs=5e-5)
