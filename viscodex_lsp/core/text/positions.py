"""Converts between a client's positions and code-point offsets of a document's text.

Lines end at `\\n`, `\\r\\n` and `\\r`, and nowhere else (LSP 3.17, "Text Documents"): form feeds and U+2028
are ordinary characters here, unlike in `str.splitlines`.
"""

import io
from bisect import bisect_right
from itertools import accumulate
from typing import Literal, NamedTuple

from viscodex_lsp.core.counted import counted
from viscodex_lsp.core.errors import DocumentError
from viscodex_lsp.core.nouns import Span

Encoding = Literal["utf-8", "utf-16", "utf-32"]


class Position(NamedTuple):
    """A place as a client names it: both count from 0, `character` in units of the negotiated encoding."""

    line: int
    character: int


def split_lines(text: str) -> list[str]:
    """The lines of `text` with their ends; the last one may be empty. `"".join` gives `text` again."""
    # With this newline, StringIO ends lines exactly where LSP does, and several times faster than a pattern.
    lines = list(io.StringIO(text, newline=""))
    return lines if lines and lines[-1][-1] not in "\r\n" else [*lines, ""]


class LineIndex:
    """Where the lines of one version of a text begin and end; built once, each question is a bisection."""

    def __init__(self, text: str) -> None:
        lines = split_lines(text)
        self.text = text
        self._starts = [0, *accumulate(map(len, lines[:-1]))]
        self._ends = [
            start + len(line.rstrip("\r\n")) for start, line in zip(self._starts, lines, strict=True)
        ]

    @property
    def line_count(self) -> int:
        """At least 1; a text that ends in a newline has an empty last line."""
        return len(self._starts)

    def line_at(self, offset: int) -> int:
        """The number of the line that `offset` is on, from 0; a line's end belongs to it."""
        return bisect_right(self._starts, max(offset, 0)) - 1

    def line_span(self, line: int) -> Span:
        """The line without its end; `line` is clamped into the document."""
        line = min(max(line, 0), self.line_count - 1)
        return Span(self._starts[line], self._ends[line])

    def offset_at(self, line: int, character: int, encoding: Encoding) -> int:
        """The offset of a position, clamped: beyond a line's end is its end, beyond the document is its end.

        A position inside a surrogate pair or a UTF-8 sequence is its start.
        """
        if line >= self.line_count:
            return len(self.text)
        span = self.line_span(line)
        # A code point takes one unit or more, so nothing after this many code points can matter.
        reachable = self.text[span.start : min(span.end, span.start + max(character, 0))]
        if line < 0 or encoding == "utf-32" or reachable.isascii():
            return span.start if line < 0 else span.start + len(reachable)
        counts = range(len(reachable) + 1)
        fitting = bisect_right(counts, character, key=lambda count: _units(reachable[:count], encoding))
        return span.start + fitting - 1

    def position_at(self, offset: int, encoding: Encoding) -> Position:
        """The position of an offset, clamped into the text; inside a `\\r\\n` it is the end of the line."""
        line = self.line_at(min(offset, len(self.text)))
        span = self.line_span(line)
        return Position(line, _units(self.text[span.start : min(max(offset, 0), span.end)], encoding))

    def span_at(self, start: Position, end: Position, encoding: Encoding) -> Span:
        """The span a request means. The line after the last one is taken at character 0: clients send it
        as the end of a whole-line range.

        Raises:
            DocumentError: a line beyond the document, or an end before the start.
        """
        self._require_line(start, "starts")
        self._require_line(end, "ends")
        span = Span(self.offset_at(*start, encoding), self.offset_at(*end, encoding))
        if span.end < span.start:
            raise DocumentError("The range ends before it starts. Select the place again.")
        return span

    def _require_line(self, position: Position, verb: str) -> None:
        if 0 <= position.line < self.line_count or position == (self.line_count, 0):
            return
        raise DocumentError(
            f"The range {verb} at line {position.line + 1}, but the document has {counted(self.line_count, 'line')}. "
            "Select the place again."
        )


def _units(text: str, encoding: Encoding) -> int:
    """The length of `text`, in units of `encoding`; a lone surrogate counts like any other code point."""
    if encoding == "utf-32" or text.isascii():
        return len(text)
    if encoding == "utf-16":
        return len(text.encode("utf-16-le", "surrogatepass")) // 2
    return len(text.encode("utf-8", "surrogatepass"))


def with_line(text: str, span: Span) -> Span:
    """The span with its lines where nothing else is on them."""
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    end = len(text) if end < 0 else end + 1
    alone = not text[start : span.start].strip() and not text[span.end : end].strip()
    return Span(start, end) if alone else span
