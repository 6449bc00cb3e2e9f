"""Elements that HTML never has inside of their like: a form in a form, a link in a link, a button in a button.

A browser leaves out the inner form, and ends the outer link or button before the inner one (HTML Standard, 13.2.6.4.7).
"""

from typing import TYPE_CHECKING

from viscodex_lsp.core.checks.forms.second_names import inserted
from viscodex_lsp.core.language.grammars import captures
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
    for node in captures(after.language, "(element) @one", after.parsed.root_node).get("one", ()):
        name = _name(node)
        start = after.offsets.to_points(node.start_byte) if name in _NAMES else -1
        if not any(part.start <= start < part.end for part in places):
            continue
        if any(_name(outer) == name for outer in _around(node)):
            return Refusal(
                Reason.SYNTAX,
                f"The reply would put a `<{name}>` into another `<{name}>`, which no browser shows, so nothing was "
                "changed. Select the outer one to replace it, or ask for its content alone in the instruction.",
                f"it has a `<{name}>`, but the mark is inside of one. Write only what goes into it.",
            )
    return None


def _around(node: "Node") -> "list[Node]":
    """The elements around a node, up to a template, whose content is shown elsewhere."""
    found: list[Node] = []
    outer = node.parent
    while outer is not None and _name(outer) not in ("template", "svg"):
        found.append(outer)
        outer = outer.parent
    return found


def _name(node: "Node") -> str:
    tag = node.named_children[0] if node.type == "element" and node.named_children else None
    name = tag.named_children[0] if tag is not None and tag.named_children else None
    return (name.text or b"").decode("utf-8", errors="replace").lower() if name is not None else ""
