"""Two edits, the second made in the text that the first leaves, as one edit of the first text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from viscodex_lsp.core.nouns import CheckedPatch, Replacement, Span


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of a text: kept from the first one (`start` is its offset there), or written by an edit (None)."""

    text: str
    start: int | None = None

    def cut(self, begin: int, end: int) -> "_Piece":
        return _Piece(self.text[begin:end], None if self.start is None else self.start + begin)


def composed(first: CheckedPatch, second: CheckedPatch) -> CheckedPatch:
    """Both in one; `second` is an edit of the text that `first` makes of its document. Both are checked, and so is what
    they make together: it is the text that the second one was checked in."""
    text = first.document.text
    pieces = _edited(_edited([_Piece(text, 0)], first.replacements), second.replacements)
    replacements = tuple(_replacements(pieces, len(text)))
    return replace(
        first,
        replacements=replacements,
        notes=tuple(dict.fromkeys((*first.notes, *second.notes))),
        syntax_checked=first.syntax_checked and second.syntax_checked,
        doubt="",
        companions=second.companions or first.companions,
        assets=(*first.assets, *(asset for asset in second.assets if asset not in first.assets)),
        imports=first.imports if first.imports in replacements else None,
    )


def _edited(pieces: Sequence[_Piece], replacements: Sequence[Replacement]) -> list[_Piece]:
    """The pieces of the text after an edit, whose spans are offsets in the joined pieces."""
    result: list[_Piece] = []
    done = 0
    for part in replacements:
        result += _between(pieces, done, part.span.start)
        result.append(_Piece(part.text))
        done = part.span.end
    return [*result, *_between(pieces, done, sum(len(piece.text) for piece in pieces))]


def _between(pieces: Sequence[_Piece], start: int, end: int) -> Iterator[_Piece]:
    offset = 0
    for piece in pieces:
        begin, stop = max(start - offset, 0), min(end - offset, len(piece.text))
        if begin < stop:
            yield piece.cut(begin, stop)
        offset += len(piece.text)


def _replacements(pieces: Sequence[_Piece], length: int) -> Iterator[Replacement]:
    """What is written between the stretches that are kept, and takes the place of what is not."""
    done, written = 0, ""
    for piece in (*pieces, _Piece("", length)):
        if piece.start is None:
            written += piece.text
            continue
        if written or piece.start > done:
            yield Replacement(Span(done, piece.start), written)
        done, written = piece.start + len(piece.text), ""
