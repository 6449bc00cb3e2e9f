"""Takes rows, items and the like out of an element of a reply in JSX, where the place is in one of its kind already."""

from typing import TYPE_CHECKING

from viscodex_lsp.core.checks.pages.containers import Content, out_of_container
from viscodex_lsp.core.context.script_place import with_probe
from viscodex_lsp.core.language.grammars import text_of
from viscodex_lsp.core.nouns import Span
from viscodex_lsp.core.syntax.syntax import Tree

if TYPE_CHECKING:
    from tree_sitter import Node


def out_of_holder(code: str, tree: Tree, span: Span) -> Content:
    """The content of the reply's only element where the place is right in one of its kind; else the code as it is."""
    name = holder_of(tree, span)
    if not name.islower():
        return Content(code)
    opened = f"<{name}>"
    return out_of_container(code, f"{opened}{tree.text}", Span(len(opened), len(opened)))


def holder_of(tree: Tree, span: Span) -> str:
    """The name of the element that the place is right in, also where a loop stands between; "" for none."""
    _, node = with_probe(tree, span)
    while node is not None and node.type not in ("jsx_element", "jsx_attribute"):
        node = node.parent
    opening = node.child_by_field_name("open_tag") if node is not None else None
    return text_of(_name(opening)) if opening is not None else ""


def _name(opening: "Node") -> "Node | None":
    return opening.child_by_field_name("name")
