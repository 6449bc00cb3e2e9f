"""What many languages have in common, as columns of the table."""

from typing import Any, Final


def nodes(names: str) -> frozenset[str]:
    """Node types, written with spaces between them."""
    return frozenset(names.split())


C_COMMENTS: Final[dict[str, Any]] = {"line_comment": "//", "block_comment": ("/*", "*/")}
BRACES: Final[dict[str, Any]] = {
    "opens": r"[{(\[]$|^(?:case\b.*|default\s*):$",
    "closes": r"[})\]]",
}
MARKUP: Final[dict[str, Any]] = {
    "block_comment": ("<!--", "-->"),
    "indent": "  ",
    "markup": True,
    "opens": r"<(?!(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)\b)[\w.:-]+"
    r"(?:\s[^<>]*)?(?<!/)>$|[{(\[]$",
    "closes": r"</|-->|[})\]]",
}
ELEMENTS: Final[dict[str, Any]] = {
    **MARKUP,
    "scopes": frozenset({"element", "script_element", "style_element"}),
    "blocks": frozenset({"element", "script_element", "style_element"}),
}
