"""The members of an object of JavaScript, and the edits that put further ones behind them."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from viscodex_lsp.core.language.grammars import text_of
from viscodex_lsp.core.nouns import Replacement, Span, Style
from viscodex_lsp.core.syntax.syntax import Tree
from viscodex_lsp.core.text.style import leading

if TYPE_CHECKING:
    from tree_sitter import Node

_WIDEST = 100
_WRAPS = frozenset(
    {
        "pair",
        "method_definition",
        "arrow_function",
        "function_expression",
        "parenthesized_expression",
        "call_expression",
        "arguments",
        "statement_block",
        "return_statement",
        "as_expression",
        "satisfies_expression",
    }
)


class Member(NamedTuple):
    """One member of an object: its name, its node, the tree that this is of, and the comments that belong to it."""

    name: str
    node: "Node"
    tree: Tree
    comments: tuple["Node", ...] = ()

    @property
    def words(self) -> str:
        """Its text without blanks, to be compared."""
        return "".join(self.tree.source(self.node).split())

    @property
    def lines(self) -> list[str]:
        """Its text below its comments, at column 0 but for its first line's own depth."""
        text = self.tree.source(self.node).split("\n")
        depth = min((len(leading(line)) for line in text[1:] if line.strip()), default=0)
        above = [row for comment in self.comments for row in self._rows(comment)]
        return [*above, text[0], *(line[depth:] for line in text[1:])]

    def _rows(self, comment: "Node") -> list[str]:
        first, *rest = self.tree.source(comment).split("\n")
        margin = comment.start_point.column
        return [first, *(line[min(len(leading(line)), margin) :] for line in rest)]


def members_of(node: "Node", tree: Tree) -> list[Member]:
    """The members of an object with their names; a member without one (`...rest`) is named by its text. The comments
    above a member belong to it, those behind it on its line, and all that stand below the last one."""
    found: list[Member] = []
    above: tuple[Node, ...] = ()
    for child in node.named_children:
        if child.type != "comment":
            found.append(Member(_name(child), child, tree, above))
            above = ()
        elif found and child.start_point.row == found[-1].node.end_point.row:
            found[-1] = found[-1]._replace(comments=(*found[-1].comments, child))
        else:
            above = (*above, child)
    if found and above:
        found[-1] = found[-1]._replace(comments=(*found[-1].comments, *above))
    return found


def object_in(node: "Node") -> "Node | None":
    """The object that a value is, or that a function gives back: the last one at its end."""
    found: Node | None = node
    while found is not None and found.type != "object":
        if found.type not in _WRAPS:
            return None
        inner = [child for child in found.named_children if child.type != "comment"]
        found = inner[-1] if inner else None
    return found


def put_into(
    holder: "Node",
    members: Sequence[Member],
    own: Tree,
    style: Style,
    *,
    separator: str = ",",
    on_line: bool = False,
) -> Iterator[Replacement]:
    """The edit that puts members at the end of an object, or statements at the end of a block, each on lines of its
    own; nothing where there are none. `on_line` keeps an object on its line where all have room there."""
    if not members:
        return
    newline = style.newline
    inner = [child for child in holder.named_children if child.type != "comment"]
    rows = own.text.split("\n")
    one_line = holder.start_point.row == holder.end_point.row
    margin = leading(rows[holder.start_point.row]) + style.indent
    if inner and not one_line:
        margin = leading(rows[inner[0].start_point.row])
    trails = bool(inner) and _has_separator(inner[-1], separator)
    texts = [_behind_margin(member.lines, margin, newline) for member in members]
    body = (separator + newline + margin).join(texts)
    start, end = own.offsets.to_points(holder.start_byte + 1), own.offsets.to_points(holder.end_byte - 1)
    if one_line:
        there = own.text[start:end].strip().rstrip(separator or ";")
        row = rows[holder.start_point.row]
        short = f"{separator} ".join(filter(None, (there, *texts)))
        if on_line and newline not in short and there and len(row) + len(short) - len(there) <= _WIDEST:
            yield Replacement(Span(start, end), own.text[start:end].replace(there, short))
            return
        first = f"{margin}{there}{separator if there else ''}{newline}" if there else ""
        closing = leading(rows[holder.start_point.row])
        yield Replacement(Span(start, end), f"{newline}{first}{margin}{body}{separator}{newline}{closing}")
        return
    if not inner:
        yield Replacement(Span(start, start), f"{newline}{margin}{body}{separator}")
        return
    last = own.offsets.to_points(inner[-1].end_byte) + (len(separator) if trails else 0)
    lead = "" if trails else separator
    yield Replacement(Span(last, last), f"{lead}{newline}{margin}{body}{separator if trails else ''}")


def _behind_margin(lines: Sequence[str], margin: str, newline: str) -> str:
    """The lines as a text whose first one stands behind the margin already."""
    rest = (margin + line.rstrip() if line.strip() else "" for line in lines[1:])
    return newline.join((lines[0].rstrip(), *rest))


def _has_separator(node: "Node", separator: str) -> bool:
    following = node.next_sibling
    return bool(separator) and following is not None and following.type == separator


def _name(node: "Node") -> str:
    name = node.child_by_field_name("key") or node.child_by_field_name("name") or node
    return text_of(name).strip("\"'")
