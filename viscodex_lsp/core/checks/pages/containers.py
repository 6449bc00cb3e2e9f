"""Takes what a place wants out of an element that the place is in already: the rows of a table, the items of a list.

A browser moves a table in a table's row out of it, and no list, item or paragraph holds its like (HTML Standard,
4.4 and 4.9). Rows that the table has are left out.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from viscodex_lsp.core.checks.pages.items import as_items, out_of_section, out_of_wrapper
from viscodex_lsp.core.checks.pages.parts import without_elements
from viscodex_lsp.core.checks.pages.tags import (
    Element,
    Stretches,
    Tag,
    elements,
    open_elements,
    read_tags,
)
from viscodex_lsp.core.counted import THERE_ALREADY, left_out
from viscodex_lsp.core.nouns import Replacement, Span
from viscodex_lsp.core.text.difference import apply_replacements
from viscodex_lsp.core.text.positions import with_line

_SECTIONS = frozenset({"thead", "tbody", "tfoot"})
_BESIDE_ROWS = ("caption", "colgroup", *sorted(_SECTIONS))
_LISTS = frozenset({"ul", "ol"})
_ONCE = frozenset({"form", "table", "tr", "td", "th", "li", "p", "dl", "dt", "dd", "select", "option", "svg"})
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAGS = re.compile(r"<[^<>]*>")
_MOST = 200_000
_LOOP = re.compile(
    r"\sv-for=\"\s*\(?\s*(?P<name>\w++)[^\"]*\"|\s\*ngFor=\"\s*let\s+(?P<other>\w++)[^\"]*\"",
)
_FEWEST_LETTERS = 3
# Attributes this long are no accident.
_TELLING = len(' class="a"')


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
        return _as_items(code, text, span)
    opened = open_elements(text[: span.start])
    around = opened[-1].name if opened else ""
    name = root.tag.name
    inner = _same_chain(code, root, tags, opened, text)
    if inner is not None:
        return inner
    if name == "table" and around in _SECTIONS:
        return _rows(code, code[root.inner.start : root.inner.end], around, text)
    alike = name == around and (name in _ONCE | _SECTIONS)
    if not alike and not (name in _LISTS and around in _LISTS):
        inside, note = out_of_section(code, root, around)
        if note:
            found = out_of_container(inside, text, span)
            return Content(found.code, (*found.notes, note)) if found.notes else Content(code)
        items, note = out_of_wrapper(code, root, around)
        return Content(items, (note,)) if note else _as_items(code, text, span)
    held = code[root.inner.start : root.inner.end].strip("\n")
    end = text.find(f"</{around}", span.end)
    known = "".join(text[opened[-1].span.end : end if end >= 0 else len(text)].split())
    again = [
        item
        for item in elements(read_tags(held), "option")
        if "".join(held[item.span.start : item.span.end].split()) in known
    ]
    left = apply_replacements(held, [Replacement(with_line(held, item.span), "") for item in again])
    left = _without_own_words(left, text, Span(opened[-1].span.end, span.start), span.end)
    notes = [f"took the content out of its `{_shown(root)}`"]
    if left == held or not left.strip():
        return Content(held, tuple(notes))
    return Content(left.strip("\n"), (*notes, THERE_ALREADY))


def _without_own_words(held: str, text: str, above: Span, behind: int) -> str:
    """The content without the words that stand between the tag around the place and the place, and without those behind
    it, where it begins and ends with them."""
    begun = text[above.start : above.end]
    bare = held.strip()
    if "\n" in begun or sum(map(str.isalnum, begun)) < _FEWEST_LETTERS or not bare.startswith(begun.strip()):
        return held
    bare = bare.removeprefix(begun.strip())
    bare = bare.lstrip() if begun[-1:].isspace() else bare
    ends = text[behind:].partition("</")[0]
    if ends.strip() and bare.endswith(ends.strip()):
        bare = bare.removesuffix(ends.strip())
        bare = bare.rstrip() if ends[:1].isspace() else bare
    return bare


def _as_items(code: str, text: str, span: Span) -> Content:
    items, note = as_items(code, text, span)
    return Content(items, (note,) if note else ())


def _same_chain(
    code: str, root: Element, tags: Sequence[Tag], opened: Sequence[Tag], text: str
) -> Content | None:
    """What the reply has in the elements around the place, where it begins with one of them again, class and all, and
    has the others in it; None where not, or where it has more beside them than tags without text."""
    words = [_start(tag) for tag in opened]
    if len(root.tag.attributes) < _TELLING or _start(root.tag) not in words[:-1]:
        return None
    at, item = len(words) - 1 - words[::-1].index(_start(root.tag)), root
    others: list[str] = []
    for tag in opened[at + 1 :]:
        within = [one for one in tags if item.inner.start <= one.span.start < item.inner.end]
        inside = elements(within, tag.name)
        same = [one for one in inside if _start(one.tag) == _start(tag)]
        if len(same) != 1:
            return None
        if same[0].tag.attributes.split() != tag.attributes.split():
            others.append(f"left out `{_shown(same[0])}`: it is around the place already")
        item = same[0]
    beside = code[root.inner.start : item.span.start] + "\n" + code[item.span.end : root.inner.end]
    known = {" ".join(line.split()) for line in text.split("\n")}
    beside = "\n".join(
        line for line in beside.split("\n") if "</" not in line or " ".join(line.split()) not in known
    )
    left = [tag for tag in read_tags(beside) if not tag.ends]
    if "".join(_TAGS.sub("", beside).split()):
        return None
    notes = [THERE_ALREADY, *others]
    named = ", ".join(f"`<{tag.name}>`" for tag in left)
    notes += [f"left out {named} beside it"] if left else []
    notes += left_out(_COMMENT.findall(beside))
    return Content(code[item.inner.start : item.inner.end].strip("\n"), tuple(notes))


def _start(tag: Tag) -> str:
    """A tag to be compared: loops that make the same name are the same, whatever they go through."""
    attributes = _LOOP.sub(lambda found: f" for {found['name'] or found['other']}", tag.attributes)
    return f"{tag.name} {' '.join(attributes.split())}"


def _rows(code: str, table: str, around: str, text: str) -> Content:
    """The rows of what a `table` holds that belong to a section of one, but for those that are there; the `code` of the
    reply as it is where it is not certain which."""
    inside = _direct(table, around)
    if len(inside) > 1 or (not inside and around != "tbody"):
        return Content(code)
    beside = without_elements(table, inside)
    parts = {name: found for name in _BESIDE_ROWS if name != around and (found := _direct(beside, name))}
    loose = without_elements(beside, [item for found in parts.values() for item in found])
    named = [*parts, *(["tr"] if inside and _direct(loose, "tr") else [])]
    rows = table[inside[0].inner.start : inside[0].inner.end] if inside else loose
    known = "".join(text.split())
    there = [
        item
        for item in elements(read_tags(rows), "tr")
        if "".join(rows[item.span.start : item.span.end].split()) in known
    ]
    notes = ["took the rows out of their table"]
    if named:
        notes.append(f"left out its {' and '.join(f'`<{name}>`' for name in named)}")
    if there:
        notes.append(THERE_ALREADY)
    left = apply_replacements(rows, [Replacement(with_line(rows, item.span), "") for item in there])
    return Content(left.strip("\n"), tuple(notes)) if left.strip() else Content(code)


def _direct(table: str, name: str) -> list[Element]:
    """The elements of a name in what a table holds, but for those of a table in one of its cells."""
    tags = read_tags(table)
    nested = Stretches(item.span for item in elements(tags, "table"))
    return [item for item in elements(tags, name) if not nested.hold(item.span)]


def _shown(root: Element) -> str:
    return f"<{' '.join(f'{root.tag.name}{root.tag.attributes}'.split())[:60]}>"
