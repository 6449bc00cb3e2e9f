"""File facts as compact bytes and back: how they are kept in memory and on disk."""

import json
from typing import Any, Final

from viscodex_lsp.core.components.nouns import (
    Component,
    FileFacts,
    NgModule,
    Prop,
    PropType,
    Reexport,
    Token,
    TypeUse,
    Use,
    Value,
)

FORMAT: Final = 8
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
        [_type(each) for each in facts.types],
        [(each.name, each.exported) for each in facts.values],
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
        components, tokens, reexports, exports, uses, modules, types, values = json.loads(data)
        return FileFacts(
            tuple(_read_component(each) for each in components),
            tuple(Token(*each) for each in tokens),
            tuple(Reexport(*each) for each in reexports),
            tuple(exports),
            tuple(Use(*each) for each in uses),
            tuple(_read_module(*each) for each in modules),
            tuple(_read_type(*each) for each in types),
            tuple(Value(*each) for each in values),
        )
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise ValueError("not the facts of a file") from error


def _read_module(
    name: str, declared: list[str], imported: list[str], passed: list[str], file: str
) -> NgModule:
    return NgModule(name, tuple(declared), tuple(imported), tuple(passed), file)


def _type(each: PropType) -> list[Any]:
    flags = int(each.open) + 2 * int(each.children)
    return [each.name, _props(each.props), each.native, flags, _type_uses(each.types)]


def _read_type(name: str, props: list[Any], native: str, flags: int, types: list[Any]) -> PropType:
    return PropType(
        name, _read_props(props), native, bool(flags & 1), bool(flags & 2), _read_type_uses(types)
    )


def _type_uses(uses: tuple[TypeUse, ...]) -> list[Any]:
    return [(use.name, use.module, use.without, use.only, int(use.optional)) for use in uses]


def _read_type_uses(rows: list[Any]) -> tuple[TypeUse, ...]:
    return tuple(
        TypeUse(name, module, tuple(without), tuple(only), bool(optional))
        for name, module, without, only, optional in rows
    )


def _props(props: tuple[Prop, ...]) -> list[Any]:
    return [(prop.name, prop.type, int(prop.required)) for prop in props]


def _read_props(rows: list[Any]) -> tuple[Prop, ...]:
    return tuple(Prop(row[0], row[1], bool(row[2])) for row in rows)


def _component(each: Component) -> list[Any]:
    flags = int(each.open) + 2 * int(each.children) + 4 * int(each.standalone)
    return [
        each.name,
        each.exported,
        each.framework,
        _props(each.props),
        each.native,
        flags,
        each.events,
        each.doc,
        each.file,
        each.class_name,
        _type_uses(each.types),
    ]


def _read_component(parts: list[Any]) -> Component:
    name, exported, framework, props, native, flags, events, doc, file, class_name, types = parts
    return Component(
        name=name,
        exported=exported,
        framework=framework,
        props=_read_props(props),
        native=native,
        open=bool(flags & 1),
        children=bool(flags & 2),
        events=tuple(events),
        doc=doc,
        file=file,
        class_name=class_name,
        standalone=bool(flags & 4),
        types=_read_type_uses(types),
    )
