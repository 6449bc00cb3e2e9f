"""The component in a Svelte file: `export let` and `$props()`, slots and snippets, forwarded events."""

import re
from typing import TYPE_CHECKING, Final

from viscodex_lsp.core.components.nouns import MOST_PROPS, Component, Prop
from viscodex_lsp.core.components.reading.docs import sentence_of
from viscodex_lsp.core.components.reading.source import Script, read_script
from viscodex_lsp.core.components.reading.types import Shape, shape_of, type_text
from viscodex_lsp.core.components.reading.vue import FIRST_TAG, SCRIPT, script_language
from viscodex_lsp.core.language.grammars import text_of

if TYPE_CHECKING:
    from tree_sitter import Node

_STYLE: Final = re.compile(r"<style\b[^>]*>.*?</style\s*>", re.DOTALL | re.IGNORECASE)
_NOTE: Final = re.compile(r"<!--\s*@component\b(.*?)-->", re.DOTALL)
_FORWARDED: Final = re.compile(r"\son:(\w+)(?=[\s/>|])(?!\s*=)")
_MODULE: Final = re.compile(r"""\bmodule\b|context\s*=\s*["']?module""")


def svelte_component(text: str) -> tuple[Component, Script | None]:
    """The component and its script; its name is the file's."""
    shape, script = Shape({}), None
    for found in SCRIPT.finditer(text):
        if not _MODULE.search(found["attributes"]):
            script = read_script(found["code"], script_language(found["attributes"]))
            if script is not None:
                _read_props(script, shape)
    markup = _STYLE.sub("", SCRIPT.sub("", text))
    note = _NOTE.search(markup)
    root = FIRST_TAG.search(re.sub(r"<!--.*?-->", "", markup, flags=re.DOTALL))
    native = root[1] if root and root[1].islower() and "-" not in root[1] else ""
    component = Component(
        name="",
        exported="default",
        framework="svelte",
        props=tuple(shape.props.values()),
        native="" if native == "slot" else native,
        open=shape.open or "$$restProps" in text or "$$props" in text,
        types=tuple(shape.uses),
        children="<slot" in markup or "@render children" in markup or "<slot/>" in markup,
        events=tuple(dict.fromkeys(_FORWARDED.findall(markup))),
        doc=sentence_of(note[1]) if note else "",
    )
    return component, script


def _read_props(script: Script, shape: Shape) -> None:
    for node in script.root.named_children:
        text = text_of(node)
        if node.type == "export_statement" and text.startswith(("export let", "export var")):
            _read_exported(node, shape)
        elif "$props()" in text and node.type in {"lexical_declaration", "variable_declaration"}:
            for declarator in node.named_children:
                _read_rune(declarator, script, shape)
    given = script.types.get("$$Props")
    if given is not None:
        for prop in shape_of(given, script).props.values():
            shape.add(prop)


def _read_exported(node: "Node", shape: Shape) -> None:
    """Svelte 4: `export let size: Size = "md"`."""
    declaration = node.child_by_field_name("declaration")
    for declarator in declaration.named_children if declaration is not None else ():
        name = text_of(declarator.child_by_field_name("name"))
        value = declarator.child_by_field_name("value")
        kind = type_text(declarator.child_by_field_name("type"))
        if name:
            shape.add(Prop(name, kind, value is None))


def _read_rune(declarator: "Node", script: Script, shape: Shape) -> None:
    """Svelte 5: `let { a, b = 1, ...rest }: Props = $props()`."""
    pattern, annotation = declarator.child_by_field_name("name"), declarator.child_by_field_name("type")
    typed = shape_of(annotation, script) if annotation is not None else None
    if typed is not None:
        for prop in typed.props.values():
            shape.add(prop)
        shape.open = shape.open or typed.open
        shape.uses += typed.uses
    if pattern is None or pattern.type != "object_pattern":
        shape.open = shape.open or typed is None
        return
    for part in pattern.named_children[:MOST_PROPS]:
        if part.type == "rest_pattern":
            shape.open = shape.open or typed is None
        elif typed is None:
            name = part.child_by_field_name("key") or part.child_by_field_name("left") or part
            shape.add(Prop(text_of(name)))
