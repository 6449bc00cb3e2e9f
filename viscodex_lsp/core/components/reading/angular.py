"""Angular's components in a script: `@Component` classes with their selectors, inputs and outputs; and its modules."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from viscodex_lsp.core.components.nouns import MOST_PROPS, Component, NgModule, Prop, one_line
from viscodex_lsp.core.components.reading.docs import doc_above, first_sentence
from viscodex_lsp.core.components.reading.objects import entries_of
from viscodex_lsp.core.components.reading.source import Script, first_of
from viscodex_lsp.core.components.reading.types import type_text
from viscodex_lsp.core.language.grammars import text_of

if TYPE_CHECKING:
    from tree_sitter import Node

_FIRST_TAG: Final = re.compile(r"<([a-z][\w-]*)")
_SIGNAL: Final = re.compile(r"(input|model|output)(\.required)?\s*(?:<(.*?)>)?\s*\((.*)\)\s*\Z", re.DOTALL)
_ALIAS: Final = re.compile(r"""alias\s*:\s*["']([\w-]+)["']|^\s*["']([\w-]+)["']""")
_DECLARED: Final = re.compile(
    r"ɵɵ(?:Component|Directive)Declaration<\s*(\w+)[^,]*,\s*\"((?:[^\"\\]|\\.)+)\",\s*(?:never|\[[^\]]*\]),\s*(\{.*?\}|never),"
    r"(?:\s*(\{.*?\}|never),)?",
    re.DOTALL,
)
_STANDALONE: Final = re.compile(r",\s*(true|false)\s*[,>]")
_DECLARED_MODULE: Final = re.compile(r"ɵɵNgModuleDeclaration<[^<>]*,\s*\[([^\]]*)\]\s*>")
_LAST_NAME: Final = re.compile(r"typeof\s+(?:\w+\.)?(\w+)")
_MOST_LISTED: Final = 300
_DECLARED_OUTPUT: Final = re.compile(r'"\w+":\s*"([\w-]+)"')
_DECLARED_INPUT: Final = re.compile(
    r'"(\w+)":\s*(?:"([\w-]+)"|\{\s*"alias":\s*"([\w-]+)";\s*"required":\s*(\w+);)'
)


def angular_components(script: Script) -> Iterator[Component]:
    """The exported components and their selectors; `name` is the first selector, `class_name` the class."""
    for exported, name in script.exported.items():
        node = script.values.get(name)
        if node is None or node.type not in {"class_declaration", "abstract_class_declaration"}:
            continue
        statement = script.statements[name]
        decorator = decorator_of(name, script, "Component|Directive")
        found = _decorated(name, node, decorator) if decorator is not None else _in_types(name, node)
        if found is not None:
            yield replace(found, exported=exported, doc=doc_above(statement) or _doc_inside(statement))


def angular_modules(script: Script) -> Iterator[NgModule]:
    """The exported `@NgModule` classes, and those of a library's types."""
    for exported, name in script.exported.items():
        compiled = _DECLARED_MODULE.search(text_of(script.values.get(name)))
        if compiled is not None:
            yield NgModule(exported, exports=tuple(_LAST_NAME.findall(compiled[1]))[:_MOST_LISTED])
            continue
        options = decorator_options(name, script, "NgModule")
        if options:
            declared, imported, passed = (
                listed_in(options.get(key)) for key in ("declarations", "imports", "exports")
            )
            yield NgModule(exported if exported != "default" else name, declared, imported, passed)


def decorator_options(name: str, script: Script, kind: str) -> "dict[str, Node]":
    """What the decorator of this kind on the class `name` is given, by its keys; empty where it has none."""
    decorator = decorator_of(name, script, kind)
    given = first_of(decorator, frozenset({"object"}), most=12) if decorator is not None else None
    return dict(entries_of(given))


def decorator_of(name: str, script: Script, kind: str) -> "Node | None":
    """The decorator of this kind on the class `name`."""
    node, statement = script.values.get(name), script.statements.get(name)
    if node is None or statement is None:
        return None
    return next(
        (
            child
            for child in (*statement.named_children, *node.named_children)
            if child.type == "decorator" and re.match(rf"@(?:{kind})\b", text_of(child))
        ),
        None,
    )


def listed_in(array: "Node | None") -> tuple[str, ...]:
    """The names in an array; what is spread or computed is left out."""
    if array is None or array.type != "array":
        return ()
    return tuple(text_of(item) for item in array.named_children if item.type == "identifier")[:_MOST_LISTED]


def _decorated(name: str, node: "Node", decorator: "Node") -> Component | None:
    options = dict(entries_of(first_of(decorator, frozenset({"object"}), most=12)))
    selector = text_of(options.get("selector")).strip("\"'`")
    if not selector:
        return None
    template = text_of(options.get("template"))
    props, events = list[Prop](), list[str]()
    body = node.child_by_field_name("body")
    for member in body.named_children if body is not None else ():
        _read_member(member, props, events)
    first = _FIRST_TAG.search(template)
    return Component(
        name=one_line(selector, 200),
        exported="",
        framework="angular",
        props=tuple(props)[:MOST_PROPS],
        native=first[1] if first and "-" not in first[1] and not first[1].startswith("ng") else "",
        children="<ng-content" in template if template else True,
        events=tuple(events),
        class_name=name,
        standalone=text_of(options.get("standalone")) != "false",
    )


def _read_member(member: "Node", props: list[Prop], events: list[str]) -> None:
    if member.type not in {"public_field_definition", "method_definition"}:
        return
    name = text_of(member.child_by_field_name("name"))
    signal = _SIGNAL.match(text_of(member.child_by_field_name("value")))
    if signal:
        alias = _ALIAS.search(signal[4].rpartition(",")[2] if "alias" in signal[4] else "")
        told = (alias[1] or alias[2]) if alias else name
        if signal[1] == "output":
            events.append(told)
        else:
            kind = one_line(signal[3] or _literal_kind(signal[4]), 120)
            props.append(Prop(told, kind, bool(signal[2])))
        return
    before = member.prev_named_sibling
    around = [child for child in member.named_children if child.type == "decorator"]
    while before is not None and before.type == "decorator":
        around.append(before)
        before = before.prev_named_sibling
    for decorator in around:
        _read_decorator(text_of(decorator), name, member, props, events)


def _read_decorator(text: str, name: str, member: "Node", props: list[Prop], events: list[str]) -> None:
    found = re.match(r"@(Input|Output)\((.*)\)\s*\Z", text, re.DOTALL)
    if found is None:
        return
    alias = _ALIAS.search(found[2])
    told = (alias[1] or alias[2]) if alias else name
    if found[1] == "Output":
        events.append(told)
        return
    kind = type_text(member.child_by_field_name("type")) or _literal_kind(
        text_of(member.child_by_field_name("value"))
    )
    props.append(Prop(told, kind, bool(re.search(r"required\s*:\s*true", found[2]))))


def _literal_kind(value: str) -> str:
    value = value.strip()
    return "boolean" if value in {"true", "false"} else "string" if value[:1] in {"'", '"'} else ""


def _in_types(name: str, node: "Node") -> Component | None:
    """A component of a library, by what Angular's compiler wrote into its types."""
    text = text_of(node)
    found = _DECLARED.search(text) if "ɵɵ" in text else None
    if found is None:
        return None
    props = [
        Prop(told[2] or told[3] or told[1], "", told[4] == "true")
        for told in _DECLARED_INPUT.finditer(found[3])
    ]
    return Component(
        name=one_line(found[2], 200),
        exported="",
        framework="angular",
        props=tuple(props)[:MOST_PROPS],
        children=True,
        events=tuple(_DECLARED_OUTPUT.findall(found[4] or "")),
        class_name=name,
        # The compiler has written this since Angular 14; older libraries are used by their modules.
        standalone=_STANDALONE.findall(text)[-1:] == ["true"],
    )


def _doc_inside(statement: "Node") -> str:
    """The comment between a decorator and its class."""
    for child in statement.named_children:
        if child.type == "comment":
            return first_sentence(text_of(child))
    return ""
