"""Makes items of what a reply has for a place right in a list: those of a list of its own, or links in an item each.

A list holds items alone (HTML Standard, 4.4.5 to 4.4.8); a model often draws the links of a navigation without them, or
the navigation around them.
"""

import re
from collections.abc import Sequence

from viscodex_lsp.core.checks.indentation import without_margin
from viscodex_lsp.core.checks.pages.nesting import HEADINGS, Node, nodes_of
from viscodex_lsp.core.checks.pages.tags import Element, elements, open_elements, read_tags
from viscodex_lsp.core.counted import quoted
from viscodex_lsp.core.nouns import Span

LISTS = frozenset({"ul", "ol", "menu"})
_WRAPPERS = frozenset({"nav", "div", "section", "aside"})
_SHORT = frozenset({"a", "button", "span", "p", "label", "img", "svg", "input", "strong", "em", "i", "b"})
_ROWS = frozenset({"tbody", "thead", "tfoot"})
_TAGS = re.compile(r"<[^<>]*>")
_MOST_NESTED = 5


def out_of_wrapper(code: str, root: Element, opened: str) -> tuple[str, str]:
    """The items of the only list in an element that has nothing else, for a place in a list, and a note, or ""."""
    if opened not in LISTS or root.tag.name not in _WRAPPERS:
        return code, ""
    item = root
    for _ in range(_MOST_NESTED):
        inner = code[item.inner.start : item.inner.end]
        held = [node for node in nodes_of(inner) if node.around is None]
        if len(held) != 1 or not _is_all(inner, held):
            return code, ""
        first = elements(read_tags(inner), held[0].tag.name)
        if not first:
            return code, ""
        start = item.inner.start
        item = Element(first[0].tag, _moved(first[0].span, start), _moved(first[0].inner, start))
        if item.tag.name in LISTS:
            shown = f"<{root.tag.name}{root.tag.attributes}>"[:60]
            return code[item.inner.start : item.inner.end].strip("\n"), f"took the items out of `{shown}`"
    return code, ""


def out_of_section(code: str, root: Element, opened: str) -> tuple[str, str]:
    """The only table or list in an element that has headings beside it, for a place in one, and a note that names them;
    "" for none."""
    names = LISTS if opened in LISTS else frozenset({"table"}) if opened in _ROWS else frozenset[str]()
    if not names or root.tag.name not in _WRAPPERS | {"main", "article"}:
        return code, ""
    inner = code[root.inner.start : root.inner.end]
    within = nodes_of(inner)
    held = [
        node for node in within if node.name in names and not any(h.name in names for h in node.holders())
    ]
    if len(held) != 1:
        return code, ""
    start, end = held[0].tag.span.start, held[0].end
    apart = [node for node in within if node.end <= start or node.tag.span.start >= end]
    if not apart or any(node.name not in HEADINGS for node in apart):
        return code, ""
    rest = inner[:start] + inner[end:]
    words = [" ".join(inner[node.tag.span.start : node.end].split()) for node in apart]
    if "".join(_TAGS.sub("", rest).split()) != "".join(
        "".join(_TAGS.sub("", word).split()) for word in words
    ):
        return code, ""
    return inner[start:end], f"left out {quoted(words, _MOST_NESTED)} beside it"


def as_items(code: str, text: str, span: Span) -> tuple[str, str]:
    """Links and other short elements with an item around each, as the list at the place has them, and a note."""
    opened = open_elements(text[: span.start])
    roots = [node for node in nodes_of(code) if node.around is None] if opened else []
    if not roots or opened[-1].name not in LISTS or not _is_all(code, roots):
        return code, ""
    if any(root.name not in _SHORT for root in roots):
        return code, ""
    there = [
        node
        for node in nodes_of(text[: span.start])
        if node.name == "li" and node.around is not None and node.around.tag.span == opened[-1].span
    ]
    words = sorted((node.tag.value("class") for node in there), key=len)[:1]
    tag = f'<li class="{words[0]}">' if words and words[0] else "<li>"
    rows = []
    for root in roots:
        start = code.rfind("\n", 0, root.tag.span.start) + 1
        margin = code[start : root.tag.span.start]
        written = code[root.tag.span.start : root.end]
        if "\n" in written:
            inner = without_margin(margin + written).split("\n")
            rows += [tag, *(f"  {row}" if row.strip() else "" for row in inner), "</li>"]
        else:
            rows.append(f"{tag}{written}</li>")
    return "\n".join(rows), f"put what goes into the list into {'items' if len(roots) > 1 else 'an item'}"


def _is_all(code: str, roots: Sequence[Node]) -> bool:
    """Whether there is nothing but blanks beside some elements."""
    at, beside = 0, []
    for root in roots:
        beside.append(code[at : root.tag.span.start])
        at = root.end
    return not "".join([*beside, code[at:]]).strip()


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)
