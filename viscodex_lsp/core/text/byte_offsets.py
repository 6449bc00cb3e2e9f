"""Converts between code-point offsets and UTF-8 byte offsets of a text.

Offsets of this project are code points, those of tree-sitter are bytes. A character that UTF-8 cannot hold
(a lone surrogate) becomes one question mark, so that every text can be parsed and offsets stay true.
"""

from bisect import bisect_right
from functools import cached_property

STRIDE = 1024


class ByteOffsets:
    """The two offsets of one text; free for ASCII, two short steps otherwise."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.data = text.encode("utf-8", errors="replace")
        self._ascii = len(self.data) == len(text)

    def to_bytes(self, offset: int) -> int:
        """The byte offset of a code-point offset; an offset beyond the text is taken as its end."""
        bounded = min(max(offset, 0), len(self.text))
        if self._ascii:
            return bounded
        step = bounded // STRIDE
        rest = self.text[step * STRIDE : bounded]
        return self._steps[step] + len(rest.encode("utf-8", errors="replace"))

    def to_points(self, offset: int) -> int:
        """The code-point offset of a byte offset; one inside a character is taken as its start."""
        bounded = min(max(offset, 0), len(self.data))
        if self._ascii:
            return bounded
        while bounded < len(self.data) and self.data[bounded] & 0xC0 == 0x80:
            bounded -= 1
        step = bisect_right(self._steps, bounded) - 1
        return step * STRIDE + len(self.data[self._steps[step] : bounded].decode("utf-8"))

    @cached_property
    def _steps(self) -> list[int]:
        """The byte offset of every STRIDE-th code point."""
        steps = [0]
        for end in range(STRIDE, len(self.text) + 1, STRIDE):
            piece = self.text[end - STRIDE : end]
            steps.append(steps[-1] + len(piece.encode("utf-8", errors="replace")))
        return steps
