"""Leaves out definitions of a reply for the top of a file that the file has: those that are the same, and types beside
further definitions, whose change is told.

A function that comes again with another body stays: it may be what was asked for, and a file with both is refused.
"""

from typing import TYPE_CHECKING

from viscodex_lsp.core.checks.forms.defined import DEFINED, definitions
from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.counted import THERE_ALREADY, quoted
from viscodex_lsp.core.language.data.traits import nodes
from viscodex_lsp.core.language.grammars import text_of
from viscodex_lsp.core.syntax.syntax import Tree, parse

if TYPE_CHECKING:
    from tree_sitter import Node

_LANGUAGES = frozenset({"go", "rust", "kotlin", "java", "csharp", "swift", "c", "cpp"})
_FUNCTIONS = nodes("function_declaration method_declaration function_item function_definition")
_ABOVE = nodes("comment line_comment block_comment multiline_comment attribute_item")
_MOST_TOLD = 3


def without_own_definitions(fragment: Fragment, place: Place, tree: Tree) -> tuple[Fragment, str]:
    """The fragment without such definitions, and a note; as it is where nothing would be left."""
    language = place.language
    is_top = language.id in _LANGUAGES and place.span.empty and not place.depth
    given = parse(fragment.text, language).parsed if is_top else None
    if given is None or tree.parsed is None or given.root_node.has_error:
        return fragment, ""
    types = DEFINED[language.id]
    own = {name: _words(node) for name, node in definitions(tree.parsed.root_node, types)}
    gone, changed = set[int](), list[str]()
    for name, node in definitions(given.root_node, types):
        if name not in own or (_words(node) != own[name] and node.type in _FUNCTIONS):
            continue
        changed += [name.removeprefix("type ")] if _words(node) != own[name] else []
        gone.update(range(_first_row(node), node.end_point.row + 1))
    rest = fragment.without(gone) if gone else fragment
    if not gone or rest.blank or fragment.kept & gone:
        return fragment, ""
    told = f"kept {quoted(changed, _MOST_TOLD)} of the file, which the reply changes"
    return rest, told if changed else THERE_ALREADY


def _words(node: "Node") -> str:
    return " ".join(text_of(node).split())


def _first_row(node: "Node") -> int:
    """The first row of a definition with the comments and attributes right above it."""
    row, above = node.start_point.row, node.prev_named_sibling
    while above is not None and above.type in _ABOVE and above.start_point.row >= row - 1 - _rows(above):
        row, above = above.start_point.row, above.prev_named_sibling
    return row


def _rows(node: "Node") -> int:
    return node.end_point.row - node.start_point.row - (node.end_point.column == 0)
