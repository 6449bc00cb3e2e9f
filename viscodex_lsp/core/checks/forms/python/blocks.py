"""Python that would change what belongs to what: code below the place in another block, a function that does nothing.

Indentation alone says where a block ends, so a class that a reply begins at the margin takes over the rest of the one
that the place was in.
"""

from typing import TYPE_CHECKING

from viscodex_lsp.core.checks.forms.second_names import inserted
from viscodex_lsp.core.language.grammars import text_of
from viscodex_lsp.core.nouns import Reason, Refusal, Replacement
from viscodex_lsp.core.syntax.syntax import Tree, reparse

if TYPE_CHECKING:
    from tree_sitter import Node

_HOLDERS = frozenset({"function_definition", "class_definition"})
_QUOTED = 60


def other_block(
    before: Tree, replacements: tuple[Replacement, ...], main: Replacement | None
) -> Refusal | None:
    """Why edits at a cursor are refused after which what is below belongs to another function or class."""
    if before.language.id != "python" or main is None or before.parsed is None:
        return None
    after = reparse(before, replacements)
    if after.parsed is None:
        return None
    return _below(before, after, replacements, main) or _only_defined(after, replacements, main)


def _below(
    before: Tree, after: Tree, replacements: tuple[Replacement, ...], main: Replacement
) -> Refusal | None:
    rest = before.text[main.span.end :]
    start = main.span.end + len(rest) - len(rest.lstrip())
    if before.text[main.span.start : main.span.end].strip() or start >= len(before.text):
        return None
    if before.language.opens_block(main.text.rstrip().rpartition("\n")[2]):
        return None  # no more than a head, which is for what is below
    above = [part for part in replacements if part.span.end <= start]
    moved = sum(len(part.text) - (part.span.end - part.span.start) for part in above)
    old, new = _holders(before, start), _holders(after, start + moved)
    if len(old) == len(new) and [_name(node) for node in old] == [_name(node) for node in new]:
        return None
    line = before.text[start:].split("\n")[0].strip()[:_QUOTED]
    was, now = (f"`{_name(nodes[0])}`" if nodes else "nothing" for nodes in (old, new))
    return Refusal(
        Reason.SYNTAX,
        f"Below the place `{line}` belongs to {was}; after the reply it would belong to {now}, so nothing was changed. "
        "Choose a place behind it, or ask for less in the instruction.",
        f"what is below the mark (`{line}`) belongs to {was}, and would belong to {now}. Write less.",
    )


def _only_defined(after: Tree, replacements: tuple[Replacement, ...], main: Replacement) -> Refusal | None:
    """A function that would do nothing but define another one, which the reply brings."""
    at = next(span for span, part in zip(inserted(replacements), replacements, strict=True) if part is main)
    start = at.start + len(main.text) - len(main.text.lstrip())
    holders = _holders(after, start)
    body = (
        holders[0].child_by_field_name("body")
        if holders and holders[0].type == "function_definition"
        else None
    )
    if body is None:
        return None
    statements = [node for node in body.named_children if node.type != "comment" and not _is_docstring(node)]
    if not statements or not all(node.type == "function_definition" for node in statements):
        return None
    inner = _name(statements[0])
    return Refusal(
        Reason.OTHER_PLACE,
        f"The reply would define a function (`{inner}`) in `{_name(holders[0])}`, which did nothing else. Nothing was "
        "changed; choose a place between functions, or ask for the body alone in the instruction.",
        f"it defines a function (`{inner}`), but the mark is in the body of another one. Write the statements of it.",
    )


def _is_docstring(node: "Node") -> bool:
    return node.type == "expression_statement" and [child.type for child in node.named_children] == ["string"]


def _holders(tree: Tree, start: int) -> list["Node"]:
    """The functions and classes around what begins at an offset, the innermost first; not what
    begins there itself."""
    at = tree.offsets.to_bytes(start)
    node = tree.parsed.root_node.descendant_for_byte_range(at, at) if tree.parsed is not None else None
    found: list[Node] = []
    while node is not None:
        if node.type in _HOLDERS and node.start_byte < at:
            found.append(node)
        node = node.parent
    return found


def _name(node: "Node") -> str:
    return text_of(node.child_by_field_name("name"))
