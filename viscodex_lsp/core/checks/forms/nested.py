"""Elements that HTML never has inside of their like: a form in a form, a link in a link, a button in a button.

A browser leaves out the inner form, and ends the outer link or button before the inner one (HTML Standard, 13.2.6.4.7).
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from viscodex_lsp.core.checks.forms.second_names import inserted
from viscodex_lsp.core.language.elements import tag_name
from viscodex_lsp.core.nouns import Reason, Refusal, Replacement
from viscodex_lsp.core.syntax.syntax import Tree, reparse

if TYPE_CHECKING:
    from tree_sitter import Node

_NAMES = ("form", "a", "button")
_TAGS = tuple(f"<{name}" for name in _NAMES)


def nested_like(before: Tree, replacements: tuple[Replacement, ...]) -> Refusal | None:
    """Why edits are refused that put such an element into another; None where they do not."""
    if not before.language.markup or before.parsed is None:
        return None
    if not any(tag in part.text.lower() for part in replacements for tag in _TAGS):
        return None
    after = reparse(before, replacements)
    if after.parsed is None:
        return None
    places = inserted(replacements)
    for node, name in _within_their_like(after.parsed.root_node):
        start = after.offsets.to_points(node.start_byte)
        if any(part.start <= start < part.end for part in places):
            return Refusal(
                Reason.SYNTAX,
                f"The reply would put a `<{name}>` into another `<{name}>`, which no browser shows, so nothing was "
                "changed. Select the outer one to replace it, or ask for its content alone in the instruction.",
                f"it has a `<{name}>`, but the mark is inside of one. Write only what goes into it.",
            )
    return None


def _within_their_like(root: "Node") -> "Iterator[tuple[Node, str]]":
    """The elements in an element of their name, with it; what a template holds is shown elsewhere.

    The tree is walked from above: to ask a node for its parent takes time that grows with the text.
    """
    waiting: list[tuple[Node, frozenset[str]]] = [(root, frozenset())]
    while waiting:
        node, around = waiting.pop()
        name = _name(node)
        if name in _NAMES and name in around:
            yield node, name
        around = frozenset() if name in ("template", "svg") else around | {name} if name in _NAMES else around
        waiting += [(child, around) for child in node.named_children if child.named_child_count]


def _name(node: "Node") -> str:
    tag = node.named_children[0] if node.type == "element" and node.named_children else None
    return tag_name(tag) if tag is not None else ""
