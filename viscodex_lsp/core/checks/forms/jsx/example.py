"""Reads how a reply's example of use shows its component: the element with what it is given, and what that needs.

An example is often a small app around the component; what stands around the elements alone is none of it.
"""

from typing import TYPE_CHECKING

from viscodex_lsp.core.checks.forms.jsx.parts import Parts, fragment_of, part
from viscodex_lsp.core.checks.forms.jsx.values import out_of_component
from viscodex_lsp.core.checks.indentation import read_fragment, without_margin
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.language.grammars import text_of
from viscodex_lsp.core.syntax.syntax import Tree, parse

if TYPE_CHECKING:
    from tree_sitter import Node

_ELEMENTS = frozenset({"jsx_element", "jsx_self_closing_element"})


def in_use(code: str, name: str, place: Place) -> Parts | None:
    """The elements of a component and the statements that they need, out of an example of its use; None where that
    shows others too."""
    parts = part(read_fragment(code, place.language, place.style).text, place.language)
    if parts is not None and not parts.markup:
        parts = out_of_component(parts, place)
    if parts is None or not parts.markup:
        return None
    markup = _elements_of(name, "\n".join(parts.markup), place)
    return Parts((), parts.statements, tuple(markup.split("\n")), (), ()) if markup else None


def _elements_of(name: str, markup: str, place: Place) -> str:
    """The elements of this name, one below the other, where an example has no other ones but around them."""
    tree = parse(f"(<>\n{markup}\n</>)", place.language)
    node = fragment_of(tree)
    while node is not None:
        inner = [child for child in node.named_children if child.type in _ELEMENTS]
        words = [text_of(child).strip() for child in node.named_children if child.type == "jsx_text"]
        if any(words) or not inner or any(child.type == "jsx_expression" for child in node.named_children):
            return ""
        if all(_name(child) == name for child in inner):
            return "\n".join(_without_own_margin(child, tree) for child in inner)
        node = inner[0] if len(inner) == 1 else None
    return ""


def _name(node: "Node") -> str:
    opening = node.child_by_field_name("open_tag") or node
    return text_of(opening.child_by_field_name("name"))


def _without_own_margin(node: "Node", tree: Tree) -> str:
    return without_margin(" " * node.start_point.column + tree.source(node))
