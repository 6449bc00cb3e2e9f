"""Takes what a place wants out of an element that the place is in already: the rows of a table, the items of a list.

A browser moves a table in a table's row out of it, and no list, item or paragraph holds its like (HTML Standard,
4.4 and 4.9). Rows that the table has are left out.
"""

from collections.abc import Sequence
from typing import NamedTuple

from viscodex_lsp.core.checks.pages.tags import Element, Tag, elements, read_tags
from viscodex_lsp.core.nouns import Replacement, Span
from viscodex_lsp.core.text.difference import apply_replacements

_SECTIONS = frozenset({"thead", "tbody", "tfoot"})
_LISTS = frozenset({"ul", "ol"})
_ONCE = frozenset({"table", "tr", "td", "th", "li", "p", "dl", "dt", "dd", "select", "option", "main", "svg"})
_MAY_STAY_OPEN = frozenset({"li", "p", "td", "th", "tr", "dt", "dd", "option", "thead", "tbody", "tfoot"})
_MOST = 200_000


class Content(NamedTuple):
    """The code for the place, and what the person is told."""

    code: str
    notes: tuple[str, ...] = ()


def out_of_container(code: str, text: str, span: Span) -> Content:
    """The content of the reply's only element where the place is in one of its kind; else the code as it is."""
    bare = code.strip()
    if not bare.startswith("<") or len(code) + len(text) > _MOST:
        return Content(code)
    tags = read_tags(code)
    start = len(code) - len(code.lstrip())
    root = (
        next((item for item in elements(tags, tags[0].name) if item.span.start == start), None)
        if tags
        else None
    )
    if root is None or code[root.span.end :].strip():
        return Content(code)
    around = _open_element(text[: span.start])
    name = root.tag.name
    if name == "table" and around in _SECTIONS:
        return _rows(code, root, around, tags, text)
    alike = name == around and (name in _ONCE | _SECTIONS)
    if not alike and not (name in _LISTS and around in _LISTS):
        return Content(code)
    return Content(
        code[root.inner.start : root.inner.end].strip("\n"), (f"took the content out of its `<{name}>`",)
    )


def _rows(code: str, table: Element, around: str, tags: Sequence[Tag], text: str) -> Content:
    """The rows of a table that belong to a section of one, but for those that are there."""
    inside = [item for item in elements(tags, around) if item.span.start > table.inner.start]
    if len(inside) > 1 or (not inside and around != "tbody"):
        return Content(code)
    inner = inside[0].inner if inside else table.inner
    known = "".join(text.split())
    rows = code[inner.start : inner.end]
    there = [
        item.span
        for item in elements(read_tags(rows), "tr")
        if "".join(rows[item.span.start : item.span.end].split()) in known
    ]
    notes = ["took the rows out of their table"]
    if there:
        notes.append("left out lines that are there already")
    left = apply_replacements(rows, [Replacement(_with_line(rows, span), "") for span in there])
    return Content(left.strip("\n"), tuple(notes)) if left.strip() else Content(code)


def _with_line(text: str, span: Span) -> Span:
    end = text.find("\n", span.end) + 1
    return Span(text.rfind("\n", 0, span.start) + 1, end or len(text))


def _open_element(before: str) -> str:
    """The name of the innermost element that is open at the end of a text; nothing where none is."""
    opened: list[str] = []
    for tag in read_tags(before):
        if tag.ends and tag.name in opened:
            while opened.pop() != tag.name:
                pass
        elif not tag.ends and not tag.alone:
            if opened and opened[-1] == tag.name and tag.name in _MAY_STAY_OPEN:
                opened.pop()
            opened.append(tag.name)
    return opened[-1] if opened else ""
