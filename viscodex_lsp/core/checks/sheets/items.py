"""Reads the rules and declarations of a style sheet from its braces and semicolons alone, so that a sheet which a
person is in the middle of, and Sass and Less, have them too."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from viscodex_lsp.core.nouns import Span

TOKEN = re.compile(
    r"/\*(?:[^*]|\*(?!/))*+(?:\*/|\Z)|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|#\{[^}]*\}"
    r"|\{\{[^{}]*\}\}|\{%[^{}]*%\}|\burl\([^()\"'\s]*+\)|"
    r"(?<!:)//[^\n]*|[{};]"
)
# A comment behind a declaration, on its line, is said of that.
_BEHIND = re.compile(r"[ \t]*(?:/\*(?:[^*\n]|\*(?!/))*+\*/|(?<!:)//[^\n]*)(?=[ \t\r]*(?:\n|\Z))")
_COMMENT = re.compile(r"/\*(?:[^*]|\*(?!/))*+(?:\*/|\Z)|(?<!:)//[^\n]*")


class Item(NamedTuple):
    """A rule with what stands before its brace, or a declaration without; `text` is all of it, `remarks` are the
    comments before the brace. `span` is where `text` is, without the blanks it begins with; `inner` is where `body`
    is."""

    head: str
    body: str
    text: str
    remarks: tuple[str, ...]
    span: Span
    inner: Span

    @property
    def declares(self) -> str:
        """A declaration without the comments above it and the semicolon; empty for a rule and for comments alone."""
        return "" if self.head else plain(self.text).removesuffix(";").strip()


def items_of(code: str, within: Span | None = None) -> Iterator[Item]:
    """The rules and declarations of a style sheet, or of a stretch of it, in their order."""
    start, end = (within.start, within.end) if within is not None else (0, len(code))
    depth, opening = 0, start
    for token in TOKEN.finditer(code, start, end):
        if token[0] == "{":
            opening = token.start() if depth == 0 else opening
            depth += 1
        elif token[0] == "}":
            depth -= 1
            if depth == 0:
                head = code[start:opening]
                inner = Span(opening + 1, token.start())
                yield _item(code, Span(start, token.end()), head, inner)
                start = token.end()
        elif token[0] == ";" and depth == 0 and token.start() >= start:
            behind = _BEHIND.match(code, token.end(), end)
            stop = behind.end() if behind is not None else token.end()
            yield _item(code, Span(start, stop))
            start = stop
    if code[start:end].strip():
        yield _item(code, Span(start, end))


def block_around(code: str, at: int) -> Span | None:
    """What is between the braces around an offset; None at the top of a style sheet."""
    opened: list[int] = []
    depth = 0
    for token in TOKEN.finditer(code):
        before = token.start() < at
        if token[0] == "{" and before:
            opened.append(token.end())
        elif token[0] == "}" and before and opened:
            opened.pop()
        elif token[0] in "{}" and not before:
            depth += 1 if token[0] == "{" else -1
            if depth < 0:
                return Span(opened[-1], token.start()) if opened else None
    return Span(opened[-1], len(code)) if opened else None


def plain(head: str) -> str:
    """The text in one line, without comments."""
    return " ".join(_COMMENT.sub(" ", head).split())


def _item(code: str, span: Span, head: str = "", inner: Span | None = None) -> Item:
    text = code[span.start : span.end]
    start = span.start + len(text) - len(text.lstrip())
    body = code[inner.start : inner.end] if inner is not None else ""
    remarks = tuple(_COMMENT.findall(head))
    return Item(plain(head), body, text, remarks, Span(start, span.end), inner or Span(span.end, span.end))
