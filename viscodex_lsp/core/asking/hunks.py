"""Reads changes out of a reply that is written as one: a unified diff, or search/replace blocks.

Line numbers of a diff are not read: models miscount them. What counts is the text before and after.
"""

import re
from collections.abc import Iterator, Sequence

from viscodex_lsp.core.asking.blocks.fences import Block
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.nouns import Hunk

_LABELS = frozenset({"diff", "patch", "udiff"})
_HEADS = ("diff --git ", "index ", "--- ", "+++ ", "new file mode", "deleted file mode", "\\ No newline")
_OLD = re.compile(r"\b(?:replace|change|find|update|swap)\b[^\n]*$", re.IGNORECASE | re.MULTILINE)
_NEW = re.compile(
    r"\s*(?:with|by|to|into|becomes)\b(?: (?:this|the following)[^\n]*+)?\s*+[:.]?\s*+", re.IGNORECASE
)
_SEARCH, _DIVIDER, _REPLACE = "<<<<<<<", "=======", ">>>>>>>"


def read_hunks(lines: Sequence[str], label: str, language: Language) -> tuple[Hunk, ...]:
    """The changes, in their order; none where the text is not written as a change."""
    if language.id in _LABELS:
        return ()
    if any(line.startswith(_SEARCH) for line in lines):
        return tuple(_replacements(lines))
    headed = any(line.startswith("@@") for line in lines) and any(line[:1] in "+-" for line in lines if line)
    if headed or (label in _LABELS and any(line[:1] in ("+", "-") for line in lines)):
        return tuple(_of_diff(lines))
    return ()


def told_hunks(blocks: Sequence[Block], lines: Sequence[str]) -> tuple[Hunk, ...]:
    """The changes of a reply that says in words what to replace ("Replace this: … with: …"); none for any other."""
    if len(blocks) < 2 or len(blocks) % 2:
        return ()
    found: list[Hunk] = []
    end = 0
    for old, new in zip(blocks[::2], blocks[1::2], strict=True):
        before, between = "\n".join(lines[end : old.first]), "\n".join(lines[old.last + 1 : new.first])
        if not _OLD.search(before.strip()) or not _NEW.fullmatch(between):
            return ()
        found.append(Hunk(old.lines, new.lines))
        end = new.last + 1
    return tuple(found)


def _of_diff(lines: Sequence[str]) -> Iterator[Hunk]:
    old: list[str] = []
    new: list[str] = []
    for line in lines:
        if line.startswith("@@"):
            if old != new:
                yield Hunk(tuple(old), tuple(new))
            old, new = [], []
        elif not line.startswith(_HEADS):
            sign, rest = (line[:1], line[1:]) if line[:1] in ("+", "-", " ") else (" ", line)
            old += [rest] if sign != "+" else []
            new += [rest] if sign != "-" else []
    if old != new:
        yield Hunk(tuple(old), tuple(new))


def _replacements(lines: Sequence[str]) -> Iterator[Hunk]:
    """`<<<<<<< SEARCH`, old lines, `=======`, new lines, `>>>>>>> REPLACE`."""
    old: list[str] = []
    new: list[str] = []
    into: list[str] | None = None
    for line in lines:
        if line.startswith(_SEARCH):
            old, new = [], []
            into = old
        elif line.startswith(_DIVIDER) and into is old:
            into = new
        elif line.startswith(_REPLACE) and into is new:
            yield Hunk(tuple(old), tuple(new))
            into = None
        elif into is not None:
            into.append(line)
