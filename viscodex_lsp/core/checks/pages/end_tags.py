"""Repairs end tags in HTML that do not match its start tags.

Small models forget an end tag, or write another one's. Where the indentation says how far an element goes, that is
believed; else an element ends with the one around it, as browsers read it (HTML standard, section 13.2.6.4.7).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from viscodex_lsp.core.language.elements import VOID, needs_end, tag_name
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Replacement, Span
from viscodex_lsp.core.syntax.syntax import Tree, parse
from viscodex_lsp.core.text.difference import apply_replacements
from viscodex_lsp.core.text.positions import LineIndex

if TYPE_CHECKING:
    from tree_sitter import Node

FEWEST = 1
SHARE = 8
"""More than `FEWEST` tags, and one more for each `SHARE` elements, are not put right: nobody knows what was meant."""

_MOST_TAGS = 10_000

_END = re.compile(rb"</([a-zA-Z][a-zA-Z0-9]*)\s*>")
_ENDS = frozenset({"end_tag", "erroneous_end_tag"})


class _Tag(NamedTuple):
    """A tag, its place, and how far its line is indented; -1 where the line begins with something else."""

    name: str
    ends: bool
    span: Span
    line: int
    indent: int


class _Open(NamedTuple):
    """An element whose end was not seen yet."""

    name: str
    line: int
    indent: int


@dataclass
class _Repair:
    """The walk over the tags: what is open, and what was put right so far."""

    text: str
    indented: bool
    open: list[_Open] = field(default_factory=list)
    edits: list[Replacement] = field(default_factory=list)
    _last: tuple[int, int] = (-1, 0)

    @cached_property
    def lines(self) -> LineIndex:
        return LineIndex(self.text)

    def start(self, tag: _Tag) -> None:
        self._end_by_indent(tag)
        if tag.name not in VOID:
            indent = tag.indent if tag.indent >= 0 else self._indent_of(tag.span.start)
            self.open.append(_Open(tag.name, tag.line, indent))

    def end(self, tag: _Tag, *, next_ends: str) -> None:
        place = next(
            (at for at in reversed(range(len(self.open))) if self._may_end(self.open[at], tag)), None
        )
        inner = self.open[-1] if self.open else None
        here = place is not None and self.open[place].line == tag.line
        if inner is not None and inner.line == tag.line and not here and inner.name != next_ends:
            # `<p>…</h3>` on one line: the one that was opened there is the one that was meant.
            self.edits.append(Replacement(tag.span, f"</{inner.name}>"))
            self.open.pop()
        elif place is None:
            self.edits.append(Replacement(self._with_line(tag), ""))
        else:
            while len(self.open) > place + 1:
                self._close(before=tag)
            self.open.pop()

    def _may_end(self, element: _Open, tag: _Tag) -> bool:
        same_depth = not self.indented or tag.indent < 0 or tag.indent == element.indent
        return element.name == tag.name and same_depth

    def finish(self) -> None:
        while self.open:
            self._close(before=None)

    def _end_by_indent(self, tag: _Tag) -> None:
        if not self.indented or tag.indent < 0:
            return
        while self.open and self.open[-1].line < tag.line and tag.indent <= self.open[-1].indent:
            self._close(before=tag)

    def _close(self, *, before: _Tag | None) -> None:
        last = self.open.pop()
        if not needs_end(last.name):
            return
        if before is not None and before.indent < 0:
            at = before.span.start
        else:
            written = self._written_before(before.span.start if before else len(self.text))
            line_end = self.text.find("\n", written)
            at = len(self.text) if line_end < 0 else line_end
        own_line = self.lines.line_at(at) > last.line
        lead = "\n" + " " * last.indent if own_line and (before is None or before.indent >= 0) else ""
        self.edits.append(Replacement(Span(at, at), f"{lead}</{last.name}>"))

    def _written_before(self, at: int) -> int:
        """Where the text ends that is before the blanks before an offset."""
        if self._last[0] != at:
            end = at
            while end and self.text[end - 1].isspace():
                end -= 1
            self._last = (at, end)
        return self._last[1]

    def _indent_of(self, at: int) -> int:
        line = self.text[self.text.rfind("\n", 0, at) + 1 : at]
        return len(line) - len(line.lstrip())

    def _with_line(self, tag: _Tag) -> Span:
        """The tag, with its line where nothing else is on it."""
        begin, end = self.text.rfind("\n", 0, tag.span.start), self.text.find("\n", tag.span.end)
        end = len(self.text) if end < 0 else end
        alone = (
            not self.text[max(begin, 0) : tag.span.start].strip()
            and not self.text[tag.span.end : end].strip()
        )
        return Span(max(begin, 0), end) if alone else tag.span


def with_end_tags(code: str) -> tuple[str, int] | None:
    """The code with its end tags put right, and how many were; None where none or too many would have to be."""
    if code.count("<") > _MOST_TAGS:
        return None
    tree = parse(code, language_of("html"))
    found = {tag.span.start: tag for tag in _tags(tree)}
    tags = [found[start] for start in sorted(found)]
    elements = sum(not tag.ends for tag in tags)
    most = FEWEST + elements // SHARE
    repair = _Repair(code, indented=any(tag.indent > 0 for tag in tags))
    for tag, following in zip_longest(tags, tags[1:]):
        if tag.ends:
            ends_here = following is not None and following.ends and following.line == tag.line
            repair.end(tag, next_ends=following.name if ends_here else "")
        else:
            repair.start(tag)
        if len(repair.edits) > most:
            return None
    repair.finish()
    if not 0 < len(repair.edits) <= most:
        return None
    ordered = sorted(repair.edits, key=lambda edit: edit.span.start)
    return apply_replacements(code, _joined(ordered)), len(ordered)


def _joined(edits: list[Replacement]) -> list[Replacement]:
    """Insertions at one place as one."""
    joined: list[Replacement] = []
    for edit in edits:
        if joined and joined[-1].span == edit.span and not edit.span.end - edit.span.start:
            joined[-1] = Replacement(edit.span, joined[-1].text + edit.text)
        else:
            joined.append(edit)
    return joined


def _tags(tree: Tree) -> Iterator[_Tag]:
    lines = LineIndex(tree.text)
    waiting: list[Node] = [tree.parsed.root_node] if tree.parsed is not None else []
    while waiting:
        node = waiting.pop()
        if node.type == "start_tag" or node.type in _ENDS:
            yield _tag(tree, lines, tag_name(node), node.start_byte, node.end_byte, ends=node.type in _ENDS)
            continue
        if node.type == "ERROR":
            # At the outermost level the grammar has no name for an end tag too many.
            for found in _END.finditer(node.text or b""):
                start = node.start_byte + found.start()
                yield _tag(tree, lines, found[1].decode().lower(), start, start + len(found[0]), ends=True)
        waiting += node.children


def _tag(tree: Tree, lines: LineIndex, name: str, start_byte: int, end_byte: int, *, ends: bool) -> _Tag:
    start, end = tree.offsets.to_points(start_byte), tree.offsets.to_points(end_byte)
    line = lines.line_at(start)
    before = tree.text[lines.line_span(line).start : start]
    return _Tag(name, ends, Span(start, end), line, -1 if before.strip() else len(before))
