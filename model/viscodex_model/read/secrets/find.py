"""From lines with words and boxes to the boxes of secrets."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.recognition.lines import Line
from viscodex_model.read.secrets.rules import KEY_BLOCK, KEY_BLOCK_END, LABEL_ALONE, Span, is_value, spans_of

# A box covers so much more than the text, in shares of the line's height: strokes at the edge tell characters.
MARGIN = 0.25
# Characters that a box covers beyond a part of a word: their widths differ.
SPARE = 2
# A field stands within so many of the label's heights to its right or below it.
FIELD_RIGHT, FIELD_BELOW = 14.0, 3.2
# The lines of a key block are long and without blanks; after so many others it has ended, whatever was read.
BLOCK_LINE = re.compile(r"^[A-Za-z0-9+/=\s-]{12,}$")
MOST_OTHERS = 1
_CONTINUES = re.compile(r"^[A-Za-z0-9+/_=.-]{6,}$")


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret's kind in words, and the box that covers it."""

    kind: str
    box: Box


def find_secrets(lines: Sequence[Line], *, addresses: bool = False) -> tuple[Secret, ...]:
    """All secrets in the lines of a picture; with `addresses` mail and IP addresses too."""
    ordered = sorted(lines, key=lambda line: (line.box.top, line.box.left))
    found = [*_in_lines(ordered, addresses), *_in_fields(ordered), *_in_blocks(ordered)]
    unique: dict[Box, Secret] = {}
    for secret in found:
        unique.setdefault(secret.box, secret)
    return tuple(unique.values())


def _in_lines(lines: Sequence[Line], addresses: bool) -> Iterator[Secret]:
    for index, line in enumerate(lines):
        for span in spans_of(line.text, addresses=addresses):
            yield Secret(span.kind, _cover(line, span))
            if span.end >= len(line.text.rstrip("\"'`,; ")) and span.end - span.start >= 16:
                yield from _continued(line, lines[index + 1 :], span.kind)
        # Recognition puts blanks into long tokens: a line of few words is searched without them, too.
        joined = line.text.replace(" ", "")
        if 1 < len(line.words) <= 4 and any(span.kind == "key or token" for span in spans_of(joined)):
            yield Secret("key or token", _widened(line.box, line.box.height))


def _continued(line: Line, after: Sequence[Line], kind: str) -> Iterator[Secret]:
    """The rest of a secret that is broken into the next line."""
    for below in after:
        gap = below.box.top - line.box.bottom
        overlaps = below.box.left < line.box.right and below.box.right > line.box.left
        if overlaps and gap < 0.8 * line.box.height:
            if gap > -0.6 * line.box.height and _CONTINUES.match(below.text):
                yield Secret(kind, _widened(below.box, below.box.height))
            return


def _in_fields(lines: Sequence[Line]) -> Iterator[Secret]:
    """Values that stand right of a label or below it, as in forms and tables."""
    for label in lines:
        if not LABEL_ALONE.match(label.text):
            continue
        for line in lines:
            if (
                line is not label
                and _is_field(label.box, line.box)
                and is_value(line.text)
                and _is_secret(line.text)
            ):
                yield Secret("password or key beside its label", _widened(line.box, line.box.height))


def _is_field(label: Box, field: Box) -> bool:
    same_row = abs(field.center[1] - label.center[1]) < 0.5 * label.height
    right = same_row and 0 <= field.left - label.right <= FIELD_RIGHT * label.height
    below = -0.3 * label.height <= field.top - label.bottom <= FIELD_BELOW * label.height
    return right or (below and abs(field.left - label.left) <= 2.5 * label.height)


def _is_secret(text: str) -> bool:
    """One word with a digit or a sign in it: other text beside a label is a hint or the next label."""
    return (
        " " not in text.strip()
        and any(not character.isalpha() for character in text.strip())
        and len(text) >= 4
    )


def _in_blocks(lines: Sequence[Line]) -> Iterator[Secret]:
    """The lines of private keys, from their first line to their last."""
    for index, line in enumerate(lines):
        if not KEY_BLOCK.search(line.text) or "PUBLIC" in line.text.upper():
            continue
        yield Secret("private key", _widened(line.box, line.box.height))
        others = 0
        for below in lines[index + 1 :]:
            if not (BLOCK_LINE.match(below.text) or KEY_BLOCK_END.search(below.text)):
                others += 1
                if others > MOST_OTHERS:
                    break
            yield Secret("private key", _widened(below.box, below.box.height))
            if KEY_BLOCK_END.search(below.text):
                break


def _cover(line: Line, span: Span) -> Box:
    """The box of a span, from the boxes of its words; within a word by its characters, with some to spare."""
    left, right = line.box.right, line.box.left
    at = 0
    for word in line.words:
        start = line.text.find(word.text, at)
        if start < 0:  # the text was changed after it was read: the whole line is covered
            return _widened(line.box, line.box.height)
        end = at = start + len(word.text)
        if end <= span.start or start >= span.end:
            continue
        step = word.box.width / max(1, len(word.text))
        left = min(left, word.box.left + step * max(0, span.start - start - SPARE))
        right = max(right, word.box.right - step * max(0, end - span.end - SPARE))
    if right <= left:
        return _widened(line.box, line.box.height)
    return _widened(Box(left, line.box.top, right, line.box.bottom), line.box.height)


def _widened(box: Box, height: float) -> Box:
    margin = MARGIN * height
    return Box(box.left - margin, box.top - 0.05 * height, box.right + margin, box.bottom + 0.05 * height)
