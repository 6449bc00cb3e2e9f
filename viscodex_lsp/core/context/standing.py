"""Says in a sentence what a place wants, so that a model writes what may stand there and no more.

Of a script it is told from what a word becomes at the place, of other languages from the head of the scope around it.
"""

import re

from viscodex_lsp.core.context.script_standing import in_script, of_selection
from viscodex_lsp.core.context.wanted import between_tags
from viscodex_lsp.core.language.languages import SCRIPTS
from viscodex_lsp.core.nouns import Span
from viscodex_lsp.core.syntax.syntax import Tree

_CLASS = re.compile(r"(?:@|[a-z]+ )*(?:class|struct|interface|trait|enum|record)\b")
_FUNCTION = re.compile(
    r"(?:(?:pub|async|public|private|protected|static|final|suspend|export) )*(?:def|func|fn|fun|function|sub)\b"
)
_SHEETS = frozenset({"css", "scss", "less"})


def standing(tree: Tree, span: Span, scopes: tuple[str, ...]) -> str:
    """What may stand at a place, or what kind of code is selected; "" where nothing certain is to be said.

    Args:
        scopes: the heads of the scopes around the place, outermost first.
    """
    if not tree.text.strip():
        return ""
    if tree.language.id in SCRIPTS:
        return in_script(tree, span) if span.empty else of_selection(tree, span)
    if not span.empty:
        return ""
    inner = scopes[-1].rstrip(" {:") if scopes else ""
    if tree.language.markup:
        return between_tags(inner) if inner.startswith("<") else ""
    if tree.language.id in _SHEETS:
        return _in_sheet(inner)
    if _CLASS.match(inner):
        return f"The mark is in the body of `{inner}`: write members only, without the head."
    if _FUNCTION.match(inner):
        return f"The mark is among the statements of `{inner}`: write statements only, without the head."
    return ""


def _in_sheet(inner: str) -> str:
    if not inner:
        return "The mark is outside of all rules: write whole rules."
    return "" if inner.startswith("@") else f"The mark is in the rule `{inner}`: write its declarations only."
