"""The props that a type names: TypeScript's object types, interfaces and what is made of them.

Types of other files are noted, for `core.components.inherited_props`, which knows them. Those of a framework are not
followed: a component that has such props takes more than can be listed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from viscodex_lsp.core.components.nouns import LONGEST_TYPE, MOST_PROPS, Prop, PropType, TypeUse, one_line
from viscodex_lsp.core.components.reading.objects import entries_of
from viscodex_lsp.core.components.reading.runtime_props import runtime_props
from viscodex_lsp.core.components.reading.source import Script
from viscodex_lsp.core.language.grammars import text_of

if TYPE_CHECKING:
    from tree_sitter import Node

_MOST_STEPS: Final = 40
_WRAPPERS: Final = re.compile(
    r"(?:React\.)?(?:PropsWithChildren|PropsWithRef|Readonly|Partial|Required|Omit|Pick|Prettify)"
)
_FRAMEWORKS: Final = re.compile(r"(?:react|vue|svelte|preact|@types|@angular)(?:-dom)?(?:/|\Z)")
_WORDS: Final = re.compile(r"""["']([\w-]+)["']""")
_PROP_TYPE: Final = re.compile(r"\w*(?:Props|Attributes|Options)\Z")
_MOST_TYPES: Final = 40
_OF_VUE: Final = frozenset({"ExtractPropTypes", "ExtractPublicPropTypes"})
_INSTANCE: Final = re.compile(r"extends\s+ComponentPublicInstance<\s*(\w+)[^{]*\{")
_LONGEST_HEAD: Final = 300
_SILENT: Final = re.compile(r"(?:React\.)?(?:RefAttributes|ThemeProps|Attributes)")
_CHILDREN: Final = re.compile(
    r"PropsWithChildren|HTMLAttributes|ComponentProps|\bHTMLProps|IntrinsicElements"
)
# What types call an element, where it is not its tag.
_TAGS: Final = {"anchor": "a", "image": "img", "tablecell": "td", "tablerow": "tr", "heading": "h2"}
_NATIVE: Final = (
    re.compile(
        r"""(?:ComponentProps\w*|ElementRef|IntrinsicElements|HTMLMotionProps|HTMLProps|SvelteHTMLElements)[<\[]\s*["'](\w+)["']"""
    ),
    re.compile(r"\b(Button|Input|Textarea|Select|Anchor|Label|Form|Img|Table|Td|Th|Li|Ol)HTMLAttributes"),
    re.compile(
        r"\bHTML(Button|Input|TextArea|Select|Anchor|Label|Form|Image|Table|TableCell|TableRow|Heading|LI)Element"
    ),
)


@dataclass
class Shape:
    """The props found so far; `open` once something could not be followed. `events` are props such as "on:click"."""

    props: dict[str, Prop]
    open: bool = False
    children: bool = False
    steps: int = 0
    uses: list[TypeUse] = field(default_factory=list)
    events: list[str] = field(default_factory=list)

    def add(self, prop: Prop) -> None:
        if prop.name == "children":
            self.children = True
        elif prop.name.startswith("on:"):
            self.events.append(prop.name.removeprefix("on:"))
        elif len(self.props) < MOST_PROPS or prop.name in self.props:
            self.props.setdefault(prop.name, prop)
        else:
            self.open = True


def shape_of(node: "Node | None", script: Script) -> Shape:
    """The props of a type."""
    shape = Shape({})
    if node is None:
        shape.open = True
    else:
        _read(node, script, shape)
    return shape


def exported_types(script: Script) -> Iterator[PropType]:
    """The types of props that a file exports, by their names."""
    named = (name for name in script.types if _PROP_TYPE.search(name))
    for name in [name for name, _ in zip(named, range(_MOST_TYPES), strict=False)]:
        node = script.types[name]
        if node.parent is not None and node.parent.type == "export_statement":
            shape = shape_of(node, script)
            yield PropType(
                name,
                tuple(shape.props.values()),
                native_in(text_of(node)),
                shape.open,
                shape.children,
                tuple(shape.uses),
            )


def native_in(text: str) -> str:
    """The HTML element that a type says a component draws; "" where it does not say."""
    found = next(filter(None, (pattern.search(text) for pattern in _NATIVE)), None)
    name = found[1].lower() if found else ""
    return _TAGS.get(name, name)


def type_text(annotation: "Node | None") -> str:
    """A type annotation without its colon, short."""
    return one_line(text_of(annotation).lstrip(":?"), LONGEST_TYPE)


def _read(node: "Node", script: Script, shape: Shape) -> None:
    shape.steps += 1
    if shape.steps > _MOST_STEPS:
        shape.open = True
    elif node.type in {"object_type", "interface_body"}:
        _read_members(node, shape)
    elif node.type in {"type_annotation", "intersection_type", "parenthesized_type"}:
        for part in node.named_children:
            _read(part, script, shape)
    elif node.type == "type_alias_declaration":
        value = node.child_by_field_name("value")
        if value is not None:
            _read(value, script, shape)
    elif node.type == "type_identifier":
        _read_named(text_of(node), script, shape)
    elif (read := _READERS.get(node.type)) is not None:
        read(node, script, shape)
    elif node.type not in {"predefined_type", "comment", "literal_type"}:
        shape.open = True


def _read_named(name: str, script: Script, shape: Shape) -> None:
    """A type of this file is read, one of another file of the project is noted; anything else may be anything."""
    if name in script.types:
        _read(script.types[name], script, shape)
        return
    exported, module = script.imported_types.get(name, ("", ""))
    if not module or _FRAMEWORKS.match(module):
        shape.open = True
    elif exported != "default":
        shape.uses.append(TypeUse(exported, module))
    else:
        shape.open = True


def _read_member_of(node: "Node", script: Script, shape: Shape) -> None:
    """`typeof definition.props`, as Svelte's tools write it; what is found nowhere may be anything."""
    name, _, member = text_of(node).removeprefix("typeof").strip().partition(".")
    declared = script.values.get(name)
    annotation = declared.child_by_field_name("type") if declared is not None else None
    whole = annotation.named_children[0] if annotation is not None and annotation.named_children else None
    for each in whole.named_children if whole is not None and whole.type == "object_type" else ():
        written = each.child_by_field_name("type")
        if written is not None and text_of(each.child_by_field_name("name")) == member:
            _read(written, script, shape)
            return
    shape.open = True


def _read_union(node: "Node", script: Script, shape: Shape) -> None:
    """Props of either type: none of them must be there in all cases."""
    either = Shape({}, steps=shape.steps)
    for part in node.named_children:
        _read(part, script, either)
    for prop in either.props.values():
        shape.add(Prop(prop.name, prop.type))
    shape.open, shape.children = shape.open or either.open, shape.children or either.children
    shape.uses += [replace(use, optional=True) for use in either.uses]
    shape.steps = either.steps


def _read_interface(node: "Node", script: Script, shape: Shape) -> None:
    body = node.child_by_field_name("body")
    given = _INSTANCE.search(text_of(node)[:_LONGEST_HEAD])
    if given is not None:
        # What a component of Vue is once it runs: its members are methods, its props are what it was given.
        _read_named(given[1], script, shape)
        shape.open = True
        return
    if body is not None:
        _read_members(body, shape)
    for child in node.named_children:
        if child.type == "extends_type_clause":
            for part in child.named_children:
                _read(part, script, shape)


def _read_members(body: "Node", shape: Shape) -> None:
    for member in body.named_children:
        if member.type in {"property_signature", "method_signature"}:
            name = text_of(member.child_by_field_name("name")).strip("\"'")
            optional = any(child.type == "?" for child in member.children)
            written = member.child_by_field_name("type")
            kind = type_text(written) if written is not None else "function"
            shape.add(Prop(name, kind, not optional))
        elif member.type == "index_signature":
            shape.open = True


def _read_generic(node: "Node", script: Script, shape: Shape) -> None:
    name = text_of(node.child_by_field_name("name"))
    arguments = node.child_by_field_name("type_arguments")
    inner = arguments.named_children if arguments is not None else []
    if _CHILDREN.search(text_of(node)):
        shape.children = True
    if name.rpartition(".")[2] in _OF_VUE and inner:
        # What is no prop of a component of Vue goes to the element that it draws.
        shape.open = True
        for told in runtime_props(inner[0], script):
            if isinstance(told, TypeUse):
                shape.uses.append(told)
            else:
                shape.add(told)
    elif name.rpartition(".")[2] == "DefineComponent" and inner:
        _read(inner[0], script, shape)
        shape.open = True
    elif name == "VariantProps" and inner:
        _read_variants(text_of(inner[0]).removeprefix("typeof ").strip(), script, shape)
    elif _WRAPPERS.fullmatch(name) and inner:
        _read_wrapped(name.rpartition(".")[2], inner, script, shape)
    elif not _SILENT.fullmatch(name):
        _read_named(name, script, shape)


def _read_wrapped(wrapper: str, inner: "list[Node]", script: Script, shape: Shape) -> None:
    """`Omit<T, "a">`, `Pick<T, "a">`, `Partial<T>` and the like: the props of `T`, changed."""
    own = Shape({}, steps=shape.steps)
    _read(inner[0], script, own)
    names = tuple(_WORDS.findall(text_of(inner[1]))) if len(inner) > 1 else ()
    computed = len(inner) > 1 and not names
    if wrapper == "Pick":
        told = {} if own.uses else {name: Prop(name) for name in names if name != "children"}
        known = {name: prop for name, prop in own.props.items() if name in names}
        own.props, own.children = told | known, own.children and "children" in names
        own.open, own.uses = computed, [replace(use, only=names) for use in own.uses]
    elif wrapper == "Omit":
        own.props = {name: prop for name, prop in own.props.items() if name not in names}
        own.children = own.children and "children" not in names
        own.uses = [replace(use, without=(*use.without, *names)) for use in own.uses]
        own.open = own.open or computed
    elif wrapper in {"Partial", "Required"}:
        needed = wrapper == "Required"
        own.props = {name: replace(prop, required=needed) for name, prop in own.props.items()}
        own.uses = [replace(use, optional=not needed) for use in own.uses]
    _merge(own, shape)


def _merge(own: Shape, shape: Shape) -> None:
    for prop in own.props.values():
        shape.add(prop)
    shape.open, shape.children = shape.open or own.open, shape.children or own.children
    shape.uses += own.uses
    shape.steps = own.steps


def _read_variants(name: str, script: Script, shape: Shape) -> None:
    """The variants of `cva(…)` and `tv(…)`: each is a prop, its keys are what it takes."""
    declared = script.values.get(name)
    call = declared.child_by_field_name("value") if declared is not None else None
    arguments = call.child_by_field_name("arguments") if call is not None else None
    for argument in arguments.named_children if arguments is not None else ():
        for key, value in entries_of(argument):
            if key == "variants":
                for variant, choices in entries_of(value):
                    keys = [choice for choice, _ in entries_of(choices)]
                    boolean = set(keys) <= {"true", "false"}
                    kind = "boolean" if boolean else " | ".join(f'"{each}"' for each in keys)
                    shape.add(Prop(variant, kind[:300], False))
                return
    shape.open = True


_READERS: Final = {
    "union_type": _read_union,
    "interface_declaration": _read_interface,
    "generic_type": _read_generic,
    "type_query": _read_member_of,
}
