"""Languages whose files hold items alone at their margin.

Source: Go, "Source file organization"; The Rust Reference, "Items".
"""

import re
from collections.abc import Sequence

from viscodex_lsp.core.language.language import Language

_ITEM = {
    "go": re.compile(r"(?:package|import|func|type|var|const)\b|[/)}\]*\s]|$"),
    "rust": re.compile(
        r"(?:pub|fn|struct|enum|union|impl|trait|mod|use|const|static|type|unsafe|async|extern|macro_rules|where)\b"
        r"|(?:\w+::)*\w+!\s*+(?:\w++\s*+)?\{|[/)}\]>*#\s]|$"
    ),
}


# Texts and comments, which may hold anything at the margin.
_MASKED = {
    "go": re.compile(
        r"""//[^\n]*|/\*(?:(?!/\*).)*?\*/|`[^`]*`|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'""",
        re.DOTALL,
    ),
    "rust": re.compile(
        r"""//[^\n]*|/\*(?:(?!/\*).)*?\*/|\b[bc]?r(?P<signs>#{0,9})".*?"(?P=signs)|"(?:[^"\\]|\\.)*"|'(?:[^'\\\n]|\\.)'""",
        re.DOTALL,
    ),
}


def runs_items(code: str, language: Language, earlier: Sequence[str]) -> bool:
    """Whether code has statements at its margin, where the earlier texts of the same reply have items alone."""
    known = language.id in _ITEM
    return known and not _all_items(code, language) and all(_all_items(text, language) for text in earlier)


def _all_items(code: str, language: Language) -> bool:
    return all(map(_ITEM[language.id].match, _MASKED[language.id].sub("/", code).split("\n")))
