"""Code for a place in a template string of JavaScript: an Angular component's own template, `` html`…` ``.

To the grammar it is text; what must not be in it is what ends the string or begins an expression.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from viscodex_lsp.core.checks.forms.labels.styled import declarations_of, takes_declarations
from viscodex_lsp.core.language.grammars import text_of
from viscodex_lsp.core.language.languages import SCRIPTS
from viscodex_lsp.core.nouns import Patch, Span
from viscodex_lsp.core.syntax.syntax import Tree

if TYPE_CHECKING:
    from tree_sitter import Node

_IN_STRINGS = frozenset(
    {"html", "htm", "angular", "css", "scss", "svg", "xml", "sql", "graphql", "gql", "glsl"}
)
_STYLES = frozenset({"css", "scss"})


def for_string(patch: Patch, tree: Tree, span: Span) -> Patch:
    """The patch without the label of a language that stands in strings, where the place is in one."""
    if patch.label not in _IN_STRINGS or tree.language.id not in SCRIPTS or tree.parsed is None:
        return patch
    if "`" in patch.code or "${" in patch.code:
        return patch
    string = _string_around(tree, span.start)
    holder = string.parent if string is not None else None
    tag = text_of(holder).partition("`")[0].strip() if holder is not None else ""
    if patch.label not in _STYLES or not takes_declarations(tag):
        return replace(patch, label=None) if string is not None else patch
    code = declarations_of(patch.code)
    if code is None:
        return patch
    note = ("took the declarations out of their rule",) if code != patch.code else ()
    return replace(patch, code=code, label=None, notes=(*patch.notes, *note))


def is_in_plain_string(tree: Tree, place: int) -> bool:
    """Whether a place of a script is in a template string that is given to no function as its tag."""
    string = _string_around(tree, place) if tree.language.id in SCRIPTS else None
    return string is not None and (string.parent is None or string.parent.type != "call_expression")


def _string_around(tree: Tree, place: int) -> "Node | None":
    if tree.parsed is None:
        return None
    at = tree.offsets.to_bytes(place)
    node: Node | None = tree.parsed.root_node.descendant_for_byte_range(at, at)
    while node is not None and node.type in {"string_fragment", "escape_sequence"}:
        node = node.parent
    inside = node is not None and node.type == "template_string" and node.start_byte < at < node.end_byte
    return node if inside else None
