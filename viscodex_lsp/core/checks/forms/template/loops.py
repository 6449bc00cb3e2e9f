"""The loops of a template, and a reply that draws the loop again that its place is in.

Read by their marks alone: `{% for %}`, `{{#each}}`, `@foreach`, `<?php foreach (…): ?>`, and the blocks of Ruby and
JavaScript between `<% %>`.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from viscodex_lsp.core.checks.forms.formed import Formed
from viscodex_lsp.core.checks.indentation import without_margin
from viscodex_lsp.core.checks.pages.nesting import Node, nodes_of
from viscodex_lsp.core.checks.pages.tags import open_elements, read_tags
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.counted import left_out
from viscodex_lsp.core.language.data.templates import EJS, ERB, RAZOR
from viscodex_lsp.core.nouns import Reason, Refusal

_MOST = 200_000
_MARK = re.compile(
    r"\{%-?\s*(?P<for>(?:for|tablerow)\b(?:(?!%\}|\{%)[^\0]){0,400}?)\s*-?%\}"
    r"|(?P<end_for>\{%-?\s*end(?:for|tablerow)\b[^%]{0,80}%\})"
    r"|\{\{~?#\s*(?P<each>each\b[^{}]{0,400})\}\}|(?P<end_each>\{\{~?/\s*each\s*~?\}\})"
    r"|^[ \t]*@(?P<blade>(?:foreach|forelse|for)[ \t]*\([^\n]*\))[ \t]*\r?$"
    r"|^[ \t]*(?P<end_blade>@end(?:foreach|forelse|for)\b)"
    r"|<\?php\s+(?P<php>(?:foreach|for|while)\s*\([^?:]{0,400}\))\s*:[^?]{0,200}\?>"
    r"|(?P<end_php><\?php\s+end(?:foreach|for|while)\s*;?\s*\?>)"
    r"|<%(?!%)(?P<code>(?:(?!%>|<%)[^\0]){0,2000}?)-?%>",
    re.MULTILINE,
)
_RUBY_OPENS = re.compile(r"\bdo(?:\s*\|[^|]*\|)?$|^(?:if|unless|case|while|until|for|begin)\b")
_RUBY_LOOP = re.compile(r"\.(?:\w*each\w*|map|times)\b[^|]{0,400}\bdo\b|^(?:for|while|until)\b")
_SCRIPT_LOOP = re.compile(r"\.(?:forEach|map)\(|^(?:for|while)\b")
_RAZOR_LOOP = re.compile(r"@(?P<loop>(?:foreach|for|while)[ \t]*\([^\n]{0,300}\))\s*\{|[{}]")
_BRANCH = re.compile(r"\{%-?\s*(?:else|empty)\b|@empty\b|\{\{~?\s*(?:else|\^)")
_SHOWN = 60
# What a template shows, in text without blanks.
_SHOWS = re.compile(r"\{\{[^{}]+\}\}|\{!![^{}]+!!\}|<\?=[^?]+\?>|<%[=-][^%]+%>")
_LONGEST_TAG = 2_000
_SIGNS = re.compile(r"[{}%@$]|<\?")
_TAG_OR_COMMENT = re.compile(
    r"<!--(?:(?!-->)(?s:.))*+(?:-->|\Z)|</?[\w:.-]++(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+>"
)


class Mark(NamedTuple):
    """The beginning or the end of a block; the words of a loop, without blanks, where it begins one."""

    loop: str
    opens: bool
    start: int
    end: int


def out_of_loop(code: str, place: Place) -> Formed | Refusal | None:
    """What a reply has in the loop that the place is in; a refusal where more than that is drawn again; None where
    the reply has no such loop. Of one that the file has elsewhere the person is told."""
    text = place.lines.text
    if not (place.language.markup or place.language.id == "php") or len(code) + len(text) > _MOST:
        return None
    language = place.language.id
    opened = _open(text[: place.span.start], language)
    around = {mark.loop for mark in opened}
    again = [mark for mark in _marks(code, language) if mark.opens and mark.loop in around - {""}]
    if not again:
        return _told(code, text[: place.span.start] + text[place.span.end :], language)
    inner = _inside(code, again[0], place)
    if inner is not None and not _is_drawn_again(inner, text[opened[-1].end : place.span.start]):
        note = f"left out `{_shown(code, again[0])}`: it is around the place already"
        return Formed(inner, notes=(note, *left_out(_beside(code, again[0], place))))
    return Refusal(
        Reason.OTHER_PLACE,
        f"The reply draws `{_shown(code, again[0])}` again, but the place is inside of it, so nothing was changed. "
        "Select all that is to change, or ask in the instruction for one item alone.",
        f"it has `{_shown(code, again[0])}`, which is around the mark already. Write only what goes into it.",
    )


def in_loop(text: str, language: str) -> str:
    """The beginning of the loop that is open at the end of a text, for a sentence; "" where there is none."""
    opened = [mark for mark in _open(text, language) if mark.loop] if len(text) <= _MOST else []
    return _shown(text, opened[-1]) if opened else ""


def outermost_loop(text: str, language: str) -> int | None:
    """Where the first of the loops begins that are open at the end of a text; None where there is none."""
    opened = [mark for mark in _open(text, language) if mark.loop] if len(text) <= _MOST else []
    return opened[0].start if opened else None


def _told(code: str, text: str, language: str) -> Formed | Refusal | None:
    there = {mark.loop: mark for mark in reversed([*_marks(text, language)])}
    again = next((mark for mark in _marks(code, language) if mark.loop and mark.loop in there), None)
    if again is None:
        return None
    item = _item(code, again)
    if item and item == _item(text, there[again.loop]):
        return Refusal(
            Reason.OTHER_PLACE,
            f"The reply draws `{_shown(code, again)}` again, which the file has with the same items, so nothing was "
            "changed. Select the old loop to replace it, or ask in the instruction for what is new alone.",
            f"it has `{_shown(code, again)}` with items that the file has. Write only what is new at the mark.",
        )
    return Formed(code, notes=(f"the file has `{_shown(code, again)}` already",))


def _item(text: str, loop: Mark) -> str:
    """The first tag in a loop, where classes tell it from others; of a row that of its table, too."""
    tag = next(iter(read_tags(text[loop.end : loop.end + _LONGEST_TAG])), None)
    if tag is None or tag.ends or _SIGNS.search(tag.attributes):
        return ""
    table = next((one for one in open_elements(text[: loop.start]) if one.name == "table"), None)
    holder = f"{table.name}{table.attributes}" if tag.name == "tr" and table is not None else ""
    return f"{holder} {tag.name}{tag.attributes}" if holder or tag.value("class") else ""


def _inside(code: str, loop: Mark, place: Place) -> str | None:
    """What the loop holds, where around it there is nothing but elements that are around the place, too."""
    end = _end(code, loop, place.language.id)
    if end is None:
        return None
    above, below = (_without_known(part, place) for part in (code[: loop.start], code[end.end :]))
    opened = [tag.name for tag in open_elements(place.lines.text[: place.span.start])]
    tags = read_tags(above)
    drawn = [item.name for item in open_elements(above)]
    if len(drawn) != len(tags) or drawn != opened[len(opened) - len(drawn) :] or _without_tags(above + below):
        return None
    held = code[loop.end : end.start]
    inner = without_margin(held.strip("\n").rstrip())
    return None if _BRANCH.search(inner) or not inner.strip() else inner


def _is_drawn_again(inner: str, own: str) -> bool:
    """Whether an element of the reply's loop shows all that one does which the file's loop has above the place, and is
    otherwise drawn."""
    there = [(node, text, shown) for node, text in _roots(own) if (shown := set(_SHOWS.findall(text)))]
    return any(
        new.name == node.name and shown <= set(_SHOWS.findall(text)) and text != other
        for new, text in _roots(inner)
        for node, other, shown in there
    )


def _roots(text: str) -> list[tuple[Node, str]]:
    """The outermost elements of a text, each with its own text without blanks."""
    roots = (node for node in nodes_of(text) if node.around is None)
    return [(node, "".join(text[node.tag.span.start : node.end].split())) for node in roots]


def _beside(code: str, loop: Mark, place: Place) -> Iterator[str]:
    """What a reply has around its loop, but for end tags and what the file has as it is."""
    end = _end(code, loop, place.language.id)
    known = {line.strip() for line in place.lines.text.split("\n")}
    for line in (code[: loop.start] + code[end.end if end is not None else len(code) :]).split("\n"):
        if line.strip() and not line.lstrip().startswith("</") and line.strip() not in known:
            yield line.strip()


def _without_known(part: str, place: Place) -> str:
    """The text without whole elements that the file has, too, each on a line of its own."""
    known = {line.strip() for line in place.lines.text.split("\n")}
    return "\n".join(line for line in part.split("\n") if "</" not in line or line.strip() not in known)


def _without_tags(text: str) -> str:
    return _TAG_OR_COMMENT.sub("", text).strip()


def _end(code: str, loop: Mark, language: str) -> Mark | None:
    depth = 0
    for mark in _marks(code, language):
        if mark.start < loop.start:
            continue
        depth += 1 if mark.opens else -1
        if depth == 0:
            return mark
    return None


def _open(text: str, language: str) -> list[Mark]:
    opened: list[Mark] = []
    for mark in _marks(text, language):
        if mark.opens:
            opened.append(mark)
        elif opened:
            opened.pop()
    return opened


def _marks(text: str, language: str) -> Iterator[Mark]:
    """The marks that open and close blocks: of Ruby and JavaScript all, as they end alike; of others loops alone."""
    if language in RAZOR:
        yield from _of_razor(text)
        return
    for found in _MARK.finditer(text):
        if found["code"] is not None:
            yield from _of_code(found, language)
            continue
        loop = found["for"] or found["each"] or found["blade"] or found["php"]
        yield Mark(_words(loop or ""), loop is not None, *found.span())


def _of_code(found: re.Match[str], language: str) -> Iterator[Mark]:
    code = found["code"].lstrip("-=").strip()
    if language in ERB:
        if _RUBY_OPENS.search(code):
            yield Mark(_words(code) if _RUBY_LOOP.search(code) else "", True, *found.span())
        elif re.match(r"end\b", code):
            yield Mark("", False, *found.span())
    elif language in EJS and not found["code"].startswith(("=", "-=", "#")):
        if code.startswith("}"):
            yield Mark("", False, *found.span())
        if code.endswith("{"):
            yield Mark(_words(code) if _SCRIPT_LOOP.search(code) else "", True, *found.span())


def _of_razor(text: str) -> Iterator[Mark]:
    """The loops of C#, which end with their brace."""
    opened: list[bool] = []
    for found in _RAZOR_LOOP.finditer(text):
        if found["loop"]:
            yield Mark(_words(found["loop"]), True, *found.span())
        if found[0] != "}":
            opened.append(bool(found["loop"]))
        elif opened and opened.pop():
            yield Mark("", False, *found.span())


def _words(loop: str) -> str:
    return "".join(loop.split()).replace('"', "'").replace("forelse(", "foreach(")


def _shown(code: str, loop: Mark) -> str:
    return " ".join(code[loop.start : loop.end].split())[:_SHOWN]
