"""Writes what a reply adds to mappings and lists into the file: as lines of their own, or in brackets with commas."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from viscodex_lsp.core.checks.forms.mappings.merging import Addition
from viscodex_lsp.core.checks.forms.mappings.values import Value
from viscodex_lsp.core.nouns import Replacement, Span

_BLANK_LINE = re.compile(r"\n[ \t]*\r?\n")
_COMMA = re.compile(r"\s*,")


class Texts(NamedTuple):
    """A file, the reply, where the cursor is, and how the file ends its lines."""

    file: str
    reply: str
    cursor: int
    newline: str

    @property
    def line(self) -> Span:
        """The line of the cursor, without its end."""
        end = self.file.find("\n", self.cursor)
        end = len(self.file) if end < 0 else end
        return Span(self.file.rfind("\n", 0, self.cursor) + 1, end - (self.file[:end].endswith("\r")))

    @property
    def is_blank(self) -> bool:
        """Whether nothing else is on the cursor's line."""
        return not self.file[self.line.start : self.line.end].strip()


def entry_at(holder: Value, texts: Texts) -> int | None:
    """The row of the entry that the cursor is right behind; -1 before the first, None elsewhere."""
    if not holder.items or holder.start > texts.cursor:
        return None
    before = [row for row in range(len(holder.items)) if holder.items[row].end <= texts.cursor]
    last = before[-1] if before else -1
    start = holder.items[last].end if before else holder.start
    between = texts.file[start : texts.cursor]
    return last if all(_is_open(line) for line in between.split("\n")) else None


def _is_open(line: str) -> bool:
    bare = line.strip().strip("{[,")
    return not bare or bare.startswith(("#", "//"))


def written(group: Sequence[Addition], texts: Texts, *, at_place: bool) -> list[Replacement] | None:
    """The edits for additions to one holder behind one entry of it; None where they have no certain place."""
    holder = group[0].holder
    if holder.flow:
        return _in_brackets(group, texts, at_place=at_place)
    if any(one.source.flow and one.source.kind == "list" for one in group):
        return None
    return _as_lines(group, texts, at_place=at_place)


def _as_lines(group: Sequence[Addition], texts: Texts, *, at_place: bool) -> list[Replacement] | None:
    holder, behind = group[0].holder, group[0].behind
    if not holder.items:
        return None
    margin = " " * _column(texts.file, holder.start)
    apart = texts.newline * (2 if _spread(holder, texts) else 1)
    rows = apart.join(margin + _entry(one, texts, margin) for one in group)
    if at_place and texts.is_blank:
        above = texts.file[: texts.line.start].rstrip(" \t")
        lead = texts.newline if len(apart) > len(texts.newline) and not _BLANK_LINE.search(above[-3:]) else ""
        ends = texts.line.end == len(texts.file) or _parts_blocks(texts, margin)
        return [Replacement(texts.line, lead + rows + (texts.newline if ends else ""))]
    if behind < 0:
        return [Replacement(Span(holder.begin(0), holder.begin(0)), rows.strip() + apart + margin)]
    end = texts.file.find("\n", holder.items[behind].end)
    end = len(texts.file) if end < 0 else end - texts.file[:end].endswith("\r")
    return [Replacement(Span(end, end), apart + rows)]


def _parts_blocks(texts: Texts, margin: str) -> bool:
    """Whether the cursor's line is empty, and all that parts a block of this depth from the next one."""
    below = texts.file[texts.line.end :].lstrip("\r").removeprefix("\n").split("\n")[0]
    is_empty = texts.line.start == texts.line.end
    return is_empty and bool(below.strip()) and len(below) - len(below.lstrip()) < len(margin)


def _spread(holder: Value, texts: Texts) -> bool:
    """Whether a blank line, other than the cursor's, is between the entries of the file."""
    for row in range(len(holder.items) - 1):
        start, end = holder.items[row].end, holder.begin(row + 1)
        has_cursor = start <= texts.cursor <= end
        if not has_cursor and _BLANK_LINE.search(texts.file[start:end]):
            return True
    return False


def _entry(one: Addition, texts: Texts, margin: str) -> str:
    """The text of an entry as deep as the file's own, with the comments right above it."""
    start, end = one.source.begin(one.row), one.source.items[one.row].end
    if one.source.kind == "list" and not one.source.flow:
        start = texts.reply.rfind("-", 0, start)
    width = _column(texts.reply, start)
    lines = texts.reply[start:end].rstrip().split("\n")
    if one.source.flow and one.source.items[one.row].kind != "scalar":
        width = len(lines[-1]) - len(lines[-1].lstrip()) if len(lines) > 1 else width
    above = _comments(texts.reply[:start]) if not one.source.flow else []
    rest = [
        margin + line[min(width, len(line) - len(line.lstrip())) :].rstrip() if line.strip() else ""
        for line in lines[1:]
    ]
    return texts.newline.join([*_led(above, lines[0], margin), *rest])


def _led(above: list[str], first: str, margin: str) -> list[str]:
    """The first line of an entry below its comments; the first of all without its margin."""
    rows = [*above, first]
    return [rows[0], *(margin + row for row in rows[1:])]


def _comments(before: str) -> list[str]:
    rows: list[str] = []
    for line in reversed(before.split("\n")[:-1]):
        if not line.lstrip().startswith("#"):
            break
        rows.insert(0, line.strip())
    return rows


def _in_brackets(group: Sequence[Addition], texts: Texts, *, at_place: bool) -> list[Replacement] | None:
    holder, behind = group[0].holder, group[0].behind
    if not holder.items or not all(one.source.flow for one in group):
        return None
    first, nl = holder.begin(0), texts.newline
    is_wide = "\n" in texts.file[holder.start : first]
    margin = texts.file[texts.file.rfind("\n", 0, first) + 1 : first] if is_wide else ""
    entries = [_entry(one, texts, margin) for one in group]
    if margin.strip() or (not is_wide and any("\n" in entry for entry in entries)):
        return None
    between = f",{nl}{margin}" if is_wide else ", "
    rows = between.join(entries)
    if behind < 0:
        return [Replacement(Span(first, first), rows + between)]
    end = holder.items[behind].end
    comma, is_last = _COMMA.match(texts.file, end), behind == len(holder.items) - 1
    if at_place and texts.is_blank:
        edits = [] if comma is not None else [Replacement(Span(end, end), ",")]
        return [*edits, Replacement(texts.line, margin + rows + ("" if is_last else ","))]
    line_end = texts.file.find("\n", end)
    rest = texts.file[end : line_end if line_end >= 0 else len(texts.file)]
    if is_wide and rest.strip(" \t\r,"):
        return None if "//" in rest or "/*" in rest else [Replacement(Span(end, end), between + rows)]
    if is_last and comma is not None:
        return [Replacement(Span(comma.end(), comma.end()), between.removeprefix(",") + rows + ",")]
    return [Replacement(Span(end, end), between + rows)]


def _column(text: str, at: int) -> int:
    return at - text.rfind("\n", 0, at) - 1
