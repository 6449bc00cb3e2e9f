"""The code of a Razor component: what a reply has in `@code { … }` goes into the file's own, where it has one."""

import re
from typing import NamedTuple

from viscodex_lsp.core.checks.echo import alike
from viscodex_lsp.core.checks.forms.formed import Formed
from viscodex_lsp.core.checks.indentation import read_fragment
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Reason, Refusal, Replacement, Span

_LANGUAGES = frozenset({"razor", "aspnetcorerazor", "cshtml"})
_HEAD = re.compile(r"^[ \t]*@(?:code|functions)\s*\{", re.MULTILINE)
_BRACES_AND_TEXTS = re.compile(r"[{}]|\"(?:\\.|[^\"\\\n])*\"|//[^\n]*")
_METHOD = re.compile(r"[\w<>\[\],?\s]+\s(?P<name>\w+)\s*\([^;]*$")


class _Code(NamedTuple):
    """A block of code: all of it, and what is between its braces."""

    span: Span
    inner: Span


def with_code_in_place(code: str, place: Place) -> Formed | Refusal | None:
    """The markup of the reply, its code among the file's; a refusal where both have a method of one name; None where
    the reply or the file has no such block."""
    text = place.lines.text
    theirs = _block(code) if place.language.id in _LANGUAGES else None
    own = _block(text) if theirs is not None else None
    if theirs is None or own is None or own.span.start <= place.span.start < own.span.end:
        return None
    rest = (code[: theirs.span.start].rstrip() + "\n" + code[theirs.span.end :].lstrip("\n")).strip("\n")
    there = [alike(line) for line in text[own.inner.start : own.inner.end].split("\n")]
    inner = code[theirs.inner.start : theirs.inner.end].strip("\n").rstrip()
    lines = read_fragment(inner, language_of("csharp"), place.style).lines
    again = [line for line in lines if _METHOD.fullmatch(line) and alike(line) in there]
    if again:
        return _second(again[0])
    new = "\n".join(line for line in lines if not (line.endswith(";") and alike(line) in there)).strip("\n")
    others = (_behind(new, own, place),) if new.strip() else ()
    return Formed(rest, others=others, notes=("put the code into the file's own",))


def _behind(new: str, own: _Code, place: Place) -> Replacement:
    text, newline, indent = place.lines.text, place.style.newline, place.style.indent
    end = own.inner.start + len(text[own.inner.start : own.inner.end].rstrip())
    rows = [indent + line if line.strip() else "" for line in new.split("\n")]
    gap = newline * (2 if text[own.inner.start : end].strip() else 1)
    closing = "" if text[end : own.inner.end].count("\n") else newline
    return Replacement(Span(end, end), gap + newline.join(rows) + closing)


def _block(text: str) -> _Code | None:
    """The first block of code, where its braces are even."""
    head = _HEAD.search(text)
    if head is None:
        return None
    depth = 1
    for sign in _BRACES_AND_TEXTS.finditer(text, head.end()):
        depth += {"{": 1, "}": -1}.get(sign[0], 0)
        if depth == 0:
            return _Code(Span(head.start(), sign.end()), Span(head.end(), sign.start()))
    return None


def _second(line: str) -> Refusal:
    told = line.strip()[:60]
    return Refusal(
        Reason.SECOND_NAME,
        f"The reply defines `{told}`, which the file's code does already, so nothing was changed. Select what is to "
        "change, or ask for the markup alone in the instruction.",
        f"it defines `{told}`, which the file's code does already. Write only what is new.",
    )
