"""Characters that cannot be seen and that no parser takes where code is: they are taken out, and the person is told.

Models copy them from the pages they learned from. Inside strings and comments, and in text, they are content.
"""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from viscodex_lsp.core.checks.indentation import LITERALS, parse_fragment
from viscodex_lsp.core.counted import counted
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.nouns import Patch
from viscodex_lsp.core.syntax.syntax import Tree

if TYPE_CHECKING:
    from tree_sitter import Node

_WITHOUT_WIDTH = re.compile("[\u00ad\u180e\u200b-\u200d\u2060\ufeff]")
_ODD_BLANK = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_CONTENT = LITERALS | {"regex", "jsx_text", "text", "char_literal", "character_literal", "character"}


def without_invisible(patch: Patch, language: Language) -> Patch:
    """The patch without them, with a note; unchanged where there are none, or where all is text."""
    found = list(re.finditer(f"{_WITHOUT_WIDTH.pattern}|{_ODD_BLANK.pattern}", patch.code))
    if not found or language.grammar is None or language.markup or language.id in {"yaml", "css"}:
        return patch
    tree = parse_fragment(patch.code, language)
    behind = len(tree.text) - len(patch.code)
    wrong = {match.start() for match in found if not _is_content(tree, match.start() + behind)}
    if not wrong:
        return patch
    code = "".join(_seen(sign) if at in wrong else sign for at, sign in enumerate(patch.code))
    note = f"took out {counted(len(wrong), 'character')} that cannot be seen"
    return replace(patch, code=code, notes=(*patch.notes, note))


def _seen(sign: str) -> str:
    return " " if _ODD_BLANK.match(sign) else ""


def _is_content(tree: Tree, offset: int) -> bool:
    if tree.parsed is None:
        return True
    start, end = tree.offsets.to_bytes(offset), tree.offsets.to_bytes(offset + 1)
    node: Node | None = tree.parsed.root_node.descendant_for_byte_range(start, end)
    while node is not None:
        if node.type in _CONTENT or "comment" in node.type:
            return True
        node = node.parent
    return False
