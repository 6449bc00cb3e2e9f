"""Names an element of a reply that would stand beside its like: of the same name, with the same words or heading."""

import re
from collections.abc import Iterator, Sequence
from itertools import product

from viscodex_lsp.core.checks.pages.nesting import HEADINGS, Node
from viscodex_lsp.core.language.data.traits import nodes
from viscodex_lsp.core.nouns import Span

_TAGS = re.compile(r"<[^<>]*>")
# What is in rows of equals by its nature, or says by its words alone what it is for.
_IN_ROWS = nodes(
    "li td th tr option p span i b em strong small code kbd svg br hr img a label dt dd text style script"
)
_SLOTS = re.compile(r"\{\s*(?:props\.)?children\s*\}|<(?:slot|ng-content|router-outlet|Outlet)\b[^<>]*/?>")
_FEWEST_LETTERS = 3
_MOST_ROOTS = 200
_MOST_SHOWN = 40


def told_of_likes(
    roots: Sequence[Node], old: Sequence[Node], after: str, places: Sequence[Span]
) -> Iterator[str]:
    """What the person is told of elements beside their like.

    Args:
        roots: the elements of the reply that are in none of its others.
        old: those of the file.
        places: where the inserted texts are in the file `after` the edits.
    """
    for node in roots[:_MOST_ROOTS]:
        if node.name in _IN_ROWS or sum(_same(one, node, after) for one in roots) > 1:
            continue
        beside = [one for one in old if one.around == node.around]
        like = [one for one in beside if _same(one, node, after)]
        heading = _heading(node, after)
        headed = [one for one in beside if heading and heading in (_words(one, after), _heading(one, after))]
        if len(like) == 1:
            yield f"a `<{node.name}>` with `{_words(node, after)[:_MOST_SHOWN]}` stands there already"
        elif len(headed) == 1 and node.name not in HEADINGS:
            yield f"the heading `{heading[:_MOST_SHOWN]}` stands there already"
    yield from _shown_twice([*old, *roots], after, places)


def _same(one: Node, other: Node, text: str) -> bool:
    words = _words(one, text)
    return (
        one.name == other.name
        and sum(map(str.isalpha, words)) >= _FEWEST_LETTERS
        and words == _words(other, text)
    )


def _words(node: Node, text: str) -> str:
    """The words that an element shows; none of one without an end."""
    return " ".join(_TAGS.sub(" ", text[node.tag.span.end : node.end]).split()) if not node.tag.alone else ""


def _heading(node: Node, text: str) -> str:
    """The words of the first heading in an element, by tags that follow its own."""
    if node.tag.alone or node.name in HEADINGS:
        return ""
    inner = text[node.tag.span.end : node.end]
    found = re.search(r"<(h[1-6])\b[^<>]*>(?P<words>(?:(?!<\1\b).)*?)</\1\s*>", inner, re.DOTALL)
    words = " ".join(_TAGS.sub(" ", found["words"]).split()) if found is not None else ""
    return words if sum(map(str.isalpha, words)) >= _FEWEST_LETTERS and "{" not in words else ""


def _shown_twice(nodes: Sequence[Node], after: str, places: Sequence[Span]) -> Iterator[str]:
    """What is given to a component or page, where the same outermost element shows it once more."""
    outer = [node for node in nodes if node.around is None]
    found = list(_SLOTS.finditer(after))
    new = [one for one in found if any(part.start <= one.start() < part.end for part in places)]
    starts = {one.start() for one in new}
    old = [one for one in found if one.start() not in starts]
    for one, other in product(new[:_MOST_ROOTS], old[:_MOST_ROOTS]):
        both = any(
            node.tag.span.start <= min(one.start(), other.start()) and max(one.end(), other.end()) <= node.end
            for node in outer
        )
        if both and "".join(one[0].split()) == "".join(other[0].split()):
            yield f"`{one[0][:_MOST_SHOWN]}` is shown there already"
            return
