"""Extracts the code from a response by the rules of each benchmark's authors."""

import re
from itertools import pairwise

_MARKS = ("```", "\\begin{code}", "\\end{code}")
_FENCE = re.compile(r"```[ \t]*([\w+#-]*)[^\n]*\n(.*?)(?:```|\Z)", re.DOTALL)


def fenced_code(response: str, languages: tuple[str, ...]) -> str:
    """The first block fenced as one of `languages`, else the longest fenced block, else the whole response.

    An unclosed fence runs to the end: a reply that was cut off still holds code.
    """
    return labelled_code(response, languages)[1]


def labelled_code(response: str, languages: tuple[str, ...] = ()) -> tuple[str, str]:
    """The label of that block in small letters, empty where it has none, and its code."""
    blocks = [(str(name).lower(), str(code)) for name, code in _FENCE.findall(response)]
    named = [block for block in blocks if block[0] in languages]
    if named:
        return named[0]
    return max(blocks, key=lambda block: len(block[1]), default=("", response))


def joined_blocks(response: str, *, only_longest: bool = False) -> str | None:
    """Lines that hold a fence pair up; the blocks between are joined by an empty line, or the longest is taken.

    None where the response holds fewer than two marks. Source: InfiBench's evaluator.
    """
    if sum(response.count(mark) for mark in _MARKS) < 2:
        return None
    lines = response.split("\n")
    fences = [number for number, line in enumerate(lines) if any(mark in line for mark in _MARKS)]
    pairs = list(pairwise(fences))[::2]
    if only_longest:
        pairs = [max(pairs, key=lambda pair: pair[1] - pair[0])] if pairs else []
    return "\n\n".join("\n".join(lines[start + 1 : stop]) for start, stop in pairs)
