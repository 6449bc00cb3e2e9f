"""Puts a reply that draws one item into the loop that is selected, where it uses what the loop gives to each item."""

import re
from typing import TYPE_CHECKING, NamedTuple

from viscodex_lsp.core.checks.forms.jsx.parts import is_markup, several_roots
from viscodex_lsp.core.checks.indentation import without_margin
from viscodex_lsp.core.context.script_standing import loop_function, loop_head, selected_loop
from viscodex_lsp.core.language.grammars import captures, text_of
from viscodex_lsp.core.nouns import Span
from viscodex_lsp.core.syntax.syntax import Tree, parse

if TYPE_CHECKING:
    from tree_sitter import Node

_WORD = re.compile(r"[A-Za-z_$][\w$]*")
_ELEMENT = "[(jsx_element) (jsx_self_closing_element)] @one"
_ROOT = re.compile(r"(?:(?<!\s)\s++)?<(?P<name>[\w.]+)")


class InLoop(NamedTuple):
    """The code for a selection that is a loop, and what the person is told."""

    code: str
    note: str


def in_own_loop(code: str, tree: Tree, span: Span, step: str) -> InLoop | None:
    """The selected loop with the reply as what it draws, or the reply and a note that the loop goes; None where no loop
    is selected, or the reply has one itself."""
    loop = selected_loop(tree, span) if not span.empty else None
    function = loop_function(loop) if loop is not None else None
    if loop is None or function is None or ".map(" in code or not is_markup(code, tree.language):
        return None
    head = " ".join(loop_head(loop).split())
    names = _names(function)
    drawn = _drawn(function)
    if names.isdisjoint(_used(code, tree)):
        return InLoop(code, f"what it shows is written out: the loop `{head}` goes")
    if drawn is None or several_roots(code, tree.language):
        return None
    start, end = (tree.offsets.to_points(at) for at in (drawn.start_byte, drawn.end_byte))
    first = tree.offsets.to_points(loop.start_byte)
    opened = tree.text[span.start : start].rstrip()
    closed = without_margin(tree.text[end : span.end].lstrip("\r\n")).strip()
    bracket = ("", "") if opened.endswith("(") else (" (", ")")
    key = next((one for one in _attributes(drawn) if text_of(one).startswith("key=")), None)
    body = without_margin(code.strip("\n")).rstrip()
    if key is not None and not _has_key(body, tree):
        body = _ROOT.sub(lambda found: f"{found[0]} {text_of(key)}", body, count=1)
    rows = "\n".join(f"{step}{row}" if row.strip() else "" for row in body.split("\n"))
    note = f"put it into the selected loop `{head}`"
    return (
        InLoop(f"{opened}{bracket[0]}\n{rows}\n{bracket[1]}{closed}", note) if span.start <= first else None
    )


def _names(function: "Node") -> frozenset[str]:
    """What a loop gives to its function for each item."""
    given = function.child_by_field_name("parameters") or function.child_by_field_name("parameter")
    return frozenset(_WORD.findall(text_of(given)))


def _used(code: str, tree: Tree) -> set[str]:
    """The words of the expressions in markup."""
    parsed = parse(f"(<>\n{code}\n</>)", tree.language)
    root = parsed.parsed.root_node if parsed.parsed is not None else None
    found = (
        captures(parsed.language, "(jsx_expression) @one", root).get("one", []) if root is not None else []
    )
    return {word for one in found for word in _WORD.findall(text_of(one))}


def _drawn(function: "Node") -> "Node | None":
    """The element that the function of a loop is, without parentheses; None where it is more."""
    node = function.child_by_field_name("body")
    while node is not None and node.type == "parenthesized_expression":
        node = node.named_children[0] if node.named_child_count == 1 else None
    return node if node is not None and node.type in ("jsx_element", "jsx_self_closing_element") else None


def _has_key(body: str, tree: Tree) -> bool:
    parsed = parse(f"({body})", tree.language)
    root = parsed.parsed.root_node if parsed.parsed is not None else None
    found = captures(parsed.language, _ELEMENT, root).get("one", []) if root is not None else []
    return bool(found) and any(text_of(one).startswith("key=") for one in _attributes(found[0]))


def _attributes(element: "Node") -> "list[Node]":
    tag = element.child_by_field_name("open_tag") or element
    return [one for one in tag.named_children if one.type == "jsx_attribute"]
