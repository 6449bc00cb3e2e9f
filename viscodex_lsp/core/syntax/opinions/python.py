"""Asks Python's own compiler whether a Python text is sound."""

import ast
import re
import sys
import warnings

from viscodex_lsp.core.syntax.mistake import Mistake, over_row

_FORMATTED = r".*\b(?:[fF][rR]?|[rR][fF])[\"']"
_GENERIC = r"\s*(?:type|def|async\s+def|class)\s+\w+\s*\["
# What a version of Python added, as it looks in a line: the compiler of an older one cannot judge it.
_ADDED = (
    ((3, 12), re.compile(rf"\s*type\s+\w+\s*=|{_GENERIC}|{_FORMATTED}")),
    ((3, 13), re.compile(rf"{_GENERIC}.*=")),
    ((3, 14), re.compile(r"\s*except\s+[\w.]+\s*,|.*\b(?:[tT][rR]?|[rR][tT])[\"']")),
)


def python_opinion(text: str) -> tuple[Mistake, ...] | None:
    """The first thing that keeps the text from being compiled.

    None where the line may be of a newer Python than the one that runs, or is too deeply nested to tell.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, "<text>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except SyntaxError as error:
        lines = text.split("\n")
        row = min(max((error.lineno or 1) - 1, 0), len(lines) - 1)
        if any(sys.version_info < version and added.match(lines[row]) for version, added in _ADDED):
            return None
        return (over_row(text, row, error.msg),)
    except (ValueError, RecursionError, MemoryError, OverflowError):
        return None
    return ()


def is_readable_python(text: str) -> bool:
    """Whether the text is made of statements, wherever they may stand; what is too hard to tell is taken."""
    opinion = python_opinion(text)
    if not opinion:
        return True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(text)
    except SyntaxError:
        return False
    return True
