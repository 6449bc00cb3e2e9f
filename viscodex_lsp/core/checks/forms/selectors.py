"""What a grammar of CSS takes and browsers do not read: a declaration without a selector, names as Sass joins them."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from viscodex_lsp.core.checks.forms.second_names import inserted, is_new
from viscodex_lsp.core.language.grammars import text_of
from viscodex_lsp.core.nouns import Reason, Refusal, Replacement
from viscodex_lsp.core.syntax.syntax import Tree, reparse

if TYPE_CHECKING:
    from tree_sitter import Node

_QUOTED = 60
_JOINED = re.compile(r"^[ \t]*(?P<name>&[\w-]++)[^;\n{]*+\{", re.MULTILINE)


def unread_by_css(before: Tree, replacements: tuple[Replacement, ...]) -> Refusal | None:
    """Why edits of a style sheet are refused; None where they are not."""
    return _declared_without_selector(before, replacements) or _joined_names(before, replacements)


def _declared_without_selector(before: Tree, replacements: tuple[Replacement, ...]) -> Refusal | None:
    """A declaration of CSS in no rule: at the top of a style sheet, or right in a media query there."""
    if before.language.id != "css" or before.parsed is None:
        return None
    after = reparse(before, replacements)
    if after.parsed is None:
        return None
    places = inserted(replacements)
    for node in _in_no_rule(after.parsed.root_node):
        if is_new(node, after, places):
            text = text_of(node)[:_QUOTED]
            return Refusal(
                Reason.SYNTAX,
                f"The reply declares `{text}` where no selector says for what, and nothing was changed. Choose a place "
                "in a rule, or ask for a whole rule in the instruction.",
                f"it declares `{text}` outside of any rule. Write a whole rule.",
            )
    return None


def _joined_names(before: Tree, replacements: tuple[Replacement, ...]) -> Refusal | None:
    """`&__body` in CSS, which only Sass and Less join to a name (CSS Nesting Module, "Nesting Selector")."""
    if before.language.id != "css" or _JOINED.search(before.text):
        return None
    found = next(filter(None, (_JOINED.search(part.text) for part in replacements)), None)
    if found is None:
        return None
    return Refusal(
        Reason.SYNTAX,
        f"The reply has `{found['name']}`, which Sass reads, but CSS does not, so nothing was changed. Try again, or "
        "say in the instruction that the file is CSS.",
        f"it has `{found['name']}`, which CSS does not read. Write the whole selectors.",
    )


def _in_no_rule(root: "Node") -> Iterator["Node"]:
    waiting = [root]
    while waiting:
        for child in waiting.pop().named_children:
            if child.type == "declaration":
                yield child
            elif child.type in ("block", "media_statement", "supports_statement"):
                waiting.append(child)
