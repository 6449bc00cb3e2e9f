"""Proposes edits that put a fragment at a place, the most fitting first.

A selection is replaced. At a cursor, code becomes a block of lines of its own, unless the line before the
cursor waits for an expression (`x = `, `return `). `checks` takes the first edit that breaks nothing.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.context.around import Line, line_above, line_below
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.nouns import Replacement, Span, Style
from viscodex_lsp.core.syntax.syntax import Tree
from viscodex_lsp.core.text.positions import LineIndex
from viscodex_lsp.core.text.style import leading

_WAITS = re.compile(
    r"(?:[=+\-*/%&|^?]|=>|->|\b(?:return|yield|await|throw|raise|assert|not|and|or|in|is|new|typeof))$"
)
_WAITS_FOR_ONE_LINE = re.compile(r"[(\[,:]$")
_ENDS = re.compile(r"(?:\+\+|--|\*/|-->|=>\s*\{)$")
_BLOCK_HEAD = re.compile(
    r"(?:async|class|def|if|elif|else|for|while|try|except|finally|with|match|case|default|lambda|switch"
    r"|public|private|protected)\b"
)
_LOOKED_BACK = 40
_LOOKED_UP = 400
_DASH = "- "
# Another line of YAML may go on with the value above it, wherever it stands.
_ITEM = re.compile(r"-(?:\s|$)|[^#\s].*:(?:\s|$)")
_NEEDS_NO_SPACE = "([{.!~@\"'`<>/$#"
_PAIRS = {"(": ")", "[": "]", "{": "}", ">": "</"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where code goes: a span of a text, the indentation a block has there, and how the text is written.

    `in_comment` says that the cursor stands at the end of a comment, which would swallow code beside it.
    """

    lines: LineIndex
    span: Span
    depth: str
    style: Style
    language: Language
    in_comment: bool = False

    @property
    def line(self) -> Span:
        """The line of the span's start and of its end, taken together, without its line end."""
        first, last = self.lines.line_at(self.span.start), self.lines.line_at(self.span.end)
        return Span(self.lines.line_span(first).start, self.lines.line_span(last).end)

    @property
    def prefix(self) -> str:
        """What stands before the span on its line."""
        return self.lines.text[self.line.start : self.span.start]

    @property
    def suffix(self) -> str:
        """What stands after the span on its last line."""
        return self.lines.text[self.span.end : self.line.end]

    @property
    def above(self) -> str:
        """The nearest line above the place that is not blank; "" for none."""
        found = line_above(self.lines.text, Line(self.line.start, self.line.end, ""))
        return found.text if found is not None else ""

    @property
    def below(self) -> str:
        """The nearest line below the place that is not blank; "" for none."""
        found = line_below(self.lines.text, Line(self.line.start, self.line.end, ""))
        return found.text if found is not None else ""

    @property
    def margin(self) -> str:
        """The indentation of the line the span begins on."""
        return leading(self.prefix + self.lines.text[self.span.start : self.line.end])


def placements(fragment: Fragment, place: Place, *, gap: str | None = None) -> Iterator[Replacement]:
    """The edits that could place a fragment, the best first. A `gap` says that the fragment continues the
    line of the cursor, after this space."""
    if not place.span.empty:
        yield from _over_selection(fragment, place)
    elif _blank(place.prefix + place.suffix):
        yield from (
            _on_blank_line(fragment, replace(place, depth=depth)) for depth in _depths(fragment, place)
        )
    elif _blank(place.suffix):
        yield from _at_line_end(fragment, place, gap=gap)
    elif _blank(place.prefix):
        yield _above(fragment, place)
        yield _inline(fragment, place)
    else:
        yield from _inside_line(fragment, place)


def _over_selection(fragment: Fragment, place: Place) -> Iterator[Replacement]:
    text = place.lines.text[place.span.start : place.span.end]
    whole_lines = text.endswith(("\n", "\r")) and place.span.end == _line_start(place)
    if not _blank(place.prefix) or not (whole_lines or _blank(place.suffix)):
        yield from _inside_line(fragment, place)
        return
    margin = place.prefix or place.depth
    block = _joined(fragment.at(margin), place).removeprefix(place.prefix)
    yield Replacement(place.span, block + (place.style.newline if whole_lines else ""))


def _depths(fragment: Fragment, place: Place) -> Iterator[str]:
    """The indentations that the fragment may have on a blank line, that of the place first.

    Where nothing else ends a block, a head goes one step above the lines that it heads, and code may belong to the
    line above as well as to the one below.
    """
    depths = [place.depth]
    if place.language.by_indentation:
        text, line = place.lines.text, place.line
        below = next(_code_lines(text[line.end :].split("\n"), place.language), "")
        upper = [*_code_lines(reversed(text[: line.start].split("\n")[-_LOOKED_UP:]), place.language)]
        above = upper[0] if upper else ""
        if place.language.opens_block(fragment.lines[-1]):
            depths.append(leading(below).removesuffix(place.style.indent))
        depths += [leading(above), leading(below)]
        if place.language.id == "yaml":
            depths += _beside_items(fragment, above, below)
        if place.language.id != "yaml" or _ITEM.match(fragment.lines[0]):
            depths += _outer_depths(upper)
    yield from dict.fromkeys(depths)


def _code_lines(lines: Iterable[str], language: Language) -> Iterator[str]:
    """The lines that are more than a comment, which may stand at any depth."""
    comment = language.line_comment
    return (line for line in lines if line.strip() and not (comment and line.lstrip().startswith(comment)))


def _beside_items(fragment: Fragment, above: str, below: str) -> Iterator[str]:
    """In YAML: a list's item begins left of its keys, its keys stand right of its dash, and a value goes on deeper
    than what it belongs to."""
    if fragment.lines[0].startswith("- ") and len(leading(below)) >= len(_DASH):
        yield leading(below)[: -len(_DASH)]
    if above.lstrip().startswith(_DASH) or not _ITEM.match(fragment.lines[0]):
        yield leading(above) + " " * len(_DASH)


def _outer_depths(upper: Sequence[str]) -> list[str]:
    """The indentations of the blocks that the first of some lines is in, told upwards; the innermost first."""
    found: list[str] = []
    for line in upper:
        margin = leading(line)
        if not found or len(margin) < len(found[-1]):
            found.append(margin)
        if found and not found[-1]:
            break
    return found[1:]


def _on_blank_line(fragment: Fragment, place: Place) -> Replacement:
    ends = place.line.end == len(place.lines.text) or _parts_blocks(place)
    return Replacement(place.line, _block(fragment, place) + (place.style.newline if ends else ""))


def _parts_blocks(place: Place) -> bool:
    """Whether an empty line is all that parts a block of YAML, which goes on there, from the next."""
    text, line = place.lines.text, place.line
    if place.language.id != "yaml" or not place.depth or line.start != line.end:
        return False
    below = text[line.end :].lstrip("\r").removeprefix("\n").split("\n")[0]
    above = text[: line.start].removesuffix("\n").rpartition("\n")[2]
    return bool(above.strip() and below.strip() and not leading(below))


def _at_line_end(fragment: Fragment, place: Place, *, gap: str | None) -> Iterator[Replacement]:
    to_line_end = Span(place.span.start, place.line.end)
    below = Replacement(to_line_end, place.style.newline + _block(fragment, place))
    space = _usual_gap(place) if gap is None else gap
    inline = Replacement(to_line_end, space + _inline(fragment, place).text)
    if place.in_comment:
        yield below
    elif gap is not None or _waits_for_expression(fragment, place):
        yield from (inline, below)
    else:
        yield from (below, inline)


def _above(fragment: Fragment, place: Place) -> Replacement:
    indentation = Span(place.line.start, place.line.start + len(place.margin))
    return Replacement(indentation, _block(fragment, place) + place.style.newline + place.margin)


def _inside_line(fragment: Fragment, place: Place) -> Iterator[Replacement]:
    inline = _inline(fragment, place)
    split = _split(fragment, place)
    if not _between_a_pair(place):
        yield inline
    elif len(fragment.lines) > 1:
        yield from (split, inline)
    else:
        yield from (inline, split)


def _inline(fragment: Fragment, place: Place) -> Replacement:
    return Replacement(place.span, _joined(fragment.at(place.margin), place).removeprefix(place.margin))


def _split(fragment: Fragment, place: Place) -> Replacement:
    deeper = place.depth if len(place.depth) > len(place.margin) else place.margin + place.style.indent
    newline = place.style.newline
    return Replacement(place.span, newline + _joined(fragment.at(deeper), place) + newline + place.margin)


def _between_a_pair(place: Place) -> bool:
    """Whether the place is between an opening and its closing: `{|}`, `<p>|</p>`."""
    opening, rest = place.prefix.rstrip()[-1:], place.suffix.lstrip()
    return opening in _PAIRS and rest.startswith(_PAIRS[opening])


def _waits_for_expression(fragment: Fragment, place: Place) -> bool:
    """Whether the line before the cursor wants its other half rather than a new line."""
    words = place.prefix.strip()
    end = words[-_LOOKED_BACK:]
    knows_blocks = bool(place.language.opens or place.language.blocks)
    if place.language.markup or not knows_blocks or _ENDS.search(end):
        return False
    if _WAITS.search(end):
        return True
    opens_block = words.endswith(":") and _BLOCK_HEAD.match(words)
    return len(fragment.lines) == 1 and not opens_block and bool(_WAITS_FOR_ONE_LINE.search(end))


def _usual_gap(place: Place) -> str:
    """The space that keeps code beside a line from running into it."""
    before = place.prefix
    if before.endswith(("=>", "->")):
        return " "
    return "" if place.language.markup or before[-1].isspace() or before[-1] in _NEEDS_NO_SPACE else " "


def _blank(text: str) -> bool:
    # Form feeds, U+2028 and the like are no indentation: a person typed them.
    return not text.strip(" \t")


def _block(fragment: Fragment, place: Place) -> str:
    return _joined(fragment.at(place.depth), place)


def _joined(lines: list[str], place: Place) -> str:
    return place.style.newline.join(lines)


def _line_start(place: Place) -> int:
    return place.lines.line_span(place.lines.line_at(place.span.end)).start


def ends_a_comment(tree: Tree, span: Span) -> bool:
    """Whether the cursor stands right behind a comment, or in one."""
    if tree.parsed is None or not span.empty or not span.start:
        return False
    line = tree.text[: span.start].rstrip(" \t")
    end = tree.offsets.to_bytes(len(line))
    node = tree.parsed.root_node.descendant_for_byte_range(max(end - 1, 0), end)
    return node is not None and "comment" in node.type
