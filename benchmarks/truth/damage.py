"""Damages pages in graded ways, each as small as its name says, at a place that chance chooses among what is drawn."""

import html
import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import tree_sitter_html
from tree_sitter import Language, Node, Parser

_PARSER = Parser(Language(tree_sitter_html.language()))
_BLOCKS = frozenset((
    "p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "blockquote", "section", "article", "dt", "dd", "pre",
    "nav", "header", "footer", "form", "figure", "div", "ul", "ol", "table", "dl",
))  # fmt: skip
WORD = re.compile(r"[A-Za-z]{4,}")
_COLOURS = ("#c2185b", "#00897b", "#f57c00", "#1565c0", "#6a1b9a", "#558b2f")
NEW_WORDS = (
    "harbour", "meadow", "lantern", "quarrel", "velvet", "copper", "thistle", "saddle", "orchard", "pebble",
)  # fmt: skip
_WORDS = (
    *NEW_WORDS,
    "marble", "candle", "ribbon", "anchor", "bramble", "cobalt", "drizzle", "ember", "falcon", "gravel", "hazel",
    "ivory", "juniper", "kettle", "lagoon", "mosaic", "nettle", "oyster", "pepper",
)  # fmt: skip


@dataclass(frozen=True)
class Element:
    """An element of a page: its place in bytes, and its words."""

    start: int
    end: int
    tag_end: int
    words: tuple[str, ...]


Damage = Callable[["Page", random.Random], str | None]


class Page:
    """A page's text, with what can be damaged in it. `drawn` are the words that are seen."""

    def __init__(self, text: str, drawn: Sequence[str]) -> None:
        self.data = text.encode()
        self._drawn = frozenset(drawn)
        self.texts: list[tuple[int, int]] = []
        self.elements: list[Element] = []
        self._walk(_PARSER.parse(self.data).root_node)
        self.total = sum(len(self._seen(start, end)) for start, end in self.texts)

    def replaced(self, *changes: tuple[int, int, bytes]) -> str:
        """The page with bytes replaced, from the last to the first."""
        data = self.data
        for start, end, new in sorted(changes, reverse=True):
            data = data[:start] + new + data[end:]
        return data.decode("utf-8", "replace")

    def blocks(self, least: float, most: float) -> list[Element]:
        """Elements with such a share of the page's words, and at least two."""
        return [
            one
            for one in self.elements
            if len(one.words) >= 2 and least * self.total <= len(one.words) <= most * self.total
        ]

    def words(self) -> list[tuple[int, int, str]]:
        """Words that are drawn and have at least four letters, with their places in bytes."""
        found = []
        for start, end in self.texts:
            text = self.data[start:end].decode("utf-8", "replace")
            if len(text.encode()) != end - start or not text.isascii():
                continue
            for word in WORD.finditer(text):
                if word[0] in self._drawn:
                    found.append((start + word.start(), start + word.end(), word[0]))
        return found

    def _seen(self, start: int, end: int) -> list[str]:
        text = html.unescape(self.data[start:end].decode("utf-8", "replace"))
        return [
            word for word in text.split() if word.strip(".,:;!?()\"'") in self._drawn or word in self._drawn
        ]

    def _walk(self, root: Node) -> None:
        stack = [root]
        while stack:
            node = stack.pop()
            if node.type in {"script_element", "style_element"}:
                continue
            if node.type == "text":
                self.texts.append((node.start_byte, node.end_byte))
            tag = node.children[0] if node.type == "element" and node.children else None
            if tag is not None and tag.type == "start_tag" and tag.named_children:
                name = (tag.named_children[0].text or b"").decode().lower()
                if name in _BLOCKS:
                    words = [w for s, e in self._texts_in(node) for w in self._seen(s, e)]
                    self.elements.append(Element(node.start_byte, node.end_byte, tag.end_byte, tuple(words)))
            stack.extend(reversed(node.children))

    def _texts_in(self, node: Node) -> list[tuple[int, int]]:
        stack, found = [node], []
        while stack:
            one = stack.pop()
            if one.type == "text":
                found.append((one.start_byte, one.end_byte))
            stack.extend(one.children)
        return found


def _letter(page: Page, chance: random.Random) -> str | None:
    words = page.words()
    if not words:
        return None
    start, end, word = chance.choice(words)
    at = chance.randrange(1, len(word))
    return page.replaced((start, end, (word[:at] + other_letter(word[at], chance) + word[at + 1 :]).encode()))


def other_letter(letter: str, chance: random.Random) -> str:
    """Another letter than `letter`."""
    return chance.choice([sign for sign in "abdeghkmnoprstuvwxyz" if sign != letter.lower()])


def _words(count: int) -> Damage:
    def damage(page: Page, chance: random.Random) -> str | None:
        words = page.words()
        if len(words) < count:
            return None
        chosen = chance.sample(words, count)
        return page.replaced(*((s, e, chance.choice(_WORDS).encode()) for s, e, _ in chosen))

    return damage


def _removed(least: float, most: float) -> Damage:
    def damage(page: Page, chance: random.Random) -> str | None:
        blocks = page.blocks(least, most)
        return page.replaced((one.start, one.end, b"")) if blocks and (one := chance.choice(blocks)) else None

    return damage


def _swapped(page: Page, chance: random.Random) -> str | None:
    blocks = page.blocks(0.0, 0.4)
    pairs = [
        (a, b) for a in blocks for b in blocks if a.end <= b.start and sorted(a.words) != sorted(b.words)
    ]
    if not pairs:
        return None
    a, b = chance.choice(pairs)
    return page.replaced(
        (a.start, a.end, page.data[b.start : b.end]), (b.start, b.end, page.data[a.start : a.end])
    )


def _moved(page: Page, chance: random.Random) -> str | None:
    """A block at the end of the page instead of in its place."""
    blocks = page.blocks(0.0, 0.4)
    last = max((end for _, end in page.texts), default=0)
    early = [one for one in blocks if one.end < last and one.start < len(page.data) * 0.7]
    if not early:
        return None
    one = chance.choice(early)
    body = page.data.rfind(b"</body")
    end = body if body >= one.end else len(page.data)
    return page.replaced((one.start, one.end, b""), (end, end, page.data[one.start : one.end]))


def _coloured(page: Page, chance: random.Random) -> str | None:
    blocks = [one for one in page.blocks(0.0, 0.5) if b"style=" not in page.data[one.start : one.tag_end]]
    if not blocks:
        return None
    one = chance.choice(blocks)
    what = chance.choice(("background", "color"))
    colour = chance.choice(_COLOURS)
    style = f' style="{what}:{colour} !important"'.encode()
    return page.replaced((one.tag_end - 1, one.tag_end - 1, style))


def _invented(page: Page, chance: random.Random) -> str | None:
    blocks = page.blocks(0.0, 0.6)
    if not blocks:
        return None
    one = chance.choice(blocks)
    words = " ".join(chance.choices(_WORDS, k=chance.randint(12, 25)))
    return page.replaced((one.end, one.end, f"<p>{words.capitalize()}.</p>".encode()))


REORDERED = frozenset({"blocks swapped", "block moved"})
DAMAGES: Mapping[str, Damage] = {
    "letter": _letter,
    "one word": _words(1),
    "three words": _words(3),
    "block removed": _removed(0.0, 0.25),
    "section missing": _removed(0.15, 0.6),
    "blocks swapped": _swapped,
    "block moved": _moved,
    "colour": _coloured,
    "paragraph invented": _invented,
}
