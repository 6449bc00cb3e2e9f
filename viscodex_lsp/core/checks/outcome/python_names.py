"""Refuses a class of Python in another one of its kind, and names values that the lines below the place use and that a
reply would replace."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from viscodex_lsp.core.checks.forms.second_names import inserted, is_new
from viscodex_lsp.core.checks.outcome.judged import Outcome
from viscodex_lsp.core.language.grammars import captures, text_of
from viscodex_lsp.core.nouns import Reason, Refusal, Replacement, Span
from viscodex_lsp.core.syntax.syntax import Tree, reparse
from viscodex_lsp.core.text.style import leading

if TYPE_CHECKING:
    from tree_sitter import Node

_MOST_TOLD = 3
_MOST_LOOKED_UP = 50
# A decorated one is another node.
_IN_CLASS = "(class_definition body: (block (function_definition) @one))"
_OF_METHODS = ("self", "cls", "mcs", "_", "*")
_LOOP = re.compile(r"\.(?:mainloop|exec|exec_)\(\)")
_NO_CALL = re.compile(r"[^\w.()]")
_REPEATS = "[(while_statement) (for_statement)] @one"
_TAKES = re.compile(
    r"(?<![\w.])[\w.]+\.(?:event\.(?:get|poll|wait)|waitKey|poll_events|window_should_close|read_event)\("
)
_BLOCKS = "[(with_statement) (for_statement) (while_statement) (if_statement) (try_statement)] @one"
_LAST_WORD = re.compile(r"[A-Z][a-z0-9]*(?=\)?$)")
# A class that another one configures itself with, as the manuals of Django and Pydantic have it.
_INNER = frozenset({"Meta", "Config", "Media", "Params", "Arguments"})


def of_python(before: Tree, replacements: tuple[Replacement, ...]) -> Outcome:
    """What is to be said of edits of a module of Python."""
    after = reparse(before, replacements)
    root = after.parsed.root_node if after.parsed is not None else None
    if root is None:
        return Outcome()
    places = inserted(replacements)
    refusal = (
        _class_in_its_like(after, root, places)
        or _second_loop(before, replacements)
        or _loop_in_its_like(after, root, places)
        or _block_again(after, root, places)
    )
    if refusal is not None:
        return Outcome(refusal)
    names = [f"`{name}`" for name in _replaced(after, root, places)][:_MOST_TOLD]
    notes = [f"{', '.join(names)} gets another value, which lines below use"] if names else []
    return Outcome(notes=(*notes, *_without_self(after, root, places)))


def _block_again(after: Tree, root: "Node", places: Sequence[Span]) -> Refusal | None:
    """A block of a reply right above the one of the file that begins with the same line."""
    for node in captures(after.language, _BLOCKS, root).get("one", ()):
        below = node.next_named_sibling
        if (
            below is None
            or below.type != node.type
            or not is_new(node, after, places)
            or is_new(below, after, places)
        ):
            continue
        first = text_of(node).split("\n")[0].strip()
        if text_of(below).split("\n")[0].strip() == first:
            return Refusal(
                Reason.OTHER_PLACE,
                f"The reply goes on with `{first}`, which the file has right below the place, so nothing was changed. "
                "Select its lines to replace them.",
                f"it goes on with `{first}`, which the file has below the mark. Write only what goes above that.",
            )
    return None


def _second_loop(before: Tree, replacements: tuple[Replacement, ...]) -> Refusal | None:
    """A whole program with a main loop of its own in a function of a file that has one."""
    for part in replacements if any(_loops(before.text)) else ():
        call = next((call for margin, call in _loops(part.text) if margin), "")
        if call and not any(_loops(before.text[part.span.start : part.span.end])):
            return Refusal(
                Reason.OTHER_PLACE,
                f"The reply is a whole program that runs a main loop of its own (`{call}`), and so does the file, so "
                "nothing was changed. Choose a place outside of the function, or ask for its content alone in the "
                "instruction.",
                f"it is a whole program with `{call}`, which the file has itself. Write only what goes to the mark.",
            )
    return None


def _loops(text: str) -> Iterator[tuple[str, str]]:
    """The margin of each line that runs a main loop, and the call."""
    for line in text.split("\n"):
        found = _LOOP.search(line)
        before = line[: found.start()] if found is not None else ""
        if found is not None and "#" not in before:
            yield leading(line), _NO_CALL.split(before)[-1] + found[0]


def _loop_in_its_like(after: Tree, root: "Node", places: Sequence[Span]) -> Refusal | None:
    """A loop of a reply that takes the events of a window or the keys that were pressed, in one that does."""
    for node in captures(after.language, _REPEATS, root).get("one", ()):
        taken = _TAKES.search(text_of(node)) if is_new(node, after, places) else None
        holder = node.parent if taken is not None else None
        while holder is not None and (holder.type != "while_statement" or is_new(holder, after, places)):
            holder = holder.parent
        if (
            taken is not None
            and holder is not None
            and taken[0] in text_of(holder).replace(text_of(node), "")
        ):
            return Refusal(
                Reason.OTHER_PLACE,
                f"The reply is a whole program with a loop of its own (`{taken[0]}…)`), and the place is in such a "
                "loop, so nothing was changed. Ask for its content alone in the instruction.",
                f"it has a loop with `{taken[0]}…)`, but the mark is in one. Write only what goes into that.",
            )
    return None


def _class_in_its_like(after: Tree, root: "Node", places: Sequence[Span]) -> Refusal | None:
    """A class with the bases and decorators of the one that it would stand in."""
    for node in captures(after.language, "(class_definition) @one", root).get("one", ()):
        if not is_new(node, after, places) or text_of(node.child_by_field_name("name")) in _INNER:
            continue
        holder = node.parent
        while holder is not None and holder.type != "class_definition":
            holder = holder.parent
        if holder is None or is_new(holder, after, places) or _kind(holder) != _kind(node):
            continue
        name, around = (text_of(one.child_by_field_name("name")) for one in (node, holder))
        return Refusal(
            Reason.SYNTAX,
            f"The reply defines the class `{name}` inside of `{around}`, which is of the same kind, so nothing was "
            f"changed. Choose a place outside of `{around}`.",
            f"it defines the class `{name}`, but the mark is inside of `{around}`. Write only what goes into that.",
        )
    return None


def _without_self(after: Tree, root: "Node", places: Sequence[Span]) -> Iterator[str]:
    """What the person is told of a function that is no method, but would stand in a class that the file has."""
    for node in captures(after.language, _IN_CLASS, root).get("one", ()):
        given = text_of(node.child_by_field_name("parameters")).strip("( ")
        holder = node.parent.parent if node.parent is not None else None
        in_class = is_new(node, after, places) and holder is not None and not is_new(holder, after, places)
        if in_class and not given.startswith(_OF_METHODS):
            name, around = (text_of(one and one.child_by_field_name("name")) for one in (node, holder))
            yield f"`{name}` takes no `self`, but stands in the class `{around}`"


def _kind(node: "Node") -> tuple[str, ...]:
    """The bases and decorators of a class."""
    beside = node.parent.named_children if node.parent is not None else ()
    decorators = [text_of(one) for one in beside if one.type == "decorator"]
    bases = "".join(text_of(node.child_by_field_name("superclasses")).split())
    word = _LAST_WORD.search(bases)  # a `DetailView` is of the kind of a `ListView`
    return (word[0] if word is not None and "," not in bases else bases, *decorators)


def _replaced(after: Tree, root: "Node", places: Sequence[Span]) -> Iterator[str]:
    """The names of a module that have a value above a place, get another in it, and are used below."""
    old: set[str] = set()
    new: dict[str, int] = {}
    for statement in root.named_children:
        names = set(_given(statement))
        if not is_new(statement, after, places):
            old |= names if not new else set()
        else:
            new.update(dict.fromkeys(names & old, statement.end_byte))
    if not new:
        return
    used = captures(after.language, "(identifier) @one", root).get("one", ())
    for name, end in [*new.items()][:_MOST_LOOKED_UP]:
        below = (node for node in used if node.start_byte >= end and text_of(node) == name)
        first = next((node for node in below if not is_new(node, after, places)), None)
        if first is not None and not _is_given(first):
            yield name


def _given(statement: "Node") -> Iterator[str]:
    """The names that a statement gives a value."""
    found = statement.named_children[0] if statement.type == "expression_statement" else None
    left = found.child_by_field_name("left") if found is not None and found.type == "assignment" else None
    if left is not None and left.type == "identifier":
        yield text_of(left)
    elif left is not None and left.type == "pattern_list":
        yield from (text_of(child) for child in left.named_children if child.type == "identifier")


def _is_given(node: "Node") -> bool:
    holder = node.parent
    while holder is not None and holder.type == "pattern_list":
        node, holder = holder, holder.parent
    return holder is not None and holder.type == "assignment" and holder.child_by_field_name("left") == node
