"""What shells forbid in a script, though the grammar accepts it."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from viscodex_lsp.core.language.grammars import captures
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.syntax.mistake import Mistake, over_all_of, quote

if TYPE_CHECKING:
    from tree_sitter import Node

_PARTS: Final = """
";;" @end
(command (subshell) @subshell)
(case_item) @item
(case_item value: (extglob_pattern) @pattern)
(file_redirect destination: (_) @destination)
(case_statement value: (_) @value)
"""
_QUOTED: Final = re.compile(rb"\\.|\[[^\]]*\]|'[^']*'|\"[^\"]*\"")


def shell_mistakes(root: "Node", language: Language) -> Iterator[Mistake]:
    """Bash, where its grammar takes the signs of one construction in another (Bash manual, 3.2.5.2, 3.2.5.3)."""
    found = captures(language, _PARTS, root)
    for end in found.get("end", ()):
        if end.parent is not None and end.parent.type != "case_item":
            yield over_all_of(end, "`;;` outside of `case`")
    for subshell in found.get("subshell", ()):
        yield over_all_of(subshell, "unexpected `(`")
    for pattern in found.get("pattern", ()):
        text = _QUOTED.sub(b"", pattern.text or b"")
        if text.count(b")") > text.count(b"(") or text.count(b"`") % 2:
            yield over_all_of(pattern, f"unexpected sign in the pattern `{quote(pattern)}`")
    for target in found.get("destination", ()):
        yield from _on_another_line(target)
    for value in found.get("value", ()):
        word = value.prev_sibling
        if word is not None and word.end_byte == value.start_byte:
            yield over_all_of(value, f"no blank before `{quote(value)}`")
    for item in found.get("item", ()):
        yield from _broken_alternatives(item)


def _broken_alternatives(item: "Node") -> Iterator[Mistake]:
    """The patterns of a branch stand on one line, or on lines that end with a backslash."""
    text = item.text or b""
    for one, two in pairwise(item.children):
        if one.type == ")":
            return
        between = text[one.end_byte - item.start_byte : two.start_byte - item.start_byte]
        if one.end_point.row != two.start_point.row and b"\\\n" not in between:
            yield over_all_of(one, f"`{quote(one)}` ends the line among the patterns of a `case`")


def _on_another_line(target: "Node") -> Iterator[Mistake]:
    """The file of a redirection stands on its line, or behind a backslash."""
    sign, whole = target.prev_sibling, target.parent
    if sign is None or whole is None or sign.end_point.row == target.start_point.row:
        return
    between = (whole.text or b"")[sign.end_byte - whole.start_byte : target.start_byte - whole.start_byte]
    if b"\n" in between.replace(b"\\\n", b""):
        yield over_all_of(sign, f"nothing behind `{quote(sign)}`")
