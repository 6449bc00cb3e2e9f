"""React's components in a script: functions, arrows and classes that draw elements, and what wraps these."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from viscodex_lsp.core.components.nouns import MOST_PROPS, Component, Prop
from viscodex_lsp.core.components.reading.declared import (
    COMPONENT_TYPE,
    declared_component,
    svelte_class,
    vue_class,
)
from viscodex_lsp.core.components.reading.docs import doc_above
from viscodex_lsp.core.components.reading.objects import entries_of, unwrapped
from viscodex_lsp.core.components.reading.source import Script, first_of
from viscodex_lsp.core.components.reading.types import Shape, native_in, shape_of
from viscodex_lsp.core.language.grammars import text_of

if TYPE_CHECKING:
    from tree_sitter import Node

_JSX: Final = frozenset({"jsx_element", "jsx_self_closing_element"})
_FUNCTIONS: Final = frozenset(
    {"function_declaration", "function_expression", "arrow_function", "function_signature"}
)
_NAME: Final = re.compile(r"[A-Z][\w$]*")
_CONSTANT: Final = re.compile(r"[A-Z][A-Z0-9_]+")
_MOST_WRAPPINGS: Final = 4
_STYLED: Final = re.compile(r"""styled(?:\.(\w+)|\(["'](\w+)["']\))""")
_SLOT: Final = re.compile(r"""\?\s*[\w.]*Slot[\w.]*\s*:\s*["'](\w+)["']""")
_DRAWS: Final = re.compile(r"\bcreateElement\(|\bjsxs?\(")
_PROPS: Final = re.compile(r"\bprops\.(\w+)")


def react_components(script: Script) -> Iterator[Component]:
    """The exported components, with the names of their exports."""
    for exported, name in script.exported.items():
        node = script.values.get(name)
        named = bool(_NAME.fullmatch(name))
        if node is not None and (named or exported == "default"):
            found = _component(name, node, script)
            if found is not None:
                yield replace(found, exported=exported, name=name if named else "")
    if script.default is not None and "default" not in script.exported:
        found = _component("default", script.default, script)
        if found is not None:
            yield replace(found, exported="default", name="")


def _component(name: str, node: "Node", script: Script) -> Component | None:
    value, annotation = node, None
    if node.type == "variable_declarator":
        value_or_none = unwrapped(node.child_by_field_name("value"))
        annotation = node.child_by_field_name("type")
        if value_or_none is None:
            return _declared(name, annotation, script)
        value = value_or_none
    statement = script.statements.get(name)
    doc = doc_above(statement) if statement is not None else ""
    made = _made(value, annotation, script, _MOST_WRAPPINGS)
    if made is None or (_CONSTANT.fullmatch(name) and made.framework != "drawn"):
        return None
    made = _with_prop_types(made, name, script)
    return replace(made, name=name, framework="react", doc=doc)


def _made(value: "Node", annotation: "Node | None", script: Script, left: int) -> Component | None:
    """What a value makes; framework "drawn" where it is seen to draw elements."""
    if value.type in _FUNCTIONS:
        return _of_function(value, annotation, script)
    if value.type in {"class_declaration", "class", "abstract_class_declaration"}:
        return svelte_class(value, script) or vue_class(value, script) or _of_class(value, script)
    if value.type == "call_expression" and left:
        return _of_call(value, annotation, script, left)
    if value.type == "identifier" and left:
        known = script.values.get(text_of(value))
        inner = known.child_by_field_name("value") if known is not None else None
        if known is not None and known.type != "variable_declarator":
            inner = known
        return _made(inner, annotation, script, left - 1) if inner is not None else None
    return None


def _of_call(call: "Node", annotation: "Node | None", script: Script, left: int) -> Component | None:
    function, arguments = call.child_by_field_name("function"), call.child_by_field_name("arguments")
    styled = _STYLED.match(text_of(function)) if function is not None else None
    if styled is not None:
        return Component("", "", "drawn", native=styled[1] or styled[2], open=True, children=True)
    if text_of(function).startswith("styled("):
        return Component("", "", "drawn", open=True, children=True)
    if arguments is None or arguments.type != "arguments" or not arguments.named_children:
        return None
    inner = _made(arguments.named_children[0], annotation, script, left - 1)
    given = call.child_by_field_name("type_arguments")
    if inner is None or given is None or not given.named_children:
        return inner
    # `forwardRef<Element, Props>`: what the types list counts, not what the pattern takes out of it.
    shape = shape_of(given.named_children[-1], script)
    return replace(
        inner,
        props=tuple(shape.props.values()),
        open=shape.open,
        types=tuple(shape.uses),
        children=inner.children or shape.children,
        native=inner.native or native_in(text_of(given)),
    )


def _of_function(function: "Node", annotation: "Node | None", script: Script) -> Component | None:
    body = function.child_by_field_name("body")
    jsx = _drawn(body) if body is not None else None
    text = text_of(body)
    typed = annotation is not None and COMPONENT_TYPE.search(text_of(annotation))
    if jsx is None and not typed and not _DRAWS.search(text) and not _returns_element(function):
        return None
    shape = _shape(function, annotation, text, script)
    slot = _SLOT.search(text)
    tag = _tag(jsx)
    native = (
        slot[1]
        if slot
        else tag
        if tag.islower()
        else native_in(text_of(function.child_by_field_name("parameters")))
    )
    return _shaped(Component("", "", "drawn", native=native), shape)


def _shape(function: "Node", annotation: "Node | None", body: str, script: Script) -> Shape:
    pattern, written = _first_parameter(function)
    kind = written or _argument_of(annotation)
    shape = shape_of(kind, script) if kind is not None else Shape({})
    if pattern is not None and pattern.type == "object_pattern":
        _read_pattern(pattern, shape, typed=kind is not None)
    elif pattern is not None and kind is None:
        for name in dict.fromkeys(_PROPS.findall(body)):
            shape.add(Prop(name))
        # What is spread brings the children along.
        spread = "{...props" in body
        shape.open, shape.children = shape.open or spread, shape.children or spread
    if "children" in body and (pattern is not None) and ("props.children" in body or "{children}" in body):
        shape.children = True
    return shape


def _read_pattern(pattern: "Node", shape: Shape, *, typed: bool) -> None:
    for part in pattern.named_children[:MOST_PROPS]:
        if part.type == "rest_pattern":
            # What is passed on is bounded by the type; without one, anything is.
            shape.open = shape.open or not typed
        elif part.type in {
            "shorthand_property_identifier_pattern",
            "object_assignment_pattern",
            "pair_pattern",
        }:
            name = text_of(part.child_by_field_name("key") or part.child_by_field_name("left") or part)
            if name == "children" or not typed:
                shape.add(Prop(name))


def _first_parameter(function: "Node") -> "tuple[Node | None, Node | None]":
    """The pattern of the first parameter, and its type."""
    lone = function.child_by_field_name("parameter")
    parameters = function.child_by_field_name("parameters")
    first = lone or (
        parameters.named_children[0] if parameters is not None and parameters.named_children else None
    )
    if first is None or first.type not in {"required_parameter", "optional_parameter"}:
        return first, None
    kind = first.child_by_field_name("type")
    return first.child_by_field_name("pattern"), kind


def _argument_of(annotation: "Node | None") -> "Node | None":
    """`P` in `React.FC<P>`."""
    generic = first_of(annotation, frozenset({"generic_type"}), most=6) if annotation is not None else None
    arguments = generic.child_by_field_name("type_arguments") if generic is not None else None
    return arguments.named_children[0] if arguments is not None and arguments.named_children else None


def _drawn(body: "Node") -> "Node | None":
    """The element that a function returns last; else the first one in it."""
    returned = [child for child in body.named_children if child.type == "return_statement"]
    found = first_of(returned[-1], _JSX) if returned else None
    return found if found is not None else first_of(body, _JSX)


def _tag(jsx: "Node | None") -> str:
    opening = jsx.child_by_field_name("open_tag") if jsx is not None else None
    node = opening if opening is not None else jsx
    return text_of(node.child_by_field_name("name")) if node is not None else ""


def _of_class(node: "Node", script: Script) -> Component | None:
    heritage = next((child for child in node.named_children if child.type == "class_heritage"), None)
    if not re.search(r"\bextends\s+(?:\w+\.)?(?:Pure)?Component\b", text_of(heritage)):
        return None
    body = node.child_by_field_name("body")
    arguments = first_of(heritage, frozenset({"type_arguments"}), most=20) if heritage is not None else None
    text = text_of(body)
    if arguments is not None and arguments.named_children:
        shape = shape_of(arguments.named_children[0], script)
    else:
        shape = Shape({name: Prop(name) for name in dict.fromkeys(_PROPS.findall(text))})
        shape.open = "...this.props" in text
        shape.children = shape.props.pop("children", None) is not None
    shape.children = shape.children or "props.children" in text or "children" in text
    tag = _tag(first_of(body, _JSX)) if body is not None else ""
    return _shaped(Component("", "", "drawn", native=tag if tag.islower() else ""), shape)


def _declared(name: str, annotation: "Node | None", script: Script) -> Component | None:
    """A component of a `.d.ts`."""
    made = declared_component(annotation, script)
    statement = script.statements.get(name)
    doc = doc_above(statement) if statement is not None else ""
    return replace(made, name=name, doc=doc) if made is not None else None


def _returns_element(function: "Node") -> bool:
    kind = text_of(function.child_by_field_name("return_type"))
    return bool(re.search(r"\b(?:JSX\.Element|ReactElement|ReactNode)\b", kind))


def _with_prop_types(made: Component, name: str, script: Script) -> Component:
    """The component with what `Name.propTypes` says of its props."""
    told = list(entries_of(script.assigned.get(f"{name}.propTypes")))
    if not told:
        return made
    props = {prop.name: prop for prop in made.props}
    for key, value in told:
        text = text_of(value)
        one_of = re.search(r"oneOf\(\s*\[([^\]]*)\]", text)
        if one_of:
            choices = re.findall(r"""["']([^"']+)["']""", one_of[1])
            kind = " | ".join(f'"{choice}"' for choice in choices)
        else:
            found = re.search(r"PropTypes\.(\w+)", text)
            kind = {"bool": "boolean", "func": "function"}.get(found[1], found[1]) if found else ""
        props[key] = Prop(key, kind, text.endswith("isRequired"))
    children = made.children or props.pop("children", None) is not None
    return replace(made, props=tuple(props.values())[:MOST_PROPS], children=children)


def _shaped(made: Component, shape: Shape) -> Component:
    props = {prop.name: prop for prop in (*made.props, *shape.props.values())}
    # A type that says what is open overrides what the pattern alone could tell.
    return replace(
        made,
        props=tuple(props.values()),
        open=made.open or shape.open,
        types=(*made.types, *shape.uses),
        children=made.children or shape.children,
    )
