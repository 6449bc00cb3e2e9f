"""Tokens in style sheets: custom properties of the root, Tailwind 4's `@theme`, variables of SCSS and Less.

Style sheets with errors are read as far as they can be: a declaration that does not end is left out.
"""

import re
from collections.abc import Iterator
from typing import Final

from viscodex_lsp.core.components.nouns import Token, one_line
from viscodex_lsp.core.components.tokens.groups import group_of

MOST_TOKENS: Final = 1_000
_LONGEST_VALUE: Final = 120
_COMMENT: Final = re.compile(r"/\*.*?(?:\*/|\Z)|(?<![:\w\"'(/])//[^\n]*", re.DOTALL)
_PIECE: Final = re.compile(r"""(?P<open>\{)|(?P<close>\})|(?P<end>;)|"[^"\n]*"|'[^'\n]*'""")
_DECLARED: Final = re.compile(
    r"\s*(?P<name>--[A-Za-z_][\w-]*|[$@][A-Za-z_][\w-]*)\s*:(?P<value>[^{};]+)\Z", re.DOTALL
)
_ROOT: Final = re.compile(
    r"(?:^|[,\s])(?::root|:host|html|body|\*|\[data-theme=[\"']?(?:light|default)[\"']?\])(?:\s*[,]|\s*\Z)"
)
_THEME: Final = re.compile(r"@theme\b")


def sheet_tokens(text: str) -> Iterator[Token]:
    """The tokens of a style sheet, in its order; values may still point to others (`var(--other)`)."""
    text = _COMMENT.sub(" ", text)
    preludes: list[str] = []
    start = count = 0
    for piece in _PIECE.finditer(text):
        if piece["open"]:
            preludes.append(text[start : piece.start()].strip())
            start = piece.end()
        elif piece["close"] or piece["end"]:
            token = _declared(text[start : piece.start()], preludes)
            if token is not None:
                yield token
                count += 1
            if piece["close"] and preludes:
                preludes.pop()
            start = piece.end()
        if count >= MOST_TOKENS:
            return


def _declared(text: str, preludes: list[str]) -> Token | None:
    found = _DECLARED.match(text)
    if found is None:
        return None
    name = found["name"]
    value = one_line(re.sub(r"!\s*(?:default|important|global)\b", "", found["value"]), _LONGEST_VALUE)
    if not value:
        return None
    outer = [prelude for prelude in preludes if not prelude.startswith("@layer")]
    if name.startswith("--"):
        themed = len(outer) == 1 and bool(_THEME.match(outer[0]))
        if not themed and not (len(outer) == 1 and _ROOT.search(outer[0])):
            return None
        return Token(name, "tailwind" if themed else "css", group_of(name, value), value)
    if outer or value.startswith("("):
        return None
    return Token(name, "less" if name.startswith("@") else "scss", group_of(name, value), value)
