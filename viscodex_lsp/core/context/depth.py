"""Determines the indentation that code should have at a place in a document.

The scope decides, not what happens to stand on a blank line: the lines above and below, the statement that a
line belongs to, and in markup the element that the place is in.
"""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from viscodex_lsp.core.context.around import Line, line_above, line_at, line_below, line_ends
from viscodex_lsp.core.context.typed import is_flat, is_typed, margin_of_statement
from viscodex_lsp.core.language.elements import INJECTED, holds_children_at
from viscodex_lsp.core.language.grammars import first_child
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Span
from viscodex_lsp.core.syntax.syntax import Tree, parse
from viscodex_lsp.core.text.style import read_style

if TYPE_CHECKING:
    from tree_sitter import Node

LONGEST_ENDING = 400

_TEMPLATE_LINE = re.compile(r"^[ \t]*(?:\{\{|\{%)", re.MULTILINE)
_STATEMENT_LINE = re.compile(
    r"^[ \t]*(?:\{%|<%(?!=)|\{\{-?[ \t]*(?:#|range\b|if\b|with\b|define\b|block\b))", re.MULTILINE
)
_BLOCK_OF_TEMPLATE = re.compile(r"\{[#:][a-z](?:(?!\{[#:])[^\n])*+(?<=\})$|(?:^|\})\s*@[a-z][^\n]*\{$|[({]$")
# What ends a block of a template stands where the block began, and so does what follows it.
_END_OF_TEMPLATE = re.compile(
    r"\s*(?:\{%-?\s*end\w*|@end\w+|<%-?\s*(?:end\b|\})|<\?(?:php)?\s*(?:end\w+|\})|\{\{~?(?:/|-?\s*end\b)|\}\s*$)[^\n<]*$"
)
_LIST_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]")
_OPENS_COMPONENT = re.compile(r"[ \t]*<[A-Z][\w.]*(?:\s[^<>]*)?(?<!/)>[ \t]*$")
_MARKDOWN = frozenset({"markdown", "mdx", "rmd", "quarto"})
_LEAVES = re.compile(r"(?:return|raise|break|continue)\b")


def depth_at(tree: Tree, span: Span, *, indent: str) -> str:
    """The indentation of code that replaces `span`; `indent` is one step.

    Of a selection it is that of its first line with anything on it. At the end of a line that opens a block,
    and on blank lines below it, it is one step deeper. Where a blank line could belong to the block above or
    to the one around it, its own indentation decides if it is one of both; then what it is nearer to.
    """
    text = tree.text
    indent = "" if tree.language.markup and is_flat(text) else indent
    template = _is_template(tree, span.start)
    if template and tree.language.id == "php":
        tree = parse(text, language_of("php-page"))
        indent = read_style(text, tree.language).indent
    selected = text[span.start : span.end]
    if selected.strip():
        return line_at(text, span.start + len(selected) - len(selected.lstrip())).indentation
    line, place = line_at(text, span.start), _DepthReader(tree, span.start, indent)
    head, tail = text[line.start : span.start], text[span.end : line_at(text, span.end).end]
    if template and head and not (head + tail).strip(" \t"):
        return head
    if head and not (head + tail).strip(" \t") and place.in_template_string():
        return head
    if head and not (head + tail).strip(" \t") and is_typed(head, text[: line.start], tree.language.id):
        return head
    above = line_above(text, line)
    own = Line(line.start, line.start + len(head.rstrip()), head.rstrip())
    here = own if own.text else above
    if here is not None and tree.language.id == "sql" and here.text.rstrip().endswith(";"):
        return margin_of_statement(text[: here.end].rstrip())
    if tree.language.id in _MARKDOWN and above is not None and not (head + tail).strip(" \t"):
        # What stands below a list's item belongs to it by its indentation alone (CommonMark, "List items").
        in_list = _LIST_ITEM.match(above.text) or above.indentation.startswith(head)
        in_component = tree.language.id == "mdx" and _OPENS_COMPONENT.match(above.text)
        return head if in_list or in_component else ""
    if tree.language.markup and not (head.strip() and tail.strip()):
        inside = place.in_markup()
        if inside is not None:
            behind = _behind_template(here, indent, is_own=here == own)
            return inside if behind is None else behind
    if not head.strip():
        return place.between(above, line_below(text, Line(line.start, span.end, "")), head)
    opened = place.opened_by(own)
    if opened is not None:
        return opened
    return line.indentation if tail.strip() else place.statement(own)


def _behind_template(above: Line | None, indent: str, *, is_own: bool) -> str | None:
    """The indentation below a line of markup, or behind it where it `is_own`, that ends or opens a template's block;
    None for another line."""
    if above is None:
        return None
    if _END_OF_TEMPLATE.match(above.text):
        return above.indentation
    return (
        above.indentation + indent if not is_own and _BLOCK_OF_TEMPLATE.search(above.text.rstrip()) else None
    )


def _is_template(tree: Tree, offset: int) -> bool:
    """Whether the lines around a place are a template's, in which its grammar sees no blocks: markup in a PHP
    file, YAML with lines for a template engine. What the person typed then tells most of the depth."""
    if tree.language.id == "php":
        before = tree.text[:offset]
        return before.rfind("<?") <= before.rfind("?>")
    if tree.language.markup and tree.language.template:
        return True
    if tree.language.id == "html":
        return _STATEMENT_LINE.search(tree.text, 0, offset) is not None
    return tree.language.id == "yaml" and _TEMPLATE_LINE.search(tree.text) is not None


@dataclass(frozen=True, slots=True)
class _DepthReader:
    tree: Tree
    offset: int
    indent: str

    @property
    def language(self) -> Language:
        return self.tree.language

    def between(self, above: Line | None, below: Line | None, margin: str) -> str:
        """Between two lines; `margin` is what stands to the left of the place."""
        if above is None:
            return below.indentation if below is not None else ""
        opened = self.opened_by(above)
        if opened is not None:
            return opened
        upper, lower = self.statement(above), below.indentation if below is not None else ""
        if below is not None and self.language.closes_block(below.text):
            if margin and margin == above.indentation == below.indentation + self.indent:
                return margin
            known = self.tree.parsed is not None or _wide(upper) > _wide(lower)
            return upper if known else lower + self.indent
        if _wide(lower) >= _wide(upper) or (below is None and not self.language.by_indentation):
            return upper
        if self._is_level(margin, lower, upper):
            return margin
        return upper if self._belongs_above(above, below) else lower

    def _is_level(self, margin: str, lower: str, upper: str) -> bool:
        """Whether a margin that a person may have typed is one of the levels between two others."""
        if not margin or not margin.startswith(lower) or not upper.startswith(margin):
            return False
        return (_wide(margin) - _wide(lower)) % max(1, _wide(self.indent)) == 0

    def _belongs_above(self, above: Line, below: Line | None) -> bool:
        """Whether a place that could end the block above rather continues it."""
        words = above.text.strip()
        if _LEAVES.match(words) and self.language.by_indentation:
            return False
        mark = self.language.line_comment
        if (mark and words.startswith(mark)) or words.endswith(('"""', "'''")):
            return True
        here = line_at(self.tree.text, self.offset)
        end = below.start if below is not None else len(self.tree.text)
        near = line_ends(self.tree.text, above.end, here.start) == 1
        return near and line_ends(self.tree.text, here.end, end) > (below is not None)

    def opened_by(self, above: Line) -> str | None:
        """One step deeper than what `above` opens and the place is in, if it opens anything."""
        end = self.tree.offsets.to_bytes(above.start + len(above.text.rstrip()))
        node = self._leaf(end)
        here = self.tree.offsets.to_bytes(self.offset)
        row = node.start_point.row if node is not None else -1
        while node is not None:
            if node.type in self.language.blocks and node.end_byte > here:
                first = first_child(node)
                if first is not None and first.end_byte == end and _opens(first):
                    return self._margin(node) + self.indent
                if node.start_point.row == row and node.start_byte < end and not self.language.by_indentation:
                    return above.indentation + self.indent
            node = node.parent
        if not self.language.opens_block(above.text[-LONGEST_ENDING:]):
            return None
        return (self._head(above, end) if self.language.by_indentation else above.indentation) + self.indent

    def statement(self, line: Line) -> str:
        """The indentation of the first line of the statement that `line` ends."""
        node = self._leaf(self.tree.offsets.to_bytes(line.start + len(line.text.rstrip())))
        if node is None or (_is_remark(node) and self._begins_line(node)):
            return line.indentation
        inner = self.language.blocks | self.language.scopes
        while node.parent is not None and node.parent.parent is not None:
            if node.parent.is_error:
                return line.indentation
            if node.parent.type in inner and not _closes(node):
                break
            node = node.parent
        return self._margin(node)

    def in_markup(self) -> str | None:
        """The indentation of the children of the element around the place; None inside scripts and styles,
        and where there is no tree to ask."""
        if self.tree.parsed is None:
            return None
        here = self.tree.offsets.to_bytes(self.offset)
        node: Node | None = self._leaf(here) or self.tree.parsed.root_node
        while node is not None and node.parent is not None and not self._holds(node, here):
            node = node.parent
        if node is None or node.is_error or node.type in INJECTED:
            return None
        beside = self._child_beside(node, here)
        if beside is not None:
            return None if beside.is_error else self._margin(beside)
        return "" if node.parent is None else self._margin(node) + self.indent

    def in_template_string(self) -> bool:
        """Whether the place is text in a string of several lines, whose blanks are a person's own."""
        node = self._leaf(self.tree.offsets.to_bytes(self.offset))
        while node is not None and node.type in {"string_fragment", "escape_sequence"}:
            node = node.parent
        return node is not None and node.type == "template_string"

    def _holds(self, node: "Node", here: int) -> bool:
        return node.is_error or (node.type in self.language.blocks and holds_children_at(node, here))

    def _child_beside(self, element: "Node", here: int) -> "Node | None":
        """The nearest child that begins a line: before the place, else behind it."""
        children = [
            child
            for child in element.named_children
            if child.type not in {"start_tag", "end_tag", "text", "raw_text"} and self._begins_line(child)
        ]
        before = [child for child in children if child.end_byte <= here]
        behind = [child for child in children if child.start_byte >= here]
        return before[-1] if before else behind[0] if behind else None

    def _head(self, above: Line, end: int) -> str:
        """The indentation of the statement whose head ends at `end`, which may have begun lines above."""
        node = self._leaf(end)
        while node is not None and node.type not in self.language.scopes:
            if node.is_error or node.type in self.language.blocks:
                return above.indentation
            node = node.parent
        return self._margin(node) if node is not None else above.indentation

    def _leaf(self, end: int) -> "Node | None":
        """The smallest node that holds the last byte before `end`."""
        if self.tree.parsed is None or end <= 0:
            return None
        return self.tree.parsed.root_node.descendant_for_byte_range(end - 1, end)

    def _margin(self, node: "Node") -> str:
        return line_at(self.tree.text, self.tree.offsets.to_points(node.start_byte)).indentation

    def _begins_line(self, node: "Node") -> bool:
        start = self.tree.offsets.to_points(node.start_byte)
        return not self.tree.text[line_at(self.tree.text, start).start : start].strip()


def _is_remark(node: "Node") -> bool:
    """Whether a node is a comment of one line, which belongs to no statement."""
    return "comment" in node.type and node.start_point.row == node.end_point.row


def _opens(first: "Node") -> bool:
    """Whether the first child of a block is what opens it: a bracket, a keyword, a start tag."""
    return not first.is_named or first.type == "jsx_opening_element"


def _closes(node: "Node") -> bool:
    """Whether a node is what closes its parent, so that it belongs to the statement that its parent is in."""
    last = node.parent is not None and node.next_sibling is None
    return last and (not node.is_named or node.type == "jsx_closing_element")


def _wide(margin: str) -> int:
    return len(margin.expandtabs(8))
