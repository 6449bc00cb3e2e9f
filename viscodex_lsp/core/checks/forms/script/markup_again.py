"""Takes what is new at a place out of markup that draws an element or a loop around the place again."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from viscodex_lsp.core.checks.forms.script.needed import Needed
from viscodex_lsp.core.checks.forms.script.objects import same
from viscodex_lsp.core.checks.forms.script.twins import children_of
from viscodex_lsp.core.checks.forms.script.written_again import (
    at_place,
    chain_to,
    classes_of,
    source_of,
    told_of,
)
from viscodex_lsp.core.context.script_place import with_probe
from viscodex_lsp.core.context.script_standing import loop_function, loop_in
from viscodex_lsp.core.language.data.traits import nodes
from viscodex_lsp.core.language.grammars import captures, text_of
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.nouns import Patch, Reason, Refusal, Replacement, Span
from viscodex_lsp.core.syntax.syntax import Tree, parse
from viscodex_lsp.core.text.difference import apply_replacements

if TYPE_CHECKING:
    from tree_sitter import Node

_MOST = 60_000
_JSX = frozenset({"javascriptreact", "typescriptreact"})
_NAME = re.compile(r"\(?([A-Za-z_$][\w$]*)\)?")
_OPENS, _CLOSES = "(<>\n", "\n</>)"
_TAGS = nodes("jsx_opening_element jsx_closing_element jsx_self_closing_element")
_VARIABLES = (
    "(identifier) @plain [(shorthand_property_identifier) (shorthand_property_identifier_pattern)] @short"
)
_NOTHING = Needed((), (), ())
_REFUSAL = Refusal(
    Reason.OTHER_PLACE,
    "The reply draws the whole list, but the place is in what a loop draws for one item, so nothing was changed. "
    "Select the list to replace it, or ask for one item in the instruction.",
    "it is the whole list, but the mark is in what a loop draws for one item. Write only what goes into that one.",
)


def out_of_markup_again(patch: Patch, tree: Tree, span: Span) -> Patch | Refusal | None:
    """What is new at a cursor: of an element, between neighbours that are the same as the place has; of a loop over the
    same, in what that draws for one item. A refusal for a whole list in one item; None for other replies."""
    code = patch.code.strip()
    if tree.language.id not in _JSX or not span.empty or not code.startswith(("<", "{")):
        return None
    if len(code) + len(tree.text) > _MOST:
        return None
    given = parse(f"{_OPENS}{code}{_CLOSES}", tree.language)
    root = _only_root(given)
    _, probe = with_probe(tree, span)
    chain = list(chain_to(probe))
    for at, own in enumerate(chain if root is not None else ()):
        if root is None or own.type != root.type or not _is_again(own, root):
            continue
        found = at_place(own, chain[at + 1 :], root, given)
        if found is None or not found.certain or not found.new:
            if _is_list_of_items(own, root, chain[at + 1 :]):
                return _REFUSAL
            continue
        if own.type == "jsx_element" and not _beside_the_same(chain, found.new):
            continue
        new, whole = (
            _renamed(text, own, root, tree.language) for text in (source_of(found.new, given), code)
        )
        if new is None or whole is None:
            continue
        notes = (*patch.notes, "left out what it draws around the place again")
        return replace(patch, code=new, notes=(*notes, *told_of(whole, new, _NOTHING, tree)))
    return None


def _only_root(given: Tree) -> "Node | None":
    """The only element or expression of markup in a fragment."""
    node = given.parsed.root_node if given.parsed is not None else None
    if node is None or node.has_error:
        return None
    while node is not None and node.type != "jsx_element":
        node = node.named_children[0] if node.named_child_count else None
    roots = children_of(node) if node is not None else []
    return roots[0] if len(roots) == 1 and roots[0].type in ("jsx_element", "jsx_expression") else None


def _is_again(own: "Node", root: "Node") -> bool:
    """Whether an element has the same name, or a loop goes over the same."""
    if own.type == "jsx_element":
        return _tag(own) == _tag(root)
    loops = [loop_in(own), loop_in(root)]
    heads = [text_of(one.child_by_field_name("function")) for one in loops if one is not None]
    return len(heads) == 2 and same(heads[0]) == same(heads[1])


def _is_list_of_items(own: "Node", root: "Node", inside: "Sequence[Node]") -> bool:
    """Whether the reply draws the whole list of which a loop draws one item at the place."""
    looped = any(one.type == "call_expression" and loop_in(one) is not None for one in inside)
    return looped and own.type == "jsx_element" and classes_of(own) == classes_of(root) != ""


def _tag(element: "Node") -> str:
    opening = element.child_by_field_name("open_tag")
    return text_of(opening.child_by_field_name("name")) if opening is not None else ""


def _beside_the_same(chain: "Sequence[Node]", new: "Sequence[Node]") -> bool:
    """Whether what stands beside the place stands beside the new nodes too, as it is."""
    probe = chain[-1]
    holder = next((one for one in reversed(chain) if one.type == "jsx_element"), None)
    beside = children_of(holder) if holder is not None else []
    above = [one for one in beside if one.end_byte <= probe.start_byte][-1:]
    below = [one for one in beside if one.start_byte >= probe.end_byte][:1]
    theirs = new[0].parent
    around = children_of(theirs) if theirs is not None and theirs.type == "jsx_element" else []
    upper = [one for one in around if one.end_byte <= new[0].start_byte][-1:]
    lower = [one for one in around if one.start_byte >= new[-1].end_byte][:1]
    pairs = [pair for pair in ((above, upper), (below, lower)) if pair[0]]
    return bool(pairs) and all(
        other and same(text_of(own[0])) == same(text_of(other[0])) for own, other in pairs
    )


def _renamed(code: str, own: "Node", root: "Node", language: Language) -> str | None:
    """The code with what the file's loop calls an item; None where both loops give more than one name and differ, or
    the code uses that name for something else."""
    loops = [loop_in(one) if one.type == "jsx_expression" else None for one in (own, root)]
    functions = [loop_function(one) if one is not None else None for one in loops]
    given = [
        text_of(one.child_by_field_name("parameters") or one.child_by_field_name("parameter"))
        for one in functions
        if one is not None
    ]
    if len(given) < 2 or same(given[0]) == same(given[1]):
        return code
    names = [_NAME.fullmatch(one) for one in given]
    if names[0] is None or names[1] is None:
        return None
    return _with_name(code, names[1][1], names[0][1], language)


def _with_name(code: str, old: str, new: str, language: Language) -> str | None:
    """Markup with another name for a variable: no text, property, key, tag or type is one. None where the markup has a
    variable of the new name, too."""
    given = parse(f"{_OPENS}{code}{_CLOSES}", language)
    root = given.parsed.root_node if given.parsed is not None else None
    found = captures(language, _VARIABLES, root) if root is not None else {}
    plain = [one for one in found.get("plain", ()) if not _is_tag(one)]
    short = found.get("short", [])
    if root is None or root.has_error or new in map(text_of, (*plain, *short)):
        return None
    edits = [
        Replacement(
            Span(given.offsets.to_points(one.start_byte), given.offsets.to_points(one.end_byte)), text
        )
        for named, text in ((plain, new), (short, f"{old}: {new}"))
        for one in named
        if text_of(one) == old
    ]
    written = apply_replacements(given.text, sorted(edits, key=lambda edit: edit.span.start))
    return written[len(_OPENS) : len(written) - len(_CLOSES)]


def _is_tag(node: "Node") -> bool:
    """Whether a name is that of an element of HTML."""
    parent = node.parent
    return parent is not None and parent.type in _TAGS and text_of(node)[:1].islower()
