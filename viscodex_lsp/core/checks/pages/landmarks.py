"""Takes a reply out of the elements that are around its place already, and that a page has once: `<main>`, a layout.

A model that is asked for a part of a page writes the page's frame around it: a layout component, `<main>`, `<header>`.
"""

import re
from typing import NamedTuple

from viscodex_lsp.core.checks.echo import alike
from viscodex_lsp.core.checks.indentation import without_margin
from viscodex_lsp.core.checks.pages.nesting import (
    BLOCKS,
    HEADINGS,
    are_made_to_nest,
    nests_in_its_like,
    nodes_of,
)
from viscodex_lsp.core.checks.pages.parts import without_elements
from viscodex_lsp.core.checks.pages.tags import Element, Tag, elements, open_elements, read_tags
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.nouns import Reason, Refusal

_LANDMARK = re.compile(r"main|header|footer|nav|aside|[\w.-]*layout")
_TITLE = re.compile(r"head|pagetitle|svelte:head")
_MOST_NESTED = 8
_TELLING = 8


class Inside(NamedTuple):
    """What the elements hold, and what the person is told."""

    code: str
    notes: tuple[str, ...] = ()


def without_landmarks(code: str, place: Place) -> Inside | Refusal:
    """The code without such elements around all of it, each inside one of its name at the place; a refusal where what
    they hold is also in the file, so that it would be there twice."""
    if not place.language.markup or "<" not in code:
        return Inside(code)
    text = place.lines.text
    around = open_elements(text[: place.span.start])
    rest, notes = _without_title(code, text)
    titles = len(notes)
    for _ in range(_MOST_NESTED):
        root = _root(rest)
        if root is None:
            break
        at = next(
            (at for at, tag in enumerate(around) if _is_same(root, tag, rest, text, place.span.start)), -1
        )
        if at < 0:
            break
        notes.append(f"left out `{_shown(rest, root)}`: it is around the place already")
        around = around[at + 1 :]
        behind = rest[root.span.end :].strip("\n")
        rest = without_margin(rest[root.inner.start : root.inner.end].strip("\n").rstrip())
        rest = f"{rest}\n{behind}" if behind.strip() else rest
    if len(notes) == titles:
        return Inside(code)
    again = _again(rest, text[: place.span.start] + "\n" + text[place.span.end :])
    return _of_other_lines(again) if again else Inside(rest, tuple(notes))


def _without_title(code: str, text: str) -> tuple[str, list[str]]:
    """The code without the component that names the page, or the heading above all else, where the file has it, and
    what the person is told."""
    first = next(iter(read_tags(code)), None)
    if first is not None and first.name in HEADINGS and not code[: first.span.start].strip():
        found = elements(read_tags(code), first.name)
        heading = code[first.span.start : found[0].span.end] if found else ""
        rest = code[found[0].span.end :].lstrip("\n") if found else ""
        known = "".join(heading.split()) in "".join(text.split())
        if heading and known and _root(rest) is not None:
            return rest, [f"left out `{' '.join(heading.split())[:60]}`: the file has the same"]
    if first is None or not _TITLE.fullmatch(first.name) or code[: first.span.start].strip():
        return code, []
    raw = code[first.span.start : first.span.start + 1 + len(first.name)]
    found = [] if first.alone else elements(read_tags(code), first.name)
    end = first.span.end if first.alone else found[0].span.end if found else 0
    if not end or raw not in text:
        return code, []
    return code[end:].lstrip("\n"), [
        f"left out `{' '.join(code[first.span.start : end].split())[:60]}`: the file has its own"
    ]


def _root(code: str) -> Element | None:
    """The element that the code is, where it is one, be it with scripts and style sheets behind it."""
    tags = read_tags(code)
    found = elements(tags, tags[0].name) if tags else []
    if len(found) != 1 or code[: found[0].span.start].strip():
        return None
    behind = code[found[0].span.end :]
    beside = [item for name in ("script", "style") for item in elements(read_tags(behind), name)]
    return found[0] if not without_elements(behind, beside).strip() else None


def _again(code: str, around: str) -> str:
    """A line that the file has too, and that says more than a tag; "" for none."""
    known = {alike(line) for line in around.split("\n")}
    lines = (line for line in code.split("\n") if alike(line) in known)
    return next((line for line in lines if sum(map(str.isalnum, line)) >= _TELLING), "")


def _is_same(root: Element, tag: Tag, code: str, text: str, place: int) -> bool:
    """Whether an element of the code stands for one around the place: a page has one of its kind, it is drawn by the
    same loop of Vue, or it bears the same classes, and has no heading where that has one, and the file nests none of
    them."""
    if root.tag.name != tag.name:
        return False
    loop = "".join(root.tag.value("v-for").split())
    if loop and loop == "".join(tag.value("v-for").split()):
        return True
    if _LANDMARK.fullmatch(root.tag.name):
        return True
    own, other = root.tag.value("class").split(), tag.value("class").split()
    if root.tag.name not in BLOCKS or not own or sorted(own) != sorted(other) or are_made_to_nest(own):
        return False
    inner = nodes_of(code[root.inner.start : root.inner.end])
    own_headings = {node.name for node in inner if node.name in HEADINGS and node.around is None}
    if own_headings & {node.name for node in nodes_of(text[tag.span.end : place])}:
        return False
    return not nests_in_its_like(nodes_of(text), tag.name, other)


def _shown(code: str, root: Element) -> str:
    return " ".join(code[root.span.start : root.inner.start].split())[:60]


def _of_other_lines(line: str) -> Refusal:
    told = line.strip()[:60]
    return Refusal(
        Reason.OTHER_PLACE,
        f"The model wrote more than the place, and what is around it again (`{told}`), so nothing was changed. Select "
        "all that is to change, or say in the instruction what you want.",
        f"it has lines that are around the mark already (`{told}`). Write only the new code for the marked place.",
    )
