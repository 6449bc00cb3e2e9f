"""Grades a response by the rules of an InfiBench case: keywords, blanks and similarity, each with its reason.

Source: the evaluator published with InfiBench (L. Li et al., 2024). The wording of the reasons is its wording, so that
details can be compared entry by entry.
"""

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field

from viscodex_model.evaluate.metrics.case_rules import Answer, BlankFilling, Clause, Keyword, Target
from viscodex_model.evaluate.metrics.conditions import holds
from viscodex_model.evaluate.metrics.rouge import rouge_scores

LEAST_AGREEMENT = 0.8
_BEST_ROUGE_1 = 0.53
_BEST_OTHER_ROUGE = 0.51


@dataclass(frozen=True)
class Graded:
    """Points reached, points possible, and one reason for each rule."""

    score: float
    full: float
    detail: tuple[object, ...] = field(default=())


def grade_keywords(keywords: Sequence[str | Keyword], response: str) -> Graded:
    """Weights of the keywords found; one with `neg` takes its weight away and adds nothing to the full score."""
    score, full = 0.0, 0.0
    verdicts: list[str] = []
    for rule in keywords:
        keyword = Keyword(content=rule) if isinstance(rule, str) else rule
        found = _matches(keyword.content, response, verdicts, to_lower=keyword.to_lower, regex=False)
        score += (-keyword.weight if keyword.neg else keyword.weight) if found else 0.0
        full += 0.0 if keyword.neg else keyword.weight
        verdicts.append("match" if found else "unmatch")
    return Graded(score, full, tuple(verdicts))


def _matches(
    clause: str | Clause, response: str, context: Sequence[str], *, to_lower: bool, regex: bool
) -> bool:
    if isinstance(clause, str):
        pattern, text = (clause.lower(), response.lower()) if to_lower else (clause, response)
        return re.search(pattern, text) is not None if regex else pattern in text
    regex = regex if clause.regex is None else clause.regex
    if clause.any_of is not None:
        found = any(
            _matches(part, response, context, to_lower=to_lower, regex=regex) for part in clause.any_of
        )
    elif clause.all_of is not None:
        found = all(
            _matches(part, response, context, to_lower=to_lower, regex=regex) for part in clause.all_of
        )
    else:
        found = _matches(clause.content or "", response, context, to_lower=to_lower, regex=regex)
    if clause.cond is not None:
        found = found and holds(clause.cond, {"ans": found, "context": list(context)})
    return found


def grade_blanks(rule: BlankFilling, response: str) -> Graded:
    """Weights of the blanks filled rightly; none where the response follows the template by less than 0.8.

    Raises:
        ValueError: the template has another number of blanks than there are targets.
    """
    template, text = rule.template, (rule.prefix + response) or " "
    places = [index for index in range(len(template)) if template.startswith(rule.blank_str, index)]
    if len(places) != len(rule.targets):
        raise ValueError(f"The template has {len(places)} blanks and {len(rule.targets)} targets.")
    length, ends = align(template, text)
    agreement = length / (len(template) - len(places) * len(rule.blank_str))
    full = sum(target.weight for target in rule.targets)
    if agreement < LEAST_AGREEMENT:
        reason = f"unmatched: match rate too low - {agreement}"
        return Graded(0.0, full, (reason,) * len(places))
    score = 0.0
    details: list[str] = []
    for place, target in zip(places, rule.targets, strict=True):
        start = ends[place] if place == 0 else ends[place - 1] + 1
        after = place + len(rule.blank_str)
        stop = ends[after] if after < len(ends) else len(text)
        filled, reason = _fill(target, text[start:stop].strip(rule.escape), details)
        score += target.weight if filled else 0.0
        details.append(f"{'matched' if filled else 'unmatched'}: {reason}")
    return Graded(score, full, tuple(details))


def _fill(target: Target, given: str, details: Sequence[str]) -> tuple[bool, str]:
    reason = "unmatched"
    for item in target.content:
        answer = Answer(content=item) if isinstance(item, str) else item
        reason = f"response string: {given}, ans: {answer.content}"
        wanted = answer.content
        if target.to_lower:
            given, wanted = given.lower(), wanted.lower()
        if not _is_filled(target, answer, given, wanted):
            continue
        variables = {
            "grading_details": list(details),
            "ans_str": wanted,
            "ans_re": answer.regex,
            "response_str": given,
        }
        if answer.cond is None or holds(answer.cond, variables):
            return True, reason
    return False, reason


def _is_filled(target: Target, answer: Answer, given: str, wanted: str) -> bool:
    if answer.regex:
        search = re.search if target.substr_match else re.fullmatch
        return search(wanted, given) is not None
    return wanted in given if target.substr_match else given == wanted


def align(template: str, text: str) -> tuple[int, list[int]]:
    """Length of the longest common subsequence, and for each template character where it stands in `text`.

    The first row and column are not carried forward and characters that have no partner point one past the last match:
    both are as in the original, whose blanks depend on them.
    """
    width = len(text)
    lengths = array("i", bytes(4 * width))
    ends: list[array[int]] = []
    for i, letter in enumerate(template):
        above_lengths, lengths = lengths, array("i", bytes(4 * width))
        above_ends, row_ends = ends[-1] if ends else lengths, array("i", bytes(4 * width))
        for j, other in enumerate(text):
            if letter == other:
                lengths[j] = above_lengths[j - 1] + 1 if i and j else 1
                row_ends[j] = j
            elif i and j:
                left, above = lengths[j - 1], above_lengths[j]
                lengths[j] = max(left, above)
                if left == above:
                    row_ends[j] = max(row_ends[j - 1], above_ends[j])
                else:
                    row_ends[j] = row_ends[j - 1] if left > above else above_ends[j]
        ends.append(row_ends)
    return lengths[-1], _trace(template, text, ends)


def _trace(template: str, text: str, ends: Sequence["array[int]"]) -> list[int]:
    places = [0] * len(template)
    place = ends[-1][-1]
    for i in range(len(template) - 1, -1, -1):
        partner = template[i] == text[place]
        places[i] = place if partner else place + 1
        if i > 0 and partner:
            place = ends[i - 1][place - 1]
    return places


def grade_similarity(
    response: str,
    references: Sequence[str],
    *,
    metric: str,
    min_score: float,
    max_score: float | None,
    weight: float = 1.0,
) -> Graded:
    """The best ROUGE against any reference, mapped from [min_score, max_score] to [0, weight]."""
    raw = rouge_scores(response, references)
    top = max_score if max_score is not None else _BEST_ROUGE_1 if metric == "rouge1" else _BEST_OTHER_ROUGE
    share = max(min((raw[metric] - min_score) / (top - min_score), 1.0), 0.0)
    return Graded(share * weight, weight, ({**raw, "normalized_score": share},))
