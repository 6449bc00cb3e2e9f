"""What kind of chart a plotting program in Python draws, in which colours and from which numbers.

All of it is told from the calls in the syntax tree; nothing is run. What is computed is not guessed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from viscodex_lsp.core.language.grammars import text_of
from viscodex_lsp.core.nouns import Span
from viscodex_lsp.core.syntax.syntax import Tree
from viscodex_lsp.core.truth.nouns.chart import Chart
from viscodex_lsp.core.truth.nouns.likeness import RGB
from viscodex_lsp.core.truth.showing.chart_colours import CYCLE, FIRST_OF_PLOTLY, named_colour

if TYPE_CHECKING:
    from tree_sitter import Node

# The calls of matplotlib, pandas, seaborn and plotly that draw marks, by the last part of their name. A histogram looks
# like bars, and steps look like a line.
_MARKS: Mapping[str, str] = {
    "plot": "line", "step": "line", "errorbar": "line", "loglog": "line", "semilogx": "line", "semilogy": "line",
    "lineplot": "line", "line": "line", "Scatter": "line", "stairs": "line",
    "bar": "bars", "hist": "bars", "barplot": "bars", "histplot": "bars", "countplot": "bars", "histogram": "bars",
    "Bar": "bars", "Histogram": "bars", "barh": "lying bars",
    "scatter": "points", "scatterplot": "points", "stripplot": "points", "swarmplot": "points",
    "pie": "pie", "Pie": "pie", "boxplot": "boxes", "box": "boxes", "Box": "boxes",
    "violinplot": "violins", "violin": "violins", "Violin": "violins",
    "imshow": "field", "matshow": "field", "pcolormesh": "field", "pcolor": "field",
    "heatmap": "field", "Heatmap": "field",
    "contour": "contours", "contourf": "contours", "Contour": "contours",
    "fill_between": "area", "stackplot": "area", "area": "area", "stem": "stems",
}  # fmt: skip
_PLOTLY = frozenset({"Scatter", "Bar", "Histogram", "Pie", "Box", "Violin", "Heatmap", "Contour"})
_COLOUR_NAMES = re.compile(r"(?:^|_)(?:colors?|colours?|c|facecolors?|fc|color_discrete_sequence)$")
_FORMAT = re.compile(r"([bgrcmykw]|C\d)?([.,ov^<>12348spP*hH+xXDd|_])?(--|-\.|-|:)?([bgrcmykw])?")
# A style has a cycle of colours of its own, and a map or a palette gives colours by numbers.
_OTHER_CYCLE = re.compile(r"style\.use|rcParams|set_theme|sns\.set|set_prop_cycle|template\s*=|cmap|palette")
_MOST_NUMBERS = 2000
# The numbers in these are no data: sizes, ticks, spans of a computed axis.
_NO_DATA = re.compile(
    r"^(?:set_\w+|subplots\w*|figure|GridSpec|[xy]ticks|[xy]lim|range|arange|linspace|logspace|margins|axis|ax[hv]\w+"
    r"|text|annotate|legend|seed|normal|uniform|rand\w*|default_rng|update_\w+|savefig|dict)$"
)
_STRING = re.compile(r"[rRuUbBfF]*('''|\"\"\"|'|\")(.*)\1", re.DOTALL)


def read_chart(tree: Tree, spans: Sequence[Span]) -> Chart | None:
    """The chart that the code within `spans` draws; None where no call draws marks."""
    if tree.parsed is None or tree.language.id != "python":
        return None
    places = [(tree.offsets.to_bytes(span.start), tree.offsets.to_bytes(span.end)) for span in spans]
    nodes = [
        node
        for node in _walk(tree.parsed.root_node)
        if any(node.start_byte < end and start < node.end_byte for start, end in places)
    ]
    assigned = dict(_assignments(nodes))
    calls = [_Call(node, assigned) for node in nodes if node.type == "call"]
    marks = [call for call in calls if call.kind]
    if not marks:
        return None
    return Chart(
        frozenset(call.kind for call in marks),
        _colours(marks, tree.text),
        tuple(islice((number for call in marks for number in call.values), _MOST_NUMBERS)),
        tuple(islice(_data(tree.parsed.root_node), _MOST_NUMBERS)),
    )


class _Call:
    """A call, its kind of marks ("" where it draws none), and the colours that it names."""

    def __init__(self, node: "Node", assigned: Mapping[str, "Node"]) -> None:
        self.name = text_of(node.children[0]).rpartition(".")[2]
        arguments = node.child_by_field_name("arguments")
        self._arguments = list(arguments.named_children) if arguments else []
        self._assigned = assigned
        self.plotly = self.name in _PLOTLY
        self.kind = self._kind()

    @property
    def colours(self) -> tuple[RGB, ...]:
        """Those that its arguments name, or the variables that they name."""
        found = [colour for each in self._arguments for colour in self._named(each)]
        found += [colour for text in self._formats() if (colour := _format_colour(text))]
        return tuple(dict.fromkeys(found))

    @property
    def values(self) -> Iterator[float]:
        """The numbers of its last argument without a name, where they stand in the code."""
        bare = [each for each in self._arguments if each.type != "keyword_argument"]
        bare = [each for each in bare if each.type in {"list", "tuple", "identifier", "call"}]
        if bare and self.name not in {"hist", "imshow", "histplot"}:
            source = text_of(bare[-1])
            yield from _data(self._assigned.get(source, bare[-1]))

    def _kind(self) -> str:
        kind = _MARKS.get(self.name, "")
        told = {name: _text(value) for name, value in self._keywords()}
        if kind == "bars" and told.get("orientation", "").startswith("h"):
            return "lying bars"
        if self.name == "Scatter" and "lines" not in told.get("mode", "lines"):
            return "points"
        if self.name == "plot" and (_without_line(told) or any(map(_marks_alone, self._formats()))):
            return "points"
        return kind

    def _keywords(self) -> Iterator[tuple[str, "Node"]]:
        for each in self._arguments:
            if each.type == "keyword_argument":
                yield text_of(each.children[0]), each.children[-1]

    def _formats(self) -> list[str]:
        """What may be a format of matplotlib, "r--": short strings by themselves."""
        return [text for each in self._arguments if each.type == "string" and len(text := _text(each)) <= 4]

    def _named(self, argument: "Node") -> Iterator[RGB]:
        if argument.type != "keyword_argument":
            return
        name, value = text_of(argument.children[0]), argument.children[-1]
        if _COLOUR_NAMES.search(name):
            yield from self._in(value)
        elif name in {"marker", "line"} or name.endswith("props"):
            # `marker=dict(color=…)`, or the same with braces.
            for node in _walk(value):
                if node.type in {"keyword_argument", "pair"} and _COLOUR_NAMES.search(
                    _bare(node.children[0])
                ):
                    yield from self._in(node.children[-1])

    def _in(self, value: "Node") -> Iterator[RGB]:
        for node in _walk(value):
            if node.type == "string" and (colour := named_colour(_text(node))):
                yield colour
            elif node.type == "identifier" and (source := self._assigned.get(text_of(node))) is not None:
                strings = (_text(inner) for inner in _walk(source) if inner.type == "string")
                yield from (colour for text in strings if (colour := named_colour(text)))


def _colours(marks: Sequence[_Call], text: str) -> tuple[RGB, ...] | None:
    """Named ones, and for marks without the next of the cycle; None where another cycle or a map gives them."""
    if _OTHER_CYCLE.search(text):
        named = [colour for call in marks for colour in call.colours]
        return tuple(dict.fromkeys(named)) or None
    found, next_one = list[RGB](), 0
    for call in marks:
        cycle = FIRST_OF_PLOTLY if call.plotly else CYCLE
        if call.colours:
            found += call.colours
        elif call.kind in {"field", "contours", "pie", "boxes", "violins"}:
            return None
        else:
            found.append(cycle[next_one % len(cycle)])
            next_one += 1
    return tuple(dict.fromkeys(found))


def _data(root: "Node") -> Iterator[float]:
    """All numbers of the code's lists, tuples and arrays."""
    stack = [(root, False)]
    while stack:
        node, listed = stack.pop()
        if node.type == "call" and _NO_DATA.match(text_of(node.children[0]).rpartition(".")[2]):
            continue
        if listed and (number := _number(node)) is not None:
            yield number
            continue
        inside = listed or node.type in {"list", "tuple", "dictionary"}
        stack.extend((child, inside and node.type != "keyword_argument") for child in reversed(node.children))


def _assignments(nodes: Sequence["Node"]) -> Iterator[tuple[str, "Node"]]:
    for node in nodes:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if node.type == "assignment" and left is not None and right is not None and left.type == "identifier":
            yield text_of(left), right


def _format_colour(text: str) -> RGB | None:
    found = _FORMAT.fullmatch(text)
    return named_colour(found[1] or found[4] or "") if found else None


def _marks_alone(text: str) -> bool:
    found = _FORMAT.fullmatch(text)
    return bool(found and found[2] and not found[3])


def _without_line(told: Mapping[str, str]) -> bool:
    style = told.get("linestyle", told.get("ls"))
    return style is not None and style.strip().lower() in {"", "none"} and "marker" in told


def _number(node: "Node") -> float | None:
    if node.type not in {"integer", "float", "unary_operator"}:
        return None
    try:
        return float(text_of(node).replace("_", ""))
    except ValueError:
        return None


def _bare(node: "Node") -> str:
    return _text(node) if node.type == "string" else text_of(node)


def _text(node: "Node") -> str:
    source = text_of(node)
    found = _STRING.fullmatch(source)
    return found[2] if found else source


def _walk(node: "Node") -> Iterator["Node"]:
    stack = [node]
    while stack:
        current = stack.pop()
        yield current
        stack.extend(reversed(current.children))
