"""The markup of a Vue or Svelte component as a page, where nothing in it has to be computed."""

import re
from collections.abc import Sequence

from viscodex_lsp.core.nouns import Span
from viscodex_lsp.core.syntax.syntax import Tree
from viscodex_lsp.core.truth.page.markup import Markup

_STYLE = re.compile(r"<style\b([^>]*)>(.*?)</style\s*>", re.IGNORECASE | re.DOTALL)
_SCRIPT = re.compile(r"<script\b[^>]*>.*?</script\s*>", re.IGNORECASE | re.DOTALL)
_TEMPLATE = re.compile(r"<template\b([^>]*)>(.*)</template\s*>", re.IGNORECASE | re.DOTALL)
_PLAIN = re.compile(r"""\{\{?\s*(?:'([^'\\]*)'|"([^"\\]*)"|`([^`\\$]*)`|(\d[\d.]*))\s*\}\}?""")
_LISTENERS = re.compile(
    r"""\s(?:@|v-on:|on:|bind:|v-model|:key|use:|on\w+=\{)[\w.:-]*(?:=(?:"[^"]*"|'[^']*'|\{[^}]*\}))?"""
)
_COMPUTED = {
    "vue": re.compile(r"\{\{|\s(?::|v-(?!cloak|once))[\w-]+"),
    "svelte": re.compile(r"\{[#@/:]?[^}]*\}"),
}
_OTHER_LANGUAGE = re.compile(r"\blang\s*=\s*[\"']?(?!css|postcss|html)", re.IGNORECASE)
_COMPONENT = re.compile(r"<([A-Z]\w*|\w+(?:-\w+)+)\b")


def component_markup(tree: Tree, spans: Sequence[Span], language: str) -> Markup | str:
    """What is drawn of a component, all of it; or why it cannot be drawn without being run."""
    del spans
    text = tree.text
    styles = _STYLE.findall(text)
    template = _TEMPLATE.search(text) if language == "vue" else None
    if any(_OTHER_LANGUAGE.search(head) for head, _ in styles) or (template and "lang=" in template[1]):
        return "its styles or its template are in a language that has to be compiled"
    markup = template[2] if template else _SCRIPT.sub("", _STYLE.sub("", text))
    markup = _PLAIN.sub(lambda found: "".join(filter(None, found.groups())), _LISTENERS.sub("", markup))
    found = _COMPUTED[language].search(markup) or _COMPONENT.search(markup)
    if found:
        return f"only a program can tell what it shows ({found[0].strip()[:24]})"
    return Markup(f"<body>{markup}", tuple(css for _, css in styles), markup)
