"""Keywords that a grammar read as names, which it does where nothing else fits."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from viscodex_lsp.core.language.data.traits import nodes
from viscodex_lsp.core.language.grammars import captures
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.syntax.mistake import Mistake, over_all_of, quote

if TYPE_CHECKING:
    from tree_sitter import Node

_C: Final = (
    "break case continue default do else enum for goto if return sizeof struct switch typedef union while"
)
# Only words that no edition of the language lets be names.
_RESERVED: Final[dict[str, frozenset[str]]] = {
    "c": nodes(_C),
    "go": nodes(
        "break case chan const continue default defer else fallthrough for func go goto if import interface map "
        "package range return select struct switch type var"
    ),
    "java": nodes(
        "abstract assert break case catch class const continue default do else enum extends final finally for goto if "
        "implements import instanceof interface native new package private protected public return static switch "
        "synchronized throw throws transient try void volatile while"
    ),
    "ruby": nodes("end then do else elsif when ensure rescue in"),
}  # fmt: skip
_TAKES_ANY_NAME: Final = nodes("method singleton_method call alias undef")


def keywords_as_names(root: "Node", language: Language) -> Iterator[Mistake]:
    """Every identifier that is a keyword, but where a language takes any word: as after a dot."""
    reserved = _RESERVED.get(language.id)
    if reserved is None:
        return
    for name in captures(language, "(identifier) @name", root).get("name", ()):
        named = name.parent is not None and name.parent.type in _TAKES_ANY_NAME
        if not named and (name.text or b"").decode("utf-8", errors="replace") in reserved:
            yield over_all_of(name, f"unexpected `{quote(name)}`")
