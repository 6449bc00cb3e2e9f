"""The mistakes in a parsed text that its grammar lets pass but its language does not.

Grammars for editors are lenient: Python's accepts any indentation and empty bodies, HTML's accepts elements
that are never closed, JSON's accepts comments and several roots. Positions are byte offsets.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from viscodex_lsp.core.language.elements import VOID, needs_end, tag_name
from viscodex_lsp.core.language.grammars import captures, first_child, last_child
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.syntax.mistake import Mistake, at_start_of, over_all_of, quote

if TYPE_CHECKING:
    from tree_sitter import Node

_WITHOUT_OPTIONAL_ENDS = frozenset({"vue", "vue-html"})
"""Languages in which `<p>` and `<li>` have to be closed, unlike in HTML."""


def mistakes(root: "Node", language: Language) -> Iterator[Mistake]:
    """Every mistake that the grammar of `language` lets pass, in no order."""
    rule = _RULES.get(language.id, _markup if language.markup else None)
    return rule(root, language) if rule is not None else iter(())


def _python(root: "Node", language: Language) -> Iterator[Mistake]:
    found = captures(language, "(block) @block (try_statement) @try", root)
    yield from _uneven(_statements(root), 0)
    for block in found.get("block", ()):
        statements = _statements(block)
        if not statements:
            yield over_all_of(block, "a body with no statement in it")
        elif block.start_point.row != block.end_point.row:
            yield from _uneven(statements, statements[0].start_point.column)
    for statement in found.get("try", ()):
        if not any(child.type in {"except_clause", "finally_clause"} for child in statement.children):
            yield at_start_of(statement, "`try` without `except` or `finally`")


def _statements(block: "Node") -> list["Node"]:
    return [child for child in block.named_children if child.type not in {"comment", "ERROR"}]


def _uneven(statements: list["Node"], column: int) -> Iterator[Mistake]:
    """Statements of one block that begin a line elsewhere than the others."""
    row = -1
    for statement in statements:
        if statement.start_point.row != row and statement.start_point.column != column:
            yield at_start_of(statement, "this line's indentation fits no block")
        row = statement.end_point.row


def _markup(root: "Node", language: Language) -> Iterator[Mistake]:
    found = captures(language, "(erroneous_end_tag) @stray (element) @element", root)
    for tag in found.get("stray", ()):
        yield over_all_of(tag, f"`{quote(tag)}` closes nothing")
    for element in found.get("element", ()):
        first, last = first_child(element), last_child(element)
        if first is None or last is None or first.type != "start_tag" or last.type == "end_tag":
            continue
        name = tag_name(first)
        if needs_end(name) or (language.id in _WITHOUT_OPTIONAL_ENDS and name not in VOID):
            mistake = over_all_of(first, f"`<{name}>` is never closed")
            yield mistake._replace(lacks=(f"</{name}>",))


def _jsx(root: "Node", language: Language) -> Iterator[Mistake]:
    for element in captures(language, "(jsx_element) @element", root).get("element", ()):
        first, last = element.child_by_field_name("open_tag"), element.child_by_field_name("close_tag")
        if first is None or last is None:
            continue
        name, end = first.child_by_field_name("name"), last.child_by_field_name("name")
        if (name and name.text) != (end and end.text):
            yield over_all_of(last, f"`{quote(last)}` does not close `{quote(first)}`")


def _css(root: "Node", _: Language) -> Iterator[Mistake]:
    for child in root.named_children:
        if child.type == "declaration":
            yield over_all_of(child, "a declaration outside of any rule")


def _json(root: "Node", language: Language) -> Iterator[Mistake]:
    values = [child for child in root.named_children if child.type not in {"comment", "ERROR"}]
    for value in values[1:]:
        yield at_start_of(value, "a second value after the end of the first")
    if language.id == "json":
        for comment in captures(language, "(comment) @comment", root).get("comment", ()):
            yield over_all_of(comment, "JSON has no comments")


_RULES: dict[str, Callable[["Node", Language], Iterator[Mistake]]] = {
    "python": _python,
    "css": _css,
    "javascript": _jsx,
    "javascriptreact": _jsx,
    "typescriptreact": _jsx,
    "json": _json,
    "jsonc": _json,
}
