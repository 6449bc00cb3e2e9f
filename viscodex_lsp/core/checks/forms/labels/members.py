"""Functions, constants and objects as members, for a place in an object or a class of JavaScript.

`function name() {}` is a method there, `const name = 1;` a property or a field, and an object by itself its members.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from viscodex_lsp.core.checks.indentation import without_margin
from viscodex_lsp.core.language.grammars import text_of
from viscodex_lsp.core.language.languages import SCRIPTS, language_of
from viscodex_lsp.core.nouns import Patch, Span
from viscodex_lsp.core.syntax.syntax import Tree, parse

if TYPE_CHECKING:
    from tree_sitter import Node

JSON = frozenset({"json", "json5", "jsonc"})
_FUNCTION = re.compile(r"(?P<async>async\s+)?function\s*+(?P<star>\*?)\s*+(?P<name>\w+)")
QUOTED_KEY = re.compile(r'(?P<before>^[ \t]*|[{,]\s*)"(?P<name>[A-Za-z_$][\w$]*)"\s*:', re.MULTILINE)
_WRITTEN = "wrote the code as members of the {}"


def as_members(patch: Patch, tree: Tree, span: Span) -> Patch:
    """The patch as members of the object or class that the place is in, where it is functions, constants or an object;
    else as it is."""
    if tree.language.id not in SCRIPTS or tree.parsed is None or patch.hunks:
        return patch
    holder = holder_of(tree, span)
    if holder is None:
        return patch
    again = _of_own_object(patch.code, tree, span) if holder == "object" else None
    if again is not None:
        note = _WRITTEN.format("object")
        return replace(patch, code=again, label=None, notes=(*patch.notes, note))
    if patch.label in JSON or (holder == "object" and patch.code.lstrip().startswith("{")):
        written = _of_object(patch.code) if holder == "object" else None
    else:
        written = _of_statements(patch.code, tree, holder)
    if written is None:
        return patch
    if patch.label in JSON:
        written = QUOTED_KEY.sub(r"\g<before>\g<name>:", written)
    note = _WRITTEN.format("object" if holder == "object" else "class")
    return replace(patch, code=written, label=None, notes=(*patch.notes, note))


def holder_of(tree: Tree, span: Span) -> str | None:
    """What the place is right in: an object, a class, or None."""
    at, end = tree.offsets.to_bytes(span.start), tree.offsets.to_bytes(span.end)
    node: Node | None = tree.parsed.root_node.descendant_for_byte_range(at, end) if tree.parsed else None
    while node is not None and not (node.type in ("object", "class_body") and node.start_byte < at):
        if node.named_child_count == 0 or node.start_byte >= at or node.end_byte <= end:
            node = node.parent
            continue
        return None
    return node.type if node is not None and end < node.end_byte else None


def _of_own_object(code: str, tree: Tree, span: Span) -> str | None:
    """The members of an object that a reply declares by the name of the one around the place, or as it is made there
    (`const styles = StyleSheet.create({ … })`); None for any other reply."""
    given = parse(code, tree.language)
    statements = given.parsed.root_node.named_children if given.parsed is not None else []
    nodes = [node for node in statements if node.type != "comment"]
    at = tree.offsets.to_bytes(span.start)
    own = tree.parsed.root_node.named_descendant_for_byte_range(at, at) if tree.parsed else None
    depth = 0
    while own is not None and own.type != "variable_declarator":
        depth += own.type == "object"
        own = own.parent
    found = _declarator(nodes[0]) if len(nodes) == 1 else None
    if own is None or found is None or depth != 1 or _made(own) != _made(found):
        return None
    value = found.child_by_field_name("value")
    node = value if value is None or value.type == "object" else value.child_by_field_name("arguments")
    members = _of_object(given.source(node).strip("()")) if node is not None else None
    remarks = (given.source(one) for one in statements if one.type == "comment")
    return "\n".join((*remarks, without_margin(members))) if members is not None else None


def _declarator(statement: "Node") -> "Node | None":
    declared = statement.child_by_field_name("declaration") or statement
    only = declared.named_children if declared.type == "lexical_declaration" else []
    return only[0] if len(only) == 1 else None


def _made(declarator: "Node") -> tuple[str, str]:
    """The name of a constant, and the function that makes its value; the name alone for a plain object."""
    value = declarator.child_by_field_name("value")
    called = value.child_by_field_name("function") if value is not None else None
    return text_of(declarator.child_by_field_name("name")), text_of(called)


def _of_object(code: str) -> str | None:
    """The members of an object that stands by itself, each with its comma."""
    tree = parse(f"({code.strip().rstrip(';')})", language_of("typescript"))
    root = tree.parsed.root_node if tree.parsed is not None else None
    node: Node | None = root
    while node is not None and node.type != "object":
        node = node.named_children[0] if node.named_child_count == 1 else None
    if root is None or node is None or root.has_error or not node.named_child_count:
        return None
    inner = tree.source(node)[1:-1]
    return inner.strip("\n").rstrip().rstrip(",") + ("," if "\n" in inner.strip() else "")


def _of_statements(code: str, tree: Tree, holder: str) -> str | None:
    parsed = parse(code, tree.language)
    root = parsed.parsed.root_node if parsed.parsed is not None else None
    if root is None or root.has_error or not root.named_child_count:
        return None
    parts = [_member(node, parsed, holder) for node in root.named_children]
    if any(part is None for part in parts) or all(node.type == "comment" for node in root.named_children):
        return None
    return "".join(_joined(parsed, [part or "" for part in parts]))


def _joined(tree: Tree, parts: list[str]) -> Iterator[str]:
    """The members with what stands between the statements that they were."""
    done = 0
    for node, part in zip(tree.parsed.root_node.named_children if tree.parsed else (), parts, strict=True):
        yield tree.text[done : tree.offsets.to_points(node.start_byte)]
        yield part
        done = tree.offsets.to_points(node.end_byte)


def _member(node: "Node", tree: Tree, holder: str) -> str | None:
    """A statement as a member, with what ends one; None for a statement that cannot be one."""
    text = tree.source(node)
    if node.type == "comment":
        return text
    if node.type in ("function_declaration", "generator_function_declaration"):
        method = _FUNCTION.sub(r"\g<async>\g<star>\g<name>", text, count=1)
        return f"{method}," if holder == "object" else method
    declared = node.named_children if node.type in ("lexical_declaration", "variable_declaration") else []
    name = declared[0].child_by_field_name("name") if len(declared) == 1 else None
    value = declared[0].child_by_field_name("value") if name is not None else None
    if name is None or value is None or name.type != "identifier":
        return None
    key, written = tree.source(name), tree.source(value)
    return f"{key}: {written}," if holder == "object" else f"{key} = {written};"
