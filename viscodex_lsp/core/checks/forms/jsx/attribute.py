"""Takes a reply out of the attribute that the place is in, which it writes again: `menu={…}`."""

import re
from typing import TYPE_CHECKING

from viscodex_lsp.core.checks.indentation import without_margin
from viscodex_lsp.core.context.script_place import with_probe
from viscodex_lsp.core.nouns import Span
from viscodex_lsp.core.syntax.syntax import Tree

if TYPE_CHECKING:
    from tree_sitter import Node

_IMPORTS = re.compile(r"(?:import\b[^\n]*\n|[ \t]*\n)+")
_OPTIONAL = frozenset(" \t\r\n;,")


def out_of_attribute(code: str, tree: Tree, span: Span) -> str | None:
    """What stands in the reply where the place is in the attribute; None where it does not write that again."""
    probed, node = with_probe(tree, span)
    while node is not None and node.type != "jsx_attribute":
        node = node.parent
    if node is None:
        return None
    head, tail = _around(node, probed, span)
    imports = _IMPORTS.match(code)
    above, code = (imports[0], code[imports.end() :]) if imports is not None else ("", code)
    start, end = _after(code, head), len(code) - (_after(code[::-1], tail[::-1]) or 0)
    if not start or (tail.strip() and end == len(code)) or not start < end or not code[start:end].strip():
        return None
    first = code.rfind("\n", 0, start) + 1
    inner = code[start:end]
    lines = inner if inner.startswith("\n") else " " * (start - first) + inner
    return above + without_margin(lines.strip("\n")).rstrip()


def _around(attribute: "Node", probed: Tree, span: Span) -> tuple[str, str]:
    """The text of an attribute before the place, and behind it: the probe is a word between two blanks."""
    start, end = (probed.offsets.to_points(at) for at in (attribute.start_byte, attribute.end_byte))
    behind = probed.text[span.start + 1 :].lstrip("vx0")
    return probed.text[start : span.start], behind[: max(0, end - (len(probed.text) - len(behind)))]


def _after(code: str, wanted: str) -> int:
    """The offset in `code` behind all of `wanted`, but for blanks and separators; 0 where it does not begin with it."""
    at = 0
    for sign in wanted:
        if sign in _OPTIONAL:
            continue
        while at < len(code) and code[at] in _OPTIONAL:
            at += 1
        if at == len(code) or code[at] != sign:
            return 0
        at += 1
    return at
