"""Decides whether what a program printed or returned agrees with what was expected.

Source: MMCode's harness (K. Li et al., 2024), which is that of APPS: printed output may differ in white space at the
ends of lines, in empty lines, in the last digits of numbers, and in the order of lines and of words in a line.
"""

import ast
import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any


def printed_agrees(printed: Sequence[str], expected: str | Sequence[str]) -> bool:
    """Whether the printed lines are the expected output."""
    text = expected if isinstance(expected, str) else "\n".join(expected)
    if any(
        "\n".join(lines).strip() == text.strip() for lines in (printed, [line.strip() for line in printed])
    ):
        return True
    wanted = [line.strip() for line in text.split("\n") if line]
    given = [line for line in printed if line]
    if list(printed) == wanted or given == wanted or _close_numbers(given, wanted):
        return True
    words, wanted_words = [line.split() for line in given], [line.split() for line in wanted]
    return _same_sets(words, wanted_words, str) or _same_sets(words, wanted_words, _rounded)


def returned_agrees(description: str, expected: Any) -> bool:
    """Whether the returned value, given as its literal, is `expected` or the one value that `expected` lists."""
    try:
        value = ast.literal_eval(description)
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        return False
    wanted = _with_number_keys(expected)
    if isinstance(value, tuple):
        value = list(value)
    listed = wanted[0] if isinstance(wanted, list) and wanted else wanted
    if value in (wanted, listed):
        return True
    holds_tuples = isinstance(value, list) and bool(value) and isinstance(value[0], tuple)
    return holds_tuples and [list(item) for item in value] == listed


def _with_number_keys(expected: Any) -> Any:
    first = expected[0] if isinstance(expected, list) and expected else expected
    if not isinstance(first, dict):
        return expected
    try:
        return [{int(key): value for key, value in first.items()}]
    except ValueError:
        return expected


def _close_numbers(given: Sequence[str], wanted: Sequence[str]) -> bool:
    """Line by line equal as numbers, to a relative 1e-5 or an absolute 1e-8 as numpy.allclose has it."""
    try:
        pairs = list(zip(map(float, given), map(float, wanted), strict=True))
    except ValueError:
        return False
    return all(abs(one - two) <= 1e-8 + 1e-5 * abs(two) or one == two for one, two in pairs)


def _same_sets(
    given: Iterable[Iterable[str]], wanted: Iterable[Iterable[str]], form: Callable[[str], object]
) -> bool:
    try:
        return {frozenset(map(form, line)) for line in given} == {
            frozenset(map(form, line)) for line in wanted
        }
    except ValueError:
        return False


def _rounded(word: str) -> float:
    number = round(float(word), 3)
    if math.isnan(number):
        raise ValueError("not a number")
    return number
