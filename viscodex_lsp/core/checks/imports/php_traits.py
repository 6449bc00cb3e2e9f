r"""Tells the traits that a class of PHP uses from the imports of its file: both are written `use Name;`.

In a class the word brings in the methods of a trait, at the top of a file a name (PHP manual, "Traits" and "Using
namespaces: Aliasing/Importing"). For a place in a class a statement counts as an import where the code beside it says
the name, which a class that only takes a trait's methods has no need to.
"""

import re
from collections.abc import Sequence

from viscodex_lsp.core.checks.imports.block import split_imports
from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.nouns import Span
from viscodex_lsp.core.syntax.syntax import Tree

_NAME = re.compile(r"(?<!\w)(\w++)\s*+(?=[,;}]|$)")
_WORD = re.compile(r"\w+")
_TRAITS = re.compile(r"use\s+\w+(?:\s*,\s*\w+)*\s*;")


def split_from_traits(fragment: Fragment, tree: Tree, span: Span) -> tuple[tuple[str, ...], Fragment]:
    """The imports at the top of a fragment for the place `span` of a document, and the fragment without them; traits of
    the class around that place stay."""
    imports, rest = split_imports(fragment, tree.language)
    if tree.language.id != "php" or not imports or not _is_in_class(tree, span):
        return imports, rest
    said = set(_WORD.findall(rest.text))
    kept = tuple(each for each in imports if _is_said(each, imports, said))
    if len(kept) == len(imports):
        return imports, rest
    rows = {row for each in kept for row in each.split("\n")}
    return kept, fragment.without([at for at, line in enumerate(fragment.lines) if line in rows])


def _is_said(statement: str, all_of_them: Sequence[str], said: set[str]) -> bool:
    """Whether the code, or the use of a trait beside it, says one of the names that a statement brings."""
    if statement.split()[1:2] in (["function"], ["const"]):
        return True
    traits = [each for each in all_of_them if each != statement and _TRAITS.fullmatch(each.strip())]
    words = said.union(*(_WORD.findall(each) for each in traits))
    return not words.isdisjoint(_NAME.findall(statement))


def _is_in_class(tree: Tree, span: Span) -> bool:
    root = tree.parsed.root_node if tree.parsed is not None else None
    at = tree.offsets.to_bytes(span.start)
    node = root.descendant_for_byte_range(at, at) if root is not None else None
    while node is not None and node.type != "declaration_list":
        node = node.parent
    return node is not None
