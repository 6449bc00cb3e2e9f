"""The directives and the code of a Razor file: what a reply has of them goes among the file's own."""

import re
from typing import NamedTuple

from viscodex_lsp.core.checks.echo import alike
from viscodex_lsp.core.checks.forms.formed import Formed
from viscodex_lsp.core.checks.forms.template.statements import without_known
from viscodex_lsp.core.checks.indentation import read_fragment
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.language.data.templates import RAZOR, RAZOR_DIRECTIVES
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Reason, Refusal, Replacement, Span

_DIRECTIVE = re.compile(rf"^@(?:{RAZOR_DIRECTIVES})\b[^\r\n]*", re.MULTILINE)
_MANY = frozenset({"using", "inject", "attribute", "implements", "typeparam"})
# A block of assignments alone, or the element that names a page.
_SETTINGS = re.compile(
    r"\s*(?:@\{(?P<block>(?:\s*(?:ViewData\[\"\w+\"\]|ViewBag\.\w+|Layout)\s*=[^;{}]*;)+)\s*\}"
    r"|<(?P<element>PageTitle)\b[^<]*</PageTitle>)[ \t]*(?:\n|\Z)"
)
_SET = re.compile(r"(ViewData\[\"\w+\"\]|ViewBag\.\w+|\bLayout)\s*=")
_HEAD = re.compile(r"^[ \t]*@(?:code|functions)\s*\{", re.MULTILINE)
_BRACES_AND_TEXTS = re.compile(r"[{}]|\"(?:\\.|[^\"\\\n])*\"|//[^\n]*")
_METHOD = re.compile(r"[\w<>\[\],?\s]+\s(?P<name>\w+)\s*\([^;]*$")


class _Code(NamedTuple):
    """A block of code: all of it, and what is between its braces."""

    span: Span
    inner: Span


def in_razor_file(code: str, place: Place) -> Formed | Refusal | None:
    """The markup of the reply, its directives and its code among the file's; a refusal where both have a method of one
    name; None where the reply has nothing of the kind, or the file no code."""
    if place.language.id not in RAZOR or not place.lines.text[: place.span.start].strip():
        return None
    markup, edits, notes = _without_directives(code, place)
    formed = _with_code_in_place(markup, place)
    if isinstance(formed, Refusal) or not notes:
        return formed
    formed = formed or Formed(markup)
    return formed._replace(others=(*edits, *formed.others), notes=(*notes, *formed.notes))


def _without_directives(code: str, place: Place) -> tuple[str, tuple[Replacement, ...], tuple[str, ...]]:
    """The code without the directives that it begins with, the edit that brings those that a file may have many times
    to the file's own, and what the person is told."""
    lines, text, newline = code.split("\n"), place.lines.text, place.style.newline
    count = next(
        (row for row, line in enumerate(lines) if line.strip() and not _DIRECTIVE.match(line)), len(lines)
    )
    found = [line.strip() for line in lines[:count] if line.strip()]
    own = list(_DIRECTIVE.finditer(text, 0, place.span.start))
    if not found:
        rest, told = _without_settings(code, text)
        return rest, (), told
    known = {alike(match[0]) for match in own}
    once = {match[0].strip()[1:].split()[0] for match in own} - _MANY
    new = [line for line in found if alike(line) not in known and line[1:].split()[0] not in once]
    left = ", ".join(f"`{line}`" for line in found if line not in new)
    end = own[-1].end() if own else 0
    written = (
        "".join(f"{newline}{line}" for line in new) if own else "".join(f"{line}{newline}" for line in new)
    )
    notes = [f"left out {left}: the file has its own"] if left else []
    notes += ["moved directives to the top of the file"] if new else []
    edits = (Replacement(Span(end, end), written),) if new else ()
    rest, told = _without_settings("\n".join(lines[count:]).strip("\n"), text)
    return rest, edits, (*notes, *told)


def _without_settings(code: str, text: str) -> tuple[str, tuple[str, ...]]:
    """The code without what it begins with of the page's title and layout, where the file sets these itself."""
    left: list[str] = []
    while (found := _SETTINGS.match(code)) is not None:
        names = {found["element"], *_SET.findall(found["block"] or "")} - {None}
        if not names or not all(name in text for name in names):
            break
        left.append(f"`{' '.join(found[0].split())[:60]}`")
        code = code[found.end() :].lstrip("\n")
    return code, (f"left out {', '.join(left)}: the file has its own",) if left else ()


def _with_code_in_place(code: str, place: Place) -> Formed | Refusal | None:
    text = place.lines.text
    theirs = _block(code)
    own = _block(text) if theirs is not None else None
    if theirs is None or own is None or own.span.start <= place.span.start < own.span.end:
        return None
    rest = (code[: theirs.span.start].rstrip() + "\n" + code[theirs.span.end :].lstrip("\n")).strip("\n")
    held = text[own.inner.start : own.inner.end]
    there = {alike(line) for line in held.split("\n")}
    inner = code[theirs.inner.start : theirs.inner.end].strip("\n").rstrip()
    lines = read_fragment(inner, language_of("csharp"), place.style).lines
    if all(alike(line) in there for line in lines):
        return Formed(rest, notes=("left out code that is there already",))
    again = [line for line in lines if _METHOD.fullmatch(line) and alike(line) in there]
    if again:
        return _second(again[0])
    new = "\n".join(without_known(lines, held)).strip("\n")
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
