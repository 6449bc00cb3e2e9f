"""The text after an edit, and changes of what the edit inserted: they become part of the edit again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from viscodex_lsp.core.nouns import Replacement, Span
from viscodex_lsp.core.syntax.syntax import Tree, reparse


@dataclass
class Inserted:
    """`tree` is the text after `replacements`; `places` are what each of these inserted, as spans of that text."""

    tree: Tree
    replacements: tuple[Replacement, ...]
    places: tuple[Span, ...]
    edits: list[Replacement] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.tree.text

    def holds(self, span: Span) -> bool:
        """Whether a span is all new."""
        return any(_within(span, place) for place in self.places)

    def margin(self, offset: int) -> str:
        """The blanks before a place, where nothing else stands before it on its line."""
        head = self.text[self.text.rfind("\n", 0, offset) + 1 : offset]
        return head if not head.strip() else ""

    def change(self, *edits: Replacement) -> None:
        """Note changes of the text; where one overlaps an earlier one, the earlier stays."""
        for edit in edits:
            if not any(_overlap(edit.span, other.span) for other in self.edits):
                self.edits.append(edit)

    def composed(self) -> tuple[tuple[Replacement, ...], tuple[Replacement, ...]]:
        """All replacements of the old text with the changes in them, and those added for changes elsewhere."""
        left = sorted(self.edits, key=lambda edit: (edit.span.start, edit.span.end))
        found, added = [], []
        for part, place in zip(self.replacements, self.places, strict=True):
            mine = [edit for edit in left if _within(edit.span, place)]
            left = [edit for edit in left if not _within(edit.span, place)]
            found.append(
                Replacement(part.span, _changed(self.text[place.start : place.end], place.start, mine))
            )
        for edit in left:
            moved = self._moved(edit)
            if moved is not None:
                added.append(moved)
        return tuple(found), tuple(added)

    def _moved(self, edit: Replacement) -> Replacement | None:
        """A change outside of everything that was inserted, in the old text."""
        shift = 0
        for part, place in zip(self.replacements, self.places, strict=True):
            if place.end < edit.span.start:
                shift += (place.end - place.start) - (part.span.end - part.span.start)
            elif place.start <= edit.span.end:
                return None
        return Replacement(Span(edit.span.start - shift, edit.span.end - shift), edit.text)


def read_inserted(before: Tree, replacements: Sequence[Replacement]) -> Inserted:
    """The text after the replacements, which are sorted and do not overlap."""
    places, shift = [], 0
    for part in replacements:
        start = part.span.start + shift
        places.append(Span(start, start + len(part.text)))
        shift += len(part.text) - (part.span.end - part.span.start)
    return Inserted(reparse(before, replacements), tuple(replacements), tuple(places))


def _changed(text: str, start: int, edits: Iterable[Replacement]) -> str:
    pieces, done = [], 0
    for edit in edits:
        pieces += [text[done : edit.span.start - start], edit.text]
        done = edit.span.end - start
    return "".join([*pieces, text[done:]])


def _within(span: Span, place: Span) -> bool:
    return place.start <= span.start and span.end <= place.end


def _overlap(one: Span, other: Span) -> bool:
    if one.empty and other.empty:
        return one.start == other.start
    return one.start < other.end and other.start < one.end
