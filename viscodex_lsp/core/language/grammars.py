"""Loads tree-sitter parsers and queries; a grammar is loaded when it is first needed."""

import importlib
from functools import cache
from typing import TYPE_CHECKING

from viscodex_lsp.core.language.language import Grammar, Language
from viscodex_lsp.core.language.patience import look_up

if TYPE_CHECKING:
    import tree_sitter

_PART_BYTES = 256 * 1024


def parser_for(language: Language) -> "tree_sitter.Parser | None":
    """A new parser (they hold state, so none is shared), or None where the language has no grammar."""
    if language.grammar is None:
        return None
    import tree_sitter

    return tree_sitter.Parser(_loaded(language.grammar))


def captures(
    language: Language, pattern: str, node: "tree_sitter.Node"
) -> dict[str, list["tree_sitter.Node"]]:
    """What a tree-sitter query finds under `node`, by capture name, in the order of the text.

    A pattern may name a node and those that it lies in, but none beside it: a large text is searched part by part,
    since a search cannot be stopped and keeps every other thread waiting.

    Raises:
        TooHardToParse: see `patience`.
    """
    if language.grammar is None:
        return {}
    import tree_sitter

    query, found = _query(language.grammar, pattern), dict[str, list[tree_sitter.Node]]()
    for start in range(node.start_byte, node.end_byte + 1, _PART_BYTES):
        look_up()
        end = start + _PART_BYTES
        cursor = tree_sitter.QueryCursor(query)
        cursor.set_byte_range(start, end)
        for name, nodes in cursor.captures(node).items():
            found.setdefault(name, []).extend(each for each in nodes if start <= each.start_byte < end)
    return found


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
