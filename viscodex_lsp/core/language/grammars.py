"""Languages in, tree-sitter parsers and query results out; a grammar is loaded when it is first needed."""

import importlib
from functools import cache
from typing import TYPE_CHECKING

from viscodex_lsp.core.language.language import Grammar, Language

if TYPE_CHECKING:
    import tree_sitter


def parser_for(language: Language) -> "tree_sitter.Parser | None":
    """A new parser (they hold state, so none is shared), or None where the language has no grammar."""
    if language.grammar is None:
        return None
    import tree_sitter

    return tree_sitter.Parser(_loaded(language.grammar))


def captures(
    language: Language, pattern: str, node: "tree_sitter.Node"
) -> dict[str, list["tree_sitter.Node"]]:
    """What a tree-sitter query finds under `node`, by capture name."""
    if language.grammar is None:
        return {}
    import tree_sitter

    return tree_sitter.QueryCursor(_query(language.grammar, pattern)).captures(node)


def first_child(node: "tree_sitter.Node") -> "tree_sitter.Node | None":
    return node.child(0) if node.child_count else None


def last_child(node: "tree_sitter.Node") -> "tree_sitter.Node | None":
    return node.child(node.child_count - 1) if node.child_count else None


@cache
def _loaded(grammar: Grammar) -> "tree_sitter.Language":
    import tree_sitter

    return tree_sitter.Language(getattr(importlib.import_module(grammar.module), grammar.function)())


@cache
def _query(grammar: Grammar, pattern: str) -> "tree_sitter.Query":
    import tree_sitter

    return tree_sitter.Query(_loaded(grammar), pattern)
