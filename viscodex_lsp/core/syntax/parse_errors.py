"""Lists what a parser could not make sense of in a text."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from viscodex_lsp.core.language.elements import needs_end, tag_name
from viscodex_lsp.core.language.grammars import errors_in
from viscodex_lsp.core.syntax.mistake import Mistake, over_all_of, quote

if TYPE_CHECKING:
    from tree_sitter import Node

BRACKETS = {"(": ")", "[": "]", "{": "}"}


def parse_errors(root: "Node") -> Iterator[Mistake]:
    """What the parser had to skip, and what it had to make up."""
    for node in errors_in(root):
        yield _unexpected(node) if node.is_error else _missing(node)


class _Unpaired(NamedTuple):
    """Brackets and start tags that nothing closes, each with what would close it, innermost last; and closing
    brackets that close nothing."""

    openers: list[tuple["Node", str]]
    closers: list["Node"]


def _unpaired(error: "Node") -> _Unpaired:
    """What has no partner among the children of an error."""
    found = _Unpaired([], [])
    for child in error.children:
        if child.type in BRACKETS:
            found.openers.append((child, BRACKETS[child.type]))
        elif child.type == "start_tag" and needs_end(tag_name(child)):
            found.openers.append((child, f"</{tag_name(child)}>"))
        elif found.openers and child.type == found.openers[-1][1]:
            found.openers.pop()
        elif child.type in BRACKETS.values():
            found.closers.append(child)
    return found


def _unexpected(error: "Node") -> Mistake:
    openers, closers = _unpaired(error)
    if openers:
        opener, lacks = openers[-1][0], tuple(closer for _, closer in openers)
        mistake = over_all_of(error, f"`{quote(opener)}` is never closed")
        return mistake._replace(row=opener.start_point.row, lacks=lacks)
    if closers:
        return over_all_of(error, f"unexpected `{closers[0].type}`")._replace(row=closers[0].start_point.row)
    words = quote(error)
    if not words:
        return over_all_of(error, "syntax error")
    return over_all_of(
        error, f"unexpected `{words}`" if len(words.split()) == 1 else f"syntax error near `{words}`"
    )


def _missing(node: "Node") -> Mistake:
    if node.is_named:
        return over_all_of(node, f"missing {node.type.replace('_', ' ')}")
    return over_all_of(node, f"missing `{node.type}`")._replace(lacks=(node.type,))
