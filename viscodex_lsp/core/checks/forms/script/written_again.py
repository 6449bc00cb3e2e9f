"""Takes what is new at a place in markup out of a reply that writes the component around the place again.

A model that is asked for one place often answers with the whole component or the whole file, restyled as it likes. What
stands there between the twins of the place's neighbours is the code for it; the statements, imports and constants that
this code uses come with it, and what else the reply changes is left out and named.
"""

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from viscodex_lsp.core.checks.echo import alike
from viscodex_lsp.core.checks.forms.script.needed import Needed, Texts, needed
from viscodex_lsp.core.checks.forms.script.twins import (
    bare,
    child_of_its_like,
    children_of,
    names_made,
    stands_for_others,
    twins,
)
from viscodex_lsp.core.context.script_place import with_probe
from viscodex_lsp.core.counted import quoted
from viscodex_lsp.core.language.data.traits import nodes
from viscodex_lsp.core.language.grammars import captures, text_of
from viscodex_lsp.core.nouns import Patch, Reason, Refusal, Span, Style
from viscodex_lsp.core.syntax.syntax import Tree, parse
from viscodex_lsp.core.text.difference import apply_replacements

if TYPE_CHECKING:
    from tree_sitter import Node

_MOST = 60_000
_MOST_TOLD = 3
_FUNCTIONS = nodes("function_declaration arrow_function function_expression")
_PASSED = nodes("parenthesized_expression")
_JSX = frozenset({"javascriptreact", "typescriptreact", "javascript"})
_REMARK = re.compile(r"\s*(?://|/\*|\{/\*)")


class _Found(NamedTuple):
    """What a reply has for the place: nodes beside one another, or none where nothing is certain."""

    new: "list[Node]"
    certain: bool


def out_of_component_again(patch: Patch, tree: Tree, span: Span, style: Style) -> Patch | Refusal | None:
    """What is new at the place; a refusal where the component comes again and that is not certain; None for replies
    that do not write it again, and for places outside of markup."""
    if tree.language.id not in _JSX or patch.hunks or len(patch.code) + len(tree.text) > _MOST:
        return None
    probed, probe = with_probe(tree, span)
    chain = list(chain_to(probe))
    outer = next((one for one in chain if one.type in _FUNCTIONS), None)
    shown = any(one.type == "jsx_element" for one in chain) or (
        probe is not None and probe.type == "identifier"
    )
    if outer is None or not shown or "<" not in patch.code:
        return None
    given = parse(patch.code, tree.language)
    name = _component(chain[1])
    again = _of_name(name, given)
    theirs = _function(again) if again is not None else None
    found = at_place(outer, chain[chain.index(outer) + 1 :], theirs, given) if theirs is not None else None
    if again is None or theirs is None or found is None or _function(chain[1]) is None:
        return None
    code = source_of(found.new, given) if found.certain else ""
    if not code.strip():
        return _refusal(name)
    brought = needed(code, (outer, theirs), again, Texts(tree, probed, given, span), style)
    if isinstance(brought, Refusal):
        return brought
    others = tuple(sorted((*patch.others, *brought.edits), key=lambda edit: edit.span.start))
    notes = (*patch.notes, f"took what is new at this place out of the component {name}")
    told = (*notes, *told_of(patch.code, code, brought, tree))
    return replace(patch, code="\n".join((*brought.imports, code)), others=others, notes=told)


def chain_to(probe: "Node | None") -> "Iterator[Node]":
    """The nodes from the whole file down to the probe."""
    found: list[Node] = []
    while probe is not None:
        found.append(probe)
        probe = probe.parent
    yield from reversed(found)


def _component(statement: "Node") -> str:
    """The name of the component that a statement of the file declares; "" for none."""
    names = names_made(statement)
    return names[0] if len(names) == 1 and names[0][:1].isupper() else ""


def _of_name(name: str, given: Tree) -> "Node | None":
    root = given.parsed.root_node if given.parsed is not None else None
    found = (
        [one for one in root.named_children if name and name in names_made(one)] if root is not None else []
    )
    return found[0] if len(found) == 1 and not found[0].has_error else None


def _function(statement: "Node") -> "Node | None":
    """The function that a statement declares, also in a call around it: `memo(() => …)`."""
    node: Node | None = statement.child_by_field_name("declaration") or statement
    if node is not None and node.type == "lexical_declaration":
        node = node.named_children[0].child_by_field_name("value")
    while node is not None and node.type == "call_expression":
        held = node.child_by_field_name("arguments")
        node = held.named_children[0] if held is not None and held.named_children else None
    return node if node is not None and node.type in _FUNCTIONS else None


def at_place(own: "Node", chain: "Sequence[Node]", theirs: "Node", given: Tree) -> _Found | None:
    """What the reply's function has where the file's has the place; None where the file's shows nothing yet."""
    elements = captures(given.language, "(jsx_element) @one", theirs).get("one", [])
    current: Node | None = theirs
    for child in (one for one in chain if one.type not in _PASSED):
        if current is None:
            break
        if child.type == "jsx_text" and own.type == "jsx_element":
            return _between(child, own, current)
        own, current = child, _of_its_like(child, own, current, elements)
    return _Found([current] if current is not None else [], current is not None)


def _of_its_like(child: "Node", own: "Node", current: "Node", theirs: "Sequence[Node]") -> "Node | None":
    """What stands for a child; an element that the reply has in another one, where it has only one such."""
    found = bare(child_of_its_like(child, own, current))
    if child.type != "jsx_element" or (found is not None and _tag(found) == _tag(child)):
        return found
    alike = [one for one in theirs if _tag(one) == _tag(child)]
    if len(alike) > 1:
        alike = [one for one in alike if classes_of(one) == classes_of(child) != ""]
    return alike[0] if len(alike) == 1 else found


def classes_of(element: "Node") -> str:
    opening = element.child_by_field_name("open_tag")
    given = opening.named_children if opening is not None else ()
    return next((text_of(one) for one in given if text_of(one).startswith("className")), "")


def _between(probe: "Node", own: "Node", theirs: "Node") -> _Found | None:
    """What stands between the twins of the place's neighbours; all of it where it has none."""
    if theirs.type != "jsx_element":
        return _Found([], False)
    mine, given = children_of(own), children_of(theirs)
    above = [one for one in mine if one.end_byte <= probe.start_byte]
    below = [one for one in mine if one.start_byte >= probe.end_byte]
    if len(text_of(probe).split()) > 1:  # words beside the place
        return _Found([], False)
    if not above and not below:
        return _Found(given, bool(given)) if _tag(own) == _tag(theirs) else None
    remarks = [row for row, one in enumerate(given) if stands_for_others(one)]
    pairs = twins([*above, *below], given, gap=len(above))
    first, last = pairs.get(len(above) - 1, -1), pairs.get(len(above), len(given))
    if above and first < 0:
        first = next((row for row in remarks if row < last), -1)
    if below and last == len(given):
        last = next((row for row in reversed(remarks) if row > first), len(given))
    if (above and first < 0) or (below and last == len(given)):
        return _Found([], False)
    new = [one for row, one in enumerate(given) if first < row < last and row not in remarks]
    return _Found(new, first < last)


def _tag(element: "Node") -> str:
    opening = element.child_by_field_name("open_tag")
    return text_of(opening.child_by_field_name("name")) if opening is not None else ""


def source_of(new: "Sequence[Node]", given: Tree) -> str:
    """Nodes beside one another with what is between them, at column 0."""
    if not new:
        return ""
    start = given.offsets.to_points(new[0].start_byte)
    end = given.offsets.to_points(new[-1].end_byte)
    line = given.text.rfind("\n", 0, start) + 1
    head = given.text[line:start]
    return textwrap.dedent((head if not head.strip() else "") + given.text[start:end]).strip("\n")


def told_of(reply: str, code: str, brought: Needed, tree: Tree) -> Iterator[str]:
    """What the person is told of lines that come elsewhere, that are left out, and of their own that stay."""
    if brought.texts:
        heads = [text.strip().split("\n")[0] for text in brought.texts]
        yield f"added what it needs elsewhere: {quoted(heads, _MOST_TOLD)}"
    after = apply_replacements(tree.text, sorted(brought.edits, key=lambda edit: edit.span.start))
    known = {alike(line) for text in (tree.text, after) for line in text.splitlines()}
    taken = {alike(line) for text in (code, *brought.texts, *brought.imported) for line in text.splitlines()}
    left = [
        line.strip()
        for line in reply.splitlines()
        if any(map(str.isalnum, line)) and alike(line) not in known | taken and not _REMARK.match(line)
    ]
    if left:
        yield f"left out what it changes elsewhere: {quoted(left, _MOST_TOLD)}"


def _refusal(name: str) -> Refusal:
    return Refusal(
        Reason.OTHER_PLACE,
        f"The model wrote the component {name} again, and it is not certain what of it is new at this place, so "
        f"nothing was changed. Select {name} to replace it, or ask for the new part alone in the instruction.",
        f"it is the whole component {name} again, with other lines changed. Write only the new code for the mark.",
    )
