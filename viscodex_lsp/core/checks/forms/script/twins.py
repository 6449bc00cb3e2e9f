"""Finds what of a reply stands for a node of the file, where the reply writes the function around the place again.

Both are walked down from the function, step by step: by the names of fields, by the kinds of statements, and between
tags by which elements are alike.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from viscodex_lsp.core.checks.forms.script.object_members import is_remark
from viscodex_lsp.core.checks.forms.script.objects import same
from viscodex_lsp.core.language.data.traits import nodes
from viscodex_lsp.core.language.grammars import text_of

if TYPE_CHECKING:
    from tree_sitter import Node

ELEMENTS = nodes("jsx_element jsx_self_closing_element")
_TAGS = nodes("jsx_opening_element jsx_closing_element")
_TELLING = nodes("className class id key name htmlFor type src href to value")
_SAME, _ALIKE, _OF_ONE_KIND = 100, 10, 4
_MOST = 200


def child_of_its_like(child: "Node", own: "Node", theirs: "Node") -> "Node | None":
    """What of `theirs` stands for `child`, which is in `own`; None where that is not certain."""
    child = next((one for one in own.children if one.start_byte <= child.start_byte < one.end_byte), child)
    if own.type == "jsx_element" and theirs.type == "jsx_element":
        mine, given = children_of(own), children_of(theirs)
        at = next((row for row, one in enumerate(mine) if one.start_byte == child.start_byte), -1)
        twin = twins(mine, given).get(at)
        return given[twin] if twin is not None else None
    if own.type == "statement_block":
        return _statement(child, own, theirs)
    label = _label(child)
    if label:
        found = [one for one in theirs.named_children if one.type == child.type and _label(one) == label]
        return found[0] if len(found) == 1 else None
    field = next(
        (
            own.field_name_for_child(row)
            for row, one in enumerate(own.children)
            if one.start_byte == child.start_byte and one.type == child.type
        ),
        None,
    )
    if field is not None:
        return theirs.child_by_field_name(field)
    mine, given = ([one for one in each.named_children if one.type != "comment"] for each in (own, theirs))
    row = next((row for row, one in enumerate(mine) if one.start_byte == child.start_byte), -1)
    return given[row] if 0 <= row < len(given) and len(mine) == len(given) else None


def _label(child: "Node") -> str:
    """By which name a child is known among its like: an attribute, an entry of an object, a constant."""
    if child.type == "jsx_attribute":
        return text_of(child.named_children[0])
    named = child.child_by_field_name("key") if child.type == "pair" else None
    return text_of(
        named or (child.child_by_field_name("name") if child.type == "variable_declarator" else None)
    )


def bare(node: "Node | None") -> "Node | None":
    """The node without the parentheses around it."""
    while node is not None and node.type == "parenthesized_expression":
        inner = [one for one in node.named_children if one.type != "comment"]
        node = inner[0] if len(inner) == 1 else None
    return node


def children_of(element: "Node") -> "list[Node]":
    """What stands between the tags of an element, without blank text."""
    return [
        one
        for one in element.named_children
        if one.type not in _TAGS and (one.type != "jsx_text" or text_of(one).strip())
    ]


def twins(own: "Sequence[Node]", theirs: "Sequence[Node]", *, gap: int | None = None) -> Mapping[int, int]:
    """Which children of one element stand for which of another, in the same order: the pairs that are most alike.

    Children that have nothing but their tag in common are a pair where they stand right beside another one, and no
    new ones are between: those are wanted above the child `gap`.
    """
    if len(own) * len(theirs) > _MOST * _MOST:
        return {}
    best = [[0] * (len(theirs) + 1) for _ in range(len(own) + 1)]
    scores = [[_likeness(one, other) for other in theirs] for one in own]
    for row in range(len(own) - 1, -1, -1):
        for at in range(len(theirs) - 1, -1, -1):
            paired = scores[row][at] + best[row + 1][at + 1] if scores[row][at] else 0
            best[row][at] = max(paired, best[row + 1][at], best[row][at + 1])
    found: dict[int, int] = {}
    row = at = 0
    while row < len(own) and at < len(theirs):
        if scores[row][at] and best[row][at] == scores[row][at] + best[row + 1][at + 1]:
            found[row] = at
            row, at = row + 1, at + 1
        elif best[row][at] == best[row + 1][at]:
            row += 1
        else:
            at += 1
    return _certain(found, scores, (len(own), len(theirs)), gap)


def _certain(
    found: Mapping[int, int], scores: Sequence[Sequence[int]], counts: tuple[int, int], gap: int | None
) -> Mapping[int, int]:
    """The pairs that are alike, and those beside them."""
    sure = {row: at for row, at in found.items() if scores[row][at] >= _ALIKE}
    above, below = range(counts[0] if gap is None else gap), range(counts[0] - 1, (gap or 0) - 1, -1)
    for rows, step, last in ((above, 1, (-1, -1)), (below, -1, counts)):
        for row in rows:
            at = found.get(row)
            if row not in sure and at is not None and (row - step, at - step) == last:
                sure[row] = at
            last = (row, sure[row]) if row in sure else last
    return sure


def stands_for_others(node: "Node") -> bool:
    """Whether a child in braces is a remark that stands for what the file has."""
    text = text_of(node)
    return node.type == "jsx_expression" and text.startswith("{/*") and is_remark(text)


def _likeness(one: "Node", other: "Node") -> int:
    """How alike two children are; 0 where the one cannot stand for the other."""
    if one.type == other.type and same(text_of(one)) == same(text_of(other)):
        return _SAME
    if one.type in ELEMENTS and other.type in ELEMENTS:
        mine, given = _tag(one), _tag(other)
        if _named(mine) != _named(given):
            return 0
        own, theirs = _attributes(mine), _attributes(given)
        told = sum(own[name] == theirs[name] for name in own if name in theirs)
        differs = sum(own[name] != theirs[name] for name in own if name in theirs)
        words = text_of(one).split(">", 1)[-1] == text_of(other).split(">", 1)[-1]
        return _OF_ONE_KIND + _ALIKE * (told + 2 * words) - min(differs, 3)
    if one.type == other.type == "jsx_expression":
        heads = {same(text_of(each)).partition("(")[0].partition("&&")[0] for each in (one, other)}
        return 3 * _ALIKE if len(heads) == 1 and not text_of(one).startswith("{/*") else 0
    return 0


def _tag(element: "Node") -> "Node":
    return element.child_by_field_name("open_tag") or element


def _named(tag: "Node") -> str:
    return text_of(tag.child_by_field_name("name"))


def _attributes(tag: "Node") -> dict[str, str]:
    found = (text_of(one).partition("=") for one in tag.named_children if one.type == "jsx_attribute")
    return {name: same(value) for name, _, value in found if name in _TELLING}


def _statement(child: "Node", own: "Node", theirs: "Node") -> "Node | None":
    """The statement of another block that is of its kind and declares, asks or gives back the same."""
    given = [one for one in theirs.named_children if one.type == child.type]
    mine = [one for one in own.named_children if one.type == child.type]
    if child.type == "return_statement":
        return given[-1] if given and mine[-1].start_byte == child.start_byte else None
    key = _key(child)
    found = [one for one in given if _key(one) == key]
    return found[0] if len(found) == 1 and key else None


def _key(statement: "Node") -> str:
    condition = statement.child_by_field_name("condition")
    return same(text_of(condition)) if condition is not None else " ".join(names_made(statement))


def names_made(statement: "Node") -> tuple[str, ...]:
    """The names that a statement declares, as they are written."""
    declared = statement.child_by_field_name("declaration") or statement
    parts = [declared, *declared.named_children] if "declaration" in declared.type else []
    names = (part.child_by_field_name("name") for part in parts if part.type != "type_annotation")
    return tuple("".join(text_of(name).split()) for name in names if name is not None)
