"""What becomes of the head of a page whose content is taken: it goes to the file's own head, or is named.

A title and what describes a page belong to that page. What it loads (scripts, fonts, styles) its content may need:
a file that is no more than a frame gets it; in a page with content of its own it could change what is there.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from viscodex_lsp.core.checks.indentation import without_margin
from viscodex_lsp.core.checks.pages.parts import without_elements
from viscodex_lsp.core.checks.pages.tags import Element, Tag, elements, read_tags
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.counted import counted, quoted
from viscodex_lsp.core.nouns import Replacement, Span
from viscodex_lsp.core.text.style import leading

_EVERY_PAGE = frozenset({"", "viewport"})
_META = ("name", "property", "http-equiv")
_STATEMENT = re.compile(r"^[ \t]*(@\w+[^\n]*|\{[%{][^\n]*|<[%?][^\n]*)$", re.MULTILINE)
_QUOTED = 60
_MOST_NAMED = 5


class Head(NamedTuple):
    """What the person is told of a head, and the edits that bring parts of it into the file's own."""

    notes: tuple[str, ...] = ()
    others: tuple[Replacement, ...] = ()


def read_head(
    code: str, titles: Sequence[Element], tags: Sequence[Tag], place: Place, *, is_frame: bool
) -> Head:
    """What becomes of the `tags` in the head of the page `code`, and of its `titles`.

    Args:
        is_frame: the document shows nothing of its own.
    """
    text = place.lines.text
    notes = [*_described(code, titles, tags)]
    loaded = [part for part in _loaded(code, tags) if _words(part) not in _words(text)]
    if not loaded:
        return Head(tuple(notes))
    edit = _into_head(loaded, place) if is_frame else None
    if edit is not None:
        note = f"moved {counted(len(loaded), 'part')} of the page's head into the file's own"
        return Head((*notes, note), (edit,))
    named = quoted([_named(part) for part in loaded], _MOST_NAMED)
    return Head((*notes, f"left out the scripts and links of the page's head: {named}"))


def _described(code: str, titles: Sequence[Element], tags: Sequence[Tag]) -> list[str]:
    shown = [" ".join(code[item.inner.start : item.inner.end].split()) for item in titles[:1]]
    named = [next(filter(None, map(tag.value, _META)), "") for tag in tags if tag.name == "meta"]
    metas = [name for name in dict.fromkeys(named) if name.lower() not in _EVERY_PAGE]
    metas += [f"<base{tag.attributes}>" for tag in tags if tag.name == "base"]
    left = [f"title `{title[:_QUOTED]}`" for title in shown if title]
    left += [quoted(metas, _MOST_NAMED)] if metas else []
    told = [f"left out what describes the page: {', '.join(left)}"] if left else []
    return [*told, *_of_engine(code)]


def _of_engine(code: str) -> list[str]:
    """What a template's engine puts into the head: statements on lines of their own."""
    head = next(iter(elements(read_tags(code), "head")), None)
    if head is None:
        return []
    inner = code[head.inner.start : head.inner.end]
    raw = [item for name in ("script", "style", "title") for item in elements(read_tags(inner), name)]
    found = _STATEMENT.findall(without_elements(inner, raw))
    return [f"left out {quoted(found, _MOST_NAMED)} of the page's head"] if found else []


def _loaded(code: str, tags: Sequence[Tag]) -> list[str]:
    """The scripts and links, each as it is written, without its margin."""
    scripts = elements(tags, "script")
    links = [tag.span for tag in tags if tag.name == "link"]
    spans = sorted([*(item.span for item in scripts), *links], key=lambda span: span.start)
    parts = []
    for span in spans:
        margin = leading(code[code.rfind("\n", 0, span.start) + 1 : span.end])
        parts.append(without_margin(margin + code[span.start : span.end]))
    return parts


def _into_head(parts: Sequence[str], place: Place) -> Replacement | None:
    """The edit that writes parts at the end of the file's head; None where it has none above the place."""
    text, newline = place.lines.text, place.style.newline
    head = next(iter(elements(read_tags(text), "head")), None)
    if head is None or head.span.end > place.span.start:
        return None
    line = text.rfind("\n", 0, head.inner.end) + 1
    if text[line : head.inner.end].strip():
        return Replacement(Span(head.inner.end, head.inner.end), "".join(parts))
    inside = [row for row in text[head.inner.start : line].splitlines() if row.strip()]
    margin = leading(inside[-1]) if inside else leading(text[line:]) + place.style.indent
    rows = [
        f"{margin}{row}{newline}" if row.strip() else newline for part in parts for row in part.split("\n")
    ]
    return Replacement(Span(line, line), "".join(rows))


def _named(part: str) -> str:
    tag = read_tags(part)[0]
    address = tag.value("src") or tag.value("href")
    return (address or " ".join(part.split()))[:_QUOTED]


def _words(text: str) -> str:
    return "".join(text.split())
