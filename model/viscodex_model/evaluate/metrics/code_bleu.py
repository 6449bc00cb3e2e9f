"""How alike two pieces of front-end code are: the CodeBLEU of DesignBench's evaluator.

Source: S. Ren et al., "CodeBLEU: a Method for Automatic Evaluation of Code Synthesis" (2020), in the form of
DesignBench's published evaluator: the mean of four likenesses, of which each is simpler than in the paper.
"""

import math
import re
from collections import Counter
from collections.abc import Hashable, Iterator
from typing import Any

_TOKEN = re.compile(r"\w+|[^\w\s]")
_LONGEST = 4
_KEYWORDS = frozenset(
    (
        *("function", "const", "let", "var", "return", "if", "else", "className", "onClick", "useState"),
        *("useEffect", "import", "export", "class", "extends", "render", "props", "state"),
    )
)
# What code declares, calls and reads of objects.
_FLOWS = tuple(map(re.compile, (r"(?:const|let|var)\s+(\w+)", r"(\w+)\s*\(", r"\.(\w+)")))


def code_bleu(wanted: str, given: str, wanted_tree: Any, given_tree: Any) -> float:
    """0..1: the mean of BLEU, of words where keywords weigh double, of the trees' types of nodes, and of names."""
    tokens = _TOKEN.findall(wanted), _TOKEN.findall(given)
    parts = (
        _bleu(*tokens),
        _word_match(*tokens),
        _overlap(Counter(_types(wanted_tree)), Counter(_types(given_tree))),
        sum(_overlap(_once(flow, wanted), _once(flow, given)) for flow in _FLOWS) / len(_FLOWS),
    )
    return sum(parts) / len(parts)


def _bleu(wanted: list[str], given: list[str]) -> float:
    """Without smoothing: 0 where no row of four tokens is found, even if there are not so many."""
    precisions = [_precision(wanted, given, length) for length in range(1, _LONGEST + 1)]
    if not all(precisions):
        return 0.0
    brevity = min(1.0, math.exp(1 - len(wanted) / len(given)))
    return brevity * math.exp(sum(map(math.log, precisions)) / len(precisions))


def _precision(wanted: list[str], given: list[str], length: int) -> float:
    ours, theirs = _rows(wanted, length), _rows(given, length)
    return (ours & theirs).total() / theirs.total() if theirs else 0.0


def _rows(tokens: list[str], length: int) -> Counter[tuple[str, ...]]:
    return Counter(tuple(tokens[start : start + length]) for start in range(len(tokens) - length + 1))


def _word_match(wanted: list[str], given: list[str]) -> float:
    ours, theirs = (
        Counter({t: n * (1 + (t in _KEYWORDS)) for t, n in Counter(side).items()}) for side in (wanted, given)
    )
    return (ours & theirs).total() / theirs.total() if theirs else 0.0


def _types(tree: Any) -> Iterator[Hashable]:
    """The type of every node, at any depth."""
    left = [tree]
    while left:
        node = left.pop()
        if isinstance(node, dict):
            if "type" in node:
                yield node["type"] if isinstance(node["type"], Hashable) else str(node["type"])
            left.extend(node.values())
        elif isinstance(node, list):
            left.extend(node)


def _once(pattern: re.Pattern[str], code: str) -> Counter[str]:
    return Counter(set(pattern.findall(code)))


def _overlap(first: Counter[Any], second: Counter[Any]) -> float:
    """Jaccard's index of two multisets; 1 where both are empty."""
    return (first & second).total() / (first | second).total() if first or second else 1.0
