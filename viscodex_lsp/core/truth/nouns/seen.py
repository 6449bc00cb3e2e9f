"""What the reader saw of a picture: its kind, and its lines with their words, places and colours."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from viscodex_lsp.core.truth.nouns.likeness import RGB, Box

Kind = Literal["code", "terminal", "table", "page", "chart", "diagram", "photograph"]


@dataclass(frozen=True, slots=True)
class SeenWord:
    """A run of characters without a blank; `confidence` is 0 to 1."""

    text: str
    box: Box
    confidence: float


@dataclass(frozen=True, slots=True)
class SeenLine:
    """A line of text with the colours of its glyphs (`ink`) and of what lies behind them (`ground`)."""

    text: str
    box: Box
    confidence: float
    ink: RGB
    ground: RGB
    words: tuple[SeenWord, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """A picture as it was read. Boxes are in its pixels. `code` is what the reader makes of it, in `language`."""

    width: int
    height: int
    kind: Kind
    lines: tuple[SeenLine, ...]
    code: str = ""
    language: str = "plaintext"

    @property
    def words(self) -> tuple[SeenWord, ...]:
        """All words in the order of the lines."""
        return tuple(word for line in self.lines for word in line.words)


def stacked(parts: Sequence[Seen]) -> Seen:
    """Pictures that follow one another from top to bottom, as one; the first says what kind it is."""
    if len(parts) == 1:
        return parts[0]
    lines: list[SeenLine] = []
    top = 0
    for part in parts:
        lines += [_lowered(line, top) for line in part.lines]
        top += part.height
    code = "\n".join(part.code for part in parts if part.code)
    return Seen(max(part.width for part in parts), top, parts[0].kind, tuple(lines), code, parts[0].language)


def _lowered(line: SeenLine, by: float) -> SeenLine:
    words = tuple(replace(word, box=_moved_down(word.box, by)) for word in line.words)
    return replace(line, box=_moved_down(line.box, by), words=words)


def _moved_down(box: Box, by: float) -> Box:
    return Box(box.left, box.top + by, box.right, box.bottom + by)
