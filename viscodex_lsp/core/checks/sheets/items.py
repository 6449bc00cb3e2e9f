"""Reads the rules and declarations of a style sheet from its braces and semicolons alone, so that a sheet which a
person is in the middle of, and Sass and Less, have them too.

`slashes` says whether `//` begins a comment, as it does in Sass and Less, and not in CSS (CSS Syntax, 4.3.2).
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from viscodex_lsp.core.nouns import Span

_REMARK = r"/\*(?:[^*]|\*(?!/))*+(?:\*/|\Z)"
_LINE_REMARK = r"(?<!:)//[^\n]*"
_WORD = re.compile(r"[\w%-]")
# What is kept as it is: strings, escapes, addresses, values within names.
KEPT = (
    r"\"(?:[^\"\\\n]|\\[\s\S])*+\"|'(?:[^'\\\n]|\\[\s\S])*+'|\\(?:[0-9A-Fa-f]{1,6}\s?|.)"
    r"|(?i:\burl\()(?!\s*[\"'])(?:[^()\\\n]|\\.)*+\)|[#@]\{[^{}]*\}"
)
_BRACES = (
    rf"{KEPT}|\{{\{{[^{{}}]*\}}\}}|\{{%[^{{}}]*%\}}|\((?:[^(){{}}\"'\n]|\([^(){{}}\"'\n]*+\))*+\)|[{{}};]"
)


class _Signs(NamedTuple):
    """The expressions that read a style sheet."""

    token: re.Pattern[str]
    # A comment behind a declaration, on its line, is said of that.
    behind: re.Pattern[str]
    remark: re.Pattern[str]
    gap: re.Pattern[str]


def _signs(remark: str) -> _Signs:
    one_line = remark.replace("[^*]", r"[^*\n]", 1).replace(r"(?:\*/|\Z)", r"\*/", 1)
    return _Signs(
        re.compile(rf"{remark}|{_BRACES}"),
        re.compile(rf"[ \t]*(?:{one_line})(?=[ \t\r]*(?:\n|\Z))"),
        re.compile(rf"{KEPT}|(?P<remark>{remark})"),
        re.compile(rf"{KEPT}|(?P<gap>(?:\s|{remark})++)"),
    )


_CSS = _signs(_REMARK)
_SLASHES = _signs(f"{_REMARK}|{_LINE_REMARK}")


class Item(NamedTuple):
    """A rule with what stands before its brace, or a declaration without; `text` is all of it, `remarks` are the
    comments before the brace. `span` is where `text` is, without the blanks it begins with; `inner` is where `body`
    is. `declares` is a declaration without the comments around it and the semicolon; empty for a rule and for
    comments alone."""

    head: str
    body: str
    text: str
    remarks: tuple[str, ...]
    span: Span
    inner: Span
    declares: str


def has_slashes(language: str) -> bool:
    """Whether `//` begins a comment in style sheets of a language."""
    return language not in ("", "css", "html")


def tokens(code: str, start: int = 0, end: int | None = None, *, slashes: bool) -> Iterator[re.Match[str]]:
    """The braces and semicolons of a style sheet, and what they do not count in: comments, strings, brackets."""
    signs = _SLASHES if slashes else _CSS
    return signs.token.finditer(code, start, len(code) if end is None else end)


def items_of(code: str, within: Span | None = None, *, slashes: bool) -> Iterator[Item]:
    """The rules and declarations of a style sheet, or of a stretch of it, in their order."""
    signs = _SLASHES if slashes else _CSS
    start, end = (within.start, within.end) if within is not None else (0, len(code))
    depth, opening = 0, start
    for token in signs.token.finditer(code, start, end):
        if token[0] == "{":
            opening = token.start() if depth == 0 else opening
            depth += 1
        elif token[0] == "}":
            depth -= 1
            if depth == 0:
                inner = Span(opening + 1, token.start())
                yield _item(code, Span(start, token.end()), signs, code[start:opening], inner)
                start = token.end()
        elif token[0] == ";" and depth == 0 and token.start() >= start:
            behind = signs.behind.match(code, token.end(), end)
            stop = behind.end() if behind is not None else token.end()
            yield _item(code, Span(start, stop), signs)
            start = stop
    if code[start:end].strip():
        yield _item(code, Span(start, end), signs)


def block_around(code: str, at: int, *, slashes: bool) -> Span | None:
    """What is between the braces around an offset; None at the top of a style sheet."""
    opened: list[int] = []
    depth = 0
    for token in tokens(code, slashes=slashes):
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


def plain(text: str, *, slashes: bool) -> str:
    """The text in one line, without comments; what is in strings and addresses stays as it is."""
    return _plain(text, _SLASHES if slashes else _CSS)


def code_end(text: str, *, slashes: bool) -> int:
    """Where a text ends but for the blanks and comments at its end."""
    signs = _SLASHES if slashes else _CSS
    found = [gap for gap in signs.gap.finditer(text) if gap["gap"] is not None and gap.end() == len(text)]
    return found[-1].start() if found else len(text)


def ends_in_line_remark(text: str, *, slashes: bool) -> bool:
    """Whether what is written behind a text, on its line, would be in a comment."""
    remarks = [*_remarks(text, _SLASHES)] if slashes else []
    return bool(remarks) and remarks[-1].end() == len(text) and remarks[-1][0].startswith("//")


def remarks_of(text: str, *, slashes: bool) -> tuple[str, ...]:
    """The comments in a text."""
    return tuple(found[0] for found in _remarks(text, _SLASHES if slashes else _CSS))


def _remarks(text: str, signs: _Signs) -> Iterator[re.Match[str]]:
    return (found for found in signs.remark.finditer(text) if found["remark"] is not None)


def _plain(text: str, signs: _Signs) -> str:
    return signs.gap.sub(
        lambda found: found[0] if found["gap"] is None else _blank(found, signs), text
    ).strip()


def _blank(found: re.Match[str], signs: _Signs) -> str:
    """Blanks and comments are one blank; a comment alone is one where it keeps two words apart."""
    text, start, end = found.string, found.start(), found.end()
    if signs.remark.sub("", found[0]):
        return " "
    return " " if _WORD.match(text[max(start - 1, 0) : start]) and _WORD.match(text[end : end + 1]) else ""


def _item(code: str, span: Span, signs: _Signs, head: str = "", inner: Span | None = None) -> Item:
    text = code[span.start : span.end]
    start = span.start + len(text) - len(text.lstrip())
    body = code[inner.start : inner.end] if inner is not None else ""
    remarks = tuple(found[0] for found in _remarks(head, signs))
    shown = _plain(head, signs)
    declares = "" if shown else _plain(text, signs).removesuffix(";").strip()
    return Item(
        shown, body, text, remarks, Span(start, span.end), inner or Span(span.end, span.end), declares
    )
