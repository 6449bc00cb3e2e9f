"""One walk over the elements of a page, which tells of each piece what it lies in.

A node can be asked for the one above it, but each time that takes as long as the page is wide.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from viscodex_lsp.core.language.data.traits import nodes
from viscodex_lsp.core.language.elements import VOID, tag_name
from viscodex_lsp.core.language.grammars import first_child
from viscodex_lsp.core.language.patience import look_up

if TYPE_CHECKING:
    from tree_sitter import Node

_SHOWN_AS_IT_IS = frozenset({"pre", "code", "textarea", "samp"})
_TOLD = nodes("element text erroneous_end_tag script_element style_element")
_TAGS = nodes("start_tag self_closing_tag end_tag")
_NO_PARTS = nodes("erroneous_end_tag script_element style_element comment doctype")
_LOOK_EVERY = 1024


class Around(NamedTuple):
    """What a node lies in: the name of the element right around it ("" for none), the name of the innermost one that
    is not void (grammars hang text below void ones too), and whether text is shown as it is there."""

    parent: str
    holder: str
    literal: bool
    in_element: bool


class Piece(NamedTuple):
    """A node of a page and what it lies in; for an element its start tag and its name."""

    node: "Node"
    around: Around
    tag: "Node | None" = None
    name: str = ""


def pieces(root: "Node") -> Iterator[Piece]:
    """Every element, text, script, style sheet and end tag of nothing below `root`, each before what is in it, in the
    order of the text."""
    waiting = [(root, Around("", "", literal=False, in_element=False))]
    seen = 0
    while waiting:
        node, around = waiting.pop()
        seen += 1
        if seen % _LOOK_EVERY == 0:
            look_up()
        kind = node.type
        if kind in _TAGS:
            continue
        piece = _named(node, around) if kind == "element" else Piece(node, around)
        if kind in _TOLD:
            yield piece
        if kind in _NO_PARTS or not node.child_count:
            continue
        inner = _inside(piece) if kind == "element" else _below_block(around)
        waiting += [(child, inner) for child in reversed(node.children)]


def _named(element: "Node", around: Around) -> Piece:
    tag = first_child(element)
    if tag is None or tag.type != "start_tag":
        return Piece(element, around)
    return Piece(element, around, tag, tag_name(tag))


def _below_block(around: Around) -> Around:
    return around._replace(in_element=False) if around.in_element else around


def _inside(element: Piece) -> Around:
    around, name = element.around, element.name
    holder = name if name and name not in VOID else around.holder
    literal = around.literal or name in _SHOWN_AS_IT_IS
    return Around(name or around.parent, holder, literal, in_element=True)
