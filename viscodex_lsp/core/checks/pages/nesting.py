"""Which elements of a text are in which, read from its tags alone, so that templates and broken pages have it too."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from viscodex_lsp.core.checks.pages.tags import Tag, read_tags
from viscodex_lsp.core.nouns import Span

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# What goes into its like only by mistake, where both bear the same class.
BLOCKS = frozenset({"div", "section", "article", "header", "footer", "nav", "aside", "figure", "fieldset"})
# What ends a paragraph that it begins in (HTML Standard, 4.4.1).
ENDS_PARAGRAPHS = HEADINGS | frozenset(
    {
        "address",
        "article",
        "aside",
        "blockquote",
        "details",
        "dialog",
        "div",
        "dl",
        "fieldset",
        "figcaption",
        "figure",
    }
    | {
        "footer",
        "form",
        "header",
        "hgroup",
        "hr",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "search",
        "section",
    }
    | {"table", "ul"}
)
# Classes of what is made to be nested: layouts, comments, fields.
_NESTS = re.compile(
    r"(?:[a-z]{1,4}:)?(?:d-|is-|v-|ui-)?(?:flex|grid|row|cols?|columns?|stack|group|block|inline|text|box|item|list|menu|"
    r"submenu|comment|reply|replies|thread|tree|node|child|children|field|form|input|control|wrap|wrapper|inner|level|"
    r"media|tab|accordion|bordered|border|rounded|shadow|[pmwh][xytblrse]?|gap|space|items|justify|align|bg|font|"
    r"overflow|relative|absolute|min|max|hidden|mx|my|clearfix|cell|layout|panel|split|indent)(?:\b|_|-|\d)"
)
_OF_PARTS = frozenset(
    {"article", "section", "aside", "li", "td", "th", "dialog", "template", "blockquote", "svg"}
)
_MOST_NESTED = 60
_CLASSES = re.compile(r"[\w:/.\[\]%-]+(?:\s+[\w:/.\[\]%-]+)*")
_ENDS_ITSELF = frozenset({"li", "tr", "td", "th", "dt", "dd", "option", "p"})


class Node(NamedTuple):
    """An element: its first tag, its name as it is written, the element it is in, and where it ends."""

    tag: Tag
    name: str
    around: "Node | None"
    end: int

    @property
    def classes(self) -> frozenset[str]:
        """The classes that stand in it as words; none where an expression makes them."""
        words = self.tag.value("class") or self.tag.value("classname")
        return frozenset(words.split()) if _CLASSES.fullmatch(words) else frozenset()

    @property
    def shown(self) -> str:
        """The first tag, short enough for a sentence."""
        words = self.tag.value("class") or self.tag.value("classname")
        return f'<{self.name} class="{words[:40]}">' if self.classes else f"<{self.name}>"

    def holders(self) -> Iterator["Node"]:
        """What the element is in, the nearest first, as far as pages nest."""
        node = self.around
        for _ in range(_MOST_NESTED):
            if node is None:
                return
            yield node
            node = node.around


def nodes_of(text: str) -> list[Node]:
    """The elements in the order of their first tags; one that is never closed ends with what it is in."""
    tags = read_tags(text)
    ends = _ends(tags, len(text))
    found: list[Node] = []
    opened: list[Node] = []
    for at, tag in enumerate(tags):
        if tag.ends or tag.name == "!doctype":
            continue
        while opened and opened[-1].end <= tag.span.start:
            opened.pop()
        name = text[tag.span.start + 1 : tag.span.start + 1 + len(tag.name)]
        node = Node(tag, name, opened[-1] if opened else None, ends[at])
        found.append(node)
        if not tag.alone:
            opened.append(node)
    return found


def are_made_to_nest(classes: Iterable[str]) -> bool:
    """Whether an element with these classes may be meant to stand in one with the same."""
    return all(map(_NESTS.match, classes))


def nests_in_its_like(nodes: Iterable[Node], name: str, classes: Collection[str]) -> bool:
    """Whether a text has an element of this name, with these classes, in another one."""
    wanted = frozenset(classes)
    return any(
        holder.name == name and holder.classes == wanted
        for node in nodes
        if node.name == name and node.classes == wanted
        for holder in node.holders()
    )


def is_of_page(node: Node) -> bool:
    """Whether an element belongs to the page, rather than to a part of it."""
    return not any(holder.name in _OF_PARTS for holder in node.holders())


def within(node: Node, places: Sequence[Span]) -> bool:
    """Whether an element begins in one of some places."""
    return any(part.start <= node.tag.span.start < part.end for part in places)


def _ends(tags: Sequence[Tag], size: int) -> dict[int, int]:
    """Where the element of each first tag ends, by the number of the tag."""
    ends: dict[int, int] = {}
    opened: list[int] = []
    names = Counter[str]()
    for at, tag in enumerate(tags):
        if tag.alone:
            ends[at] = tag.span.end
        elif not tag.ends:
            if opened and tags[opened[-1]].name == tag.name and tag.name in _ENDS_ITSELF:
                ends[opened.pop()] = tag.span.start
                names[tag.name] -= 1
            opened.append(at)
            names[tag.name] += 1
        elif names[tag.name] > 0:
            while tags[opened[-1]].name != tag.name:
                names[tags[opened[-1]].name] -= 1
                ends[opened.pop()] = tag.span.start
            names[tag.name] -= 1
            ends[opened.pop()] = tag.span.end
    ends.update(dict.fromkeys(opened, size))
    return ends
