"""The mistakes in a parsed text that its grammar lets pass but its language does not.

Grammars for editors are lenient: Python's accepts any indentation and empty bodies, HTML's accepts elements
that are never closed, JSON's accepts comments and several roots. Positions are byte offsets.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from viscodex_lsp.core.language.data.traits import nodes
from viscodex_lsp.core.language.grammars import captures
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.syntax.markup_rules import markup_mistakes
from viscodex_lsp.core.syntax.mistake import Mistake, at_start_of, over_all_of, quote
from viscodex_lsp.core.syntax.reserved import keywords_as_names

if TYPE_CHECKING:
    from tree_sitter import Node

_LISTS = (
    "(object) @list (arguments) @list (formal_parameters) @list (object_pattern) @list (named_imports) @list "
    "(export_clause) @list"
)
_CALLS = nodes("call_expression parenthesized_expression comment")
_CONTROL_FLOW = nodes(
    "if_statement for_statement enhanced_for_statement while_statement do_statement switch_statement return_statement "
    "break_statement continue_statement goto_statement case_statement try_statement throw_statement"
)

_TYPES_OF_CSHARP = nodes("class_declaration struct_declaration interface_declaration record_declaration")
_MODULES = nodes("internal_module module ambient_declaration namespace")
_OPENS_CRATE = nodes("shebang inner_attribute_item")
_BEFORE_NAMESPACE = nodes("php_tag comment declare_statement ERROR")


def mistakes(root: "Node", language: Language) -> Iterator[Mistake]:
    """Every mistake that the grammar of `language` lets pass, in no order."""
    rule = _RULES.get(language.id, markup_mistakes if language.markup else None)
    if rule is not None:
        yield from rule(root, language)
    yield from keywords_as_names(root, language)


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


def _script(root: "Node", language: Language) -> Iterator[Mistake]:
    """JavaScript and TypeScript: lists with a comma and nothing before it, which only arrays may have."""
    found = captures(language, _LISTS, root)
    for node in found.get("list", ()):
        before = "("
        for child in node.children:
            if child.type == "," and before in {"(", "{", ","}:
                yield over_all_of(child, "a `,` with nothing before it")
            before = child.type if child.type != "comment" else before
    pattern = (
        "(unary_expression (assignment_expression) @wrong) (binary_expression (assignment_expression) @wrong)"
    )
    for assignment in captures(language, pattern, root).get("wrong", ()):
        yield over_all_of(assignment, f"`{quote(assignment)}` assigns to what is no variable")
    for node in captures(
        language, "(statement_block [(import_statement) (export_statement)] @inner)", root
    ).get("inner", ()):
        if (
            node.parent is not None
            and node.parent.parent is not None
            and node.parent.parent.type not in _MODULES
        ):
            yield at_start_of(node, f"`{quote(node)}` inside of a block")
    if language.id.startswith("javascript"):
        yield from _empty_constants(root, language)
    if language.id != "typescript":
        yield from _jsx(root, language)


def _empty_constants(root: "Node", language: Language) -> Iterator[Mistake]:
    for declaration in captures(language, "(lexical_declaration) @one", root).get("one", ()):
        for name in declaration.named_children if (declaration.text or b"").startswith(b"const") else ():
            if name.type == "variable_declarator" and name.child_by_field_name("value") is None:
                yield over_all_of(name, f"the constant `{quote(name)}` has no value")


def _go(root: "Node", language: Language) -> Iterator[Mistake]:
    for statement in captures(language, "(go_statement) @one (defer_statement) @one", root).get("one", ()):
        if statement.named_children and statement.named_children[0].type not in _CALLS:
            yield over_all_of(statement, f"`{quote(statement)}` calls no function")
    for child in root.named_children:
        if not child.type.endswith(("_declaration", "_clause", "comment", "ERROR")) or child.type.startswith(
            "short"
        ):
            yield at_start_of(child, f"`{quote(child)}` is a statement outside of a function")


def _rust(root: "Node", language: Language) -> Iterator[Mistake]:
    yield from _late_inner_documentation(root)
    pattern = "(source_file (empty_statement) @one) (declaration_list (empty_statement) @one)"
    for statement in captures(language, pattern, root).get("one", ()):
        before = statement.prev_sibling
        if before is None or before.type not in {"macro_invocation", "expression_statement"}:
            yield over_all_of(statement, "a `;` with nothing before it")


def _late_inner_documentation(root: "Node") -> Iterator[Mistake]:
    """`//!` documents what it stands in, and has to come before all that is in it (Rust Reference, "Comments")."""
    begun = False
    for child in root.children:
        kinds = {part.type for part in child.children} if child.type.endswith("_comment") else set()
        if begun and "inner_doc_comment_marker" in kinds:
            yield over_all_of(child, f"`{quote(child)}` below what it documents")
        plain = child.type.endswith("_comment") and "outer_doc_comment_marker" not in kinds
        begun = begun or not (plain or child.type in _OPENS_CRATE)


def _php(root: "Node", _: Language) -> Iterator[Mistake]:
    """A namespace for all that follows is the first statement of a file, or there is one above it."""
    below = False
    for child in root.named_children:
        if child.type == "namespace_definition":
            if below and child.child_by_field_name("body") is None:
                yield at_start_of(child, f"`{quote(child)}` below other code")
            return
        below = below or child.type not in _BEFORE_NAMESPACE


def _csharp(root: "Node", language: Language) -> Iterator[Mistake]:
    """A namespace stands in a file or another namespace (C# specification, 14.3)."""
    pattern = "(namespace_declaration) @one (file_scoped_namespace_declaration) @one"
    for node in captures(language, pattern, root).get("one", ()):
        holder = node.parent.parent if node.parent is not None else None
        if holder is not None and holder.type in _TYPES_OF_CSHARP:
            yield at_start_of(node, f"`{quote(node)}` inside of a type")


def _without_control_flow(root: "Node", _: Language) -> Iterator[Mistake]:
    """C, C++ and Java: no statement but a declaration or a macro's call outside of functions."""
    for child in root.named_children:
        if child.type in _CONTROL_FLOW:
            yield at_start_of(child, f"`{quote(child)}` is a statement outside of a function")


def _kotlin(root: "Node", language: Language) -> Iterator[Mistake]:
    """Its grammar leaves out, without an error, what it cannot read behind a declaration."""
    blocks = captures(language, "(block) @block (class_body) @block", root).get("block", [])
    for block in (root, *blocks):
        text, position = block.text or b"", block.start_byte
        for child in (*block.children, None):
            end = child.start_byte if child is not None else block.end_byte
            left_out = text[position - block.start_byte : end - block.start_byte].strip(b" \t\r\n;,")
            if left_out:
                row = block.start_point.row + text.count(b"\n", 0, position - block.start_byte)
                words = left_out[:40].decode("utf-8", errors="replace").split("\n")[0]
                yield Mistake(position, end, row, f"syntax error near `{words}`")
            position = child.end_byte if child is not None else end


def _ruby(root: "Node", language: Language) -> Iterator[Mistake]:
    """Its grammar takes a call without brackets wherever a value may stand."""
    for outer in captures(language, "(argument_list (call)) @list", root).get("list", ()):
        if outer.named_child_count < 2 or not _has_brackets(outer):
            continue
        for call in outer.named_children:
            inner = call.child_by_field_name("arguments") if call.type == "call" else None
            if inner is not None and not _has_brackets(inner):
                yield over_all_of(call, f"`{quote(call)}` needs brackets or a comma")


def _has_brackets(arguments: "Node") -> bool:
    return (arguments.text or b"").startswith((b"(", b"["))


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
    "ipython": _python,
    "css": _css,
    "javascript": _script,
    "javascriptreact": _script,
    "typescript": _script,
    "typescriptreact": _script,
    "go": _go,
    "c": _without_control_flow,
    "cpp": _without_control_flow,
    "csharp": _csharp,
    "java": _without_control_flow,
    "kotlin": _kotlin,
    "php": _php,
    "ruby": _ruby,
    "rust": _rust,
    "json": _json,
    "jsonc": _json,
}
