"""Finds the depth that a definition of Python belongs at, where the place is at the end of another one."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from viscodex_lsp.core.checks.forms.spacing import DEFINITIONS, TRIVIA
from viscodex_lsp.core.checks.indentation import Fragment, parse_fragment
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.language.languages import PYTHON
from viscodex_lsp.core.syntax.syntax import Tree
from viscodex_lsp.core.text.style import leading

if TYPE_CHECKING:
    from tree_sitter import Node

_SUBCLASS = re.compile(r"(?:@[^\n]*\n)*class \w+\(([^()]*)\):")


def outer_depth(fragment: Fragment, place: Place, tree: Tree) -> Place:
    """The place with the depth of the module, or of a class, where a definition follows the end of a function.

    At the end of a function's last line the cursor is in the function in Python's eyes; a definition that a model
    writes there is meant to stand beside the one above, not in it.
    """
    language = place.language
    if _is_subclass_of_the_class_around(fragment, place):
        return replace(place, depth="")
    below = place.below
    ends = place.span.empty and not place.suffix.strip() and not leading(below).startswith(place.depth or " ")
    # On a line of its own only the margin itself tells that the block above has ended.
    at_end = ends and (not place.prefix or (bool(place.prefix.strip()) and not below))
    if not (language.by_indentation and ends) or tree.parsed is None:
        return place
    parsed = parse_fragment(fragment.text, language).parsed
    found = [node for node in parsed.root_node.named_children if node.type not in TRIVIA] if parsed else []
    begins = bool(found) and (
        found[0].type in DEFINITIONS or (found[0].text or b"").startswith(b"if __name__")
    )
    if not begins or language.opens_block(place.prefix or place.above):
        return place
    depth = _margin_of_method(place) if _is_method(found[0]) else leading(below)
    if at_end:
        return replace(place, depth=depth)
    holder = _left_behind(found, place, tree)
    if holder is not None and _is_local(holder):
        depth = leading(place.lines.text.split("\n")[holder.start_point.row])
    goes_on = len(leading(below)) > len(depth)
    return place if goes_on or holder is None else replace(place, depth=depth)


def _is_method(node: "Node") -> bool:
    inner = node.child_by_field_name("definition") or node
    parameters = inner.child_by_field_name("parameters")
    static = node != inner and b"@staticmethod" in (node.text or b"").split(b"def ")[0]
    return static or (parameters is not None and (parameters.text or b"").startswith((b"(self", b"(cls")))


def _is_local(function: "Node") -> bool:
    """Whether a function is defined in another one."""
    node = function.parent
    while node is not None and node.type in ("decorated_definition", "block"):
        node = node.parent
    return node is not None and node.type == "function_definition"


def _left_behind(found: Sequence["Node"], place: Place, tree: Tree) -> "Node | None":
    """The function whose last statement is at the place, where definitions would do nothing in it: it has returned, or
    nothing is left in it that could use them."""
    end = tree.offsets.to_bytes(place.line.start + len(place.prefix.rstrip()))
    node = tree.parsed.root_node.descendant_for_byte_range(end - 1, end) if tree.parsed is not None else None
    while node is not None and (node.parent is None or node.parent.type != "block"):
        node = node.parent
    if not place.prefix.strip() or node is None or node.parent is None:
        return None
    holder = node.parent.parent
    if holder is None or holder.type != "function_definition" or node.end_byte != end:
        return None
    leaves = node.type in ("return_statement", "raise_statement")
    idle = leaves or all(each.type in ("function_definition", "class_definition") for each in found)
    return holder if idle else None


def _is_subclass_of_the_class_around(fragment: Fragment, place: Place) -> bool:
    """Whether Python's fragment is a class whose base is the class that ends the file, and that the place is in: the
    name of a class is bound only behind its body."""
    bases = (
        _SUBCLASS.match("\n".join(fragment.lines)) if place.language.id in PYTHON and place.depth else None
    )
    if bases is None or place.lines.text[place.span.end :].strip():
        return False
    around = re.findall(r"^class (\w+)", place.lines.text[: place.span.start], re.MULTILINE)
    return bool(around) and around[-1] in re.findall(r"\w+", bases[1])


def _margin_of_method(place: Place) -> str:
    """The indentation of the method that ends at the place."""
    above = place.lines.text[: place.span.start].splitlines()
    methods = [leading(line) for line in above if re.match(r"\s+(?:async )?def ", line)]
    outermost = next((line for line in reversed(above) if line.strip() and not line[0].isspace()), "")
    if not place.depth:
        return methods[-1] if methods and outermost.startswith("class ") else ""
    inner = [margin for margin in methods if len(margin) < len(place.depth)]
    return inner[-1] if inner else place.depth
