"""Lists what a template uses in the `imports` of its component's decorator, where the reply brings it.

Directives, pipes and modules are of no use to a template otherwise (Angular, "Importing and using components").
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from viscodex_lsp.core.checks.forms.script.object_members import Addition, edit_of
from viscodex_lsp.core.checks.forms.script.objects import same
from viscodex_lsp.core.language.grammars import captures, text_of
from viscodex_lsp.core.nouns import Replacement, Span, Style
from viscodex_lsp.core.syntax.syntax import Tree, parse

if TYPE_CHECKING:
    from tree_sitter import Node

_GIVEN = "(decorator (call_expression arguments: (arguments (object) @given)))"
_NAMED = re.compile(r"import\s*\{(?P<names>[^{}]*)\}\s*from")
# What only a template uses, by the names that Angular and its libraries give such.
_OF_TEMPLATES = re.compile(
    r"(?:\w+(?:Module|Directive|Pipe|Component)|RouterLink(?:Active)?|RouterOutlet|Ng[A-Z]\w+)$"
)
_WORD = re.compile(r"\w+")


def listed_by_decorator(
    given: Tree, own: Tree, span: Span, style: Style
) -> tuple[list[Replacement], list[str]]:
    """What the decorator of the reply imports and that of the file does not."""
    mine, objects = _decorator(own, span), _objects(given)
    theirs = objects[0] if len(objects) == 1 else None
    pairs = [_pair(one, "imports") for one in (theirs, mine)]
    if pairs[0] is None or mine is None:
        return [], []
    value = pairs[0].child_by_field_name("value")
    held = pairs[1].child_by_field_name("value") if pairs[1] is not None else None
    if value is None or value.type != "array" or (held is not None and held.type != "array"):
        return [], []
    there = {same(text_of(one)) for one in held.named_children} if held is not None else set[str]()
    new = tuple(one for one in value.named_children if same(text_of(one)) not in there)
    if not new:
        return [], []
    addition = Addition(held, new) if held is not None else Addition(mine, (pairs[0],))
    return [edit_of(addition, given, own, style)], [text_of(one) for one in new]


def _pair(holder: "Node | None", key: str) -> "Node | None":
    pairs = [one for one in holder.named_children if one.type == "pair"] if holder is not None else []
    return next((one for one in pairs if text_of(one.child_by_field_name("key")) == key), None)


def listed_by_imports(
    statements: Sequence[str], used: str, own: Tree, span: Span, style: Style
) -> tuple[list[Replacement], list[str]]:
    """What import statements bring that only a template can use, where the file's decorator lists such things; `used`
    is the code that comes with them."""
    mine = _decorator(own, span)
    held = _pair(mine, "imports")
    value = held.child_by_field_name("value") if held is not None else None
    alone = _pair(mine, "standalone")
    if mine is None or (value.type != "array" if value is not None else alone is None):
        return [], []
    words = {*_WORD.findall(used), *(_WORD.findall(text_of(value)) if value is not None else ())}
    names = [
        name.strip()
        for found in map(_NAMED.match, statements)
        if found is not None
        for name in found["names"].split(",")
        if _OF_TEMPLATES.fullmatch(name.strip()) and name.strip() not in words
    ]
    if not names:
        return [], []
    listing = parse(f"@A({{ imports: [{', '.join(names)}] }})\nclass A {{}}", own.language)
    pair = _pair(next(iter(_objects(listing)), None), "imports")
    array = pair.child_by_field_name("value") if pair is not None else None
    if pair is None or array is None:
        return [], []
    addition = Addition(value, tuple(array.named_children)) if value is not None else Addition(mine, (pair,))
    return [edit_of(addition, listing, own, style)], names


def _objects(tree: Tree) -> "list[Node]":
    """What decorators are given."""
    return (
        captures(tree.language, _GIVEN, tree.parsed.root_node).get("given", [])
        if tree.parsed is not None
        else []
    )


def _decorator(own: Tree, span: Span) -> "Node | None":
    """What the decorator around a place is given."""
    at = own.offsets.to_bytes(span.start)
    return next((one for one in _objects(own) if one.start_byte < at < one.end_byte), None)
