"""Says what a place in a script wants, and what is selected there: elements, a value, members, items, statements."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from viscodex_lsp.core.context.script_place import place_kind, with_probe
from viscodex_lsp.core.context.wanted import between_tags, shortened
from viscodex_lsp.core.language.data.traits import nodes
from viscodex_lsp.core.language.grammars import text_of
from viscodex_lsp.core.nouns import Span
from viscodex_lsp.core.syntax.syntax import Tree

if TYPE_CHECKING:
    from tree_sitter import Node

_ELEMENTS = nodes("jsx_element jsx_self_closing_element jsx_fragment")
_FUNCTIONS = nodes(
    "function_declaration arrow_function function_expression method_definition generator_function_declaration"
)
_LOOPS = frozenset({"map", "flatMap"})
_BODIES = {
    "class_body": "The mark is in the body of `{}`: write members only, without the class around them.",
    "interface_body": "The mark is in `{}`: write members only, without the type around them.",
    "object_type": "The mark is in `{}`: write members only, without the type around them.",
    "object": "The mark is in the object `{}`: write entries only, without its braces.",
    "array": "The mark is in the list `{}`: write items only, without its brackets.",
    "switch_body": "The mark is in `{}`: write cases only.",
    "enum_body": "The mark is in `{}`: write members only.",
}
_HEADS = nodes(
    "variable_declarator pair class_declaration interface_declaration type_alias_declaration enum_declaration "
    "switch_statement assignment_expression abstract_class_declaration public_field_definition"
)
_AT_TOP = "The mark is at the top level of the file: write whole statements, functions or components."
_IS_LOOP = "The selected code is the loop `{}`: write the whole loop again, with what it draws for one item."
_IS_WHOLE = "The selected code is `{}`, whole: write all of it, with its name."
_IN_SWITCH = "The mark is behind a case of `switch {}`: write further cases only."
_IS_LIST = "The selected code is a list: write the whole list, with its brackets."
_IS_ITEM = "The selected code is one item of the list `{}`: write items only, without its brackets."
_IS_ELEMENT = "The selected code is the element `{}`: write what takes its place between the same neighbours."


def in_script(tree: Tree, span: Span) -> str:
    """What may stand at a cursor in a script; "" where nothing certain is to be said."""
    probed, node = with_probe(tree, span)
    if node is None:
        return ""
    kind = place_kind(tree, span)
    around = list(_around(node))
    if kind == "children":
        holder = next((one for one in around if one.type == "jsx_element"), None)
        opening = holder.child_by_field_name("open_tag") if holder is not None else None
        said = between_tags(text_of(opening)) if opening is not None else ""
        return " ".join(filter(None, (said, _in_loop(around))))
    if kind == "attributes":
        return "The mark is among the attributes of an element: write attributes only."
    if kind == "value":
        wanted = "The mark stands for one value: write one element or expression, without `return`."
        return " ".join(filter(None, (wanted, _in_loop(around)))) if "<" in tree.text else ""
    if kind == "statements":
        return _among_statements(around, probed)
    body = next((one for one in around if one.type in _BODIES), None)
    return _BODIES[body.type].format(shortened(_head(body))) if body is not None and _head(body) else ""


def of_selection(tree: Tree, span: Span) -> str:
    """What kind of code is selected; "" where it is no whole node of a kind that matters."""
    node = _selected(tree, span)
    if node is None:
        return ""
    loop = loop_in(node)
    if loop is not None:
        return _IS_LOOP.format(shortened(loop_head(loop)))
    if node.type in _ELEMENTS:
        opening = node.child_by_field_name("open_tag") or node
        return _IS_ELEMENT.format(shortened(text_of(opening)))
    if node.type == "array":
        return _IS_LIST
    if node.parent is not None and node.parent.type == "array" and _head(node.parent):
        return _IS_ITEM.format(_head(node.parent))
    declared = node.child_by_field_name("declaration") or node
    name = declared.child_by_field_name("name")
    if name is not None and declared.type.endswith("_declaration"):
        return _IS_WHOLE.format(text_of(name))
    return ""


def selected_loop(tree: Tree, span: Span) -> "Node | None":
    """The call of `map` that is selected, with the braces around it or without; None for any other selection."""
    node = _selected(tree, span)
    return loop_in(node) if node is not None else None


def _selected(tree: Tree, span: Span) -> "Node | None":
    """The node that is exactly what is selected, without the blanks around it."""
    text = tree.text[span.start : span.end]
    start = tree.offsets.to_bytes(span.start + len(text) - len(text.lstrip()))
    end = tree.offsets.to_bytes(span.end - (len(text) - len(text.rstrip())))
    node = tree.parsed.root_node.descendant_for_byte_range(start, end) if tree.parsed is not None else None
    while node is not None and node.parent is not None and _same_range(node, node.parent):
        node = node.parent
    return node if node is not None and (node.start_byte, node.end_byte) == (start, end) else None


def _same_range(node: "Node", other: "Node") -> bool:
    return (node.start_byte, node.end_byte) == (other.start_byte, other.end_byte) and bool(other.parent)


def loop_in(node: "Node") -> "Node | None":
    """The call of `map` that a node is, in braces or without."""
    if node.type == "jsx_expression" and node.named_child_count == 1:
        node = node.named_children[0]
    return node if node.type == "call_expression" and _is_loop(node) else None


def _is_loop(call: "Node") -> bool:
    called = call.child_by_field_name("function")
    name = called.child_by_field_name("property") if called is not None else None
    return text_of(name) in _LOOPS


def loop_head(call: "Node") -> str:
    """A loop up to the body of its function: `items.map((item) =>`."""
    function = loop_function(call)
    body = function.child_by_field_name("body") if function is not None else None
    end = (body.start_byte if body is not None else call.end_byte) - call.start_byte
    return (call.text or b"")[:end].decode("utf-8", errors="ignore").strip()


def loop_function(call: "Node") -> "Node | None":
    """The function that a loop calls for each item."""
    given = call.child_by_field_name("arguments")
    return next((one for one in given.named_children if one.type in _FUNCTIONS), None) if given else None


def _in_loop(around: list["Node"]) -> str:
    """The loop between a place in markup and the component around it."""
    for node in around:
        if node.type == "call_expression" and _is_loop(node):
            return f"It is in the loop `{shortened(loop_head(node))}`: write what is drawn for one item."
        if node.type == "statement_block":
            break
    return ""


def _among_statements(around: list["Node"], probed: Tree) -> str:
    function = next((one for one in around if one.type in _FUNCTIONS or one.type == "switch_statement"), None)
    if function is not None and function.type == "switch_statement":
        return _IN_SWITCH.format(shortened(text_of(function.child_by_field_name("value"))))
    body = function.child_by_field_name("body") if function is not None else None
    if function is None or body is None:
        return _AT_TOP if around[-2:-1] and around[-2].type == "expression_statement" else ""
    given = function.parent
    call = given.parent if given is not None and given.type == "arguments" else None
    first = (call or function).start_byte
    start, end = (probed.offsets.to_points(at) for at in (first, body.start_byte))
    head = shortened(probed.text[start:end])
    return f"The mark is among the statements of `{head}`: write statements only, without the head."


def _head(body: "Node") -> str:
    """What a body belongs to, up to where it begins."""
    holder = body.parent
    while holder is not None and holder.type not in _HEADS:
        if holder.type in _BODIES or holder.type in _FUNCTIONS:
            return ""
        holder = holder.parent
    if holder is None:
        return ""
    name = holder.child_by_field_name("name") or holder.child_by_field_name("key")
    if body.type in ("object", "array"):
        return text_of(name)
    end = body.start_byte - holder.start_byte
    return (holder.text or b"")[:end].decode("utf-8", errors="ignore").strip().removesuffix("=").strip()


def _around(node: "Node") -> "Iterator[Node]":
    """A node and those that it is in, innermost first."""
    found: Node | None = node
    while found is not None:
        yield found
        found = found.parent
