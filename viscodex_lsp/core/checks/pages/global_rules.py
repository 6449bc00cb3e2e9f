"""Keeps the style rules of a reply to the part of the document that the reply adds.

A model that draws a whole page writes rules for `body`, `*` and bare tags. In a document with content of its own
they would restyle everything; so they are put under a class of the new part.
"""

import re
from typing import TYPE_CHECKING

from viscodex_lsp.core.language.grammars import text_of
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Replacement, Span
from viscodex_lsp.core.syntax.syntax import Tree, parse
from viscodex_lsp.core.text.difference import apply_replacements

if TYPE_CHECKING:
    from tree_sitter import Node

_OWN = re.compile(r"[.#][A-Za-z_\\-]")
_ROOT = re.compile(r"(?:(?:html|:root)\b\s*>?\s*)?(?:body|html|:root)(?![\w-])", re.IGNORECASE)
_OUTERMOST = 64


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
        scoped = f".{name}{text[root.end() :]}" if root is not None else f".{name} {text}"
        span = Span(tree.offsets.to_points(node.start_byte), tree.offsets.to_points(node.end_byte))
        edits.append(Replacement(span, scoped))
        changed.append(" ".join(text.split()))
    ordered = sorted(edits, key=lambda edit: edit.span.start)
    return apply_replacements(css, ordered), tuple(dict.fromkeys(changed))


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
