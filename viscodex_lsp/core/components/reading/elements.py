"""Custom elements (web components) in a script: classes that are defined under a tag."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from viscodex_lsp.core.components.nouns import MOST_PROPS, Component, Prop
from viscodex_lsp.core.components.reading.docs import doc_above
from viscodex_lsp.core.components.reading.objects import entries_of
from viscodex_lsp.core.components.reading.source import Script
from viscodex_lsp.core.components.reading.types import type_text
from viscodex_lsp.core.language.grammars import text_of

if TYPE_CHECKING:
    from tree_sitter import Node

_DEFINED: Final = re.compile(
    r"""customElements\s*\.\s*define\(\s*["'`]([a-z][\w.-]*-[\w.-]*)["'`]\s*,\s*(\w+)"""
)
_TAG: Final = re.compile(r"""@customElement\(\s*["']([a-z][\w.-]*-[\w.-]*)["']""")
_WORDS: Final = re.compile(r"""["']([\w-]+)["']""")
_ATTRIBUTE: Final = re.compile(r"""attribute\s*:\s*["']([\w-]+)["']""")


def custom_elements(text: str, script: Script) -> Iterator[Component]:
    """The elements that a script defines."""
    defined = {name: tag for tag, name in _DEFINED.findall(text)}
    for name, node in script.values.items():
        if node.type != "class_declaration":
            continue
        statement = script.statements[name]
        found = _TAG.search(text_of(statement)[:500])
        tag = found[1] if found else defined.get(name, "")
        if tag:
            body = node.child_by_field_name("body")
            yield Component(
                name=tag,
                exported="",
                framework="element",
                props=tuple(_props(body))[:MOST_PROPS] if body is not None else (),
                children="<slot" in text_of(body),
                doc=doc_above(statement),
                class_name=name,
            )


def _props(body: "Node") -> Iterator[Prop]:
    for member in body.named_children:
        name = text_of(member.child_by_field_name("name"))
        text = text_of(member)
        if name == "observedAttributes":
            yield from (Prop(word) for word in _WORDS.findall(text))
        elif name in {"properties", "props"} and text.lstrip().startswith("static"):
            for key, value in entries_of(member.child_by_field_name("value")):
                yield Prop(_named(key, text_of(value)))
        elif any(
            child.type == "decorator" and text_of(child).startswith("@property")
            for child in member.named_children
        ):
            yield Prop(_named(name, text), type_text(member.child_by_field_name("type")))


def _named(name: str, options: str) -> str:
    found = _ATTRIBUTE.search(options[:300])
    return found[1] if found else name.lower()
