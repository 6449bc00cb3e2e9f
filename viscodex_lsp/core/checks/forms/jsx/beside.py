"""Puts a whole component of a reply above the one that holds the place, and its element at the place.

Only a component that needs nothing given is used so, or one that the reply shows in use: with which values any other
would be shown is not known.
"""

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from viscodex_lsp.core.checks.forms.formed import Formed
from viscodex_lsp.core.checks.forms.jsx.parts import Parts
from viscodex_lsp.core.checks.forms.jsx.place import HOOK, runs_on_server
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.nouns import Replacement, Span
from viscodex_lsp.core.syntax.syntax import Tree

if TYPE_CHECKING:
    from tree_sitter import Node

_COMPONENT = re.compile(
    r"(?P<export>(?:export\s+)?(?:default\s+)?)(?:function\s+(?P<function>[A-Z]\w*)\s*\((?P<parameters>[^)]*)\)"
    r"|class\s+(?P<class>[A-Z]\w*)\s+extends\s+(?:React\.)?(?:Pure)?Component\s*\{"
    r"|const\s+(?P<constant>[A-Z]\w*)\s*(?::[^=]+)?=\s*(?:\w[\w.]*\()?\((?P<given>[^)]*)\)[^=]*=>)"
)
# Each value has one that is taken where none is given.
_GIVEN = r"\w+\s*=\s*+(?:\[[^\[\]]*\]|\{[^{}]*\}|\"[^\"]*\"|'[^']*'|[^,{}\[\]\"']++)\s*"
_ALL_GIVEN = re.compile(rf"\s*\{{\s*{_GIVEN}(?:,\s*{_GIVEN})*(?:,\s*)?\}}\s*(?::|$)")
_EXPORT = re.compile(r"export\s+(?:default\s+)?(?=function|const|class|interface|type|enum|async)")
_DEFAULT = re.compile(r"export default (\w+);?$")
_COMMENT = "comment"


def component_beside(parts: Parts, place: Place, tree: Tree, *, in_use: bool = False) -> Formed | None:
    """The component above the statement of the file that holds the place, and its element; None where that is not
    certain to be meant, or where it needs values and is not `in_use` otherwise."""
    statements = [text.strip("\n") for text in parts.statements]
    name, needs = shown_component(parts)
    name = name if in_use or not needs else None
    start = above_statement(tree, place.span)
    text = "\n".join(statements)
    if name is None or start is None or (HOOK.search(text) and runs_on_server(tree.text)):
        return None
    written = _apart([_EXPORT.sub("", statement, count=1) for statement in statements])
    apart = "" if tree.text[:start].rstrip(" \t").endswith(("\n\n", "\r\n\r\n")) or not start else "\n"
    rows = f"{apart}{written}\n\n".replace("\n", place.style.newline)
    exports = [found[0] for statement in statements if (found := _EXPORT.search(statement)) is not None]
    left = dict.fromkeys(f"left out `{' '.join(words.split())}`" for words in (*exports, *parts.left))
    notes = (*parts.changed, *left, f"put the component {name} above, and its element at the place")
    return Formed(f"<{name} />", parts.imports, (Replacement(Span(start, start), rows),), tuple(notes))


def shown_component(parts: Parts) -> tuple[str | None, bool]:
    """The component that the reply is about, and whether it needs something given; None where it is about several."""
    found = [match for text in parts.statements if (match := _COMPONENT.match(text.strip())) is not None]
    names = {match["function"] or match["constant"] or match["class"]: match for match in found}
    default = next(
        (match[1] for line in parts.left if (match := _DEFAULT.match(line.strip())) is not None), None
    )
    exported = [name for name, match in names.items() if match["export"]]
    name = default or (exported[-1] if exported else next(reversed(names), None))
    if name not in names or len(exported) > 1:
        return None, False
    given = names[name]["parameters"] or names[name]["given"] or ""
    of_class = names[name]["class"] is not None and "props" in "\n".join(parts.statements)
    return name, of_class or (bool(given.strip()) and not _ALL_GIVEN.match(given))


def _apart(statements: list[str]) -> str:
    """Statements one below the other, with a blank line around those of several lines."""
    text = statements[0]
    for before, after in pairwise(statements):
        text += ("\n\n" if "\n" in before + after else "\n") + after
    return text


def above_statement(tree: Tree, span: Span) -> int | None:
    """Where the outermost statement around a place begins, with the comments right above it."""
    if tree.parsed is None:
        return None
    at = tree.offsets.to_bytes(span.start)
    node: Node | None = next(
        (child for child in tree.parsed.root_node.children if child.start_byte < at < child.end_byte), None
    )
    while node is not None and node.prev_sibling is not None and node.prev_sibling.type == _COMMENT:
        if node.prev_sibling.end_point.row < node.start_point.row - 1:
            break
        node = node.prev_sibling
    return (
        tree.offsets.to_points(node.start_byte) if node is not None and not node.start_point.column else None
    )
