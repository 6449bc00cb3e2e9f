"""What many languages have in common, as columns of the table."""

from typing import Any, Final


def nodes(names: str) -> frozenset[str]:
    """Node types, written with spaces between them."""
    return frozenset(names.split())


C_COMMENTS: Final[dict[str, Any]] = {"line_comment": "//", "block_comment": ("/*", "*/")}
HTML_COMMENTS: Final[dict[str, Any]] = {"block_comment": ("<!--", "-->"), "indent": "  ", "markup": True}
BRACES: Final[dict[str, Any]] = {"opens": ("{", "(", "["), "closes": ("}", ")", "]")}
