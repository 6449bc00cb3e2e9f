"""Made-up page sections as HTML: the grammar of viscodex-nano's training pages.

The same seeded `random.Random` gives the same self-contained fragment: inline styles only, the theme on the root
element, two-space indentation, one element per line.
"""

import random
from collections.abc import Callable

from viscodex_model.data.synth.content.look import Look, draw_look
from viscodex_model.data.synth.content.words import Writer

ROOT = "section"
"""The outermost element: one for all, for no picture shows which it is."""
Lines = list[str]


def draw_page(source: random.Random, *, unseen: bool = False) -> str:
    """One page at random; `unseen` writes it with words that training never shows."""
    page = _Page(draw_look(source), Writer(source, unseen=unseen), source)
    return page.html()


def indent(lines: Lines) -> Lines:
    """The same lines one level deeper."""
    return ["  " + line for line in lines]


def element(tag: str, style: str = "") -> str:
    """An opening tag, with its inline style where there is one."""
    return f'<{tag} style="{style}">' if style else f"<{tag}>"


def leaf(tag: str, text: str, style: str = "") -> str:
    """An element on one line."""
    return f"{element(tag, style)}{text}</{tag}>"


def nest(tag: str, children: Lines, style: str = "") -> Lines:
    """An element with its children on lines of their own."""
    return [element(tag, style), *indent(children), f"</{tag}>"]


class _Page:
    """One page in the making: a theme, a writer, and a rule for each kind of block."""

    def __init__(self, look: Look, writer: Writer, source: random.Random) -> None:
        self.look = look
        self.write = writer
        self.source = source

    def html(self) -> str:
        look = self.look
        style = (
            f"font:{look.size}px/{look.spacing} {look.font};color:{look.ink};background:{look.ground}"
            f";width:{look.width}px;padding:{look.padding}px" + (";text-align:center" if look.centred else "")
        )
        return "\n".join(nest(ROOT, self._blocks(), style))

    def _blocks(self) -> Lines:
        room = self.source.choices((1, 2, 3, 4), (6, 4, 1.2, 0.3))[0]
        if self.look.width > 420:
            room = min(room, 3)
        lines: Lines = []
        if self.source.random() < 0.15:
            lines += self.nav()
        if self.source.random() < 0.72:
            lines.append(self.heading(self.source.choices((1, 2, 3), (4, 3, 1))[0]))
        kinds: tuple[Callable[[], Lines], ...] = (
            self.paragraph, self.buttons, self.card, self.bullets, self.form, self.table, self.badges, self.quote,
            self.subsection, self.note, self.rule,
        )  # fmt: skip
        odds = (7, 3, 3.4, 3.4, 2.4, 2.4, 1.4, 0.8, 2.5, 1, 0.5)
        for kind in self.source.choices(kinds, odds, k=room):
            lines += kind()
        return lines

    def heading(self, level: int) -> str:
        style = {
            "plain": "",
            "accent": f"color:{self.look.accent}",
            "ruled": f"border-bottom:2px solid {self.look.accent}",
        }[self.look.heading]
        return leaf(f"h{level}", self.write.phrase(1, 4 if level == 1 else 5), style)

    def paragraph(self) -> Lines:
        count = self.source.choices((1, 2, 3), (6, 2, 1))[0]
        text = " ".join(self.write.sentence(3, 13) for _ in range(count))
        return [leaf("p", text, self._tint())]

    def _tint(self) -> str:
        return f"color:{self.look.muted}" if self.source.random() < 0.15 else ""

    def note(self) -> Lines:
        return [leaf("small", self.write.sentence(2, 6), f"color:{self.look.muted}")]

    def rule(self) -> Lines:
        return ["<hr>"]

    def subsection(self) -> Lines:
        return [self.heading(self.source.choice((2, 3))), *self.paragraph()]

    def quote(self) -> Lines:
        return [
            leaf(
                "blockquote",
                self.write.sentence(3, 10),
                f"border-left:4px solid {self.look.accent};padding:8px",
            )
        ]

    def buttons(self) -> Lines:
        count = self.source.choices((1, 2), (3, 1))[0]
        styles = [self.look.button, "outline" if self.source.random() < 0.6 else self.look.button]
        return [self.button(style) for style in styles[:count]]

    def button(self, kind: str) -> str:
        look = self.look
        frame = {"filled": "", "round": ";border-radius:6px", "pill": ";border-radius:20px", "outline": ""}[
            kind
        ]
        if kind == "outline":
            paint = f"color:{look.accent};background:{look.ground};border:1px solid {look.accent}"
        else:
            paint = f"color:{look.on_accent};background:{look.accent};border:0"
        style = f"{paint};font:inherit;padding:8px 16px{frame}"
        return leaf("button", self.write.phrase(1, 2), style)

    def card(self) -> Lines:
        look = self.look
        style = {
            "border": f"border:1px solid {look.line};padding:12px",
            "panel": f"background:{look.panel};padding:12px",
            "side": f"background:{look.panel};border-left:4px solid {look.accent};padding:12px",
        }[look.card]
        children = [leaf(f"h{self.source.choice((2, 3, 3))}", self.write.phrase(1, 3))]
        for kind in self.source.choices(
            (self.text_line, self.cost, self.bullets, self.action), (5, 2, 1, 3), k=2
        ):
            children += kind()
        return nest("div", children, style)

    def text_line(self) -> Lines:
        return [leaf("p", self.write.sentence(2, 9), self._tint())]

    def cost(self) -> Lines:
        return [
            leaf("p", self.write.price(), f"color:{self.look.accent}" if self.source.random() < 0.5 else "")
        ]

    def action(self) -> Lines:
        return [self.button(self.look.button)] if self.source.random() < 0.7 else [self.link()]

    def link(self) -> str:
        style = {
            "accent": f"color:{self.look.accent}",
            "bare": f"color:{self.look.accent};text-decoration:none",
            "default": f"color:{self.look.ink}",
        }[self.look.link]
        text = leaf("a", self.write.phrase(1, 2), style)
        return text.replace("<a ", '<a href="#" ', 1)

    def nav(self) -> Lines:
        return nest("nav", [self.link() for _ in range(self.source.randint(2, 4))])

    def bullets(self) -> Lines:
        tag = self.source.choices(("ul", "ol"), (3, 2))[0]
        long = self.source.random() < 0.2
        items = [
            leaf("li", self.write.sentence(4, 9) if long else self.write.phrase(1, 4))
            for _ in range(self.source.choices((2, 3, 4, 5), (3, 4, 2, 1))[0])
        ]
        return nest(tag, items)

    def form(self) -> Lines:
        lines: Lines = []
        labels = self.source.random() < 0.75
        for _ in range(self.source.choices((1, 2, 3), (4, 4, 1))[0]):
            if labels:
                lines.append(leaf("label", self.write.phrase(1, 2)))
            lines.append(self._field())
        if self.source.random() < 0.85:
            lines.append(self.button(self.look.button))
        return nest("form", lines)

    def _field(self) -> str:
        chance = self.source.random()
        hint = "" if chance < 0.15 else self.write.address() if chance < 0.4 else self.write.phrase(1, 3)
        look = "display:block;font:inherit;padding:6px;width:90%"
        return f'<input placeholder="{hint}" style="{look}">' if hint else f'<input style="{look}">'

    def table(self) -> Lines:
        columns = self.source.choices((2, 3), (3, 2))[0]
        rows = self.source.randint(2, 4)
        head = {"plain": "", "head": f"background:{self.look.panel}", "grid": ""}[self.look.table]
        lines = nest("tr", [leaf("th", self.write.phrase(1, 1)) for _ in range(columns)], head)
        kinds = [
            self.source.choice((self.write.number, self.write.price, self._cell)) for _ in range(columns - 1)
        ]
        for _ in range(rows - 1):
            cells = [leaf("td", self._cell()), *(leaf("td", kind()) for kind in kinds)]
            lines += nest("tr", cells)
        style = "border-collapse:collapse;width:100%;text-align:left"
        opening = element("table", style)
        if self.look.table == "grid":
            opening = opening.replace("<table ", '<table border="1" cellpadding="6" ', 1)
        else:
            opening = opening.replace("<table ", '<table cellpadding="4" ', 1)
        return [opening, *indent(lines), "</table>"]

    def _cell(self) -> str:
        return self.write.phrase(1, 2)

    def badges(self) -> Lines:
        look = self.look
        return [
            leaf(
                "span",
                self.write.phrase(1, 1),
                f"color:{look.on_accent};background:{look.accent};border-radius:8px;padding:2px 8px",
            )
            for _ in range(self.source.randint(1, 3))
        ]
