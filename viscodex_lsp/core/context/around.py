"""Finds the lines at and near an offset by searching outwards from it.

Lines end at `\\n`, `\\r\\n` and `\\r`. Nothing here costs more than a pass over the blank lines in between.
"""

import re
from dataclasses import dataclass

from viscodex_lsp.core.text.style import leading

_LINE_END = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its end, and the offsets of its start and end."""

    start: int
    end: int
    text: str

    @property
    def indentation(self) -> str:
        """The blanks and tabs it begins with."""
        return leading(self.text)

    @property
    def blank(self) -> bool:
        return not self.text.strip()


def line_at(text: str, offset: int) -> Line:
    """The line that `offset` is in; a line's end belongs to it."""
    start = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    ends = [end for end in (text.find("\n", offset), text.find("\r", offset)) if end >= 0]
    end = min(ends, default=len(text))
    return Line(start, end, text[start:end])


def line_above(text: str, line: Line) -> Line | None:
    """The nearest line above that is not blank."""
    last = len(text[: line.start].rstrip()) - 1
    return line_at(text, last) if last >= 0 else None


def line_below(text: str, line: Line) -> Line | None:
    """The nearest line below that is not blank."""
    rest = text[line.end :].lstrip()
    return line_at(text, len(text) - len(rest)) if rest else None


def line_ends(text: str, start: int, end: int) -> int:
    """How many line ends lie between two offsets."""
    return len(_LINE_END.findall(text, start, end))
