"""What Go, C, C++, C#, Java and Kotlin forbid, though their grammars accept it."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from viscodex_lsp.core.language.data.traits import nodes
from viscodex_lsp.core.language.grammars import captures
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.syntax.mistake import Mistake, at_start_of, over_all_of, quote

if TYPE_CHECKING:
    from tree_sitter import Node

_CALLS: Final = nodes("call_expression parenthesized_expression comment")
_CONTROL_FLOW: Final = nodes(
    "if_statement for_statement enhanced_for_statement while_statement do_statement switch_statement return_statement "
    "break_statement continue_statement goto_statement case_statement try_statement throw_statement"
)
_TYPES_OF_CSHARP: Final = nodes(
    "class_declaration struct_declaration interface_declaration record_declaration"
)
_QUOTED: Final = re.compile(rb"//.*|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'")
_WORD_OF_DIRECTIVE: Final = re.compile(rb"[# \t]")
_DIRECTIVES: Final = nodes(
    "line error warning pragma ident sccs assert unassert import include_next embed undef"
)
"""Directives that the grammar has no form of its own for."""
_NO_TOKEN: Final = re.compile(rb"[`\"]")
_GO_LISTS: Final = "(literal_value) @list (argument_list) @list (parameter_list) @list"


def go_mistakes(root: "Node", language: Language) -> Iterator[Mistake]:
    for statement in captures(language, "(go_statement) @one (defer_statement) @one", root).get("one", ()):
        if statement.named_children and statement.named_children[0].type not in _CALLS:
            yield over_all_of(statement, f"`{quote(statement)}` calls no function")
    for child in root.named_children:
        if not child.type.endswith(("_declaration", "_clause", "comment", "ERROR")) or child.type.startswith(
            "short"
        ):
            yield at_start_of(child, f"`{quote(child)}` is a statement outside of a function")
    yield from _open_rows(root, language)


def _open_rows(root: "Node", language: Language) -> Iterator[Mistake]:
    """A newline behind the last value of a list ends the statement, where no comma stands (Go, "Semicolons")."""
    for listed in captures(language, _GO_LISTS, root).get("list", ()):
        if listed.start_point.row == listed.end_point.row or listed.child_count < 3:
            continue
        *parts, closer = listed.children
        last = next((part for part in reversed(parts) if part.type != "comment"), parts[0])
        if last.is_named and last.end_point.row < closer.start_point.row:
            yield over_all_of(last, "a `,` is missing at the end of the line")


def c_mistakes(root: "Node", language: Language) -> Iterator[Mistake]:
    """C and C++."""
    yield from java_mistakes(root, language)
    yield from _directives(root, language)
    for sized in captures(language, "(sized_type_specifier (type_identifier)) @one", root).get("one", ()):
        kinds = [child.is_named for child in sized.children]
        if True in kinds and False in kinds[kinds.index(True) :]:
            yield over_all_of(sized, "a `;` is missing between two declarations")
    pattern = "(function_definition declarator: (identifier) @name)"
    for name in captures(language, pattern, root).get("name", ()):
        yield over_all_of(name, f"`{quote(name)}` has a body and neither parameters nor a keyword before it")


def _directives(root: "Node", language: Language) -> Iterator[Mistake]:
    """What a macro stands for is read where it is used; but comments and strings end (C, 6.4.9), no token has a
    backtick, and what is no directive's name is read as one."""
    found = captures(language, "(preproc_arg) @text (comment) @comment (preproc_directive) @name", root)
    for name in found.get("name", ()):
        if _WORD_OF_DIRECTIVE.sub(b"", name.text or b"").decode("utf-8", errors="replace") not in _DIRECTIVES:
            yield over_all_of(name, f"unexpected `{quote(name)}`")
    for text in found.get("text", ()):
        odd = _NO_TOKEN.search(_QUOTED.sub(b"", text.text or b""))
        if odd is not None:
            yield over_all_of(text, f"unexpected `{odd[0].decode()}` in `{quote(text)}`")
    directives = {text.end_point.row for text in found.get("text", ())}
    for comment in found.get("comment", ()):
        rows = (comment.text or b"").split(b"\n")
        if comment.start_point.row in directives and any(b"/*" in row for row in rows[1:]):
            yield at_start_of(comment, f"the comment `{quote(comment)}` is never closed")


def csharp_mistakes(root: "Node", language: Language) -> Iterator[Mistake]:
    """A namespace stands in a file or another namespace (C# specification, 14.3), and no `;` behind a directive's."""
    empty = "(global_statement (empty_statement)) @one (compilation_unit (preproc_if (empty_statement) @one))"
    for statement in captures(language, empty, root).get("one", ()):
        yield over_all_of(statement, "a `;` with nothing before it")
    pattern = "(namespace_declaration) @one (file_scoped_namespace_declaration) @one"
    for node in captures(language, pattern, root).get("one", ()):
        holder = node.parent.parent if node.parent is not None else None
        if holder is not None and holder.type in _TYPES_OF_CSHARP:
            yield at_start_of(node, f"`{quote(node)}` inside of a type")


def java_mistakes(root: "Node", _: Language) -> Iterator[Mistake]:
    """No statement but a declaration or a macro's call outside of functions."""
    for child in root.named_children:
        if child.type in _CONTROL_FLOW:
            yield at_start_of(child, f"`{quote(child)}` is a statement outside of a function")


def kotlin_mistakes(root: "Node", language: Language) -> Iterator[Mistake]:
    """Its grammar leaves out, without an error, what it cannot read behind a declaration, and a dot in one."""
    for declaration in captures(language, "(property_declaration (user_type)) @one", root).get("one", ()):
        kinds = [child.type for child in declaration.children]
        if ("user_type", "variable_declaration") in pairwise(kinds):
            yield over_all_of(
                declaration, f"a `.` or an end of the line is missing in `{quote(declaration)}`"
            )
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
