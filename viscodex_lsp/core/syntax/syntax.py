"""Parsing: a text becomes a syntax tree, and an edit turns one tree into the next.

A tree of a language without a grammar holds the text alone. All offsets are code points.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.nouns import Replacement
from viscodex_lsp.core.syntax.faults import Fault, find_faults, is_sound
from viscodex_lsp.core.syntax.parsed import Parsed, parse_edited, parse_text
from viscodex_lsp.core.text.byte_offsets import ByteOffsets
from viscodex_lsp.core.text.difference import apply_replacements

if TYPE_CHECKING:
    import tree_sitter
    from tree_sitter import Node

_MOST_KEPT = 2


@dataclass(frozen=True)
class Tree:
    """A parsed text. `parsed` is None where the language has no grammar; `reused` says that unchanged parts
    were taken from an older tree, which can leave its errors cut up differently."""

    text: str
    language: Language
    offsets: ByteOffsets = field(repr=False)
    parsed: "tree_sitter.Tree | None" = field(repr=False)
    reused: bool = False
    _edited: dict[tuple[Replacement, ...], "Tree"] = field(default_factory=dict, repr=False, compare=False)

    @property
    def checked(self) -> bool:
        """Whether faults can be found at all."""
        return self.parsed is not None

    @cached_property
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong with the text, by position; nothing where there is no grammar."""
        if self.parsed is None:
            return ()
        return find_faults(Parsed(self.parsed, self.offsets), self.text, self.language)

    @cached_property
    def is_sound(self) -> bool:
        """Whether there are no faults, which is told at the first one."""
        if self.parsed is None or "faults" in self.__dict__:
            return not self.faults
        return is_sound(Parsed(self.parsed, self.offsets), self.text, self.language)

    def source(self, node: "Node") -> str:
        """The text of a node as it is written: its own text is what was parsed, which may be spelled otherwise."""
        return self.text[self.offsets.to_points(node.start_byte) : self.offsets.to_points(node.end_byte)]


def parse(text: str, language: Language) -> Tree:
    """Parse a text. A megabyte takes about half a second."""
    parsed = parse_text(text, language)
    if parsed is None:
        return Tree(text, language, ByteOffsets(text), None)
    return Tree(text, language, parsed.offsets, parsed.tree)


def reparse(tree: Tree, replacements: Sequence[Replacement]) -> Tree:
    """The tree after `replacements`, which are sorted, do not overlap, and count in the old text.

    What is unchanged is taken over: a tenth of the time of `parse`. The latest trees are kept for whoever asks next.
    """
    key = tuple(replacements)
    edited = tree._edited.get(key)
    if edited is None:
        edited = _reparsed(tree, key)
        if len(tree._edited) >= _MOST_KEPT:
            tree._edited.clear()
        tree._edited[key] = edited
    return edited


def _reparsed(tree: Tree, replacements: Sequence[Replacement]) -> Tree:
    text = apply_replacements(tree.text, replacements)
    if tree.parsed is None or tree.offsets.text != tree.text:
        return parse(text, tree.language)
    edited = tree.parsed.copy()
    for replacement in reversed(replacements):
        _tell(edited, tree.offsets, replacement)
    parsed = parse_edited(text, tree.language, edited)
    if parsed is None:
        return parse(text, tree.language)
    return Tree(text, tree.language, parsed.offsets, parsed.tree, reused=True)


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
