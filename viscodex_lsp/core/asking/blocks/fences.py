"""Finds the fenced blocks of a reply, as CommonMark writes them and as models do.

CommonMark 0.31 (section 4.5) lets a fence open and close on lines of its own. Models also write words before the
opening fence, or the whole block on one line. No text makes it raise, and its time grows with the text alone.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

_FENCE = re.compile(r"([ \t]*)(`{3,}(?=[^`]*$)|~{3,})(.*)$", re.DOTALL)
_AFTER_WORDS = re.compile(r"[^`~]*[:>\]|][ \t]*(`{3,})([\w+#.-]*)[ \t]*$")
_ON_ONE_LINE = re.compile(r"[^`]*+(`{3,})(?P<label>[\w+#.-]+(?=[ \t]))?(?P<code>[^`]++)\1[^`\w]*$")
_LABEL = re.compile(r"\{?\.?(?:language-|lang=)?([\w+#.-]*)")
_NESTING = frozenset({"markdown", "md", "mdx", "rmd", "qmd"})
_CHANGES = re.compile(
    r"\b(?:replace|swap|change) (?:the|this|that) (?![^\n]{0,80}\b(?:style|script))[^.\n]{1,60} (?:with|by|for|to):?$",
    re.I,
)


class Block(NamedTuple):
    """One fenced block: its rows in the reply, both fences included; `label` in small letters."""

    label: str
    lines: tuple[str, ...]
    first: int
    last: int
    closed: bool

    @property
    def code(self) -> str:
        return "\n".join(self.lines)

    @property
    def filled(self) -> bool:
        return bool(self.code.strip())


class Fence(NamedTuple):
    """An opening fence line."""

    indent: int
    mark: str
    label: str


def fenced_blocks(lines: Sequence[str]) -> list[Block]:
    """The blocks in their order; lines between them belong to none."""
    blocks: list[Block] = []
    row = 0
    while row < len(lines):
        fence = opening(lines[row]) or _after_words(lines[row])
        block = _block_at(lines, row, fence) if fence is not None else _one_line(lines[row], row)
        if block is not None:
            blocks.append(block)
        row = block.last + 1 if block is not None else row + 1
    return blocks


def opening(line: str) -> Fence | None:
    """The fence that a line opens, where nothing else is on it."""
    match = _FENCE.match(line)
    if match is None:
        return None
    label = _LABEL.match(match[3].strip())
    return Fence(len(match[1]), match[2], label[1].lower() if label else "")


def closes(line: str, fence: Fence) -> bool:
    """Whether a line closes a fence: the same mark, as long or longer, and nothing else."""
    bare = line.strip()
    deep = len(line) - len(line.lstrip()) > fence.indent + 3
    return not deep and len(bare) >= len(fence.mark) and bare.strip(fence.mark[0]) == "" and bare != ""


def _after_words(line: str) -> Fence | None:
    """`HTML: ```html`: a fence behind words, or behind the mark of an envelope."""
    match = _AFTER_WORDS.match(line[-200:]) if "```" in line else None
    return Fence(0, match[1], match[2].lower()) if match is not None else None


def _one_line(line: str, row: int) -> Block | None:
    """A block whose fences and code are on one line; code in a line of text (`` `x` ``) is none."""
    if line.count("```") < 2 or len(line) > 4_000:
        return None
    match = _ON_ONE_LINE.match(line)
    if match is None:
        return None
    return Block((match["label"] or "").lower(), (match["code"].strip(" \t"),), row, row, closed=True)


def _block_at(lines: Sequence[str], first: int, fence: Fence) -> Block:
    if fence.label in _NESTING:
        last = _end_of_markdown(lines, first, fence)
        if last is not None:
            return Block(fence.label, _content(lines[first + 1 : last], fence), first, last, closed=True)
        return _unclosed(lines, first, fence)
    begin = first + 2 if _opens_again(lines, first, fence) else first + 1
    for row in range(begin, len(lines)):
        if closes(lines[row], fence):
            last = (
                row + 1
                if begin > first + 1 and row + 1 < len(lines) and closes(lines[row + 1], fence)
                else row
            )
            return Block(fence.label, _content(lines[begin:row], fence), first, last, closed=True)
    return _unclosed(lines, first, fence)


def _opens_again(lines: Sequence[str], first: int, fence: Fence) -> bool:
    """Whether a fence is written twice, one below the other, as some models do."""
    again = opening(lines[first + 1]) if fence.label and first + 1 < len(lines) else None
    return again is not None and again == fence


def _end_of_markdown(lines: Sequence[str], first: int, outer: Fence) -> int | None:
    """The row that closes a Markdown block: the last fence behind which every inner block is closed.

    An inner fence without a label looks like the end of the outer one; that it is not shows only further down.
    """
    end: int | None = None
    inner: Fence | None = None
    for row in range(first + 1, len(lines)):
        fence = opening(lines[row])
        if fence is None:
            continue
        if inner is None:
            end = row if closes(lines[row], outer) else end
            inner = fence
        elif closes(lines[row], inner):
            inner = None
    return end


def _unclosed(lines: Sequence[str], first: int, fence: Fence) -> Block:
    """A block to the end of the reply, or to the first line that carries the closing fence at its end.

    What follows such a line is never looked at again: that keeps a reply full of them cheap to read.
    """
    last = len(lines) - 1
    for row in range(first + 1, len(lines)):
        line = lines[row].rstrip()
        if line.endswith(fence.mark):
            content = [*lines[first + 1 : row], line.rstrip(fence.mark[0])]
            return Block(fence.label, _content(content, fence), first, last, closed=True)
    content = list(lines[first + 1 :])
    return Block(fence.label, _content(content, fence), first, last, closed=False)


def _content(lines: Sequence[str], fence: Fence) -> tuple[str, ...]:
    """Lines without the indentation of their fence, as far as they have it."""
    return tuple(line[min(fence.indent, len(line) - len(line.lstrip(" \t"))) :] for line in lines)


def line_above(block: Block, lines: Sequence[str]) -> str:
    """The last line of a reply above a block that says something; `lines` are those of the reply."""
    return next((line for line in reversed(lines[: block.first]) if line.strip()), "")


def changes_above(block: Block, lines: Sequence[str]) -> bool:
    """Whether the line above a block says that it takes the place of a part of the code further up."""
    return _CHANGES.search(line_above(block, lines)) is not None
