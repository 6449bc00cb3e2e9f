"""Writes what edits bring into a script with the quotes, semicolons and last commas that the file has.

The file is asked, not a formatter's settings: where it has both, the reply stays as it is. A `;` goes only where the
line ends behind it and the next line does not go on with it (ECMA-262, "Automatic Semicolon Insertion").
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from viscodex_lsp.core.checks.forms.script.last_commas import has_last_commas, with_last_commas
from viscodex_lsp.core.checks.forms.second_names import inserted
from viscodex_lsp.core.language.data.traits import nodes
from viscodex_lsp.core.language.grammars import captures, text_of
from viscodex_lsp.core.language.languages import SCRIPTS
from viscodex_lsp.core.nouns import Replacement, Span
from viscodex_lsp.core.syntax.syntax import Tree, reparse
from viscodex_lsp.core.text.difference import apply_replacements

if TYPE_CHECKING:
    from tree_sitter import Node

_LONGEST = 300_000
_FEW = 0.15
"""The share of other spellings up to which a file has a habit."""
_FEWEST_ENDS = 2
_ENDED = nodes(
    "expression_statement lexical_declaration variable_declaration return_statement throw_statement import_statement "
    "type_alias_declaration break_statement continue_statement export_statement"
)
_FIELDS = nodes("public_field_definition field_definition")
_MEMBERS = nodes("property_signature method_signature")
_STRINGS = "(string) @string"
_STATEMENTS = " ".join(
    f"({kind}) @one" for kind in sorted(_ENDED - {"export_statement", "type_alias_declaration"})
)
_TYPED = "".join(
    f" ({kind}) @one" for kind in sorted({"type_alias_declaration", "public_field_definition", *_MEMBERS})
)
_UNTYPED = " (field_definition) @one"
_OF_TYPES = frozenset({"typescript", "typescriptreact"})
_PLAIN = re.compile(r"""(["'])[^"'\\]*\1""")
_LINE_ENDS = re.compile(r"[ \t]*(?://[^\n]*)?(?:\r?\n|\Z)|[ \t]*\}")
_GOES_ON = re.compile(r"(?:\s|//[^\n]*|/\*.*?\*/)*+[(\[`+\-/*<,.=?:&|]", re.DOTALL)


class _Habits(NamedTuple):
    """The quote of strings, that of attributes in JSX, whether statements, and members of types, end with `;`, and the
    last members of objects with a comma; None where the file does not tell."""

    quote: str | None
    in_jsx: str | None
    ended: bool | None
    members: bool | None
    commas: bool


_NO_HABITS = _Habits(None, None, None, None, False)


def in_own_style(before: Tree, replacements: tuple[Replacement, ...]) -> tuple[Replacement, ...]:
    """The same edits, written as the file is."""
    if (
        before.language.id not in SCRIPTS
        or before.parsed is None
        or before.parsed.root_node.has_error
        or len(before.text) + sum(len(part.text) for part in replacements) > _LONGEST
    ):
        return replacements
    habits = _habits(before)
    after = reparse(before, replacements)
    if habits == _NO_HABITS or after.parsed is None or after.parsed.root_node.has_error:
        return replacements
    places = inserted(replacements)
    found = (
        *_quoted(after, habits),
        *_ended(after, habits),
        *(with_last_commas(after) if habits.commas else ()),
    )
    edits = sorted(found, key=lambda edit: edit.span.start)
    written = tuple(
        Replacement(part.span, apply_replacements(part.text, _within(edits, place)))
        for part, place in zip(replacements, places, strict=True)
    )
    if written == replacements:
        return replacements
    again = reparse(before, written).parsed
    return written if again is not None and not again.root_node.has_error else replacements


def _within(edits: list[Replacement], place: Span) -> Iterator[Replacement]:
    """The edits of an inserted text, counted from its beginning."""
    for edit in edits:
        if place.start <= edit.span.start and place.start < edit.span.end <= place.end:
            yield Replacement(Span(edit.span.start - place.start, edit.span.end - place.start), edit.text)


def _habits(tree: Tree) -> _Habits:
    strings: list[bool] = []
    attributes: list[bool] = []
    for node in _strings(tree):
        (attributes if _is_attribute(node) else strings).append(text_of(node)[0] == "'")
    ends = [(node, _end(node)) for node in _statements(tree)]
    members = [end == ";" for node, end in ends if node.type in _MEMBERS]
    single, in_jsx = _mostly(strings), _mostly(attributes)
    return _Habits(
        None if single is None else "\"'"[single],
        None if in_jsx is None else "\"'"[in_jsx],
        _mostly([end == ";" for node, end in ends if node.type not in _MEMBERS], least=_FEWEST_ENDS),
        _mostly(members),
        _mostly(has_last_commas(tree)) is True,
    )


def _mostly(found: list[bool], *, least: int = 1) -> bool | None:
    share = sum(found) / len(found) if len(found) >= least else 0.5
    return None if _FEW < share < 1 - _FEW else share > 0.5


def _strings(tree: Tree) -> Iterator["Node"]:
    """The strings that may have either quote."""
    assert tree.parsed is not None
    for node in captures(tree.language, _STRINGS, tree.parsed.root_node).get("string", ()):
        if _PLAIN.fullmatch(text_of(node)):
            yield node


def _is_attribute(node: "Node") -> bool:
    return node.parent is not None and node.parent.type == "jsx_attribute"


def _quoted(tree: Tree, habits: _Habits) -> Iterator[Replacement]:
    for node in _strings(tree):
        text, quote = text_of(node), habits.in_jsx if _is_attribute(node) else habits.quote
        if quote is not None and text[0] != quote:
            start, end = tree.offsets.to_points(node.start_byte), tree.offsets.to_points(node.end_byte)
            yield Replacement(Span(start, end), f"{quote}{text[1:-1]}{quote}")


def _statements(tree: Tree) -> Iterator["Node"]:
    """What may end with `;`, and need not."""
    assert tree.parsed is not None
    pattern = _STATEMENTS + (_TYPED if tree.language.id in _OF_TYPES else _UNTYPED)
    for node in captures(tree.language, f"{pattern} (export_statement) @one", tree.parsed.root_node).get(
        "one", ()
    ):
        parent = node.parent
        if node.type == "export_statement" and node.child_by_field_name("declaration") is not None:
            continue
        value = node.child_by_field_name("value") if node.type == "export_statement" else None
        if value is not None and value.type in ("function_expression", "class", "generator_function"):
            continue
        one_line = node.type in _MEMBERS and (
            parent is None or parent.start_point.row == parent.end_point.row
        )
        if not one_line and (parent is None or parent.type != "for_statement"):
            yield node


def _end(node: "Node") -> str:
    """The sign that a statement or member ends with; "" for none."""
    last = (
        node.next_sibling if node.type in _FIELDS | _MEMBERS else node.children[-1] if node.children else None
    )
    return last.type if last is not None and last.type in (";", ",") else ""


def _ended(tree: Tree, habits: _Habits) -> Iterator[Replacement]:
    for node in _statements(tree):
        end, is_member = _end(node), node.type in _MEMBERS
        at = tree.offsets.to_points(node.end_byte)
        wanted = habits.ended if not is_member or habits.members is None else habits.members
        if habits.members and is_member and end == "," and tree.text[at : at + 1] == ",":
            yield Replacement(Span(at, at + 1), ";")
        elif wanted is False and end == ";":
            start = at if node.type in _FIELDS | _MEMBERS else at - 1
            rest = tree.text[start + 1 :]
            if tree.text[start : start + 1] == ";" and _LINE_ENDS.match(rest) and not _GOES_ON.match(rest):
                yield Replacement(Span(start, start + 1), "")
        elif wanted and not end and (not is_member or habits.members):
            yield Replacement(Span(at, at), ";")
