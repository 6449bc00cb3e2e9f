"""Lists the definitions of a scope by name: of each language what it lets a scope have once."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from viscodex_lsp.core.language.data.traits import nodes
from viscodex_lsp.core.language.grammars import text_of
from viscodex_lsp.core.language.languages import SCRIPTS

if TYPE_CHECKING:
    from tree_sitter import Node

OF_SCRIPTS = frozenset(
    {
        "function_declaration",
        "generator_function_declaration",
        "class_declaration",
        "abstract_class_declaration",
        "lexical_declaration",
        "type_alias_declaration",
    }
)
_NAMES = frozenset(
    {"identifier", "type_identifier", "field_identifier", "name", "shorthand_property_identifier_pattern"}
)
_TYPE_NAME = re.compile(r"([A-Za-z_]\w*)\s*(?:\[[^\]]*\])?\s*\)$")
_APART = nodes("type_alias_declaration struct_specifier enum_specifier union_specifier")
_BODIED = nodes("class_specifier struct_specifier enum_specifier union_specifier")
_HOLDS_NAMES = frozenset({"field_declaration", "property_declaration"})
_PATTERNS = frozenset({"array_pattern", "object_pattern"})
DEFINED: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(SCRIPTS, OF_SCRIPTS),
    "python": frozenset({"function_definition", "class_definition"}),
    "go": nodes("function_declaration method_declaration type_declaration"),
    "rust": nodes("function_item struct_item enum_item trait_item type_item"),
    "c": nodes("function_definition struct_specifier enum_specifier union_specifier"),
    "cpp": nodes("class_specifier struct_specifier enum_specifier"),
    "swift": nodes("class_declaration protocol_declaration"),
    "php": frozenset(
        {"function_definition", "class_declaration", "interface_declaration", "method_declaration"}
    ),
    "java": nodes(
        "class_declaration interface_declaration record_declaration enum_declaration field_declaration enum_constant"
    ),
    "kotlin": nodes("property_declaration class_declaration object_declaration"),
    "csharp": nodes(
        "property_declaration field_declaration class_declaration struct_declaration interface_declaration "
        "record_declaration enum_declaration"
    ),
    "ruby": frozenset({"method"}),
}


def definitions(scope: "Node", types: frozenset[str]) -> Iterator[tuple[str, "Node"]]:
    """The names that the children of a scope define, each with its node."""
    for child in scope.named_children:
        node = child.child_by_field_name("declaration") if child.type == "export_statement" else child
        if node is None or node.type not in types or _is_in_parts(node):
            continue
        if node.type in _HOLDS_NAMES:
            named = [*_held(node)]
        elif node.type == "lexical_declaration":
            named = [one for part in node.named_children for one in _bound(part.child_by_field_name("name"))]
        else:
            named = [*_named(node)]
        for name in named:
            if name is not None and name.type in _NAMES:
                # Types and values have names apart.
                kind = "type " if node.type in _APART else _interface(node) or _receiver(node)
                yield kind + text_of(name), child


def _named(node: "Node") -> Iterator["Node | None"]:
    """The nodes of the names that a definition has: one, or those of a group of types in Go."""
    if node.type == "type_declaration":
        yield from (part.child_by_field_name("name") for part in node.named_children)
    elif node.type in _BODIED and node.child_by_field_name("body") is None:
        return
    elif node.type == "function_definition" and node.child_by_field_name("name") is None:
        inner = node.child_by_field_name("declarator")
        while inner is not None and inner.type != "identifier":
            inner = inner.child_by_field_name("declarator")
        yield inner
    else:
        name = node.child_by_field_name("name")
        # Go runs each `init` of a package.
        yield name if node.type != "function_declaration" or text_of(name) != "init" else None


def _is_in_parts(node: "Node") -> bool:
    """Whether a type goes on elsewhere: a `partial` one of C#, an `extension` of Swift."""
    return any(child.type == "extension" or text_of(child) == "partial" for child in node.children)


def _receiver(node: "Node") -> str:
    """The type that a method of Go is for: `Server.` of `func (s *Server) List()`."""
    given = node.child_by_field_name("receiver")
    found = _TYPE_NAME.search(text_of(given)) if given is not None else None
    return f"{found[1]}." if found is not None else ""


def _interface(node: "Node") -> str:
    """The interface that a member of C# is for alone: `ICollection.` of `int ICollection.Count`."""
    named = [part for part in node.named_children if part.type == "explicit_interface_specifier"]
    return text_of(named[0]) if named else ""


def _held(node: "Node") -> Sequence["Node | None"]:
    """The names of a property, or of the variables that a field declares."""
    own = node.child_by_field_name("name")
    if own is not None:
        return [own]
    inner = next((part for part in node.named_children if part.type == "variable_declaration"), node)
    parts = [part for part in inner.named_children if part.type == "variable_declarator"]
    found = [part.child_by_field_name("name") or part.named_child(0) for part in parts]
    return found or ([inner.named_child(0)] if inner is not node else [])


def _bound(name: "Node | None") -> list["Node | None"]:
    """The names that a declaration binds: also those of a pattern, `[a, setA]` or `{ b, c: d }`."""
    if name is None or name.type not in _PATTERNS:
        return [name]
    pairs = [child for child in name.named_children if child.type == "pair_pattern"]
    inner = [pair.child_by_field_name("value") for pair in pairs]
    plain = [child for child in name.named_children if child.type in _NAMES]
    return [*plain, *(one for part in inner for one in _bound(part))]
