"""What HTML says of elements, read from the nodes of a markup grammar."""

from typing import TYPE_CHECKING

from viscodex_lsp.core.language.data.traits import nodes
from viscodex_lsp.core.language.grammars import first_child, last_child, text_of

if TYPE_CHECKING:
    from tree_sitter import Node

VOID = nodes("area base br col embed hr img input link meta param source track wbr")
END_TAG_OPTIONAL = nodes(
    "html head body li dt dd p rt rp optgroup option colgroup caption thead tbody tfoot tr td th"
)
ENDED_BY_THE_NEXT = nodes("li dt dd p td th option")
INJECTED = frozenset({"script_element", "style_element"})
"""Elements whose content is code of another language."""


def tag_name(tag: "Node") -> str:
    """The name in a start or end tag, in small letters."""
    name = tag.named_child(0) if tag.named_child_count else None
    return ((name.text if name is not None else None) or b"")[:40].decode("utf-8", errors="replace").lower()


def attributes_of(tag: "Node") -> dict[str, str]:
    """The attributes of a start tag, names and values in small letters, values without their quotes."""
    found: dict[str, str] = {}
    for attribute in tag.named_children:
        if attribute.type == "attribute":
            text = text_of(attribute).lower()
            name, _, value = text.partition("=")
            found[name.strip()] = value.strip().strip("\"'{}")
    return found


def needs_end(name: str) -> bool:
    """Whether an element of this name has to be closed by a tag."""
    return name not in VOID and name not in END_TAG_OPTIONAL


def holds_children_at(node: "Node", place: int) -> bool:
    """Whether a child at byte `place` would be inside `node`: an element, or a block of a template.

    An element that ends without a tag holds what follows it, unless its like follows (`<li>`): then it ends
    with its text.
    """
    first, last = first_child(node), last_child(node)
    if first is None or last is None or not first.end_byte <= place <= node.end_byte:
        return False
    if first.type != "start_tag" or last.type == "end_tag":
        return first is not last and place <= last.start_byte
    name = tag_name(first)
    return name not in VOID and (name not in ENDED_BY_THE_NEXT or place <= last.end_byte)
