"""The expressions in a template of Angular, as the TypeScript that they are but for their pipes.

`a | name: b : c` is spelled `a | name| b | c`, character for character.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from viscodex_lsp.core.language.grammars import captures
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.syntax.injected_faults import Content
from viscodex_lsp.core.syntax.parsed import Parsed
from viscodex_lsp.core.syntax.respelling import marks_in

if TYPE_CHECKING:
    from tree_sitter import Node

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
_ENTITY: Final = re.compile(r"&#?\w+;")
_EMPTY: Final = re.compile(r"\s*(?://[^\n]*)?\s*\Z")


def angular_code(parsed: Parsed, text: str, language: Language) -> Iterator[Content]:
    """What stands in `{{ }}`, in bindings and in event handlers."""
    for mark in marks_in(text, language):
        start = mark.start() + 2
        place = parsed.offsets.to_bytes(start), text.count("\n", 0, start)
        yield from _content(mark[0][2:-2], *place, "({}\n)")
    pattern = "(attribute (attribute_name) (quoted_attribute_value (attribute_value))) @attribute"
    for attribute in captures(language, pattern, parsed.root).get("attribute", ()):
        parts = attribute.named_children
        name, value = _source(parts[0]), parts[-1].named_children[0]
        frame = "({}\n)" if _BINDING.match(name) else "{{{}\n}}" if _EVENT.match(name) else ""
        code = _source(value)
        if frame and not _ENTITY.search(code) and "{{" not in code:
            yield from _content(code, value.start_byte, value.start_point.row, frame)


def _content(code: str, start: int, row: int, frame: str) -> Iterator[Content]:
    if not _EMPTY.match(code):
        script = language_of("typescript")
        yield Content((frame.format(without_pipes(code)),), start - 1, row, script, "in an expression")


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


def _source(node: "Node") -> str:
    return (node.text or b"").decode("utf-8", errors="replace")
