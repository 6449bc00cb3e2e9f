"""Turns the `setup()` of a component of Vue into a `<script setup>` and back, and joins two of them.

In a `<script setup>` the body of `setup()` stands as it is; back, a template sees what `setup()` returns (Vue,
"Composition API: setup()").
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from viscodex_lsp.core.checks.forms.component.members import Member, members_of, object_in, put_into
from viscodex_lsp.core.checks.indentation import deeper, without_margin
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Replacement, Span, Style
from viscodex_lsp.core.syntax.syntax import Tree, parse
from viscodex_lsp.core.text.style import leading

if TYPE_CHECKING:
    from tree_sitter import Node

# Its lines would be moved with the rest, and they are part of a value.
LONG_LITERAL = re.compile(r"`[^`\n]*+\n[^`]*+`")
_DEFINE = re.compile(
    r"^import\s*\{\s*defineComponent\s*\}[^\n]*\n?|\bdefineComponent\s*,\s*|,\s*defineComponent\b", re.M
)
_MACRO = re.compile(r"\bdefine(?:Props|Emits|Options|Slots|Expose|Model)\b")
_COMPONENT_FILE = re.compile(r"^import\b[^\n]*\.vue[\"']", re.MULTILINE)
_DECLARATIONS = frozenset({"lexical_declaration", "variable_declaration"})
# What stands in a module, and in no function.
_OUTSIDE = frozenset({"import_statement", "interface_declaration", "type_alias_declaration"})


def as_setup(script: str) -> str | None:
    """A component whose options are a `setup()` without arguments, as a `<script setup>`; None for any other."""
    tree = parse(script, language_of("typescript"))
    options = options_of(tree)
    members = members_of(options, tree) if options is not None else []
    setup = next((member.node for member in members if member.name == "setup"), None)
    if (
        setup is None
        or LONG_LITERAL.search(script)
        or any(member.name not in ("name", "components", "setup") for member in members)
    ):
        return None
    parameters, body = setup.child_by_field_name("parameters"), setup.child_by_field_name("body")
    if body is None or parameters is None or parameters.named_children:
        return None
    statements = body.named_children
    given = object_in(statements[-1]) if statements and statements[-1].type == "return_statement" else None
    if given is None or any(child.type != "shorthand_property_identifier" for child in given.named_children):
        return None
    export = export_of(tree)
    if export is None:
        return None
    inner = _text(tree, body.start_byte + 1, statements[-1].start_byte)
    head, tail = _text(tree, 0, export.start_byte), _text(tree, export.end_byte, len(tree.offsets.data))
    return "\n".join(
        (_DEFINE.sub("", head).rstrip("\n"), "", without_margin(inner.strip("\n").rstrip()), tail.strip("\n"))
    ).strip("\n")


def as_option(script: str, markup: str) -> str | None:
    """The statements of a `<script setup>` as a component with a `setup()` that returns what `markup` uses; None where
    they hold what only such a script has."""
    tree = parse(script, language_of("typescript"))
    if tree.parsed is None or tree.parsed.root_node.has_error or LONG_LITERAL.search(script):
        return None
    if _MACRO.search(script) or _COMPONENT_FILE.search(script):
        return None
    root, lines = tree.parsed.root_node, script.split("\n")
    nodes = [node for node in root.named_children if node.type in _OUTSIDE]
    rows = {row for node in nodes for row in range(node.start_point.row, node.end_point.row + 1)}
    outside = [line for row, line in enumerate(lines) if row in rows]
    inside = "\n".join(line for row, line in enumerate(lines) if row not in rows).strip("\n")
    shown = [name for name in _declared(root, tree) if re.search(rf"\b{re.escape(name)}\b", markup)]
    body = deeper(f"{inside}\n\nreturn {{ {', '.join(shown)} }}")
    return "\n".join((*outside, "", "export default {", deeper(f"setup() {{\n{body}\n}}"), "}"))


def into_setup(known: Member, member: Member, own: Tree, style: Style) -> list[Replacement] | None:
    """The edits that bring one `setup()` into the file's; None where both make a name, or one takes other values."""
    there, given = _body(known.node), _body(member.node)
    if there is None or given is None:
        return None
    last, returned = _returned(there)
    theirs, new = _returned(given)
    again = set(_declared(there, own)) & set(_declared(given, member.tree))
    if last is None or returned is None or theirs is None or new is None or again:
        return None
    parameters = member.node.child_by_field_name("parameters")
    if parameters is not None and parameters.named_children:
        return None
    start = own.offsets.to_points(last.start_byte)
    margin = leading(own.text[own.text.rfind("\n", 0, start) + 1 :])
    code = without_margin(_text(member.tree, given.start_byte + 1, theirs.start_byte).strip("\n").rstrip())
    lines = [margin + line if line.strip() else "" for line in code.split("\n")]
    names = {item.name for item in members_of(returned, own)}
    added = [item for item in members_of(new, member.tree) if item.name not in names]
    written = style.newline.join(lines).lstrip() + style.newline * 2 + margin
    above = Replacement(Span(start, start), written) if code.strip() else None
    return [*([above] if above else []), *put_into(returned, added, own, style, on_line=True)]


def has_option(script: str, name: str) -> bool:
    """Whether a script exports a component with this option."""
    tree = parse(script, language_of("typescript"))
    options = options_of(tree)
    return options is not None and any(member.name == name for member in members_of(options, tree))


def _body(node: "Node") -> "Node | None":
    body = node.child_by_field_name("body")
    return body if body is not None and body.type == "statement_block" else None


def _returned(body: "Node") -> "tuple[Node | None, Node | None]":
    """The statement at the end of a function that returns an object, and the object."""
    last = body.named_children[-1] if body.named_children else None
    if last is None or last.type != "return_statement":
        return None, None
    return last, object_in(last)


def _declared(body: "Node", tree: Tree) -> Iterator[str]:
    """The names that statements declare."""
    for node in body.named_children:
        items = node.named_children if node.type in _DECLARATIONS else [node]
        for item in items:
            name = item.child_by_field_name("name")
            if name is not None and name.type == "identifier":
                yield tree.source(name)
            elif name is not None:
                yield from re.findall(r"(?<![\w$])[\w$]++(?=\s*[,}\]=])", tree.source(name))


def options_of(tree: Tree) -> "Node | None":
    """The object that a script exports, with or without `defineComponent`."""
    export = export_of(tree)
    value = export.child_by_field_name("value") if export is not None else None
    return object_in(value) if value is not None else None


def export_of(tree: Tree) -> "Node | None":
    found: Iterator[Node] = (
        node
        for node in (tree.parsed.root_node.named_children if tree.parsed is not None else ())
        if node.type == "export_statement" and node.child_by_field_name("value") is not None
    )
    return next(found, None)


def _text(tree: Tree, start: int, end: int) -> str:
    return tree.text[tree.offsets.to_points(start) : tree.offsets.to_points(end)]
