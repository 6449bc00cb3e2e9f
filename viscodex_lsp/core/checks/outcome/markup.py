"""Refuses markup that would stand in its like, and names what a page has once or HTML has no place for.

A model that is asked for a part of a card draws the card once more: a card in the card, a second `<main>`, items
without their list. All is read from the tags of the file with the edits in it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from viscodex_lsp.core.checks.outcome.judged import Outcome
from viscodex_lsp.core.checks.outcome.likes import told_of_likes
from viscodex_lsp.core.checks.outcome.table_rows import other_cells, rows_again
from viscodex_lsp.core.checks.pages.nesting import (
    BLOCKS,
    ENDS_PARAGRAPHS,
    HEADINGS,
    Node,
    are_made_to_nest,
    is_of_page,
    nests_in_its_like,
    nodes_of,
    within,
)
from viscodex_lsp.core.language.data.traits import nodes
from viscodex_lsp.core.nouns import Reason, Refusal, Span

_MOST = 100_000
_SNIPPET = "{#snippet"
_ALONE = frozenset({"main", "body"})
# Parts of a page that are rarely drawn twice side by side, and parts that have headings of their own.
_SINGLE = frozenset({"section", "nav", "form", "aside", "dialog"})
# Elements of a library that are a card, a dialog or a page's bar by themselves.
_CARD = re.compile(r"[a-z]+-(?:card|dialog|modal|toolbar|drawer)")
_LISTS = frozenset({"ul", "ol", "dl"})
_LOOP = re.compile(
    r"\{%-?\s*for\b|\{[{#]#?\s*each\b|@for(?:each|else)?\b|\b(?:v-for|\*ngFor)=|\.(?:map|each|forEach)\b"
)
_ITEMS = frozenset({"li", "td", "dialog", "template", "blockquote", "svg"})
_HELD_BY = {
    "li": frozenset({"ul", "ol", "menu"}),
    "option": frozenset({"select", "datalist", "optgroup"}),
    "tr": frozenset({"table", "thead", "tbody", "tfoot"}),
    "td": frozenset({"tr"}),
    "th": frozenset({"tr"}),
    "tbody": frozenset({"table"}),
    "thead": frozenset({"table"}),
    "dt": frozenset({"dl", "div"}),
    "dd": frozenset({"dl", "div"}),
}
_HOLDS = {
    "ul": frozenset({"li", "script", "template", "slot"}),
    "ol": frozenset({"li", "script", "template", "slot"}),
    "select": frozenset({"option", "optgroup", "hr", "script", "template", "slot", "button"}),
    "dl": frozenset({"dt", "dd", "div", "script", "template", "slot"}),
    "tr": frozenset({"td", "th", "script", "template", "slot"}),
    "tbody": frozenset({"tr", "script", "template", "slot"}),
    "table": frozenset(
        {"caption", "colgroup", "thead", "tbody", "tfoot", "tr", "script", "template", "slot"}
    ),
}
_PLAIN = nodes(
    "html body main div section article header footer nav aside p span form fieldset table thead tbody tfoot tr td th "
    "ul ol li dl dt dd select h1 h2 h3 h4 h5 h6 a button label blockquote figure svg img input"
)


def of_markup(
    before: str, after: str, places: Sequence[Span], reply: str, *, has_expressions: bool
) -> Outcome:
    """What is to be said of a file with markup; `places` is where the inserted texts are in it `after` the edits.

    Args:
        has_expressions: elements may stand in expressions, which may be shown elsewhere than they stand.
    """
    if len(after) > _MOST or "<" not in after:
        return Outcome()
    nodes = nodes_of(after)
    new = [node for node in nodes if within(node, places)]
    if not new:
        return Outcome()
    old = [node for node in nodes if not within(node, places)]
    rules: tuple[Callable[[], Refusal | None], ...] = (
        lambda: _second_main(new, old),
        lambda: _in_its_like(new, old, nodes_of(before)),
        lambda: _another_one(new, old, reply, after),
        lambda: _list_again(new, old, after),
        lambda: rows_again(list(_roots(new)), new, old, after),
        lambda: None if has_expressions else _in_a_list(new, reply),
    )
    refusal = next((found for rule in rules if (found := rule()) is not None), None)
    return (
        Outcome(refusal)
        if refusal is not None
        else Outcome(notes=tuple(_told(new, old, after, places, reply)))
    )


def _told(
    new: Sequence[Node], old: Sequence[Node], after: str, places: Sequence[Span], reply: str
) -> Iterator[str]:
    yield from _once(new, old)
    yield from _out_of_place(new, reply)
    yield from other_cells(list(_roots(new)), new, old)
    yield from told_of_likes(list(_roots(new)), old, after, places)


def _roots(new: Sequence[Node]) -> Iterator[Node]:
    """The elements that are in none of the inserted ones."""
    own = {node.tag.span.start for node in new}
    return (node for node in new if node.around is None or node.around.tag.span.start not in own)


def _second_main(new: Sequence[Node], old: Sequence[Node]) -> Refusal | None:
    for node in new:
        if node.name not in _ALONE:
            continue
        other = next((one for one in old if one.name == node.name), None)
        if other is not None and "hidden" not in other.tag.attributes + node.tag.attributes:
            return _again(node, f"the file has `{other.shown}` already")
    return None


def _in_its_like(new: Sequence[Node], old: Sequence[Node], had: Sequence[Node]) -> Refusal | None:
    """An element of the reply in an element of the file with the same name and classes."""
    known = {node.tag.span.start for node in old}
    roots = list(_roots(new))
    starts = {node.tag.span.start for node in roots}
    near = [
        *roots,
        *(node for node in new if node.around is not None and node.around.tag.span.start in starts),
    ]
    for node in near:
        is_card = _CARD.fullmatch(node.name) is not None
        if not is_card and (node.name not in BLOCKS or not node.classes or are_made_to_nest(node.classes)):
            continue
        for holder in node.holders():
            same = holder.name == node.name and (is_card or holder.classes == node.classes)
            if (
                same
                and holder.tag.span.start in known
                and not nests_in_its_like(had, node.name, node.classes)
            ):
                return _again(node, "the place is inside of one")
    return None


def _another_one(new: Sequence[Node], old: Sequence[Node], reply: str, after: str) -> Refusal | None:
    """A second heading in an element that the reply drew around its own: another card, not more of this one."""
    own = [node for node in nodes_of(reply) if node.classes and node.name not in HEADINGS]
    for node in _roots(new):
        holder = node.around
        if node.name not in HEADINGS or holder is None:
            continue
        there = [
            one
            for one in old
            if one.around == holder and one.name == node.name and one.classes == node.classes
        ]
        drawn = next((one for one in own if _alike(one, holder)), None)
        if len(there) == 1 and drawn is not None and _text(after, there[0]) != _text(after, node):
            return _again(drawn, "the place is inside of one with a heading of its own")
    return None


def _list_again(new: Sequence[Node], old: Sequence[Node], after: str) -> Refusal | None:
    """A list beside one that begins with the same item, or an element with the same loop: drawn once more."""
    lists = [node for node in _roots(new) if node.name in _LISTS or node.classes]
    if not lists:
        return None
    first: dict[int, Node] = {}
    for node in (*new, *old):
        before = first.setdefault(_start(node.around), node)
        if _start(node) < _start(before):
            first[_start(node.around)] = node
    known = {_begun(node, first.get(_start(node)), after) for node in old} - {None}
    again = next((node for node in lists if _begun(node, first.get(_start(node)), after) in known), None)
    return _again(again, "the file has one beside the place that begins alike") if again is not None else None


def _begun(node: Node, inside: Node | None, after: str) -> tuple[int, str] | None:
    """What tells a list from others of its parent: all to the words that its first item begins with, or to the first
    element of its loop; None of what has neither."""
    if inside is None:
        return None
    loops = _LOOP.search(after, node.tag.span.end, inside.tag.span.end) is not None
    if not loops and (node.name not in _LISTS or not _text(after, inside)):
        return None
    words = len(after[inside.tag.span.end : inside.end].partition("<")[0].rstrip())
    end = inside.tag.span.end + (0 if loops else words) if loops or words else inside.end
    return _start(node.around), "".join(after[node.tag.span.start : end].split())


def _is_title(node: Node) -> bool:
    """Whether an element is the heading of a page, be it in a section of it."""
    return node.name == "h1" and not any(holder.name in _ITEMS for holder in node.holders())


def _alike(one: Node, other: Node) -> bool:
    return one.name == other.name and one.classes == other.classes


def _text(text: str, node: Node) -> str:
    return " ".join(text[node.tag.span.end : node.end].split())


def _again(node: Node, why: str) -> Refusal:
    return Refusal(
        Reason.OTHER_PLACE,
        f"The reply draws `{node.shown}`, but {why}, so nothing was changed. Select the old one to replace it, choose "
        "a place outside of it, or ask for its content alone in the instruction.",
        f"it has `{node.shown}`, but {why}. Write only what goes into it at the mark.",
    )


def _in_a_list(new: Sequence[Node], reply: str) -> Refusal | None:
    """Something else than an item right in a list, or than a row or a cell right in a table."""
    if _SNIPPET in reply:  # which is shown elsewhere
        return None
    for node in _roots(new):
        if node.around is not None and _is_alien(node, node.around):
            return _again(node, f"right in `{node.around.shown}` HTML allows no `<{node.name}>`")
    return None


def _is_alien(node: Node, holder: Node) -> bool:
    """Whether HTML allows no such element right in a list or a table, or in a row of one."""
    held = _HOLDS.get(holder.name)
    return held is not None and node.name not in held and node.name in _PLAIN


def _out_of_place(new: Sequence[Node], reply: str) -> Iterator[str]:
    """What the person is told of an item without its list, or of something else right in a list."""
    if _SNIPPET in reply:  # which is shown elsewhere
        return
    for node in _roots(new):
        holder = node.around
        if holder is None or holder.name not in _PLAIN:
            continue
        needed = _HELD_BY.get(node.name)
        ends = holder.name == "p" and node.name in ENDS_PARAGRAPHS
        if ends or _is_alien(node, holder) or (needed is not None and holder.name not in needed):
            yield f"a `<{node.name}>` stands right in a `<{holder.name}>`, which HTML does not allow"
            return


def _place_of(node: Node) -> tuple[str, frozenset[str], int]:
    """The name and classes of an element, and where that begins which it is in."""
    return node.name, node.classes, _start(node.around)


def _start(node: Node | None) -> int:
    return node.tag.span.start if node is not None else -1


def _once(new: Sequence[Node], old: Sequence[Node]) -> Iterator[str]:
    """What the person is told of: a second title of the page, a second header or footer, an id that is taken."""
    parts = {node.tag.span.start for node in new if node.name == "article"}
    titles = [node for node in new if not any(holder.tag.span.start in parts for holder in node.holders())]
    if any(map(_is_title, titles)) and any(map(_is_title, old)):
        yield "the page has an `<h1>` already"
    parts_there = Counter(map(_place_of, (node for node in old if node.name in _SINGLE)))
    for node in {_place_of(node): node for node in _roots(new) if node.name in _SINGLE}.values():
        if node.classes and not are_made_to_nest(node.classes) and parts_there[_place_of(node)] == 1:
            yield f"the page has a `{node.shown}` already"
    for name in ("header", "footer"):
        if any(node.name == name and is_of_page(node) for node in new) and any(
            node.name == name and is_of_page(node) for node in old
        ):
            yield f"the page has a `<{name}>` already"
    taken = {node.tag.value("id") for node in old} - {""}
    for name in dict.fromkeys(node.tag.value("id") for node in new):
        if name in taken and name.replace("-", "").replace("_", "").isalnum():
            yield f"the id `{name}` is in the file already"
