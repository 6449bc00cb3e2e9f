"""Elements that HTML, or JSX, never has where a reply would put them: a link in a link, a table right in a table's row.

A browser leaves out the inner form, ends the outer link or button before the inner one, and moves what is no part of a
table out of it (HTML Standard, 13.2.6.4.7 and 13.2.6.4.9).
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from viscodex_lsp.core.checks.forms.second_names import inserted, is_new
from viscodex_lsp.core.language.elements import tag_name
from viscodex_lsp.core.language.grammars import text_of
from viscodex_lsp.core.language.languages import SCRIPTS
from viscodex_lsp.core.nouns import Reason, Refusal, Replacement
from viscodex_lsp.core.syntax.syntax import Tree, reparse

if TYPE_CHECKING:
    from tree_sitter import Node

_NAMES = ("form", "a", "button")
_WITH_COMPONENTS = frozenset({"vue", "svelte", "astro"})
_OF_JSX = frozenset({"jsx_element", "jsx_self_closing_element"})
# In HTML their end tags may be left out (HTML Standard, 13.1.2.4), so that only JSX puts one into the other.
_ENDED_BY_THEIR_LIKE = frozenset({"li", "p", "td", "th", "option", "dt", "dd"})
_OF_TABLES = frozenset({"table", "thead", "tbody", "tfoot", "tr"})
# Where a table, or a part of it, may hold an element of another kind, its name is none of these.
_OF_PAGES = re.compile(
    r"table|div|p|span|section|article|ul|ol|a|button|img|svg|strong|time|input|label|h[1-6]"
)
_TAG = re.compile(rf"<(?:{'|'.join(_NAMES)}|li|t[dh]|option|d[td]|{_OF_PAGES.pattern})", re.IGNORECASE)


def misplaced(before: Tree, replacements: tuple[Replacement, ...]) -> Refusal | None:
    """Why edits are refused that put such an element into another; None where they do not."""
    in_jsx = before.language.id in SCRIPTS
    if not (before.language.markup or in_jsx) or before.parsed is None:
        return None
    if not any(_TAG.search(part.text) for part in replacements):
        return None
    after = reparse(before, replacements)
    if after.parsed is None:
        return None
    places = inserted(replacements)
    of_components = in_jsx or before.language.id in _WITH_COMPONENTS
    for node, name, holder in _misplaced(after.parsed.root_node, of_components=of_components):
        if not is_new(node, after, places):
            continue
        if holder != name or holder in _OF_TABLES:
            return _out_of_table(name, holder)
        return Refusal(
            Reason.SYNTAX,
            f"The reply would put a `<{name}>` into another `<{name}>`, which no browser shows, so nothing was "
            "changed. Select the outer one to replace it, or ask for its content alone in the instruction.",
            f"it has a `<{name}>`, but the mark is inside of one. Write only what goes into it.",
        )
    return None


def _out_of_table(name: str, holder: str) -> Refusal:
    return Refusal(
        Reason.SYNTAX,
        f"The reply would put a `<{name}>` right into a `<{holder}>`, and browsers show that outside of the table, so "
        "nothing was changed. Choose a place in a cell, or ask for rows or cells alone in the instruction.",
        f"it has a `<{name}>`, but the mark is right in a `<{holder}>`. Write only what a `<{holder}>` holds.",
    )


def _misplaced(root: "Node", *, of_components: bool) -> "Iterator[tuple[Node, str, str]]":
    """The elements that are in one of their name, or right in a part of a table where they have no place, with their
    name and that of the other; what a template holds is shown elsewhere.

    The tree is walked from above: to ask a node for its parent takes time that grows with the text.
    """
    waiting: list[tuple[Node, frozenset[str], str]] = [(root, frozenset(), "")]
    while waiting:
        node, around, parent = waiting.pop()
        name = _name(node, of_components=of_components)
        if name in _NAMES and name in around:
            yield node, name, name
        if parent in _OF_TABLES and _OF_PAGES.fullmatch(name):
            yield node, name, parent
        if name == parent and name in _ENDED_BY_THEIR_LIKE and node.type in _OF_JSX:
            yield node, name, name
        around = frozenset() if name in ("template", "svg") else around | {name} if name in _NAMES else around
        # What an attribute holds is shown elsewhere.
        inner = "" if node.type == "jsx_attribute" else name or parent
        waiting += [(child, around, inner) for child in node.named_children if child.named_child_count]


def _name(node: "Node", *, of_components: bool) -> str:
    """The name of an element, "" for what is none; one with capitals is that of a component where there are such."""
    if node.type in _OF_JSX:
        return text_of((node.child_by_field_name("open_tag") or node).child_by_field_name("name"))
    tag = node.named_children[0] if node.type == "element" and node.named_children else None
    if tag is None:
        return ""
    name = tag.named_child(0) if of_components and tag.named_child_count else None
    raw = text_of(name)
    return raw if raw != raw.lower() else tag_name(tag)
