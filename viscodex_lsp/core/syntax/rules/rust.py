"""What Rust forbids, though its grammar accepts it."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from viscodex_lsp.core.language.data.traits import nodes
from viscodex_lsp.core.language.grammars import captures
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.syntax.mistake import Mistake, over_all_of, quote

if TYPE_CHECKING:
    from tree_sitter import Node

_OPENS_CRATE: Final = nodes("shebang inner_attribute_item")
_TYPES: Final = nodes("generic_type scoped_type_identifier")
# Rust Reference, "Tokens": a quote begins a character or a lifetime, in what a macro is given too. What is never closed
# goes to the end: to look for its end from each beginning again takes minutes.
_TOKENS: Final = re.compile(
    rb"""//[^\n]* | /\*(?:[^*]|\*(?!/))*+(?:\*/|\Z) | r(?P<marks>\#*)"[\s\S]*?(?:"(?P=marks)|\Z)
      | "(?:[^"\\]|\\[\s\S])*+(?:"|\Z)
      | '(?:\\(?:u\{[^}\n]*\}|x..|.)|[^\\'\n][\x80-\xbf]*)' | '[^\W\d]\w*+(?!') | (?P<wrong>')""",
    re.VERBOSE,
)


def rust_mistakes(root: "Node", language: Language) -> Iterator[Mistake]:
    yield from _late_inner_documentation(root)
    yield from _lone_quotes(root)
    yield from _macros_without_end(root, language)
    pattern = "(source_file (empty_statement) @one) (declaration_list (empty_statement) @one)"
    for statement in captures(language, pattern, root).get("one", ()):
        before = statement.prev_sibling
        if before is None or before.type not in {"macro_invocation", "expression_statement"}:
            yield over_all_of(statement, "a `;` with nothing before it")
    for parameters in captures(language, "(function_item (parameters) @one)", root).get("one", ()):
        for parameter in parameters.named_children:
            if parameter.type in _TYPES:
                yield over_all_of(parameter, f"`{quote(parameter)}` is a parameter without a name")


def _lone_quotes(root: "Node") -> Iterator[Mistake]:
    text = root.text or b""
    for token in _TOKENS.finditer(text) if b"'" in text else ():
        if token["wrong"]:
            row = text.count(b"\n", 0, token.start())
            yield Mistake(
                root.start_byte + token.start(), root.start_byte + token.end(), row, "unexpected `'`"
            )


def _macros_without_end(root: "Node", language: Language) -> Iterator[Mistake]:
    """`a!(…)` and `a![…]` end with a `;`, but as the value of a block (Rust Reference, "Macro invocation")."""
    pattern = (
        "(source_file (macro_invocation) @one) (declaration_list (macro_invocation) @one) "
        "(block (macro_invocation) @one)"
    )
    for call in captures(language, pattern, root).get("one", ()):
        after = call.next_sibling
        while after is not None and after.type.endswith("_comment"):
            after = after.next_sibling
        if (
            after is not None
            and after.type == "}"
            and call.parent is not None
            and call.parent.type == "block"
        ):
            continue
        if not (call.text or b"").endswith(b"}") and (
            after is None or after.type not in {";", "empty_statement"}
        ):
            yield over_all_of(call, f"a `;` is missing behind `{quote(call)}`")


def _late_inner_documentation(root: "Node") -> Iterator[Mistake]:
    """`//!` documents what it stands in, and has to come before all that is in it (Rust Reference, "Comments")."""
    begun = False
    for child in root.children:
        kinds = {part.type for part in child.children} if child.type.endswith("_comment") else set()
        if begun and "inner_doc_comment_marker" in kinds:
            yield over_all_of(child, f"`{quote(child)}` below what it documents")
        plain = child.type.endswith("_comment") and "outer_doc_comment_marker" not in kinds
        begun = begun or not (plain or child.type in _OPENS_CRATE)
