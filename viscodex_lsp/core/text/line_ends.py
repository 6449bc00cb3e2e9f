"""A text with CR LF at the end of each line, read as one with LF: every rule about lines then sees one kind of them."""

from viscodex_lsp.core.nouns import Replacement, Span


class CarriageReturns:
    """Converts offsets and edits between a text with CR LF at the end of each line and `plain`, the same with LF."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.plain = text.replace("\r\n", "\n")

    def inner(self, span: Span) -> Span:
        """A span of the text as one of `plain`."""
        return Span(self._inner(span.start), self._inner(span.end))

    def outer(self, edit: Replacement) -> Replacement:
        """An edit of `plain` as one of the text."""
        start, end = (at + self.plain.count("\n", 0, at) for at in (edit.span.start, edit.span.end))
        return Replacement(Span(start, end), edit.text.replace("\r\n", "\n").replace("\n", "\r\n"))

    def _inner(self, at: int) -> int:
        return at - self._text.count("\r", 0, at)


def read_carriage_returns(text: str) -> CarriageReturns | None:
    """None for a text with lines that end otherwise, too, and for one that has a single line."""
    ends = text.count("\r\n")
    return CarriageReturns(text) if ends and ends == text.count("\n") == text.count("\r") else None
