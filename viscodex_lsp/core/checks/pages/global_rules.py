"""Keeps the style rules of a reply to the part of the document that the reply adds.

A model that draws a whole page writes rules for `body`, `*` and bare tags. In a document with content of its own
they would restyle everything; so they are put under a class of the new part.
"""

import re
from typing import TYPE_CHECKING

from viscodex_lsp.core.checks.pages.tags import elements, open_elements, read_tags
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.checks.sheets.items import items_of
from viscodex_lsp.core.language.grammars import text_of
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Replacement, Span
from viscodex_lsp.core.syntax.syntax import Tree, parse
from viscodex_lsp.core.text.difference import apply_replacements

if TYPE_CHECKING:
    from tree_sitter import Node

_OWN = re.compile(r"[.#][A-Za-z_\\-]")
_ROOT = re.compile(r"(?:(?:html|:root)\b\s*+>?\s*+)?(?:body|html|:root)(?![\w-])", re.IGNORECASE)
_OUTERMOST = 64
_LAYOUT = re.compile(r"(?:[a-z]+:)?(?:d-)?(?:inline-)?(?:flex|grid)|row|columns|(?:\w+-)?grid|grid-cols-\S+")
_DISPLAY = re.compile(r"\bdisplay\s*:\s*(?:inline-)?(?:flex|grid)\b")
_MOST = 200_000


def has_global_rules(css: str) -> bool:
    """Whether a rule would reach elements that have no class of the style sheet's own."""
    return any(not _OWN.search(text_of(node)) for _, node in _selectors(parse(css, language_of("css"))))


def under_class(css: str, name: str) -> tuple[str, tuple[str, ...]]:
    """The style sheet with its global rules under the class `name`, and the selectors that were changed."""
    tree = parse(css, language_of("css"))
    edits: list[Replacement] = []
    changed: list[str] = []
    for _, node in _selectors(tree):
        text = text_of(node)
        if _OWN.search(text):
            continue
        root = _ROOT.match(text)
        below = text[root.end() :] if root is not None else f" {text}"
        # Weighs nothing (Selectors Level 4, ":where()"): the part's own classes count more than tags, as before.
        scoped = (
            f":where(.{name}){below}"
            if below[:1].strip() != below[:1] or below[:1] == ">"
            else f".{name}{below}"
        )
        span = Span(tree.offsets.to_points(node.start_byte), tree.offsets.to_points(node.end_byte))
        edits.append(Replacement(span, scoped))
        changed.append(" ".join(text.split()))
    ordered = sorted(edits, key=lambda edit: edit.span.start)
    return apply_replacements(css, ordered), tuple(dict.fromkeys(changed))


def lays_out(place: Place) -> bool:
    """Whether the element around a place lays out what is in it, as a grid or a row, by its classes or by a rule of the
    document."""
    text = place.lines.text
    opened = open_elements(text[: place.span.start])
    if not opened or len(text) > _MOST:
        return False
    tag = opened[-1]
    words = (tag.value("class") or tag.value("classname")).split()
    if any(map(_LAYOUT.fullmatch, words)) or _DISPLAY.search(tag.value("style")):
        return True
    heads = {tag.name, *(f".{word}" for word in words), *(f"{tag.name}.{word}" for word in words)}
    sheets = elements(read_tags(text), "style") if "<style" in text else []
    return any(
        _DISPLAY.search(rule.body) is not None
        for sheet in sheets
        for rule in items_of(text, sheet.inner, slashes=False)
        if heads.intersection(rule.head.replace(",", " ").split())
    )


def free_class(*texts: str) -> str:
    """A class name that none of the texts has."""
    numbers = range(1, _OUTERMOST)
    names = ("from-picture", *(f"from-picture-{number}" for number in numbers if number > 1))
    return next(
        (name for name in names if not any(re.search(rf"{name}(?![\w-])", text) for text in texts)), names[-1]
    )


def _selectors(tree: Tree) -> list[tuple[int, "Node"]]:
    """Each selector of the rules that are not inside another rule."""
    if tree.parsed is None:
        return []
    found: list[Node] = []
    waiting = [tree.parsed.root_node]
    while waiting:
        node = waiting.pop()
        if node.type == "rule_set":
            lists = [child for child in node.named_children if child.type == "selectors"]
            found += [child for one in lists for child in one.named_children if child.type != "comment"]
        elif node.type != "keyframes_statement":
            waiting += node.named_children
    return sorted(((node.start_byte, node) for node in found), key=lambda pair: pair[0])
