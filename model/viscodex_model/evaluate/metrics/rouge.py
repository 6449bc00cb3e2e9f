"""ROUGE-1, ROUGE-2, ROUGE-L and ROUGE-Lsum F measures of a response against reference texts.

Source: C.-Y. Lin, "ROUGE: A Package for Automatic Evaluation of Summaries" (2004), with the tokens and the tie rules of
Google's rouge_score package, without stemming; the best reference counts, for each measure by itself.
"""

import re
from collections import Counter
from collections.abc import Sequence

Tokens = list[str]

_NO_TOKEN = re.compile(r"[^a-z0-9]+")


def rouge_scores(response: str, references: Sequence[str]) -> dict[str, float]:
    """The best F measure over `references` of each of the four measures; 0 where a side has no token."""
    each = [_against(response, reference) for reference in references]
    return {name: max((scores[name] for scores in each), default=0.0) for name in _against("", "")}


def tokenize(text: str) -> Tokens:
    """Runs of lower-case ASCII letters and digits."""
    return _NO_TOKEN.sub(" ", text.lower()).split()


def _against(response: str, reference: str) -> dict[str, float]:
    given, wanted = tokenize(response), tokenize(reference)
    return {
        "rouge1": _ngram_f(given, wanted, 1),
        "rouge2": _ngram_f(given, wanted, 2),
        "rougeL": _f_measure(len(_common_places(wanted, given)), len(given), len(wanted)),
        "rougeLsum": _summary_f(_sentences(response), _sentences(reference)),
    }


def _ngram_f(given: Tokens, wanted: Tokens, size: int) -> float:
    left, right = _ngrams(given, size), _ngrams(wanted, size)
    return _f_measure((left & right).total(), left.total(), right.total())


def _ngrams(tokens: Tokens, size: int) -> Counter[tuple[str, ...]]:
    return Counter(tuple(tokens[start : start + size]) for start in range(len(tokens) - size + 1))


def _f_measure(hits: int, given: int, wanted: int) -> float:
    if not hits:
        return 0.0
    precision, recall = hits / given, hits / wanted
    return 2 * precision * recall / (precision + recall)


def _sentences(text: str) -> list[Tokens]:
    return [tokenize(line) for line in text.split("\n") if line]


def _summary_f(given: list[Tokens], wanted: list[Tokens]) -> float:
    left = Counter(token for sentence in given for token in sentence)
    right = Counter(token for sentence in wanted for token in sentence)
    sizes = left.total(), right.total()
    hits = 0
    for sentence in wanted:
        places = sorted(set().union(*(_common_places(sentence, other) for other in given)))
        for token in (sentence[place] for place in places):
            if left[token] > 0 and right[token] > 0:
                hits += 1
                left[token] -= 1
                right[token] -= 1
    return _f_measure(hits, *sizes)


def _common_places(wanted: Tokens, given: Tokens) -> list[int]:
    """Indices into `wanted` of one longest common subsequence with `given`."""
    table = [[0] * (len(given) + 1) for _ in range(len(wanted) + 1)]
    for i, token in enumerate(wanted, 1):
        above, row = table[i - 1], table[i]
        for j, other in enumerate(given, 1):
            row[j] = above[j - 1] + 1 if token == other else max(above[j], row[j - 1])
    places: list[int] = []
    i, j = len(wanted), len(given)
    while i and j:
        if wanted[i - 1] == given[j - 1]:
            places.append(i - 1)
            i, j = i - 1, j - 1
        elif table[i][j - 1] > table[i - 1][j]:
            j -= 1
        else:
            i -= 1
    return places[::-1]
