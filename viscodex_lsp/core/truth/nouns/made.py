"""What was made from a picture: a document as the edit leaves it, and which of its text the edit brought."""

from dataclasses import dataclass

from viscodex_lsp.core.nouns import CheckedPatch, Span
from viscodex_lsp.core.text.difference import apply_replacements


@dataclass(frozen=True, slots=True)
class Made:
    """`text` is the whole document in `language` (an LSP identifier); `spans` are what is compared with the picture,
    sorted and apart from one another. `pictures` are those that it brings along, by what the text calls them."""

    language: str
    text: str
    spans: tuple[Span, ...]
    pictures: tuple[tuple[str, bytes], ...] = ()

    @property
    def code(self) -> str:
        """What is compared, without the rest of the document."""
        return "\n".join(self.text[span.start : span.end] for span in self.spans)

    @property
    def whole(self) -> bool:
        """Whether all of the document is compared."""
        covered = sum(span.end - span.start for span in self.spans)
        return covered >= len(self.text.strip())


def made_by(checked: CheckedPatch) -> Made:
    """What an edit makes of its document; imports it brings along show nothing and are not compared."""
    text, spans, grown = checked.document.text, [], 0
    for replacement in checked.replacements:
        start = replacement.span.start + grown
        if replacement != checked.imports or len(checked.replacements) == 1:
            spans.append(Span(start, start + len(replacement.text)))
        grown += len(replacement.text) - (replacement.span.end - replacement.span.start)
    made = apply_replacements(text, checked.replacements)
    pictures = tuple((asset.reference, asset.data) for asset in checked.assets)
    return Made(checked.document.language, made, tuple(spans), pictures)


def made_file(text: str, language: str) -> Made:
    """A whole file as it stands."""
    return Made(language, text, (Span(0, len(text)),))
