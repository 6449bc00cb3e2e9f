"""JavaScript and TypeScript, with elements and without."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from viscodex_lsp.core.language.data.traits import nodes
from viscodex_lsp.core.language.grammars import captures
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.syntax.mistake import Mistake, at_start_of, over_all_of, quote

if TYPE_CHECKING:
    from tree_sitter import Node

_PARTS: Final = """
(object) @list (arguments) @list (formal_parameters) @list (object_pattern) @list (named_imports) @list
(export_clause) @list
(assignment_expression left: (parenthesized_expression) @target)
(unary_expression [(assignment_expression) (augmented_assignment_expression)] @assignment)
(binary_expression [(assignment_expression) (augmented_assignment_expression)] @assignment)
(statement_block [(import_statement) (export_statement)] @inner)
(expression_statement . (function_expression !name) @nameless)
(try_statement !handler !finalizer) @try
(binary_expression operator: "??" [(binary_expression operator: ["||" "&&"])] @mixed)
(binary_expression left: (binary_expression operator: "??") @mixed operator: ["||" "&&"])
(binary_expression left: (binary_expression operator: ["||" "&&"]) @mixed operator: "??")
(binary_expression operator: ["||" "&&"] right: (binary_expression operator: "??") @mixed)
(lexical_declaration) @constants
(html_comment) @html
(export_statement !source (export_clause (export_specifier name: (identifier) @exported)))
"""
_ELEMENTS: Final = """
(jsx_element) @element
(jsx_opening_element (jsx_expression) @braces) (jsx_self_closing_element (jsx_expression) @braces)
"""
_ASSIGNABLE: Final = nodes(
    "identifier member_expression subscript_expression parenthesized_expression non_null_expression as_expression "
    "satisfies_expression type_assertion undefined"
)
_MODULES: Final = nodes("internal_module module ambient_declaration namespace")
_SAID: Final = {
    "nameless": "the function has no name",
    "try": "`try` has neither `catch` nor `finally`",
    "mixed": "`??` beside `||` or `&&` needs parentheses around `{}`",
}
_TYPOGRAPHIC: Final = re.compile(b"\xe2\x80[\x98\x99\x9c\x9d]")
_NAMES_OF_TYPES: Final = "(identifier) @name (type_identifier) @name"
_WORD: Final = re.compile(rb"[\w$\x80-\xff]+")


def script_mistakes(root: "Node", language: Language) -> Iterator[Mistake]:
    """JavaScript and TypeScript: lists with a comma and nothing before it, which only arrays may have."""
    typed = language.id.startswith("typescript")
    found = captures(language, _PARTS if language.id == "typescript" else _PARTS + _ELEMENTS, root)
    yield from _nothing_before(found.get("list", ()))
    for name, what in _SAID.items():
        for node in found.get(name, ()):
            yield at_start_of(node, what.format(quote(node)))
    if _TYPOGRAPHIC.search(root.text or b""):
        pattern = _NAMES_OF_TYPES if typed else "(identifier) @name"
        for node in captures(language, pattern, root).get("name", ()):
            if _TYPOGRAPHIC.search(node.text or b""):
                yield over_all_of(node, f"unexpected `{quote(node)}`")
    yield from _assigned(found)
    for node in found.get("inner", ()):
        block = node.parent
        if block is not None and block.parent is not None and block.parent.type not in _MODULES:
            yield at_start_of(node, f"`{quote(node)}` inside of a block")
    yield from _empty_constants(found.get("constants", ()))
    if not typed:
        yield from _undefined_exports(root, found.get("exported", ()))
    for node in found.get("html", ()):
        if typed or (node.parent is not None and node.parent.type.startswith("jsx_")):
            yield over_all_of(node, "`<!--` begins no comment here")
    yield from _jsx(found)


def _nothing_before(lists: Iterable["Node"]) -> Iterator[Mistake]:
    for node in lists:
        for one, two in pairwise(child for child in node.children if child.type != "comment"):
            if two.type == "," and one.type in "({,":
                yield over_all_of(two, "a `,` with nothing before it")
            if two.type == "," and node.type == "formal_parameters" and (one.text or b"").startswith(b"..."):
                yield over_all_of(one, f"`{quote(one)}` is not the last parameter")


def _assigned(found: dict[str, list["Node"]]) -> Iterator[Mistake]:
    for assignment in found.get("assignment", ()):
        yield over_all_of(assignment, f"`{quote(assignment)}` assigns to what is no variable")
    for target in found.get("target", ()):
        if not any(child.type in _ASSIGNABLE for child in target.named_children):
            yield over_all_of(target, f"`{quote(target)}` is assigned to and is no variable")


def _empty_constants(declarations: Iterable["Node"]) -> Iterator[Mistake]:
    """A constant with a type and no value is one that a declaration file tells of."""
    for declaration in declarations:
        kind = declaration.child_by_field_name("kind")
        for name in declaration.named_children if kind is not None and kind.type == "const" else ():
            fields = map(name.child_by_field_name, ("value", "type"))
            if name.type == "variable_declarator" and not any(fields):
                yield over_all_of(name, f"the constant `{quote(name)}` has no value")


def _undefined_exports(root: "Node", names: Sequence["Node"]) -> Iterator[Mistake]:
    """`export { a }` where nothing else is called `a` (ECMAScript, 16.2.3.1)."""
    words = Counter(_WORD.findall(root.text or b"") if names else ())
    for name in names:
        if words[name.text or b""] == 1:
            yield over_all_of(name, f"`{quote(name)}` is exported and nothing is called so")


def _jsx(found: dict[str, list["Node"]]) -> Iterator[Mistake]:
    """Elements with another one's end tag, and braces among attributes that hold no `...` and what it spreads."""
    for element in found.get("element", ()):
        first, last = element.child_by_field_name("open_tag"), element.child_by_field_name("close_tag")
        if first is None or last is None:
            continue
        name, end = first.child_by_field_name("name"), last.child_by_field_name("name")
        if (name and name.text) != (end and end.text):
            yield over_all_of(last, f"`{quote(last)}` does not close `{quote(first)}`")
    for braces in found.get("braces", ()):
        if not any(child.type == "spread_element" for child in braces.named_children):
            yield over_all_of(braces, f"`{quote(braces)}` is the value of no attribute")
