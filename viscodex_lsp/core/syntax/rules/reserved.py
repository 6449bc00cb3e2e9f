"""Keywords that a grammar read as names, which it does where nothing else fits."""

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Final

from viscodex_lsp.core.language.data.traits import nodes
from viscodex_lsp.core.language.grammars import captures, text_of
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.syntax.mistake import Mistake, over_all_of, quote

if TYPE_CHECKING:
    from tree_sitter import Node

_C: Final = (
    "break case continue default do else enum for goto if return sizeof struct switch typedef union while"
)
_SCRIPTS: Final = ("javascript", "javascriptreact", "typescript", "typescriptreact")
_NAMES_OF_SCRIPTS: Final = (
    "[(identifier) (shorthand_property_identifier) (shorthand_property_identifier_pattern)] @name"
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
    "ruby": nodes("end then do else elsif when ensure rescue in true false nil"),
    "rust": nodes(
        "as async await break const continue else enum extern fn for if impl in let loop match mod move mut pub ref "
        "return static struct trait type unsafe use where while"
    ),
    **dict.fromkeys(_SCRIPTS, nodes(
        "break case catch class const continue debugger default delete do else export extends finally for function if "
        "import in instanceof let new return super switch throw try typeof var void while with"
    )),
}  # fmt: skip
_MOST: Final = 200
"""Keywords that are looked at: to find a node's parent takes time that grows with the text."""
_TAKES_ANY_NAME: Final = nodes(
    "method singleton_method call alias undef token_tree token_tree_pattern token_repetition "
    "jsx_opening_element jsx_closing_element jsx_self_closing_element export_specifier import_specifier lifetime label "
    "switch_label"
)


_SHELL: Final = nodes("} then do done fi esac else elif")


def keywords_as_names(root: "Node", language: Language) -> Iterator[Mistake]:
    """Every identifier that is a keyword, but where a language takes any word: as after a dot."""
    if language.id == "shellscript":
        yield from _keywords_as_commands(root, language)
    reserved = _RESERVED.get(language.id)
    if reserved is None:
        return
    pattern = _NAMES_OF_SCRIPTS if language.id in _SCRIPTS else "(identifier) @name"
    names = captures(language, pattern, root).get("name", ())
    keywords = (name for name in names if text_of(name) in reserved)
    for name in islice(keywords, _MOST):
        if name.parent is None or name.parent.type not in _TAKES_ANY_NAME:
            yield over_all_of(name, f"unexpected `{quote(name)}`")


def _keywords_as_commands(root: "Node", language: Language) -> Iterator[Mistake]:
    """A word that only ends or goes on with something, where a command begins (POSIX, 2.4 Reserved Words)."""
    for name in captures(language, "(command_name (word) @name)", root).get("name", ()):
        if text_of(name) in _SHELL:
            yield over_all_of(name, f"unexpected `{quote(name)}`")
