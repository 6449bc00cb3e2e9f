"""Made-up sections of documentation as HTML: much text in a browser's plain looks.

The same seeded `random.Random` gives the same self-contained fragment, in the form of `pages`: the theme on the root
element, two-space indentation, one block per line; text may hold links, code and emphasis.
"""

import random
from collections.abc import Callable, Sequence

from viscodex_model.data.synth.content.look import ACCENTS, FONTS, INKS, LIGHTS, WIDTHS
from viscodex_model.data.synth.content.pages import ROOT, Lines, element, indent, leaf, nest
from viscodex_model.data.synth.content.signs import draw_sign
from viscodex_model.data.synth.content.words import Writer

_FONT_ODDS = (3, 1, 4, 5)
_SIZES = (13, 14, 15, 16)
_SPACINGS = ("1.2", "1.3", "1.4", "1.5")
_PADDINGS = ("0", "4px", "8px", "12px")
_LINK = '<a href="#">'
_ACCENTED = {"a": "àáâä", "c": "ç", "e": "éèêë", "i": "íîï", "n": "ñ", "o": "óôö", "u": "úùûü"}
_TURNS = ("Prev", "Next", "Up", "Home", "Contents", "Index", "Previous", "Top")


def draw_document(source: random.Random, *, unseen: bool = False) -> str:
    """One section at random; `unseen` takes its words from those that training never shows.

    The endings and schemes of files and addresses are the same few.
    """
    return _Document(Writer(source, unseen=unseen), source, turns=() if unseen else _TURNS).html()


class _Document:
    """One section in the making: a writer, and a rule for each kind of block."""

    def __init__(self, writer: Writer, source: random.Random, turns: Sequence[str]) -> None:
        self.write = writer
        self.source = source
        self.known_turns = turns
        self.mixed = source.random() < 0.6
        self.foreign = source.random() < 0.1

    def html(self) -> str:
        pick = self.source
        ground = "#ffffff" if pick.random() < 0.8 else pick.choice(LIGHTS)
        ink = "#000000" if pick.random() < 0.6 else pick.choice(INKS)
        style = (
            f"font:{pick.choices(_SIZES, (1, 2, 1, 4))[0]}px/{pick.choices(_SPACINGS, (5, 2, 2, 2))[0]} "
            f"{pick.choices(FONTS, _FONT_ODDS)[0]};color:{ink};background:{ground}"
            f";width:{pick.choice(WIDTHS)}px;padding:{pick.choices(_PADDINGS, (6, 1, 2, 1))[0]}"
        )
        return "\n".join(nest(ROOT, self._blocks(), style))

    def _blocks(self) -> Lines:
        kinds: tuple[Callable[[], Lines], ...] = (
            self.paragraph, self.bullets, self.terms, self.table, self.turns, self.listing, self.line, self.bar,
            self.contents,
        )  # fmt: skip
        lines: Lines = []
        if self.source.random() < 0.4:
            lines += self.heading()
        for kind in self.source.choices(
            kinds, (8, 6, 3, 4, 2, 4, 3, 1, 2), k=self.source.choices((1, 2, 3), (6, 4, 1))[0]
        ):
            lines += kind()
        return lines

    def heading(self) -> Lines:
        chance = self.source.random()
        number = f"{self.source.randint(1, 20)}.{self.source.randint(1, 9)}. " if chance < 0.2 else ""
        style = f"color:{self.source.choice(ACCENTS)}" if chance > 0.85 else ""
        return [leaf(self.source.choice(("h1", "h2", "h2", "h3", "h4")), number + self.phrase(1, 4), style)]

    def paragraph(self) -> Lines:
        count = self.source.choices((1, 2), (3, 1))[0]
        return [leaf("p", " ".join(self.prose(4, 16) for _ in range(count)))]

    def line(self) -> Lines:
        tag = self.source.choice(("div", "div", "small", "blockquote"))
        return [leaf(tag, self.prose(2, 10))]

    def bullets(self) -> Lines:
        tag = "ul" if self.source.random() < 0.75 else "ol"
        linked, long = self.source.random() < 0.45, self.source.random() < 0.25
        items = []
        for _ in range(self.source.randint(2, 7)):
            text = self.prose(4, 10) if long else self.name(1, 4)
            items.append(leaf("li", self.link(text) if linked and not long else text))
        return nest(tag, items)

    def terms(self) -> Lines:
        coded = self.source.random() < 0.5
        lines = []
        for _ in range(self.source.randint(1, 3)):
            lines.append(leaf("dt", leaf("code", self.sign()) if coded else self.phrase(1, 3)))
            lines.append(leaf("dd", self.prose(3, 12)))
        return nest("dl", lines)

    def table(self) -> Lines:
        columns = self.source.choices((2, 3, 4), (4, 3, 1))[0]
        kinds = [
            self.source.choice((self.write.number, self.sign, self._cell, self._cell)) for _ in range(columns)
        ]
        lines = nest("tr", [leaf("th", self.phrase(1, 2)) for _ in range(columns)])
        if self.source.random() < 0.35:
            lines = []
        for _ in range(self.source.randint(2, 5)):
            lines += nest("tr", [leaf("td", kind()) for kind in kinds])
        frame = self.source.choice((' border="1" cellpadding="6"', ' cellpadding="4"', ""))
        style = self.source.choice(("", "", "border-collapse:collapse", "width:100%"))
        opening = element("table", style).replace("<table", f"<table{frame}", 1)
        return [opening, *indent(lines), "</table>"]

    def _cell(self) -> str:
        return self.link(self.name(1, 2)) if self.source.random() < 0.25 else self.name(1, 3)

    def turns(self) -> Lines:
        """A line of links to other pages."""
        between = self.source.choice((" | ", " ", " - ", ", "))
        names = [
            self.source.choice(self.known_turns)
            if self.known_turns and self.source.random() < 0.6
            else self.phrase(1, 2)
            for _ in range(self.source.randint(2, 5))
        ]
        return [leaf(self.source.choice(("div", "p")), between.join(self.link(name) for name in names))]

    def listing(self) -> Lines:
        """A few lines of commands, or of a file."""
        prompt = "$ " if self.source.random() < 0.3 else ""
        lines = [prompt + self._command() for _ in range(self.source.choices((1, 2, 3, 4), (5, 3, 2, 1))[0])]
        style = f"background:{self.source.choice(LIGHTS)};padding:8px" if self.source.random() < 0.6 else ""
        return [leaf("pre", "\n".join(lines), style)]

    def _command(self) -> str:
        count = self.source.choices((1, 2, 3, 4, 5), (2, 4, 4, 2, 1))[0]
        return " ".join(
            self.sign() if self.source.random() < 0.55 else self.write.word() for _ in range(count)
        )

    def bar(self) -> Lines:
        return ["<hr>"]

    def contents(self) -> Lines:
        """A table of contents: numbered links, some with those below them."""
        first, nested = self.source.randint(1, 9), self.source.random() < 0.5
        tag, child = self.source.choice((("ul", "li"), ("ul", "li"), ("dl", "dt")))
        lines: Lines = []
        for number in range(first, first + self.source.randint(2, 4)):
            if nested and tag == "ul" and self.source.random() < 0.4:
                below = [self._entry(child, f"{number}.{k}. ") for k in range(1, self.source.randint(2, 4))]
                opening = self._entry(child, f"{number}. ").removesuffix(f"</{child}>")
                lines += [opening, *indent(nest(tag, below)), f"</{child}>"]
            else:
                lines.append(self._entry(child, f"{number}.{first}. " if nested else f"{number}. "))
        return nest(tag, lines)

    def _entry(self, tag: str, number: str) -> str:
        """One entry of a table of contents, its number inside or before its link."""
        name = self.phrase(1, 4)
        return leaf(tag, self.link(number + name) if self.source.random() < 0.5 else number + self.link(name))

    def phrase(self, low: int, high: int) -> str:
        """A few words."""
        return self._accented(self.write.phrase(low, high))

    def _accented(self, text: str) -> str:
        """Text with an accent here and there where the section is in another language."""
        if not self.foreign:
            return text
        words = text.split(" ")
        return " ".join(word if "&" in word else "".join(map(self._accent, word)) for word in words)

    def _accent(self, letter: str) -> str:
        accented = letter in _ACCENTED and self.source.random() < 0.12
        return self.source.choice(_ACCENTED[letter]) if accented else letter

    def name(self, low: int, high: int) -> str:
        """A few words, or one sign."""
        return self.sign() if self.source.random() < 0.2 else self.phrase(low, high)

    def link(self, text: str) -> str:
        return f"{_LINK}{text}</a>"

    def prose(self, low: int, high: int) -> str:
        """A sentence, in which some of the words may be links, code or emphasis."""
        words = self._accented(self.write.sentence(low, high)).split(" ")
        if not self.mixed:
            return " ".join(words)
        for at in range(1, len(words) - 1):
            if self.source.random() < 0.08:
                kind = self.source.choice(("a", "code", "code", "b", "em"))
                words[at] = (
                    self.link(words[at])
                    if kind == "a"
                    else leaf(kind, self.sign() if kind == "code" else words[at])
                )
        return " ".join(words)

    def sign(self) -> str:
        """What stands in programs and commands."""
        return draw_sign(self.source, self.write.word)
