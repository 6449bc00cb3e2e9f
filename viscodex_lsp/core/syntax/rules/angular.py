"""Blocks of Angular's templates, `@if (…) { … }`, and the brackets around the names of bindings."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from viscodex_lsp.core.language.grammars import captures, text_of
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.syntax.mistake import Mistake, over_all_of, quote

if TYPE_CHECKING:
    from tree_sitter import Node

ANGULAR: Final = frozenset({"angular", "ng-template", "angular-html"})
_NOT_TEXT: Final = """
[(start_tag) (end_tag) (self_closing_tag) (erroneous_end_tag) (comment) (script_element) (style_element)] @tag
"""
_ARGUMENTS: Final = rb"\((?:[^()\"']++|\"[^\"]*+\"|'[^']*+'|\((?:[^()]++|\([^()]*+\))*+\))*+\)"
_BLOCK: Final = re.compile(
    rb"@(?P<name>if|else\s+if|else|for|empty|switch|case|default|defer|placeholder|loading|error)\b"
    rb"(?P<arguments>\s*" + _ARGUMENTS + rb")?(?P<opens>\s*\{)?"
)
_SIGN: Final = re.compile(
    _BLOCK.pattern
    + rb"|@let\b[^;]{0,2000};|(?P<icu>\{[^{},]*,\s*(?:plural|select|selectordinal)\s*,)|(?P<sign>[{}])"
)
_WITH_ARGUMENTS: Final = frozenset({b"if", b"for", b"switch", b"case"})
_LOOP: Final = re.compile(rb"\(\s*[\w$]+\s+of\s[^;]+;\s*track\s.+\)\s*\Z", re.DOTALL)
_NAME: Final = re.compile(r"\[\([\w.-]+\)\]|\[[@\w.:%$ -]+(?:\(\w+\))?\]|\([@\w.:$ -]+\)|[^\[\](){}<>]+")


def angular_mistakes(root: "Node", language: Language) -> Iterator[Mistake]:
    for name in captures(language, "(attribute_name) @name", root).get("name", ()):
        if not _NAME.fullmatch(text_of(name)):
            yield over_all_of(name, f"`{quote(name)}` is no name of a binding")
    yield from _blocks(_text_alone(root, language), root.start_byte)


def _text_alone(root: "Node", language: Language) -> bytes:
    """The template with its tags and comments blanked out."""
    text = bytearray(root.text or b"")
    for node in captures(language, _NOT_TEXT, root).get("tag", ()):
        start, end = node.start_byte - root.start_byte, node.end_byte - root.start_byte
        text[start:end] = re.sub(rb"[^\n]", b" ", text[start:end])
    return bytes(text)


def _blocks(text: bytes, start: int) -> Iterator[Mistake]:
    # Of each brace that is open: where, and whether it is one of `{count, plural, =0 {none} other {many}}`.
    opened: list[tuple[int, bool]] = []
    for found in _SIGN.finditer(text):
        at = start + found.start()
        if found["name"]:
            yield from _misspelt(found, at)
            opened += [(found.end() - 1, False)] if found["opens"] else []
        elif found["icu"]:
            opened.append((found.start(), True))
        elif found["sign"] == b"{" and opened and opened[-1][1]:
            opened.append((found.start(), False))
        elif found["sign"] == b"{" or (found["sign"] and not opened):
            row = text.count(b"\n", 0, found.start())
            yield Mistake(at, at + 1, row, f"unexpected `{found['sign'].decode()}`")
        elif found["sign"]:
            opened.pop()
    for place, _ in opened:
        row = text.count(b"\n", 0, place)
        yield Mistake(start + place, start + place + 1, row, "`{` is never closed", ("}",))


def _misspelt(block: re.Match[bytes], at: int) -> Iterator[Mistake]:
    name, arguments = block["name"], block["arguments"]
    what = ""
    if not block["opens"] or (arguments is None and (name in _WITH_ARGUMENTS or name.endswith(b" if"))):
        what = f"`@{name.decode()}` takes its condition in parentheses, and a `{{`"
    elif name == b"for" and arguments and not _LOOP.match(arguments.strip()):
        what = "`@for` takes `item of items; track …`"
    if what:
        yield Mistake(at, at + len(name) + 1, block.string.count(b"\n", 0, block.start()), what)
