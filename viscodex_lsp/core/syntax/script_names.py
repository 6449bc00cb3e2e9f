"""Names that a script of JavaScript or TypeScript uses and does not bring in, by its tree.

A name counts as brought in where anything in the file makes it, in whatever scope, so that none is called unbound
that is not.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from viscodex_lsp.core.language.data.script_globals import is_global
from viscodex_lsp.core.language.grammars import captures, text_of
from viscodex_lsp.core.syntax.syntax import Tree

if TYPE_CHECKING:
    from tree_sitter import Node

MOST_CHARACTERS: Final = 120_000
"""The longest text whose names are looked up."""
_USES: Final = "(identifier) @used (shorthand_property_identifier) @used"
_ELEMENTS: Final = """
(jsx_opening_element name: (_) @element) (jsx_self_closing_element name: (_) @element)
(jsx_closing_element name: (_) @element)
"""
_CALLED: Final = "(call_expression function: (identifier) @called)"
_MAKES: Final = """
(import_statement) @made (variable_declarator name: (_) @made) (function_declaration name: (_) @made)
(generator_function_declaration name: (_) @made) (class_declaration name: (_) @made) (class name: (_) @made)
(formal_parameters) @made (arrow_function parameter: (_) @made) (function_expression name: (_) @made)
(catch_clause parameter: (_) @made) (for_in_statement left: (_) @made)
(export_specifier) @made (namespace_export) @made
"""
_ASSIGNED: Final = "(assignment_expression left: (_) @made)"
_TYPES_MAKE: Final = """
(enum_declaration name: (_) @made) (enum_body (property_identifier) @made)
(enum_assignment name: (property_identifier) @made) (import_alias (identifier) @made) (ambient_declaration) @made
(internal_module name: (_) @made) (module name: (_) @made) (function_signature name: (_) @made)
(abstract_class_declaration name: (_) @made) (interface_declaration name: (_) @made)
(type_alias_declaration name: (_) @made) (type_parameter name: (_) @made) (infer_type (_) @made)
(mapped_type_clause name: (_) @made) (index_signature name: (_) @made) (type_predicate name: (_) @made)
"""
_NAMES: Final = frozenset({"identifier", "shorthand_property_identifier_pattern", "type_identifier"})
# What stands beside a name that is bound: its type, and the value that it has where none is given.
_BESIDE: Final = frozenset({"type_annotation", "decorator"})
_NO_NAMES: Final = frozenset({"member_expression", "subscript_expression"})
_WITH_VALUE: Final = {
    "assignment_pattern": "left",
    "object_assignment_pattern": "left",
    "required_parameter": "pattern",
} | {"optional_parameter": "pattern"}
_UMD: Final = frozenset({"React"})


def unbound_in_script(tree: Tree, *, assigning: bool = True) -> frozenset[str]:
    """The names that nothing in the file brings in: of components and hooks alone where the text is not sound.

    Args:
        assigning: to assign a value to a name brings it in, which it does not in the markup of a component.
    """
    assert tree.parsed is not None
    root = tree.parsed.root_node
    with_jsx = tree.language.id != "typescript"
    elements = _captured(tree, _ELEMENTS, "element") if with_jsx else []
    used = {name for node in elements if (name := text_of(node).partition(".")[0])[:1].isupper()}
    called = {text_of(node) for node in _captured(tree, _CALLED, "called")}
    used |= {name for name in called if is_hook(name)}
    if not root.has_error:
        used |= {name for name in _values(tree) if not is_global(name)}
    return frozenset(used - _made(tree, _ASSIGNED if assigning else "")) if used else frozenset()


def called_names(tree: Tree, among: frozenset[str]) -> frozenset[str]:
    """The names of `among` that a script calls and nothing in it brings in."""
    if tree.parsed is None or len(tree.text) > MOST_CHARACTERS:
        return frozenset()
    called = among & {text_of(node) for node in _captured(tree, _CALLED, "called")}
    return called - _made(tree) if called else called


def is_hook(name: str) -> bool:
    """Whether a name is one of a hook (React, "Rules of Hooks")."""
    return name.startswith("use") and name[3:4].isupper()


def _values(tree: Tree) -> Iterator[str]:
    """The names that stand for a value or a type, but for those of HTML's elements."""
    typed = tree.language.id.startswith("typescript")
    for node in _captured(tree, f"{_USES} (type_identifier) @used" if typed else _USES, "used"):
        parent = node.parent
        kind = parent.type if parent is not None else ""
        name = text_of(node)
        if kind == "nested_type_identifier" and (node.type == "type_identifier" or name in _UMD):
            continue
        if kind.startswith("jsx_") and kind.endswith("_element") and not name[:1].isupper():
            continue
        if kind not in ("jsx_namespace_name", "meta_property") and not _asked_for_by_typeof(node):
            yield name


def _asked_for_by_typeof(node: "Node") -> bool:
    """Whether a name is in `typeof name`, which may be asked of one that is not there."""
    parent = node.parent
    return (
        parent is not None
        and parent.type == "unary_expression"
        and (parent.text or b"").startswith(b"typeof")
    )


def _made(tree: Tree, assigned: str = _ASSIGNED) -> set[str]:
    typed = tree.language.id.startswith("typescript")
    found = _captured(tree, _MAKES + assigned + (_TYPES_MAKE if typed else ""), "made")
    return {name for node in found for name in _bound(node)}


def _bound(node: "Node") -> Iterator[str]:
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if one.type in _NO_NAMES:
            continue
        if one.type in _NAMES or (one is node and one.type == "property_identifier"):
            yield text_of(one)
        field = _WITH_VALUE.get(one.type)
        inner = one.child_by_field_name(field) if field else None
        waiting += (
            [inner]
            if inner is not None
            else [each for each in one.named_children if each.type not in _BESIDE]
        )


def _captured(tree: Tree, query: str, name: str) -> "list[Node]":
    assert tree.parsed is not None
    return list(captures(tree.language, query, tree.parsed.root_node).get(name, ()))
