"""How far a change of code is the wanted one, by syntax trees: DesignBench's two scores of edits and repairs.

Source: J. Xiao et al., "DesignBench: A Comprehensive Benchmark for MLLM-based Front-end Code Generation" (2025, arXiv
2506.06251), and its published evaluator, `ast_code_similarity`: the tree of the given code is compared with the trees
of both changes, place by place. CMLS is the share of changes at the same place, and CMCS that share times the
likeness of what is changed there. The evaluator walks the fields of a node in an order that depends on Python's hash
seed, so its CMCS differs a little from run to run; here fields come in the order of the tree.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from viscodex_model.evaluate.metrics.code_bleu import code_bleu

Place = tuple[str | int, ...]
_UNCOMPARED = ("loc", "start", "end", "range", "tokens", "comments")
_LEVELS = 3
"""Two changes are at the same place where so many upper steps of their paths are the same."""
_NODE_LETTERS, _VALUE_LETTERS = 100, 50


@dataclass(frozen=True)
class _Change:
    kind: str
    place: Place
    text: str

    @property
    def mark(self) -> tuple[str, Place]:
        return self.kind, tuple(map(str, self.place[:_LEVELS]))


def tree_change_match(before: Any, wanted: Any, given: Any) -> tuple[float, float]:
    """The share of both changes that are at the same place, and how alike they are there: 0..1 each.

    The trees are JSON values. None is code that does not parse: like a tree that is too deep to be walked, it has no
    point.
    """
    if before is None or wanted is None or given is None:
        return 0.0, 0.0
    try:
        ours, theirs = list(_changes(before, wanted, ())), list(_changes(before, given, ()))
    except RecursionError:
        return 0.0, 0.0
    if not ours and not theirs:
        return 1.0, 1.0
    pairs = _pairs(ours, theirs)
    location = len(pairs) / max(len(ours), len(theirs))
    ours_said, theirs_said = (" ".join(pair[side].text for pair in pairs) for side in (0, 1))
    if not ours_said or not theirs_said:
        return location, 0.0
    return location, code_bleu(ours_said, theirs_said, wanted, given)


def _pairs(ours: Sequence[_Change], theirs: Sequence[_Change]) -> list[tuple[_Change, _Change]]:
    """Changes of one kind at the same place, first with first."""
    left: dict[tuple[str, Place], list[_Change]] = {}
    for change in reversed(theirs):
        left.setdefault(change.mark, []).append(change)
    return [(change, left[change.mark].pop()) for change in ours if left.get(change.mark)]


def _changes(first: Any, second: Any, place: Place) -> Iterator[_Change]:
    if first is None and second is None:
        return
    if first is None or second is None:
        yield _whole("insert" if first is None else "delete", second if first is None else first, place)
    elif isinstance(first, dict) and isinstance(second, dict):
        if first.get("type") != second.get("type"):
            yield _Change("update", place, f"{first.get('type')} {second.get('type')}")
        for name in dict.fromkeys((*first, *second)):
            if name not in _UNCOMPARED:
                yield from _changes(first.get(name), second.get(name), (*place, name))
    elif isinstance(first, list) and isinstance(second, list):
        yield from _list_changes(first, second, place)
    elif first != second:
        yield _Change("update", place, f"{str(first)[:_VALUE_LETTERS]} {str(second)[:_VALUE_LETTERS]}")


def _list_changes(first: list[Any], second: list[Any], place: Place) -> Iterator[_Change]:
    """Lists of nodes are compared number by number; lists of plain values as texts are, if neither is empty."""
    if any(isinstance(item, dict | list) for item in (*first, *second)):
        for number in range(max(len(first), len(second))):
            if number >= len(first):
                yield _whole("insert", second[number], (*place, number))
            elif number >= len(second):
                yield _whole("delete", first[number], (*place, number))
            else:
                yield from _changes(first[number], second[number], (*place, number))
    elif first and second:
        yield from _value_changes(first, second, place)


def _value_changes(first: list[Any], second: list[Any], place: Place) -> Iterator[_Change]:
    for tag, start, end, other, other_end in SequenceMatcher(None, first, second).get_opcodes():
        if tag == "replace":
            for number, with_number in zip(range(start, end), range(other, other_end), strict=False):
                yield from _changes(first[number], second[with_number], (*place, number))
        elif tag == "insert":
            yield from (
                _whole("insert", second[number], (*place, number)) for number in range(other, other_end)
            )
        elif tag == "delete":
            yield from (_whole("delete", first[number], (*place, number)) for number in range(start, end))


def _whole(kind: str, node: Any, place: Place) -> _Change:
    return _Change(kind, place, str(node)[:_NODE_LETTERS])
