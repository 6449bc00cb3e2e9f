"""Finds the tags of a text in HTML's syntax, whatever else is in it.

A grammar gives up on a page for one stray sign; taking a page apart only needs to know where its tags are. Comments
and the contents of `<script>`, `<style>`, `<textarea>` and `<title>` hold none (HTML standard, section 13.2.5).
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from viscodex_lsp.core.language.elements import VOID
from viscodex_lsp.core.nouns import Span

_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<!doctype[^>]{0,400}>"
    r"|<(?P<end>/?)(?P<name>[A-Za-z][\w:.-]*+)(?P<attributes>(?:[^<>\"'{]++|\"[^\"]*+\"|'[^']*+'|\{[^{}]*+\}|\{){0,400}+)>",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"([^\s=\"'<>/]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_MAY_STAY_OPEN = frozenset({"li", "p", "td", "th", "tr", "dt", "dd", "option", "thead", "tbody", "tfoot"})
_RAW = frozenset({"script", "style", "textarea", "title"})


class Tag(NamedTuple):
    """One tag or doctype. `name` is in small letters, "!doctype" for a doctype; `alone` says that no end follows."""

    name: str
    ends: bool
    alone: bool
    span: Span
    attributes: str = ""

    def value(self, name: str) -> str:
        """The value of an attribute; empty where it has none."""
        found = (match for match in _ATTRIBUTE.finditer(self.attributes) if match[1].lower() == name)
        match = next(found, None)
        return next((group for group in match.groups()[1:] if group is not None), "") if match else ""


class Element(NamedTuple):
    """An element with both its tags: all of it, and what is between them."""

    tag: Tag
    span: Span
    inner: Span


class Stretches:
    """Spans of a text that do not overlap, to be asked quickly which others lie in one of them."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(spans, key=lambda span: span.start)
        self._starts = [span.start for span in self._spans]

    def hold(self, span: Span) -> bool:
        at = bisect_right(self._starts, span.start) - 1
        return at >= 0 and span.end <= self._spans[at].end


def without_comments(text: str) -> str:
    """The text without the comments that are closed."""
    kept, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        kept.append(text[at:start])
        at = end + 3
    return "".join([*kept, text[at:]])


def read_tags(text: str) -> list[Tag]:
    """The tags in their order."""
    return list(_tags(text))


def elements(tags: Sequence[Tag], name: str) -> list[Element]:
    """The outermost elements of a name; one that is never closed is left out."""
    found: list[Element] = []
    opened: list[Tag] = []
    for tag in tags:
        if tag.name != name:
            continue
        if not tag.ends and not tag.alone:
            opened.append(tag)
        elif tag.ends and opened:
            first = opened.pop()
            if not opened:
                whole, inner = Span(first.span.start, tag.span.end), Span(first.span.end, tag.span.start)
                found.append(Element(first, whole, inner))
    return found


def open_elements(before: str) -> list[Tag]:
    """The elements that are open at the end of a text, the outermost first."""
    opened: list[Tag] = []
    for tag in read_tags(before):
        if tag.ends and any(one.name == tag.name for one in opened):
            while opened.pop().name != tag.name:
                pass
        elif not tag.ends and not tag.alone:
            if opened and opened[-1].name == tag.name and tag.name in _MAY_STAY_OPEN:
                opened.pop()
            opened.append(tag)
    return opened


def _tags(text: str) -> Iterator[Tag]:
    at, never_closed = 0, set[str]()
    while (match := _TAG.search(text, at)) is not None:
        at = match.end()
        if match["name"] is None:
            if not match[0].startswith("<!--"):
                yield Tag("!doctype", False, True, Span(*match.span()))
            continue
        name = match["name"].lower()
        alone = match["attributes"].rstrip().endswith("/") or name in VOID
        yield Tag(name, bool(match["end"]), alone, Span(*match.span()), match["attributes"].rstrip("/ \n"))
        if name in _RAW and name not in never_closed and not match["end"] and not alone:
            end = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(text, at)
            at = end.start() if end is not None else at
            never_closed |= set() if end is not None else {name}
