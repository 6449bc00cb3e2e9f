"""Extracts the code from a response by the rules of each benchmark's authors."""

from itertools import pairwise

from viscodex_model.core.likeness.fences import labelled_code

_MARKS = ("```", "\\begin{code}", "\\end{code}")


def fenced_code(response: str, languages: tuple[str, ...]) -> str:
    """The first block fenced as one of `languages`, else the longest fenced block, else the whole response.

    An unclosed fence runs to the end: a reply that was cut off still holds code.
    """
    return labelled_code(response, languages)[1]


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
