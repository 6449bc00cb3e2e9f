"""Writes members of one object of a script into another, as that has its own: in lines, or in one."""

import textwrap
from typing import TYPE_CHECKING, NamedTuple

from viscodex_lsp.core.checks.indentation import read_fragment
from viscodex_lsp.core.language.grammars import text_of
from viscodex_lsp.core.nouns import Replacement, Span, Style
from viscodex_lsp.core.syntax.syntax import Tree
from viscodex_lsp.core.text.style import leading

if TYPE_CHECKING:
    from tree_sitter import Node

_LONGEST_LINE = 100
_TYPES = frozenset({"interface_body", "object_type"})
_SIGNS = frozenset({",", ";"})


class Addition(NamedTuple):
    """Members of a reply for an object of the file."""

    holder: "Node"
    members: "tuple[Node, ...]"


def here_of(addition: Addition, given: Tree) -> str:
    """The members as code for the place, which is among those of the object."""
    sign = _sign(addition.holder)
    return f"{sign}\n".join(_text(member, given) for member in addition.members) + sign


def edit_of(addition: Addition, given: Tree, own: Tree, style: Style) -> Replacement:
    """The edit that writes the members behind the last of the object."""
    holder = addition.holder
    texts = [_text(member, given) for member in addition.members]
    there = [child for child in holder.named_children if child.type != "comment"]
    line = _line(own, holder)
    in_one = holder.start_point.row == holder.end_point.row
    width = len(line) + sum(len(text) + 2 for text in texts)
    if in_one and width <= _LONGEST_LINE and not any("\n" in text for text in texts):
        return _in_one(holder, there, texts, own)
    outer = leading(line)
    depth = leading(_line(own, there[0])) if there and not in_one else outer + style.indent
    newline, sign = style.newline, _sign(holder)
    rows = newline.join(
        newline.join(read_fragment(f"{text}{sign}", own.language, style).at(depth)) for text in texts
    )
    if in_one:
        old = "".join(f"{depth}{text_of(child)}{sign}{newline}" for child in there)
        opens, closes = _signs(holder)
        written = f"{opens}{newline}{old}{rows}{newline}{outer}{closes}"
        return Replacement(_span(own, holder.start_byte, holder.end_byte), written)
    last = there[-1] if there else holder.children[0]
    after = last.next_sibling
    ended = after is not None and after.type in _SIGNS
    lead = sign if there and not ended else ""
    rows = rows if ended or not there else rows.removesuffix(sign)
    # A comment at the end of the line stays there, behind a sign that the member gets.
    behind = _span(own, last.end_byte, end_behind(last))
    if not lead:
        behind = Span(behind.end, behind.end)
    return Replacement(behind, f"{lead}{own.text[behind.start : behind.end]}{newline}{rows}")


def end_behind(node: "Node") -> int:
    """Where a member or statement ends, with the sign behind it and the comment at the end of its line, in bytes."""
    sign = node.next_sibling
    last = sign if sign is not None and sign.type in _SIGNS else node
    comment = last.next_sibling
    if comment is None or comment.type != "comment" or comment.start_point.row != last.end_point.row:
        return last.end_byte
    after = comment.next_sibling
    is_last = after is None or after.start_point.row > comment.end_point.row
    return comment.end_byte if is_last else last.end_byte


def _in_one(holder: "Node", there: "list[Node]", texts: list[str], own: Tree) -> Replacement:
    sign = _sign(holder)
    joined = f"{sign or ';'} ".join(texts)
    if not there:
        written = f"[{joined}]" if holder.type == "array" else f"{{ {joined} }}"
        return Replacement(_span(own, holder.start_byte, holder.end_byte), written)
    return Replacement(_span(own, there[-1].end_byte, there[-1].end_byte), f"{sign or ';'} {joined}")


def _sign(holder: "Node") -> str:
    """What ends a member of an object, or of a type as that has it: a type may end its members with nothing."""
    if holder.type not in _TYPES:
        return ","
    members = [child for child in holder.named_children if child.type != "comment"]
    behind = members[0].next_sibling if members else None
    return text_of(behind) if behind is not None and behind.type in _SIGNS else ";" if not members else ""


def _signs(holder: "Node") -> tuple[str, str]:
    return ("[", "]") if holder.type == "array" else ("{", "}")


def _text(member: "Node", given: Tree) -> str:
    """A member at column 0, below the comment that stands right above it."""
    first = member
    above = member.prev_named_sibling
    if above is not None and above.type == "comment" and above.end_point.row + 1 == first.start_point.row:
        first = above if not is_remark(text_of(above)) else first
    start, end = given.offsets.to_points(first.start_byte), given.offsets.to_points(member.end_byte)
    column = len(leading(_line(given, first)))
    return textwrap.dedent(" " * column + given.text[start:end]).strip("\n")


def is_remark(comment: str) -> bool:
    """Whether a comment stands for code that the file has."""
    return "..." in comment or "…" in comment or "existing" in comment.lower()


def _line(tree: Tree, node: "Node") -> str:
    at = tree.offsets.to_points(node.start_byte)
    start = tree.text.rfind("\n", 0, at) + 1
    end = tree.text.find("\n", at)
    return tree.text[start : end if end >= 0 else len(tree.text)].rstrip("\r")


def _span(tree: Tree, start: int, end: int) -> Span:
    return Span(tree.offsets.to_points(start), tree.offsets.to_points(end))
