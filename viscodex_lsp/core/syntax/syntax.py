"""Parsing: a text becomes a syntax tree, and an edit turns one tree into the next.

A tree of a language without a grammar holds the text alone. All offsets are code points.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from viscodex_lsp.core.language.grammars import parser_for
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.language.patience import parse_patiently
from viscodex_lsp.core.nouns import Replacement
from viscodex_lsp.core.syntax.faults import Fault, find_faults
from viscodex_lsp.core.text.byte_offsets import ByteOffsets

if TYPE_CHECKING:
    import tree_sitter


@dataclass(frozen=True)
class Tree:
    """A parsed text. `parsed` is None where the language has no grammar; `reused` says that unchanged parts
    were taken from an older tree, which can leave its errors cut up differently."""

    text: str
    language: Language
    offsets: ByteOffsets = field(repr=False)
    parsed: "tree_sitter.Tree | None" = field(repr=False)
    reused: bool = False

    @property
    def checked(self) -> bool:
        """Whether faults can be found at all."""
        return self.parsed is not None

    @cached_property
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong with the text, by position; nothing where there is no grammar."""
        if self.parsed is None:
            return ()
        return find_faults(self.parsed.root_node, self.language, self.offsets)


def parse(text: str, language: Language) -> Tree:
    """Parse a text. A megabyte takes about half a second."""
    offsets, parser = ByteOffsets(text), parser_for(language)
    return Tree(
        text, language, offsets, parse_patiently(parser, offsets.data) if parser is not None else None
    )


def reparse(tree: Tree, replacements: Sequence[Replacement]) -> Tree:
    """The tree after `replacements`, which are sorted, do not overlap, and count in the old text.

    What is unchanged is taken over: a tenth of the time of `parse`.
    """
    pieces, position = [], 0
    for replacement in replacements:
        pieces += [tree.text[position : replacement.span.start], replacement.text]
        position = replacement.span.end
    text = "".join(pieces) + tree.text[position:]
    offsets, parser = ByteOffsets(text), parser_for(tree.language)
    if parser is None or tree.parsed is None:
        return Tree(text, tree.language, offsets, None)
    edited = tree.parsed.copy()
    for replacement in reversed(replacements):
        _tell(edited, tree.offsets, replacement)
    return Tree(text, tree.language, offsets, parse_patiently(parser, offsets.data, edited), reused=True)


def _tell(edited: "tree_sitter.Tree", offsets: ByteOffsets, replacement: Replacement) -> None:
    """Tell a tree what changed. Edits are told from the last to the first, so that each counts in old bytes."""
    start, end = offsets.to_bytes(replacement.span.start), offsets.to_bytes(replacement.span.end)
    inserted = ByteOffsets(replacement.text).data
    row, column = _point(offsets.data, start)
    rows, rest = inserted.count(b"\n"), len(inserted) - (inserted.rfind(b"\n") + 1)
    new_end = (row + rows, rest if rows else column + rest)
    edited.edit(start, end, start + len(inserted), (row, column), _point(offsets.data, end), new_end)


def _point(data: bytes, offset: int) -> tuple[int, int]:
    return data.count(b"\n", 0, offset), offset - (data.rfind(b"\n", 0, offset) + 1)
