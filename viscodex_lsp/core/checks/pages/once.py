"""Leaves out of a reply what its page has already: the heading above the place, a header or footer that is the same, a
sheet or script that is loaded."""

import re
from collections import Counter
from collections.abc import Iterator

from viscodex_lsp.core.checks.indentation import Fragment, read_fragment
from viscodex_lsp.core.checks.pages.again import drawn_again, sent_off_twice
from viscodex_lsp.core.checks.pages.nesting import HEADINGS, Node, is_of_page, nodes_of
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.nouns import Replacement, Span
from viscodex_lsp.core.text.difference import apply_replacements
from viscodex_lsp.core.text.positions import with_line

_JSX = frozenset({"javascriptreact", "typescriptreact"})
_BLOCKS = frozenset({"header", "footer", "nav", "aside", "section", "article", "form"})
_OF_PAGES = frozenset({"header", "footer", "nav"})
_OF_HEADS = frozenset({"meta", "link", "base"})
_LINKS = re.compile(r"\shref\s*=\s*[\"']([^\"'<>]*)")
_TAGS = re.compile(r"<[^<>]*>")
_ADDRESSES = {"link": "href", "script": "src"}
_TELLING_LETTERS = 12
_MOST = 60_000
_MOST_ROOTS = 200


def without_what_page_has(fragment: Fragment, place: Place) -> tuple[Fragment, str]:
    """The fragment without it, and a note; as it is where nothing would be left."""
    code, text = fragment.text, place.lines.text
    in_jsx = place.language.id in _JSX
    if not (place.language.markup or in_jsx) or "<" not in code or fragment.kept:
        return fragment, ""
    if len(code) + len(text) > _MOST:
        return fragment, ""
    roots = [node for node in nodes_of(code) if node.around is None]
    gone = (
        []
        if in_jsx
        else [*_same(roots[:_MOST_ROOTS], code, text[: place.span.start] + "\n" + text[place.span.end :])]
    )
    rest = [node for node in roots if node not in gone]
    if (
        rest
        and not in_jsx
        and rest[0].name in HEADINGS
        and _flat(code, rest[0]) in _headings_above(text[: place.span.start])
    ):
        gone.append(rest[0])
    others = [node for node in roots if node not in gone] if len(roots) <= _MOST_ROOTS else []
    again = [*(sent_off_twice if in_jsx else drawn_again)(others, code, place)]
    left = [*gone, *(node for node, _ in again)]
    if len(roots) > _MOST_ROOTS or not left or not any(node not in left for node in roots):
        return fragment, ""
    spans = [with_line(code, Span(_with_remark(code, node), node.end)) for node in left]
    rest_of_code = apply_replacements(
        code, [Replacement(span, "") for span in sorted(spans, key=lambda span: span.start)]
    )
    shown = ", ".join(f"`{node.shown}`" for node in gone)
    same = [f"left out {shown}: the file has the same"] if gone else []
    notes = "; ".join(dict.fromkeys((*same, *(note for _, note in again))))
    return read_fragment(rest_of_code, place.language, place.style), notes


def _same(roots: list[Node], code: str, around: str) -> Iterator[Node]:
    known = "".join(around.split())
    there = nodes_of(around)
    shown = {
        (one.name, _shown(around, one))
        for one in there
        if one.name in _OF_PAGES and not one.tag.alone and is_of_page(one)
    }
    loaded = {_loaded(one) for one in there if one.name in _ADDRESSES}
    times = Counter(_flat(code, node) for node in roots)
    for node in roots:
        flat = _flat(code, node)
        # A row of equals is meant, in the reply or in the page.
        once = times[flat] == 1 and known.count(flat) == 1
        if node.name in _BLOCKS and sum(map(str.isalnum, flat)) >= _TELLING_LETTERS and once:
            yield node
            continue
        if (node.name, _shown(code, node)) in shown or (node.name in _OF_HEADS and flat in known):
            yield node
            continue
        if node.name in _ADDRESSES and all(_loaded(node)[:2]) and _loaded(node) in loaded:
            yield node


def _loaded(node: Node) -> tuple[str, str, str]:
    """What an element loads, and as what: a page may load an address as its sheet and as a hint to do so early."""
    return node.name, node.tag.value(_ADDRESSES[node.name]), node.tag.value("rel")


def _headings_above(before: str) -> set[str]:
    """The headings that stand beside a place, above it, in the element that is open there."""
    nodes = nodes_of(before)
    opened = [node for node in nodes if not node.tag.alone and node.end == len(before)]
    holder = opened[-1] if opened else None
    return {_flat(before, node) for node in nodes if node.name in HEADINGS and node.around == holder}


def _shown(text: str, node: Node) -> str:
    """The words that an element shows, and where a navigation leads; one with few words has none."""
    inner = text[node.tag.span.end : node.end]
    words = " ".join(_TAGS.sub(" ", inner).split())
    if sum(map(str.isalnum, words)) < _TELLING_LETTERS:
        return f"{node.tag.span}"
    leads = (*sorted(node.classes), *_LINKS.findall(inner)) if node.name == "nav" else ()
    return " ".join((words, *leads))


def _flat(text: str, node: Node) -> str:
    return "".join(text[node.tag.span.start : node.end].split())


def _with_remark(code: str, node: Node) -> int:
    """Where an element begins with the comment right above it."""
    start = node.tag.span.start
    above = code[:start].rstrip()
    if not above.endswith("-->") or code[len(above) : start].count("\n") > 1:
        return start
    return max(above.rfind("<!--"), 0)
