"""The lines that head a PHP file, in a reply for a place further down.

`declare(strict_types=1)` and a namespace for all that follows count only above all other code (PHP manual,
"Defining namespaces"). Below it, what the reply brings becomes part of the file as it is.
"""

import re

from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.nouns import Span
from viscodex_lsp.core.syntax.syntax import Tree

_HEAD = re.compile(r"declare\s*\(\s*strict_types\s*=\s*\d\s*\)\s*;|namespace\s+[\w\\]+\s*;")
_ABOVE = frozenset({"php_tag", "comment", "declare_statement", "namespace_definition", "ERROR"})
_COMMENT = ("//", "#", "/*", "*")


def without_php_head(fragment: Fragment, tree: Tree, span: Span) -> tuple[Fragment, str]:
    """The fragment without such lines at its top where other code of the document is above `span`, and a note; "" for
    none."""
    if tree.language.id != "php" or not _is_below_code(tree, span):
        return fragment, ""
    gone: dict[int, str] = {}
    for row, line in enumerate(fragment.lines):
        words = line.strip()
        if _HEAD.fullmatch(words):
            gone[row] = words
        elif words and not words.startswith(_COMMENT):
            break
    if not gone or fragment.kept:
        return fragment, ""
    listed = ", ".join(f"`{line}`" for line in gone.values())
    return fragment.without(gone), f"left out {listed}: it counts only above all other code of a file"


def _is_below_code(tree: Tree, span: Span) -> bool:
    start = tree.offsets.to_bytes(span.start)
    nodes = tree.parsed.root_node.named_children if tree.parsed is not None else []
    return any(node.type not in _ABOVE and node.start_byte < start for node in nodes)
