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
        r"|[/)}\]*#\s]|$"
    ),
}


def runs_items(code: str, language: Language, earlier: Sequence[str]) -> bool:
    """Whether code has statements at its margin, where the earlier texts of the same reply have items alone."""
    item = _ITEM.get(language.id)
    return item is not None and not _all(item, code) and all(_all(item, text) for text in earlier)


def _all(item: re.Pattern[str], code: str) -> bool:
    return all(map(item.match, code.split("\n")))
