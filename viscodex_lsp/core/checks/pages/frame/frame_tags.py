"""What becomes of the attributes that a page has on its `<html>` and `<body>`: they stay on an element around its
content, go to the body of a file that shows nothing yet, or are named."""

import re
from collections.abc import Sequence

from viscodex_lsp.core.checks.pages.tags import Tag, read_tags
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.counted import quoted
from viscodex_lsp.core.nouns import Replacement, Span

_MOST_SHOWN = 4
_WRITTEN = re.compile(r"(?P<name>[^\s=\"'<>/]+)(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?")


def of_frame_tags(
    tags: Sequence[Tag], place: Place, *, keeps: bool, is_empty: bool
) -> tuple[tuple[Replacement, ...], tuple[str, ...]]:
    """The edit that gives the body of a file that shows nothing yet the attributes of the reply's, and a note of what
    the tags of the page's frame say and no place is found for.

    Args:
        keeps: the class and style of the body stay on an element around the content.
        is_empty: the page has no content.
    """
    own = {tag.name: tag for tag in reversed(read_tags(place.lines.text)) if not tag.ends}
    left, moved = list[str](), list[str]()
    for tag in tags:
        if tag.ends or tag.name not in ("html", "body"):
            continue
        there = own[tag.name].attributes if tag.name in own else None
        for found in _WRITTEN.finditer(tag.attributes):
            name, written = found["name"].lower(), found[0].strip()
            if _has(there or "", written) or (keeps and name in ("class", "style")):
                continue
            goes = tag.name == "body" and there is not None and not (keeps or is_empty or _names(there, name))
            (moved if goes else left).append(written)
    edits = []
    if moved:
        end = own["body"].span.end - 1
        edits.append(Replacement(Span(end, end), " " + " ".join(moved)))
    notes = [f"gave the file's body {quoted(moved, _MOST_SHOWN)}"] if moved else []
    notes += [f"left out {quoted(left, _MOST_SHOWN)} of the page's own tags"] if left else []
    return tuple(edits), tuple(notes)


def _has(attributes: str, written: str) -> bool:
    return "".join(written.split()) in "".join(attributes.split())


def _names(attributes: str, name: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(name)}\b", attributes, re.IGNORECASE) is not None


def attributes_of(tags: Sequence[Tag], *, keeps: bool) -> str:
    """The class and style of the page's body (and of its html) as attributes of another element."""
    frames = [tag for tag in tags if tag.name in {"html", "body"} and not tag.ends] if keeps else []
    classes = " ".join(dict.fromkeys(" ".join(tag.value("class") for tag in frames).split()))
    style = "; ".join(filter(None, (tag.value("style").strip(" ;") for tag in frames))).replace('"', "'")
    return (f' class="{classes}"' if classes else "") + (f' style="{style}"' if style else "")
