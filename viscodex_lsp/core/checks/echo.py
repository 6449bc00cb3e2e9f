"""Removes lines from a fragment that only repeat the lines around its place.

Models like to begin with the lines before the mark and to end with those after it. A repeated line can also be
meant (a list has equal items), so a few short lines in common are not enough: a run counts if it holds two
telling lines, if it opens the block that the rest of the code stands in, or if it is the line of the cursor.
The heads of the blocks around the place count too, wherever they stand.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.nouns import Document, Refusal, Span
from viscodex_lsp.core.text.brackets import ends_block_around
from viscodex_lsp.core.text.positions import LineIndex
from viscodex_lsp.core.text.style import leading

_FARTHEST = 200
_TELLING_LETTERS = 4
_TAB = 4
_TELLING_LINE = 8
_SHORTEST_OWN = 2
_QUOTE = re.compile(r"[\"']")
_EXPORTED = re.compile(
    r"^export (?:default )?(?=(?:async )?function\b|class\b|const\b|interface\b|type\b|enum\b)"
)
_ALONE = re.compile(r"(?:(?<!\s)\s++)?/>")
_ONE_PARAMETER = re.compile(r"(?<![\w$)\]])\((\w+)\) =>")


class Surroundings(NamedTuple):
    """The lines around a place. `own` is the part of the cursor's line before it, `rest` the part after it;
    `before` ends with the line of the cursor where nothing but whitespace follows it."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    own: str
    rest: str


class _Line(NamedTuple):
    row: int
    width: int
    text: str


def alike(line: str) -> str:
    """A line without what models write in their own way: quotes, a separator at its end, blanks, `/` before `>`, that
    a declaration is exported, brackets around the one parameter of an arrow function."""
    bare = " ".join(line.split()).replace("function (", "function(").rstrip(" ;,")
    bare = _ONE_PARAMETER.sub(r"\1 =>", bare)
    return _ALONE.sub(">", _QUOTE.sub("'", _EXPORTED.sub("", bare)))


def read_surroundings(lines: LineIndex, span: Span) -> Surroundings:
    """The lines around a span, as far as a model is likely to have been told about them."""
    first, last = lines.line_at(span.start), lines.line_at(span.end)
    own = lines.text[lines.line_span(first).start : span.start]
    rest = lines.text[span.end : lines.line_span(last).end]
    at_its_end = bool(own.strip()) and not rest.strip()
    before = range(max(first - _FARTHEST, 0), first + (1 if at_its_end and span.empty else 0))
    after = range(last + (1 if rest != _line(lines, last) else 0), min(last + _FARTHEST, lines.line_count))
    return Surroundings(
        tuple(_line(lines, row) for row in before), tuple(_line(lines, row) for row in after), own, rest
    )


def without_echo(
    fragment: Fragment, around: Surroundings, *, depth: str, from_file: bool = False
) -> Fragment:
    """The fragment without a repeated head and tail; blank if it holds nothing else.

    Args:
        depth: the indentation of the place, by which the lines that enclose it are known.
        from_file: the fragment was cut out of a whole file, so that one line in common is an echo.
    """
    code = _measured(fragment.lines)
    before, after = _measured(around.before), _measured(around.after)
    at_line_end = bool(around.before) and around.own.strip() == around.before[-1].strip() != ""
    head = _head(code, before, expected=at_line_end or from_file)
    shift = before[-1].width - code[head - 1].width if head else None
    tail = _tail(code[head:], after, shift=shift)
    if not head and not tail:
        head, tail = _enclosing(code, before, after, width=len(depth.expandtabs(_TAB)))
    if not head and not tail and len(code) > 2 and before and after:
        # One line above and one below is an echo where both are there.
        ends = _same(code[:1], before[-1:]) and _same(code[-1:], after[:1])
        head = tail = int(ends and _telling(code[:1]) + _telling(code[-1:]) == 2)
    if not head and not tail:
        return fragment
    kept = code[head : len(code) - tail]
    if head and tail and ends_block_around(line.text for line in kept):
        return fragment
    return fragment.part(kept[0].row, kept[-1].row + 1) if kept else Fragment(())


def depth_behind_echo(fragment: Fragment, shorter: Fragment, around: Surroundings) -> str | None:
    """The indentation of what is left of a fragment whose first lines are those above the place; None where it does
    not begin with such lines."""
    before = next((line for line in reversed(around.before) if line.strip()), "")
    first = next((line.strip() for line in shorter.lines if line.strip()), "")
    last = None
    for line in fragment.lines:
        if line.strip() == before.strip():
            last = line
        elif last is not None and line.strip() == first:
            width = len(leading(before)) + len(leading(line)) - len(leading(last))
            return " " * width if width >= 0 and "\t" not in leading(before) + leading(line) else None
    return None


def without_own_line(fragment: Fragment, around: Surroundings) -> tuple[Fragment, str] | None:
    """The fragment without the beginning of the cursor's line, and the space between both; None if it does
    not repeat it. What follows the cursor goes too, where the last line ends with it."""
    own, rest = around.own.strip(), around.rest.strip()
    first = fragment.lines[0] if fragment.lines else ""
    if len(own) < _SHORTEST_OWN or not first.startswith(own) or len(first) == len(own):
        return None
    remainder = first[len(own) :]
    lines = [remainder.lstrip(), *fragment.lines[1:]]
    ends = next((end for end in (rest, f"{rest};") if rest and lines[-1].endswith(end)), "")
    lines[-1] = lines[-1][: len(lines[-1]) - len(ends)].rstrip() if ends else lines[-1]
    gap = " " if remainder[0].isspace() and around.own == around.own.rstrip() else ""
    return Fragment(tuple(lines), fragment.kept), gap


def hinted(refusal: Refusal, whole: Fragment, document: Document) -> Refusal:
    """The refusal, with a word to a model that wrote more than was asked for."""
    first = whole.lines[0].strip() if whole.lines else ""
    if len(first) < _TELLING_LINE or first not in document.text:
        return refusal
    hint = "It begins with a line that the file has already; write only what takes the mark's place."
    return replace(refusal, detail=f"{refusal.detail} {hint}")


def _head(code: Sequence[_Line], before: Sequence[_Line], *, expected: bool) -> int:
    """How many lines at the beginning of the code are the last ones before the place. Where an echo is
    `expected` any number will do."""
    for count in range(min(len(code), len(before)), 0, -1):
        run = code[:count]
        if _same(run, before[-count:]) and (
            expected or _telling(run) >= 2 or (_telling(run) and _opens(code, count))
        ):
            return count
    return 0


def _tail(code: Sequence[_Line], after: Sequence[_Line], *, shift: int | None) -> int:
    """How many lines at the end of the code are the first ones after the place. Where a head was cut off,
    `shift` is how much deeper the document stands, and any line that closes what the head opened counts."""
    for count in range(min(len(code), len(after)), 0, -1):
        run = code[-count:]
        if not _same(run, after[:count]):
            continue
        closes = shift is not None and after[0].width - run[0].width == shift
        if closes or (shift is None and _telling(run) >= 2):
            return count
    return 0


def _enclosing(
    code: Sequence[_Line], before: Sequence[_Line], after: Sequence[_Line], *, width: int
) -> tuple[int, int]:
    """How many lines at both ends of the code only open and close the blocks that the place is in."""
    heads: list[str] = []
    for line in reversed(before):
        # Where a brace opens a block on a line of its own, the head is the line above.
        if line.width < width or (heads and line.width == width and not _letters(heads[0])):
            heads.insert(0, line.text)
            width = line.width
    for count in range(min(len(heads), len(code) - 1), 0, -1):
        run, body = code[:count], code[count:]
        inside = next((at for at, line in enumerate(body) if line.width <= run[-1].width), len(body))
        closing = {line.text for line in after}
        closes = all(line.text in closing or not _letters(line.text) for line in body[inside:])
        if [line.text for line in run] == heads[-count:] and inside and closes and _telling(run):
            return count, len(body) - inside + _ends_alike(body, after, inside)
    return 0, 0


def _ends_alike(body: Sequence[_Line], after: Sequence[_Line], inside: int) -> int:
    """How many lines before the one that closes the block are also those that the document ends the block with."""
    if inside == len(body):
        return 0
    end = next((at for at, line in enumerate(after) if line.text == body[inside].text), 0)
    alike = end < inside and end and _same([*body[inside - end : inside + 1]], after[: end + 1])
    return end if alike else 0


def _same(code: Sequence[_Line], document: Sequence[_Line]) -> bool:
    """The same texts, all shifted by the same width."""
    if code[0].text != document[0].text:
        return False
    shift = document[0].width - code[0].width
    return all(
        one.text == other.text and other.width - one.width == shift
        for one, other in zip(code, document, strict=True)
    )


def _telling(run: Sequence[_Line]) -> int:
    """How many different lines have enough letters to be no accident."""
    texts = {line.text for line in run}
    return sum(_letters(text) >= _TELLING_LETTERS for text in texts)


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text[:80]))


def _opens(code: Sequence[_Line], count: int) -> bool:
    """Whether a line of the run opens the block that the rest of the code stands in."""
    rest = code[count:]
    return bool(rest) and rest[0].width > min(line.width for line in code[:count])


def _measured(lines: Sequence[str]) -> list[_Line]:
    return [
        _Line(row, len(leading(line).expandtabs(_TAB)), alike(line))
        for row, line in enumerate(lines)
        if line.strip()
    ]


def _line(lines: LineIndex, row: int) -> str:
    span = lines.line_span(row)
    return lines.text[span.start : span.end]
