"""The component in a Vue file: props by `defineProps` or the options, slots, events."""

import re
from typing import TYPE_CHECKING, Final

from viscodex_lsp.core.components.nouns import MOST_PROPS, Component, Prop, one_line
from viscodex_lsp.core.components.reading.docs import first_sentence, sentence_of
from viscodex_lsp.core.components.reading.objects import entries_of, unwrapped
from viscodex_lsp.core.components.reading.source import Script, first_of, read_script, string_of
from viscodex_lsp.core.components.reading.types import Shape, shape_of
from viscodex_lsp.core.language.grammars import text_of

if TYPE_CHECKING:
    from tree_sitter import Node

SCRIPT: Final = re.compile(
    r"<script\b(?P<attributes>[^>]*)>(?P<code>.*?)</script\s*>", re.DOTALL | re.IGNORECASE
)
_TEMPLATE: Final = re.compile(r"<template\b[^>]*>(.*)</template\s*>", re.DOTALL | re.IGNORECASE)
FIRST_TAG: Final = re.compile(r"<([a-zA-Z][\w.-]*)")
_NOTE: Final = re.compile(r"\A\s*<!--(.*?)-->", re.DOTALL)
_CALLS: Final = frozenset({"call_expression"})
_EVENTS: Final = re.compile(r"""["']([\w:-]+)["']""")


def vue_component(text: str) -> tuple[Component | None, Script | None]:
    """The component, and the last of its scripts; its name is the file's."""
    scripts = [
        read_script(found["code"], script_language(found["attributes"])) for found in SCRIPT.finditer(text)
    ]
    template = _TEMPLATE.search(text)
    markup = template[1] if template else ""
    if not markup and not scripts:
        return None, None
    shape, events = Shape({}), list[str]()
    for script in scripts:
        if script is not None:
            _read_setup(script, shape, events)
            _read_options(script, shape, events)
    root = FIRST_TAG.search(re.sub(r"<!--.*?-->", "", markup, flags=re.DOTALL))
    native = root[1] if root and root[1].islower() and "-" not in root[1] else ""
    note = _NOTE.match(text)
    first = SCRIPT.search(text)
    doc = sentence_of(note[1]) if note else first_sentence(_leading_comment(first["code"] if first else ""))
    component = Component(
        name="",
        exported="default",
        framework="vue",
        props=tuple(shape.props.values()),
        native=native if native not in {"slot", "component", "template"} else "",
        open=shape.open,
        types=tuple(shape.uses),
        children="<slot" in markup,
        events=tuple(dict.fromkeys(events)),
        doc=doc,
    )
    return component, next((script for script in reversed(scripts) if script is not None), None)


def script_language(attributes: str) -> str:
    """The language of a script by the attributes of its tag."""
    found = re.search(r"""\blang\s*=\s*["']?(\w+)""", attributes)
    return {
        "ts": "typescript",
        "tsx": "typescriptreact",
        "jsx": "javascriptreact",
        "typescript": "typescript",
    }.get(found[1].lower() if found else "", "javascript")


def _leading_comment(code: str) -> str:
    found = re.match(r"\s*(/\*\*.*?\*/)", code, re.DOTALL)
    return found[1] if found else ""


def _read_setup(script: Script, shape: Shape, events: list[str]) -> None:
    """The macros of `<script setup>`."""
    for node in script.root.named_children:
        call = first_of(node, _CALLS, most=40) if "define" in text_of(node)[:4_000] else None
        while call is not None:
            name = text_of(call.child_by_field_name("function"))
            if name == "withDefaults":
                arguments = call.child_by_field_name("arguments")
                call = (
                    arguments.named_children[0]
                    if arguments is not None and arguments.named_children
                    else None
                )
                continue
            if name == "defineProps":
                _read_define_props(call, script, shape)
            elif name == "defineEmits":
                events += _EVENTS.findall(text_of(call)) or re.findall(
                    r"^\s*([\w]+)\s*:", text_of(call), re.MULTILINE
                )
            elif name == "defineModel":
                found = _EVENTS.search(text_of(call.child_by_field_name("arguments")))
                model = found[1] if found else "modelValue"
                shape.add(Prop(model))
                events.append(f"update:{model}")
            break


def _read_define_props(call: "Node", script: Script, shape: Shape) -> None:
    given = call.child_by_field_name("type_arguments")
    if given is not None and given.named_children:
        typed = shape_of(given.named_children[0], script)
        for prop in typed.props.values():
            shape.add(prop)
        shape.open = shape.open or typed.open
        shape.uses += typed.uses
        return
    arguments = call.child_by_field_name("arguments")
    _read_runtime_props(
        arguments.named_children[0] if arguments and arguments.named_children else None, shape
    )


def _read_options(script: Script, shape: Shape, events: list[str]) -> None:
    """`export default { props: … }`, with `defineComponent` around it or not."""
    options = unwrapped(script.default)
    if options is not None and options.type == "call_expression":
        arguments = options.child_by_field_name("arguments")
        options = arguments.named_children[0] if arguments is not None and arguments.named_children else None
    for key, value in entries_of(options):
        if key == "props":
            _read_runtime_props(value, shape)
        elif key == "emits":
            events += _EVENTS.findall(text_of(value))
        elif key in {"mixins", "extends"}:
            shape.open = True


def _read_runtime_props(node: "Node | None", shape: Shape) -> None:
    if node is None:
        return
    if node.type == "array":
        for item in node.named_children[:MOST_PROPS]:
            if string_of(item):
                shape.add(Prop(string_of(item)))
        return
    if unwrapped(node) is None or unwrapped(node).type != "object":  # type: ignore[union-attr]
        shape.open = True
        return
    for name, value in entries_of(node):
        given = {key: text_of(part) for key, part in entries_of(value)}
        kind = given.get("type", "") if given else text_of(value)
        choices = re.search(r"PropType<([^>]*)>", kind)
        choices = choices or re.search(r"\[([^\]]*)\]\s*\.includes", given.get("validator", ""))
        if choices:
            kind = (
                " | ".join(f'"{word}"' for word in re.findall(r"""["']([^"']+)["']""", choices[1]))
                or choices[1]
            )
        shape.add(Prop(name, one_line(kind, 300), given.get("required") == "true"))
