"""Finds what a reply draws again with other words: a legend of the fieldset that has one, a card with the heading of a
card that stands beside the place, the button that sends the form off."""

import re
from collections.abc import Iterator, Sequence

from viscodex_lsp.core.checks.pages.nesting import HEADINGS, Node, nodes_of
from viscodex_lsp.core.checks.placement import Place

# What an element has once, as its first or last child (HTML Standard, "Content model" of fieldset, table, figure and
# details); Svelte allows one head in a component.
_ONCE = {"legend": "fieldset", "caption": "table", "figcaption": "figure", "summary": "details"}
_OF_FILE = frozenset({"svelte:head"})
_CLICKED = ("onclick", "@click", "(click)", "v-on:click", "on:click")
_LISTS = frozenset({"ul", "ol"})
_TAGS = re.compile(r"<[^<>]*>")
_FEWEST_ITEMS = 2
_MOST_SHOWN = 3
_TELLING_LETTERS = 3
_SHOWN = 60
_MOST_BESIDE = 200


def drawn_again(roots: Sequence[Node], code: str, place: Place) -> Iterator[tuple[Node, str]]:
    """Elements of the reply that the place has its own of, each with the words in which the person is told."""
    before, after = place.lines.text[: place.span.start], place.lines.text[place.span.end :]
    around = f"{before}\n{after}"
    there = nodes_of(around)
    opened = [node for node in there if not node.tag.alone and node.tag.span.end <= len(before) < node.end]
    beside = [node for node in there if node.around == (opened[-1] if opened else None)]
    holder = opened[-1].name if opened else ""
    for root in roots:
        own = beside if _ONCE.get(root.name, "-") == holder else there if root.name in _OF_FILE else ()
        if any(node.name == root.name for node in own):
            yield root, f"left out `{_short(code, root)}`: there is one already"
    headings = {_card(around, node, there) for node in beside[:_MOST_BESIDE]} - {None}
    own_nodes = nodes_of(code)
    cards = [(root, _card(code, root, own_nodes)) for root in roots]
    again = [(root, card) for root, card in cards if card in headings]
    if any(root.name == other.name for root, card in cards if card not in headings for other, _ in again):
        for root, card in again:
            if card is not None:
                yield root, f"left out `{root.shown}` of `{card[-1]}`: the file has one"
    yield from sent_off_twice(roots, code, place)
    if holder in _LISTS:
        yield from _listed(roots, code, [node for node in beside if node.name == "li"], around)


def _listed(roots: Sequence[Node], code: str, own: Sequence[Node], around: str) -> Iterator[tuple[Node, str]]:
    """The items of the reply that are those of the list around the place, drawn again with more in them or other
    attributes: all that the list has, in its order."""
    wanted = [_said(around, node) for node in own]
    if len(wanted) < _FEWEST_ITEMS or not all(wanted) or len(roots) > _MOST_BESIDE:
        return
    found: list[Node] = []
    for root in roots:
        words = wanted[len(found)] if len(found) < len(wanted) else ""
        if words and root.name == "li" and f" {words} " in f" {_said(code, root)} ":
            found.append(root)
    if len(found) < len(wanted):
        return
    shown = ", ".join(f"`{words[:_SHOWN]}`" for words in wanted[:_MOST_SHOWN])
    for node in found:
        yield node, f"left out items that the list has, drawn otherwise: {shown}"


def _said(text: str, node: Node) -> str:
    """The words of an element; none where expressions make them."""
    words = " ".join(_TAGS.sub(" ", text[node.tag.span.end : node.end]).split())
    return words if "{" not in words and sum(map(str.isalnum, words)) >= _TELLING_LETTERS else ""


def sent_off_twice(roots: Sequence[Node], code: str, place: Place) -> Iterator[tuple[Node, str]]:
    """The last element of the reply where it is the one that sends a form off, and the form around the place has its
    own; with the words in which the person is told."""
    before, after = place.lines.text[: place.span.start], place.lines.text[place.span.end :]
    around = f"{before}\n{after}"
    last = roots[-1] if roots else None
    if last is None or [node for node in roots if _sends_off(node)] != [last]:
        return
    if "".join(code[last.tag.span.start : last.end].split()) in "".join(around.split()):
        return
    there = nodes_of(around)
    forms = [node for node in there if node.name == "form" and node.tag.span.end <= len(before) < node.end]
    if forms and any(_sends_off(node) and forms[-1] in node.holders() for node in there):
        yield last, f"left out `{_short(code, last)}`: the form has such a button"


def _card(text: str, node: Node, nodes: Sequence[Node]) -> tuple[str, ...] | None:
    """What tells an element with classes from others of its kind: its name, its classes, and its only heading."""
    if not node.classes or node.tag.alone:
        return None
    inside = [one for one in nodes if node.tag.span.end <= one.tag.span.start < node.end]
    headings = [one for one in inside if one.name in HEADINGS]
    words = " ".join(text[headings[0].tag.span.end : headings[0].end].split()) if len(headings) == 1 else ""
    words = words.partition("</")[0].strip()
    if sum(map(str.isalnum, words)) < _TELLING_LETTERS or "{" in words or "<" in words:
        return None
    return (node.name, *sorted(node.classes), words)


def _sends_off(node: Node) -> bool:
    kind = node.tag.value("type")
    if not kind and any(node.tag.value(name) for name in _CLICKED):  # what is done then is its own
        return False
    return kind == "submit" if node.name == "input" else node.name == "button" and kind in ("", "submit")


def _short(code: str, node: Node) -> str:
    return " ".join(code[node.tag.span.start : node.end].split())[:_SHOWN]
