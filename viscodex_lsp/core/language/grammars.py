"""Loads tree-sitter parsers and queries; a grammar is loaded when it is first needed."""

import importlib
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from viscodex_lsp.core.language.language import Grammar, Language
from viscodex_lsp.core.language.patience import look_up

if TYPE_CHECKING:
    import tree_sitter

_PART_BYTES = 256 * 1024
_WIDEST = 5_000
_LOOK_EVERY = 1024
_DEEPEST, _PLACES, _LONG = 2_000, 16, 8_000


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
    since a search cannot be stopped and keeps every other thread waiting. Nothing is found around an error of very many
    pieces, nor in a tree of a depth that no person writes: there a search takes time that grows with their square.

    Raises:
        TooHardToParse: see `patience`.
    """
    if language.grammar is None or _is_too_wide(node) or _is_too_deep(node):
        return {}
    import tree_sitter

    query, found = _query(language.grammar, pattern), dict[str, list[tree_sitter.Node]]()
    for start in range(node.start_byte, node.end_byte + 1, _PART_BYTES):
        look_up()
        end = start + _PART_BYTES
        cursor = tree_sitter.QueryCursor(query)
        cursor.set_byte_range(start, end)
        for name, nodes in cursor.captures(node).items():
            there = (each for each in nodes if start <= each.start_byte < end)
            found.setdefault(name, []).extend(sorted(there, key=_start_byte))
    return found


def errors_in(node: "tree_sitter.Node") -> Iterator["tree_sitter.Node"]:
    """What the parser had to skip (`ERROR`) and what it had to make up (`MISSING`, or a name around a token that is
    missing), in the order of the text.

    Raises:
        TooHardToParse: see `patience`.
    """
    waiting, seen = [node], 0
    while waiting:
        one = waiting.pop()
        seen += 1
        if seen % _LOOK_EVERY == 0:
            look_up()
        if one.has_error:
            if one.is_error or one.is_missing or not one.child_count:
                yield one
            waiting += reversed(one.children)


def _start_byte(node: "tree_sitter.Node") -> int:
    return node.start_byte


def _is_too_wide(node: "tree_sitter.Node") -> bool:
    return node.has_error and any(one.child_count > _WIDEST for one in errors_in(node))


def _is_too_deep(node: "tree_sitter.Node") -> bool:
    """Whether a tree is very deep at one of some places all over it."""
    size = node.end_byte - node.start_byte
    return size > _LONG and any(
        _depth_at(node, node.start_byte + part * size // _PLACES) > _DEEPEST for part in range(1, _PLACES)
    )


def _depth_at(node: "tree_sitter.Node", place: int) -> int:
    cursor = node.walk()
    while cursor.depth <= _DEEPEST and cursor.goto_first_child_for_byte(place) is not None:
        pass
    return cursor.depth


def text_of(node: "tree_sitter.Node | None") -> str:
    """The text that a node was parsed from; "" of none."""
    return (node.text or b"").decode("utf-8", errors="replace") if node is not None else ""


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
