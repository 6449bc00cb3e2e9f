"""File facts as compact bytes and back: how they are kept in memory and on disk."""

import json
from typing import Any, Final

from viscodex_lsp.core.components.nouns import Component, FileFacts, NgModule, Prop, Reexport, Token, Use

FORMAT: Final = 2
"""Grows whenever the bytes of older programs would be read wrongly, or facts are read differently."""


def encode(facts: FileFacts) -> bytes:
    """The facts as bytes; empty where there are none."""
    if not facts:
        return b""
    parts = [
        [_component(each) for each in facts.components],
        [(each.name, each.kind, each.group, each.value, each.file) for each in facts.tokens],
        [(each.module, each.name, each.exported) for each in facts.reexports],
        facts.exports,
        [(each.name, each.module) for each in facts.uses],
        [(each.name, each.declarations, each.imports, each.exports, each.file) for each in facts.modules],
    ]
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def decode(data: bytes) -> FileFacts:
    """The facts again.

    Raises:
        ValueError: these are not the bytes of facts.
    """
    if not data:
        return FileFacts()
    try:
        components, tokens, reexports, exports, uses, modules = json.loads(data)
        return FileFacts(
            tuple(_read_component(each) for each in components),
            tuple(Token(*each) for each in tokens),
            tuple(Reexport(*each) for each in reexports),
            tuple(exports),
            tuple(Use(*each) for each in uses),
            tuple(_read_module(*each) for each in modules),
        )
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise ValueError("not the facts of a file") from error


def _read_module(
    name: str, declared: list[str], imported: list[str], passed: list[str], file: str
) -> NgModule:
    return NgModule(name, tuple(declared), tuple(imported), tuple(passed), file)


def _component(each: Component) -> list[Any]:
    props = [(prop.name, prop.type, int(prop.required)) for prop in each.props]
    flags = int(each.open) + 2 * int(each.children) + 4 * int(each.standalone)
    return [
        each.name,
        each.exported,
        each.framework,
        props,
        each.native,
        flags,
        each.events,
        each.doc,
        each.file,
        each.class_name,
    ]


def _read_component(parts: list[Any]) -> Component:
    name, exported, framework, props, native, flags, events, doc, file, class_name = parts
    return Component(
        name=name,
        exported=exported,
        framework=framework,
        props=tuple(Prop(prop[0], prop[1], bool(prop[2])) for prop in props),
        native=native,
        open=bool(flags & 1),
        children=bool(flags & 2),
        events=tuple(events),
        doc=doc,
        file=file,
        class_name=class_name,
        standalone=bool(flags & 4),
    )
