"""How much of a picture's text could not be read: other scripts, tilted lines and lines that stand upright are found
as text, and nothing or only single characters are read in them."""

from collections.abc import Sequence

from viscodex_model.read.recognition.lines import Box, Line

# A box is a line of text, and no icon or shape, where one side is so many times the other.
LONG = 2.0
# A line has at least so many characters for each height in its width; printed text has about two.
DENSE = 0.6


def unread_boxes(boxes: Sequence[Box], lines: Sequence[Line]) -> tuple[list[Box], float]:
    """The boxes of lines of text in which hardly anything was read, and their share of all such boxes, by length."""
    texts = {(line.box.left, line.box.top): line.text for line in lines}
    long = [box for box in boxes if max(box.width, box.height) > LONG * min(box.width, box.height)]
    unread = [box for box in long if not _is_read(box, texts.get((box.left, box.top), ""))]
    return unread, sum(map(_length, unread)) / max(1.0, sum(map(_length, long)))


def _is_read(box: Box, text: str) -> bool:
    written = len(text.replace(" ", ""))
    return written >= max(1.0, min(4.0, DENSE * box.width / box.height))


def _length(box: Box) -> float:
    return max(box.width, box.height)
