"""The expressions in a template of Angular, as the TypeScript that they are but for their pipes.

`a | name: b : c` is spelled `a | name| b | c`, character for character.
"""

import re
from collections.abc import Iterator
from typing import Final

from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.syntax.component_code.expressions import (
    Written,
    expression,
    in_attributes,
    in_marks,
)
from viscodex_lsp.core.syntax.injected_faults import Content
from viscodex_lsp.core.syntax.parsed import Parsed

_WORDS: Final = (
    "break case catch class const continue default delete do enum export extends finally for function import new "
    "return super switch throw try var while with yield"
)
"""Words that TypeScript keeps to itself are names in a template."""
_TOKEN: Final = re.compile(
    r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|`(?:[^`\\]|\\.)*`|\?\.|\?\?|\|\||[()\[\]{}|?:,;]"
    rf"|(?<![.\w$])(?P<word>{'|'.join(_WORDS.split())})(?![\w$])"
)
_BINDING: Final = re.compile(r"\[[^\]]+\]$|\[\([^)]+\)\]$|bind-")
_EVENT: Final = re.compile(r"\([^)]+\)$|on-")
_EMPTY: Final = re.compile(r"\s*+(?://[^\n]*+)?\s*+\Z")


def angular_code(parsed: Parsed, text: str, language: Language) -> Iterator[Content]:
    """What stands in `{{ }}`, in bindings and in event handlers."""
    for written in in_marks(parsed, text, language):
        yield from _content(written, "({}\n)")
    for name, written in in_attributes(parsed.root, language):
        frame = "({}\n)" if _BINDING.match(name) else "{{{}\n}}" if _EVENT.match(name) else ""
        if frame and "{{" not in written.code:
            yield from _content(written, frame)


def _content(written: Written, frame: str) -> Iterator[Content]:
    if not _EMPTY.match(written.code):
        yield expression(written, frame.format(without_pipes(written.code)))


def without_pipes(code: str) -> str:
    """The expression with the colons before the arguments of pipes spelled as further pipes, and names as names."""
    signs = list(code)
    # For each bracket that is open: whether a pipe stands in it, and how many `?` wait for their `:`.
    levels = [[False, 0]]
    for token in _TOKEN.finditer(code):
        sign = token[0]
        level = levels[-1]
        if token["word"]:
            signs[token.start() : token.end()] = "x" * len(sign)
        elif sign in {"(", "[", "{"}:
            levels.append([False, 0])
        elif sign in {")", "]", "}"}:
            levels = levels[:-1] or [[False, 0]]
        elif sign in {",", ";"}:
            levels[-1] = [False, 0]
        elif sign == "|":
            level[0] = True
        elif sign == "?":
            level[1] += 1
        elif sign == ":" and level[1]:
            level[1] -= 1
        elif sign == ":" and level[0]:
            signs[token.start()] = "|"
    return "".join(signs)
