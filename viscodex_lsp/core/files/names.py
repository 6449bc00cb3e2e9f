"""Finds the names that a reply gives to its blocks: on the fence, in the line above, or in a first comment."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from viscodex_lsp.core.asking.blocks.fences import Block, fenced_blocks
from viscodex_lsp.core.language.languages import language_of_path

_PATH = re.compile(r"(?:\.{0,2}/)?(?:[\w.@\[\]()+-]+[/\\])*[\w@\[\]()+-][\w.@\[\]()+-]*\.\w{1,10}")
_BETWEEN = re.compile(r"[\s,;{}=:\"'`~]+")
_LIST_MARK = re.compile(r"(?:#{1,6}|[-*+>]|\d{1,3}[.)])[ \t]+")
_LEAD = re.compile(
    r"(?:(?:new|create|update|edit|add|the)\s+)*(?:file ?(?:name)?|path)?\s*:?\s*", re.IGNORECASE
)
_STATE = re.compile(r"\s*\((?:new|new file|updated|created|modified|existing)\)$", re.IGNORECASE)
_QUOTED = re.compile(r"`([^`\s]{3,200})`")
_COMMENT = re.compile(r"(?://+|/\*+|<!--|#+|--|\{/\*)(.*?)(?:\*+/\}?|-->)?\s*$")
_LONGEST_LINE = 400


class Named(NamedTuple):
    """A block with its name, "" where it has none; `rows` are its rows in the reply with the line that names it.

    `headed` says that the first line of its code is the name in a comment.
    """

    block: Block
    name: str
    rows: tuple[int, int]
    headed: bool = False

    @property
    def lines(self) -> tuple[str, ...]:
        """The code without a comment that only names the file."""
        return self.block.lines[1:] if self.headed else self.block.lines


def named_blocks(lines: Sequence[str]) -> list[Named]:
    """The filled blocks of a reply in their order, each with the name it is given."""
    found: list[Named] = []
    free = 0
    for block in fenced_blocks(lines):
        if block.filled:
            found.append(_named(block, lines, free))
        free = block.last + 1
    return found


def _named(block: Block, lines: Sequence[str], free: int) -> Named:
    rows = (block.first, block.last)
    name = _on_fence(lines[block.first])
    if name:
        return Named(block, name, rows)
    above = block.first - 1
    while above >= free and not lines[above].strip():
        above -= 1
    if above >= free:
        name = _alone(lines[above]) or _only_quoted(lines[above])
        if name:
            return Named(block, name, (above, block.last))
    first = next((line for line in block.lines if line.strip()), "")
    name = _in_comment(first) if first == block.lines[0] else ""
    return Named(block, name, rows, headed=bool(name))


def _on_fence(line: str) -> str:
    """The name behind a fence: ```css Card.css, ```css title="Card.css", ```css:src/Card.css."""
    words = _BETWEEN.split(line[:_LONGEST_LINE])
    return next((name for name in map(_known, words) if name), "")


def _alone(line: str) -> str:
    """The name on a line of its own, as a heading, in bold, in a list."""
    if len(line) > _LONGEST_LINE:
        return ""
    bare = line.strip()
    mark = _LIST_MARK.match(bare)
    bare = bare[mark.end() :] if mark else bare
    bare = bare.strip("*_`\"' \t:").replace("**", "").replace("`", "")
    bare = _STATE.sub("", bare).strip("*_\"' \t:")
    lead = _LEAD.match(bare)
    return _known(bare) or _known(bare[lead.end() :] if lead else bare)


def _in_comment(line: str) -> str:
    """The name that a comment consists of: `// src/Card.tsx`, `/* Card.css */`, `# File: card.py`."""
    match = _COMMENT.match(line.strip()) if len(line) <= _LONGEST_LINE else None
    return _alone(match[1]) if match is not None else ""


def _only_quoted(line: str) -> str:
    """The one path in backticks of a sentence that introduces a block."""
    found = _QUOTED.findall(line) if len(line) <= _LONGEST_LINE and line.rstrip().endswith(":") else []
    names = [name for name in map(_known, found) if name]
    return names[0] if len(names) == 1 else ""


def _known(name: str) -> str:
    """The name with slashes, if it is one of a file that is written in a language."""
    path = name.replace("\\", "/")
    return path if _PATH.fullmatch(name) and language_of_path(path).known else ""
