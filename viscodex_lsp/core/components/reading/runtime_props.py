"""The props that Vue takes at run time, as types tell of them: constructors, and `PropType` for what is closer."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from viscodex_lsp.core.components.nouns import LONGEST_TYPE, Prop, TypeUse, one_line
from viscodex_lsp.core.components.reading.source import Script
from viscodex_lsp.core.language.grammars import text_of

if TYPE_CHECKING:
    from tree_sitter import Node

_KIND: Final = re.compile(
    r"PropType<(.*?)>\s*(?:[;}]|\Z)|\b(String|Number|Boolean|Array|Object|Function)Constructor\b(?![^;]*\|)",
    re.DOTALL,
)
_MEMBER_OF: Final = re.compile(r"""(\w+)\[["'](\w+)["']\]""")
_REQUIRED: Final = re.compile(r"\brequired:\s*true\b")


def runtime_props(node: "Node", script: Script) -> Iterator[Prop | TypeUse]:
    """Those of `{ href: StringConstructor; look: { type: PropType<A>; required: true } }`, and of what is put together
    of such types; one that a type of another file tells of comes as that type's."""
    for options in _objects_in(node):
        for member in options.named_children:
            if member.type == "property_signature":
                name = text_of(member.child_by_field_name("name")).strip("\"'")
                yield _prop(name, text_of(member.child_by_field_name("type")).lstrip(": "), script)


def _prop(name: str, told: str, script: Script) -> Prop | TypeUse:
    kind, required = _KIND.search(told), bool(_REQUIRED.search(told))
    written = (kind[1] or kind[2].lower()) if kind is not None else ""
    member = _MEMBER_OF.fullmatch(written)
    if member is not None and member[2] == name:
        exported, module = script.imported_types.get(member[1], ("default", ""))
        if exported != "default":
            return TypeUse(exported, module, only=(name,), optional=not required)
    return Prop(name, one_line(written, LONGEST_TYPE), required)


def _objects_in(node: "Node") -> "Iterator[Node]":
    """The object types that a type is put together of, those of `Omit` among them."""
    if node.type == "object_type":
        yield node
    elif node.type in {"intersection_type", "parenthesized_type"}:
        for part in node.named_children:
            yield from _objects_in(part)
    elif node.type == "generic_type":
        arguments = node.child_by_field_name("type_arguments")
        if arguments is not None and arguments.named_children:
            yield from _objects_in(arguments.named_children[0])
