"""Finds the place that a person or an agent names in words: a line, lines, or a text that stands in the file once."""

import re
from typing import Final, Literal

from viscodex_lsp.core.counted import counted
from viscodex_lsp.core.errors import UsageError
from viscodex_lsp.core.nouns import Span
from viscodex_lsp.core.text.positions import LineIndex

Side = Literal["replace", "before", "after"]
_BODY_END: Final = re.compile(r"^[ \t]*</body\s*>\s*(?:</html\s*>\s*)?\Z", re.IGNORECASE | re.MULTILINE)


def place_of_lines(text: str, *, line: int | None = None, lines: tuple[int, int] | None = None) -> Span:
    """Where to edit: before line `line`, over the lines `lines` (both from 1), or at the end.

    The end of a page of HTML is that of its body, since nothing belongs behind `</html>`.

    Raises:
        UsageError: a line beyond the text.
    """
    index = LineIndex(text)
    named = (line,) if line is not None else lines or ()
    wrong = next((number for number in named if not 1 <= number <= index.line_count), None)
    if wrong is not None:
        raise UsageError(f"There is no line {wrong}; the file has {index.line_count}.")
    if lines:
        return Span(index.line_span(lines[0] - 1).start, index.line_span(lines[1] - 1).end)
    if line is None:
        page = _BODY_END.search(text)
        end = page.start() if page else len(text)
        return Span(end, end)
    start = index.line_span(line - 1).start
    return Span(start, start)


def place_of_anchor(text: str, anchor: str, *, side: Side) -> Span:
    """The whole lines that hold `anchor`, or the line before or after them, to insert at.

    Blanks at the ends of `anchor` do not count, nor does the line end that the file has.

    Raises:
        UsageError: the file does not hold this text, or more than once.
    """
    wanted = anchor.strip()
    found = wanted.replace("\r\n", "\n").replace("\n", "\r\n") if "\r\n" in text else wanted
    count = text.count(found) if found else 0
    if count != 1:
        told = "the file does not hold it" if count == 0 else f"the file holds it {counted(count, 'time')}"
        raise UsageError(
            f"The anchor must stand in the file exactly once, but {told}. Name a longer or exact text."
        )
    at = text.index(found)
    index = LineIndex(text)
    first, last = index.line_at(at), index.line_at(at + len(found))
    if side == "replace":
        return Span(index.line_span(first).start, index.line_span(last).end)
    if side == "before":
        start = index.line_span(first).start
        return Span(start, start)
    if last + 1 >= index.line_count:
        return Span(len(text), len(text))
    start = index.line_span(last + 1).start
    return Span(start, start)
