"""Components by what types declare of them, as libraries ship them: constants with a type, and Svelte's classes.

Types of libraries are computed in ways that are not followed: what they are made of is looked for in their text, and a
component whose props are not all found takes more than are listed.
"""

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from viscodex_lsp.core.components.nouns import Component
from viscodex_lsp.core.components.reading.source import Script, first_of
from viscodex_lsp.core.components.reading.types import Shape, native_in, shape_of
from viscodex_lsp.core.language.data.traits import nodes
from viscodex_lsp.core.language.grammars import text_of

if TYPE_CHECKING:
    from tree_sitter import Node

_LONGEST: Final = 20_000
COMPONENT_TYPE: Final = re.compile(
    r"(?:React\.)?(?:FC|FunctionComponent|VFC|ComponentType|ForwardRefExoticComponent|MemoExoticComponent|NamedExoticComponent"
    r"|ComponentClass|ForwardRefRenderFunction)"
)
"""React's own names for the type of a component."""
_LIBRARY_TYPE: Final = re.compile(r"\w*(?:Component|ForwardRef\w*|RefForwarding\w*)\b")
_DRAWN: Final = re.compile(
    r"=>\s*[\w.()\"]*(?:ReactElement|ReactNode|JSX\.Element)\b|\bSFC\w*<|\bnew\s*\(\)\s*=>|ComponentPublicInstance|ComponentConstructor<|\w<\w+TypeMap>"
)
_RUNNING: Final = re.compile(r"PublicInstance\w*<")
_SVELTE: Final = re.compile(r"\bextends\s+SvelteComponent(?:Typed)?\b")
_DEFAULT_ELEMENT: Final = re.compile(r"""(?:defaultComponent\??:|ElementType\s*=|<C\s*=)\s*["'](\w+)["']""")
_TYPE_OF: Final = re.compile(r"=\s*typeof\s+(\w+)\s*&")
_OF_VALUE: Final = re.compile(r":?\s*(?:\w+<\s*)?typeof\s+(\w+)\b")
_DRAWN_ELEMENTS: Final = nodes(
    "a article button div form header hr img input label li main nav p section select span table textarea ul"
)
_MOST_LOOKED_AT: Final = 2_000
_PARTS: Final = frozenset({"property_signature"})


def declared_component(annotation: "Node | None", script: Script, *, depth: int = 3) -> Component | None:
    """A component of a `.d.ts`: its type says so; None where it says anything else."""
    text = text_of(annotation)[:_LONGEST]
    value = _OF_VALUE.match(text)
    if value is not None and depth and value[1] in script.values:
        # `typeof Inner`, and `WithSlots<typeof Inner, Slots>`, as Vue's compiler writes them
        inner = script.values[value[1]].child_by_field_name("type")
        found = declared_component(inner, script, depth=depth - 1) if inner != annotation else None
        if found is not None:
            return replace(found, children=found.children or "Slots<" in text)
    told = (pattern.search(text) for pattern in (COMPONENT_TYPE, _LIBRARY_TYPE, _DRAWN))
    if annotation is None or not any(told):
        return None
    many = _polymorphic(annotation, script)
    if many is not None:
        return many
    same = _TYPE_OF.search(text_of(script.types.get(text.lstrip(": "))))
    other = script.values.get(same[1]) if same else None
    if other is not None:
        # `type Compound = typeof Inner & { Group: … }`
        inner = other.child_by_field_name("type")
        return declared_component(inner, script) if inner is not None and inner != annotation else None
    generic = first_of(annotation, frozenset({"generic_type"}), most=6)
    arguments = generic.child_by_field_name("type_arguments") if generic is not None else None
    given = arguments.named_children if arguments is not None else []
    strings = (text_of(each) for each in given if each.type == "literal_type")
    literal = next((each.strip("\"'") for each in strings if each[:1] in "\"'"), "")
    shape = shape_of(next((each for each in given if each.type != "literal_type"), None), script)
    if literal in _DRAWN_ELEMENTS:
        # A component that is given an element's name takes what that element takes.
        return _of(shape, literal, children=True, is_open=True)
    if _RUNNING.search(text):
        # What is no prop of a component of Vue goes to the element that it draws. Of a running one all props are said
        # to be there, whether they have to be given or not: only what it was made of counts.
        shape = shape_of(_extracted(annotation), script)
        shape.open = True
    return _of(shape, native_in(text), children=shape.children or shape.open)


def _extracted(annotation: "Node") -> "Node | None":
    """The first `ExtractPropTypes<…>` in a type."""
    waiting = [annotation]
    for _ in range(_MOST_LOOKED_AT):
        if not waiting:
            return None
        one = waiting.pop()
        if one.type == "generic_type" and text_of(one.child_by_field_name("name")).endswith(
            "ExtractPropTypes"
        ):
            return one
        waiting += reversed(one.named_children)
    return None


def _polymorphic(annotation: "Node", script: Script) -> Component | None:
    """One that may be any element: `{ props: …; defaultComponent: "button" }` stands in its type or one it names."""
    named = first_of(annotation, frozenset({"type_identifier"}), most=12)
    waiting = [annotation]
    arguments = first_of(annotation, frozenset({"type_arguments"}), most=12)
    for each in arguments.named_children if arguments is not None else [named]:
        if each is not None and text_of(each) in script.types:
            waiting.append(script.types[text_of(each)])
    for node in waiting:
        element = _DEFAULT_ELEMENT.search(text_of(node))
        if element is not None:
            props = _member(node, "props")
            shape = shape_of(props, script) if props is not None else Shape({}, open=True)
            return _of(shape, element[1], children=True, is_open=True)
    return None


def _member(node: "Node", name: str) -> "Node | None":
    """The type of the first member of this name in a type."""
    waiting = [node]
    for _ in range(_MOST_LOOKED_AT):
        if not waiting:
            return None
        one = waiting.pop(0)
        if one.type in _PARTS and text_of(one.child_by_field_name("name")) == name:
            return one.child_by_field_name("type")
        waiting += one.named_children
    return None


def svelte_class(node: "Node", script: Script) -> Component | None:
    """`class Button extends SvelteComponentTyped<Props, Events, Slots>`; None for any other class."""
    heritage = next((child for child in node.named_children if child.type == "class_heritage"), None)
    if heritage is None or not _SVELTE.search(text_of(heritage)):
        return None
    arguments = first_of(heritage, frozenset({"type_arguments"}), most=20)
    given = arguments.named_children if arguments is not None else []
    shape = shape_of(given[0], script) if given else Shape({}, open=True)
    events: dict[str, object] = dict(shape_of(given[1], script).props) if len(given) > 1 else {}
    slots = text_of(given[2]) if len(given) > 2 else ""
    slots = text_of(script.types[slots]) if slots in script.types else slots
    types = " ".join(text_of(each) for each in script.types.values())[:_LONGEST]
    native = native_in(types)
    slotted = "default" in slots or (len(given) > 2 and "default" in shape_of(given[2], script).props)
    events |= dict.fromkeys(shape.events)
    made = _of(shape, native, children=slotted or shape.children)
    return Component(
        "", "", "drawn", made.props, made.native, made.open, made.children, tuple(events), types=made.types
    )


def vue_class(node: "Node", script: Script) -> Component | None:
    """`class Button extends Base { $props: ButtonProps }`; None for any other class."""
    body = node.child_by_field_name("body")
    fields = body.named_children if body is not None else []
    given = next((each for each in fields if text_of(each.child_by_field_name("name")) == "$props"), None)
    if given is None or given.child_by_field_name("type") is None:
        return None
    shape = shape_of(given.child_by_field_name("type"), script)
    return replace(_of(shape, "", children=True, is_open=True), framework="drawn")


def _of(shape: Shape, native: str, *, children: bool, is_open: bool = False) -> Component:
    return Component(
        "",
        "",
        "react",
        tuple(shape.props.values()),
        native,
        is_open or shape.open,
        children,
        types=tuple(shape.uses),
    )
