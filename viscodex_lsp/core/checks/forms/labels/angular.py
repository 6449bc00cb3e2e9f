"""Takes the template out of an Angular component that was written where its template was wanted."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from viscodex_lsp.core.checks.indentation import deeper, without_margin
from viscodex_lsp.core.checks.pages.parts import without_elements
from viscodex_lsp.core.checks.pages.tags import elements, read_tags
from viscodex_lsp.core.language.grammars import captures, text_of
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Patch
from viscodex_lsp.core.syntax.syntax import Tree, parse

if TYPE_CHECKING:
    from tree_sitter import Node

_LABELS = frozenset({"typescript", "ts", "angular"})
_GIVEN = "(decorator (call_expression arguments: (arguments (object) @given)))"
# Any other sign behind a backslash stands for itself (ECMAScript, "String Literals").
_ESCAPED = re.compile(r"\\([^\w\n])")
_PROPERTY = re.compile(r"\s*template\s*:\s*`(?P<template>[^`\\$]*)`\s*+,?\s*+")
LEFT_OUT = "; its class is left out"
_CLASS = re.compile(r"\bclass\s+(\w+)")


def out_of_class(patch: Patch, language: Language) -> Patch:
    """The template of the component, with its styles, and a note of what is left out; any other patch as it is."""
    if language.id != "angular" or patch.label not in _LABELS:
        return patch
    alone = _PROPERTY.fullmatch(patch.code)
    if alone is not None:
        note = "took the template out of its property"
        code = without_margin(alone["template"].strip("\n")).rstrip()
        return replace(patch, code=code, label=None, notes=(*patch.notes, note))
    if "@Component" not in patch.code:
        return patch
    tree = parse(patch.code, language_of("typescript"))
    found = captures(tree.language, _GIVEN, tree.parsed.root_node) if tree.parsed is not None else {}
    given = [(_texts(node, tree), tree.offsets.to_points(node.end_byte)) for node in found.get("given", ())]
    texts, end = next((one for one in given if "template" in one[0]), ({}, 0))
    if len(texts.get("template", ())) != 1:
        return patch
    styles = [f"<style>\n{deeper(rules)}\n</style>" for rules in texts.get("styles", ()) if rules.strip()]
    own = _CLASS.search(patch.code, end)
    name = own[1] if own is not None else ""
    others = "".join(f", and so is `{other}`" for other in _CLASS.findall(patch.code) if other != name)
    note = f"took the template out of the component {name}".rstrip()
    code = "\n".join((*styles, *texts["template"]))
    notes = (*patch.notes, f"{note}{LEFT_OUT}{others}")
    return replace(patch, code=code, label=None, notes=notes)


def without_scripts(patch: Patch, language: Language) -> Patch:
    """The patch without scripts, which Angular drops from templates, and a note."""
    if language.id != "angular" or "<script" not in patch.code:
        return patch
    code = without_elements(patch.code, elements(read_tags(patch.code), "script")).strip("\n")
    note = "left out a script: Angular has none in a template"
    return replace(patch, code=code, notes=(*patch.notes, note)) if code != patch.code else patch


def _texts(given: "Node", tree: Tree) -> dict[str, list[str]]:
    """The texts that a decorator is given, by their keys."""
    pairs = (child for child in given.named_children if child.type == "pair")
    return {_key(pair): list(_strings(pair, tree)) for pair in pairs}


def _key(pair: "Node") -> str:
    key = pair.child_by_field_name("key")
    return text_of(key) if key is not None else ""


def _strings(pair: "Node", tree: Tree) -> Iterator[str]:
    """The texts that a value holds, alone or in a list, without the indentation that they have there."""
    value = pair.child_by_field_name("value")
    for node in value.named_children if value is not None and value.type == "array" else (value,):
        if node is not None and node.type in ("template_string", "string"):
            text = _ESCAPED.sub(r"\1", tree.source(node)[1:-1])
            yield without_margin(text.strip("\n")).rstrip()
