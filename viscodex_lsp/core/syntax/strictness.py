"""The mistakes in a parsed text that its grammar lets pass but its language does not.

Grammars for editors are lenient: Python's accepts any indentation and empty bodies, HTML's accepts elements
that are never closed, JSON's accepts comments and several roots. Positions are byte offsets.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from viscodex_lsp.core.language.grammars import captures
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.syntax.mistake import Mistake, at_start_of, over_all_of
from viscodex_lsp.core.syntax.rules.compiled import (
    c_mistakes,
    csharp_mistakes,
    go_mistakes,
    java_mistakes,
    kotlin_mistakes,
)
from viscodex_lsp.core.syntax.rules.markup import markup_mistakes
from viscodex_lsp.core.syntax.rules.reserved import keywords_as_names
from viscodex_lsp.core.syntax.rules.rust import rust_mistakes
from viscodex_lsp.core.syntax.rules.scripting import php_mistakes, python_mistakes, ruby_mistakes
from viscodex_lsp.core.syntax.rules.scripts import script_mistakes
from viscodex_lsp.core.syntax.rules.shell import shell_mistakes

if TYPE_CHECKING:
    from tree_sitter import Node


def mistakes(root: "Node", language: Language) -> Iterator[Mistake]:
    """Every mistake that the grammar of `language` lets pass, in no order."""
    rule = _RULES.get(language.id, markup_mistakes if language.markup else None)
    if rule is not None:
        yield from rule(root, language)
    yield from keywords_as_names(root, language)


def _css(root: "Node", _: Language) -> Iterator[Mistake]:
    for child in root.named_children:
        if child.type == "declaration":
            yield over_all_of(child, "a declaration outside of any rule")


def _json(root: "Node", language: Language) -> Iterator[Mistake]:
    values = [child for child in root.named_children if child.type not in {"comment", "ERROR"}]
    for value in values[1:]:
        yield at_start_of(value, "a second value after the end of the first")
    if language.id == "json":
        for comment in captures(language, "(comment) @comment", root).get("comment", ()):
            yield over_all_of(comment, "JSON has no comments")


_RULES: dict[str, Callable[["Node", Language], Iterator[Mistake]]] = {
    "python": python_mistakes,
    "ipython": python_mistakes,
    "css": _css,
    "javascript": script_mistakes,
    "javascriptreact": script_mistakes,
    "typescript": script_mistakes,
    "typescriptreact": script_mistakes,
    "go": go_mistakes,
    "c": c_mistakes,
    "cpp": c_mistakes,
    "csharp": csharp_mistakes,
    "java": java_mistakes,
    "kotlin": kotlin_mistakes,
    "php": php_mistakes,
    "ruby": ruby_mistakes,
    "rust": rust_mistakes,
    "shellscript": shell_mistakes,
    "json": _json,
    "jsonc": _json,
}
