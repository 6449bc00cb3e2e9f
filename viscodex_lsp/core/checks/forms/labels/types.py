"""Leaves the types out of TypeScript for a file of JavaScript, where nothing else of it is TypeScript's own."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Patch, Replacement, Span
from viscodex_lsp.core.syntax.syntax import Tree, parse
from viscodex_lsp.core.text.difference import apply_replacements

if TYPE_CHECKING:
    from tree_sitter import Node

_LABELS = frozenset(
    {None, "", "typescript", "ts", "tsx", "typescriptreact", "javascript", "js", "jsx", "javascriptreact"}
)
_NAMED = re.compile(
    r"^(?P<head>import\s*(?P<first>\w+\s*,\s*)?\{)(?P<names>[^{}]*)"
    r"(?P<tail>\}\s*from\s*[\"'][^\"'\n]+[\"'];?)[ \t]*\n?",
    re.MULTILINE,
)
_GONE = frozenset(
    {"type_annotation", "type_parameters", "type_arguments", "implements_clause", "interface_declaration"}
    | {"type_alias_declaration", "type_predicate_annotation", "asserts_annotation", "function_signature"}
)
_CLASS = "class A {\n"
_MODIFIERS = frozenset({"accessibility_modifier", "override_modifier", "readonly"})
_WITH_TYPE = frozenset({"as_expression", "satisfies_expression", "non_null_expression"})
_LINES = frozenset(
    {"interface_declaration", "type_alias_declaration", "function_signature", "import_statement"}
)
# What is more than a type: it makes code, or says what a field is.
_OWN = frozenset(
    {
        "enum_declaration",
        "internal_module",
        "module",
        "ambient_declaration",
        "decorator",
        "accessibility_modifier",
    }
    | {"abstract_class_declaration", "override_modifier", "import_alias", "type_assertion"}
)


def without_types(patch: Patch, language: Language, *, in_class: bool = False) -> Patch:
    """The patch as JavaScript, and a note; as it is where it has no types, or cannot do without.

    Args:
        in_class: whether the place is among the members of a class.
    """
    if language.id not in ("javascript", "javascriptreact") or patch.label not in _LABELS or patch.hunks:
        return patch
    head, tail = (_CLASS, "\n}") if in_class else ("", "")
    tree = parse(f"{head}{patch.code}{tail}", language_of("typescriptreact"))
    if tree.parsed is None or tree.parsed.root_node.has_error:
        return patch
    nodes = list(_walk(tree.parsed.root_node))
    edits = _outermost(sorted(_edits(nodes, tree), key=lambda edit: edit.span.start))
    if not edits or any(node.type in _OWN and not _of_member(node) for node in nodes):
        return patch
    written = apply_replacements(tree.text, edits)
    code = _without_unused(written[len(head) : len(written) - len(tail)]).strip("\n")
    after = parse(f"{head}{code}{tail}", language).parsed
    if after is None or after.root_node.has_error:
        return patch
    return replace(
        patch, code=code, label=None, notes=(*patch.notes, "left out the types: the file is JavaScript")
    )


def _of_member(node: "Node") -> bool:
    """Whether a modifier says only who may use a member."""
    return (
        node.type in _MODIFIERS
        and node.parent is not None
        and node.parent.type in ("method_definition", "public_field_definition")
    )


def _without_unused(code: str) -> str:
    """The code without names in braces that it imports and, now that its types are gone, does not use."""

    def used(found: re.Match[str]) -> str:
        names = [name.strip() for name in found["names"].split(",") if name.strip()]
        kept = [name for name in names if len(re.findall(rf"\b{re.escape(name.split()[-1])}\b", code)) > 1]
        if kept == names:
            return found[0]
        if not kept and found["first"]:
            return f"import {found['first'].rstrip(' ,')} {found['tail'].lstrip('} ')}\n"
        return f"{found['head']} {', '.join(kept)} {found['tail']}\n" if kept else ""

    return _NAMED.sub(used, code)


def _walk(root: "Node") -> Iterator["Node"]:
    """All nodes but those inside of one that goes."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        if not _goes(node):
            waiting += node.children


def _goes(node: "Node") -> bool:
    typed = node.type == "import_statement" and any(child.type == "type" for child in node.children)
    return node.type in _GONE or typed


def _edits(nodes: list["Node"], tree: Tree) -> Iterator[Replacement]:
    for node in nodes:
        if _goes(node):
            yield _without(node, tree)
        elif _of_member(node):
            yield _cut(tree, node.start_byte, _next_start(node))
        elif node.type in _WITH_TYPE:
            yield _cut(tree, node.named_children[0].end_byte, node.end_byte)
        elif node.type == "optional_parameter":
            yield from (_cut(tree, one.start_byte, one.end_byte) for one in node.children if one.type == "?")
        elif node.type == "import_specifier" and node.children[0].type == "type":
            after = node.next_sibling
            end = after.end_byte if after is not None and after.type == "," else node.end_byte
            yield _cut(tree, node.start_byte, end)


def _outermost(edits: list[Replacement]) -> list[Replacement]:
    """The edits but for those inside of another: a type may hold types."""
    kept: list[Replacement] = []
    for edit in edits:
        if not kept or edit.span.start >= kept[-1].span.end:
            kept.append(edit)
    return kept


def _next_start(node: "Node") -> int:
    return node.next_sibling.start_byte if node.next_sibling is not None else node.end_byte


def _without(node: "Node", tree: Tree) -> Replacement:
    """A node taken out: a statement with its lines and the `export` before it."""
    if node.type not in _LINES:
        return _cut(tree, node.start_byte, node.end_byte)
    holder = node.parent
    outer = holder if holder is not None and holder.type == "export_statement" else node
    start, end = tree.offsets.to_points(outer.start_byte), tree.offsets.to_points(outer.end_byte)
    while end < len(tree.text) and tree.text[end] in "; \n":
        end += 1
    return Replacement(Span(start, end), "")


def _cut(tree: Tree, start: int, end: int) -> Replacement:
    return Replacement(Span(tree.offsets.to_points(start), tree.offsets.to_points(end)), "")
