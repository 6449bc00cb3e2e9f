"""What the text alone says of a depth: the blanks that a person typed, and whether a file is indented at all."""

import re

from viscodex_lsp.core.text.style import leading

_LOOKED_UP = 400
# An element on a line of its own, of those that hold others, and the first one in it.
_FLAT = re.compile(
    r"^<(?!(?:html|head|body|area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)\b)[A-Za-z][^<>]*+(?<!/)>"
    r"[ \t]*\r?\n<[A-Za-z]",
    re.MULTILINE,
)
_INDENTED = re.compile(r"^[ \t]+<", re.MULTILINE)


def is_flat(text: str) -> bool:
    """Whether a file of markup has elements in others, and none of them deeper."""
    return _INDENTED.search(text) is None and _FLAT.search(text) is not None


def is_typed(head: str, before: str, language: str) -> bool:
    """Whether the blanks before a place say its depth: in YAML at a level that is open there, in SQL and LaTeX, whose
    lines go on at any depth, always."""
    return language in ("sql", "latex") or (language == "yaml" and head in _levels(before))


def margin_of_statement(text: str) -> str:
    """The indentation of the first line of the statement that ends a text of SQL."""
    statement = text[:-1].rpartition(";")[2]
    return leading(statement.lstrip("\r\n").split("\n")[0])


def _levels(before: str) -> set[str]:
    """The indentations at which a line of YAML may go on: of the blocks that are open behind its last line, and of keys
    right of a list's dash."""
    levels: set[str] = set()
    width: int | None = None
    for text in reversed(before.splitlines()[-_LOOKED_UP:]):
        margin = len(text) - len(text.lstrip(" "))
        bare = text.strip()
        if not bare or bare.startswith("#") or (width is not None and margin >= width):
            continue
        levels.add(" " * margin)
        if bare.startswith("- "):
            levels.add(" " * (text.index("-") + len(bare) - len(bare[1:].lstrip())))
        width = margin
    return levels
