"""Code for a place in a template string of JavaScript: an Angular component's own template, `` html`…` ``.

To the grammar it is text; what must not be in it is what ends the string or begins an expression.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from viscodex_lsp.core.language.languages import SCRIPTS
from viscodex_lsp.core.nouns import Patch, Span
from viscodex_lsp.core.syntax.syntax import Tree

if TYPE_CHECKING:
    from tree_sitter import Node

_IN_STRINGS = frozenset(
    {"html", "htm", "angular", "css", "scss", "svg", "xml", "sql", "graphql", "gql", "glsl"}
)


def for_string(patch: Patch, tree: Tree, span: Span) -> Patch:
    """The patch without the label of a language that stands in strings, where the place is in one."""
    if patch.label not in _IN_STRINGS or tree.language.id not in SCRIPTS or tree.parsed is None:
        return patch
    if "`" in patch.code or "${" in patch.code:
        return patch
    at = tree.offsets.to_bytes(span.start)
    node: Node | None = tree.parsed.root_node.descendant_for_byte_range(at, at)
    while node is not None and node.type in {"string_fragment", "escape_sequence"}:
        node = node.parent
    inside = node is not None and node.type == "template_string" and node.start_byte < at < node.end_byte
    return replace(patch, label=None) if inside else patch
