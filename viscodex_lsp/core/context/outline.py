"""Describes what surrounds a place in a parsed document: heads of scopes, imports, signatures.

Without a tree, or inside a syntax error, scopes and imports are told from lines and their indentation.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from viscodex_lsp.core.context.around import line_at
from viscodex_lsp.core.language.elements import holds_children_at
from viscodex_lsp.core.language.grammars import first_child
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.nouns import Span
from viscodex_lsp.core.syntax.syntax import Tree
from viscodex_lsp.core.text.positions import split_lines
from viscodex_lsp.core.text.style import leading

if TYPE_CHECKING:
    from tree_sitter import Node

LONGEST_HEAD = 200
MOST_SCOPES = 12
MOST_SIBLINGS = 40
MOST_IMPORTS = 80
LINES_FOR_IMPORTS = 300
REACH_BY_LINES = 100_000
BODIES = ("body", "block", "consequence")
OPENING_TAGS = frozenset({"start_tag", "jsx_opening_element"})


@dataclass(frozen=True, slots=True)
class Outline:
    """One line of source each: `scopes` outermost first, `siblings` nearest first, `imports` in order."""

    scopes: tuple[str, ...]
    imports: tuple[str, ...]
    siblings: tuple[str, ...]


def read_outline(tree: Tree, span: Span, *, depth: str) -> Outline:
    """What is around `span`; `depth` is the indentation of code there, which decides where blocks end by it."""
    selected = tree.text[span.start : span.end]
    start = span.start + len(selected) - len(selected.lstrip()) if selected.strip() else span.start
    to_bytes = tree.offsets.to_bytes
    place = Span(to_bytes(start), to_bytes(start + len(selected.strip())))
    chain = list(_chain(tree, place, depth))
    scopes = _scopes_by_lines(tree, span, depth) if _is_broken(chain, place) else _scopes(tree, chain)
    return Outline(scopes, _imports(tree), _siblings(tree, chain, place))


def _chain(tree: Tree, place: Span, depth: str) -> Iterator["Node"]:
    """The nodes that bytes `place` are in, innermost first."""
    if tree.parsed is None:
        return
    by_margin = tree.language.by_indentation and place.empty
    first = place.start
    if by_margin:
        first = max(0, len(tree.offsets.data[: place.start].rstrip()) - 1)
    node = tree.parsed.root_node.descendant_for_byte_range(
        first, max(first, place.end if not by_margin else 0)
    )
    while node is not None:
        holds = _is_deeper(tree, node, depth) if by_margin else _reaches_around(tree.language, node, place)
        if holds or node.parent is None:
            yield node
        node = node.parent


def _is_broken(chain: list["Node"], place: Span) -> bool:
    """Whether nodes cannot say what the place is in: there are none, or an error is among or right before them."""
    if not chain or any(node.is_error for node in chain):
        return True
    before = [child for child in chain[0].named_children if child.end_byte <= place.start]
    return bool(before) and before[-1].is_error


def _is_deeper(tree: Tree, node: "Node", depth: str) -> bool:
    """Whether code at `depth` below the beginning of `node` is part of it; of a block it is a next line."""
    margin = line_at(tree.text, tree.offsets.to_points(node.start_byte)).indentation
    needed = len(margin.expandtabs(8)) + (node.type not in tree.language.blocks)
    return needed <= len(depth.expandtabs(8))


def _reaches_around(language: Language, node: "Node", place: Span) -> bool:
    if language.markup and node.type in language.blocks:
        return holds_children_at(node, place.start) and place.end <= node.end_byte
    behind = node.end_byte - place.end
    return node.start_byte < place.start and (behind > 0 or (behind == 0 and not place.empty))


def _scopes(tree: Tree, chain: list["Node"]) -> tuple[str, ...]:
    """One head for each line on which a scope begins."""
    heads: dict[int, str] = {}
    for node in chain:
        if node.type in tree.language.scopes and node.parent is not None:
            heads.setdefault(node.start_point.row, _head(tree, node))
    return tuple(heads[row] for row in sorted(heads))[-MOST_SCOPES:]


def _scopes_by_lines(tree: Tree, span: Span, depth: str) -> tuple[str, ...]:
    """The lines above that are less and less indented, as far as they open a block."""
    heads: list[str] = []
    width = len(depth.expandtabs(8))
    end = line_at(tree.text, span.start).start
    for line in reversed(split_lines(tree.text[max(0, end - REACH_BY_LINES) : end])):
        if width == 0 or len(heads) >= MOST_SCOPES:
            break
        margin = len(leading(line).expandtabs(8))
        if line.strip() and margin < width:
            width = margin
            if not tree.language.closes_block(line):
                heads.append(_short(line))
    return tuple(reversed(heads))


def _head(tree: Tree, node: "Node") -> str:
    """The source of a declaration from its beginning to its body, on one line."""
    to_points = tree.offsets.to_points
    start = to_points(node.start_byte)
    tag = _opening_tag(node)
    if tag is not None:
        return _short(tree.text[start : to_points(tag.end_byte)])
    line = line_at(tree.text, start)
    body = _body(tree.language, node)
    if body is None:
        return _short(line.text)
    opener = first_child(body)
    end = body.start_byte if opener is None or opener.is_named else opener.end_byte
    return _short(tree.text[line.start : to_points(end)])


def _opening_tag(node: "Node") -> "Node | None":
    first = first_child(node)
    return first if first is not None and first.type in OPENING_TAGS else None


def _body(language: Language, node: "Node") -> "Node | None":
    for name in BODIES:
        body = node.child_by_field_name(name)
        if body is not None:
            return body
    return next((child for child in node.named_children if child.type in language.blocks), None)


def _siblings(tree: Tree, chain: list["Node"], place: Span) -> tuple[str, ...]:
    """Signatures of what stands beside the place, from the innermost scope outwards, the nearest first."""
    found: dict[int, str] = {}
    around = {node.id for node in chain}
    for scope in chain:
        beside = [
            child for child in scope.named_children if child.id not in around and _is_beside(child, place)
        ]
        for child in sorted(
            beside, key=lambda child: max(child.start_byte - place.end, place.start - child.end_byte)
        ):
            declared = _unwrapped(tree.language, child)
            if declared is not None:
                found.setdefault(child.start_byte, _signature(tree, declared))
            if len(found) >= MOST_SIBLINGS:
                return tuple(found.values())
    return tuple(found.values())


def _signature(tree: Tree, node: "Node") -> str:
    """The head of a declaration; all of one that is a line and no more."""
    if node.start_point.row == node.end_point.row:
        return _short(line_at(tree.text, tree.offsets.to_points(node.start_byte)).text)
    return _head(tree, node)


def _is_beside(node: "Node", place: Span) -> bool:
    return node.end_byte <= place.start or node.start_byte >= place.end


def _unwrapped(language: Language, node: "Node") -> "Node | None":
    """The declaration with a signature that `node` is or wraps (an export, a decorator)."""
    for name in ("definition", "declaration"):
        inner = node.child_by_field_name(name)
        if inner is not None and inner.type in language.siblings:
            return inner
    return node if node.type in language.siblings else None


def _imports(tree: Tree) -> tuple[str, ...]:
    if tree.parsed is None:
        lines = tree.text[: LINES_FOR_IMPORTS * LONGEST_HEAD].splitlines()[:LINES_FOR_IMPORTS]
        return tuple(_short(line) for line in lines if tree.language.is_import_line(line))[:MOST_IMPORTS]
    if not tree.language.has_imports:
        return ()
    found: list[str] = []
    for node in tree.parsed.root_node.named_children:
        text = _short((node.text or b"")[: 4 * LONGEST_HEAD].decode("utf-8", errors="ignore"))
        if tree.language.is_import(node.type, text):
            found.append(text)
        if len(found) >= MOST_IMPORTS:
            break
    return tuple(found)


def _short(source: str) -> str:
    """Source on one line, at most 200 characters."""
    return " ".join(source[: 4 * LONGEST_HEAD].split())[:LONGEST_HEAD]
