"""A text and its parser's tree, with what the grammar does not know spelled so that it does.

This is the only module that runs a parser.
"""

from typing import TYPE_CHECKING, NamedTuple

from viscodex_lsp.core.errors import TooHardToParse
from viscodex_lsp.core.language.grammars import errors_in, parser_for
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.language.patience import parse_patiently
from viscodex_lsp.core.syntax.respelling import MOST_CHARACTERS, forms, readable
from viscodex_lsp.core.syntax.yaml_depth import MOST_LEVELS, is_too_deep
from viscodex_lsp.core.text.byte_offsets import ByteOffsets

if TYPE_CHECKING:
    from tree_sitter import Node, Parser, Tree


class Parsed(NamedTuple):
    """A tree and the offsets of what it was made of: as many characters as the text, some spelled otherwise."""

    tree: "Tree"
    offsets: ByteOffsets

    @property
    def root(self) -> "Node":
        return self.tree.root_node


def parse_text(text: str, language: Language) -> Parsed | None:
    """Parse a text; None where its language has no grammar.

    Where the parser finds errors, what its grammar is known not to understand is spelled otherwise and the
    text is parsed again; a spelling is kept if it leaves fewer errors.

    Raises:
        TooHardToParse: see `patience`.
    """
    parser = _parser(text, language)
    if parser is None:
        return None
    best = _parsed(readable(text, language), parser)
    if not best.root.has_error or len(text) > MOST_CHARACTERS:
        return best
    for form in forms(language):
        spelled = form(best.offsets.text)
        if spelled != best.offsets.text:
            again = _parsed(spelled, parser)
            best = min(best, again, key=lambda one: _errors(one.root))
        if not best.root.has_error:
            break
    return best


def parse_edited(text: str, language: Language, edited: "Tree") -> Parsed | None:
    """Parse a text with the help of an older tree that was told of all changes.

    None where another spelling may be needed: then only `parse_text` can tell.

    Raises:
        TooHardToParse: see `patience`.
    """
    parser = _parser(text, language)
    if parser is None or readable(text, language) != text:
        return None
    offsets = ByteOffsets(text)
    tree = parse_patiently(parser, offsets.data, edited)
    if tree.root_node.has_error and any(form(text) != text for form in forms(language)):
        return None
    return Parsed(tree, offsets)


def _parser(text: str, language: Language) -> "Parser | None":
    if language.id == "yaml" and is_too_deep(text):
        raise TooHardToParse(f"over {MOST_LEVELS} blocks inside each other")
    return parser_for(language)


def _parsed(text: str, parser: "Parser") -> Parsed:
    offsets = ByteOffsets(text)
    return Parsed(parse_patiently(parser, offsets.data), offsets)


def _errors(root: "Node") -> tuple[int, int]:
    """How many errors there are, and how many bytes they cover."""
    found = list(errors_in(root))
    return len(found), sum(node.end_byte - node.start_byte for node in found)
