"""Made-up matplotlib programs: bars, lines, points, pies, boxes, maps of values, and several of them in one figure.

The same seeded `random.Random` gives the same program, which draws one figure and ends with `plt.show()`. Its data
are what the picture shows, no more (a box plot has the five values it is drawn from, a histogram its bin counts).
Related values stand together: a name beside its value, a row for each position along the axis.
"""

import math
import random
from collections.abc import Callable, Sequence

from viscodex_model.data.synth.content.look import ACCENTS
from viscodex_model.data.synth.content.words import Writer

SIZES = ((4, 3), (5, 3), (5, 4), (6, 4), (4, 4))
MAPS = ("viridis", "plasma", "Blues", "YlOrRd", "coolwarm", "Greens")
MARKERS = ("o", "s", "^", "D", "x")
LINES = ("-", "--", ":", "-.")
Lines = list[str]


def draw_chart(source: random.Random, *, unseen: bool = False) -> str:
    """One program at random; `unseen` labels it with words that training never shows."""
    return _Chart(source, Writer(source, unseen=unseen)).program()


class _Chart:
    """One program in the making: a rule for each kind of chart; `axes` is what the chart is drawn on."""

    def __init__(self, source: random.Random, write: Writer) -> None:
        self.source, self.write = source, write
        self.uses_numpy = False
        self.colours = source.sample(ACCENTS, 5)
        self.grid = source.random() < 0.3
        self.tenths = source.random() < 0.25
        self.kinds: dict[str, Callable[[str], Lines]] = {
            "bar": self.bar, "grouped": self.grouped, "stacked": self.stacked, "line": self.line,
            "scatter": self.scatter, "pie": self.pie, "histogram": self.histogram, "box": self.box,
            "heat map": self.heat_map, "area": self.area,
        }  # fmt: skip

    def program(self) -> str:
        size = self.source.choice(SIZES)
        if self.source.random() < 0.15:
            body = self.several(size)
        else:
            body = [f"fig, ax = plt.subplots(figsize={size})", *self.one("ax")]
        imports = ["import matplotlib.pyplot as plt", *(["import numpy as np"] if self.uses_numpy else [])]
        return "\n".join([*imports, "", *body, "plt.tight_layout()", "plt.show()"])

    def several(self, size: tuple[int, int]) -> Lines:
        rows, columns = self.source.choice(((1, 2), (2, 1), (2, 2)))
        wide, high = min(9, size[0] * columns), min(7, size[1] * rows)
        names = ["left", "right"] if (rows, columns) == (1, 2) else ["top", "bottom"]
        unpacked = ", ".join(names)
        if rows * columns == 4:
            names, unpacked = [f"axes[{row}, {column}]" for row in (0, 1) for column in (0, 1)], "axes"
        target = unpacked if unpacked == "axes" else f"({unpacked})"
        lines = [f"fig, {target} = plt.subplots({rows}, {columns}, figsize=({wide}, {high}))"]
        for name in names:
            lines += self.one(name)
        return [*lines, f"fig.suptitle({self.text(1, 3)})"] if self.source.random() < 0.4 else lines

    def one(self, axes: str) -> Lines:
        """A chart of any kind with its title."""
        kind = self.source.choice(tuple(self.kinds))
        lines = self.kinds[kind](axes)
        if self.source.random() < 0.85:
            lines.append(f"{axes}.set_title({self.text(1, 4)})")
        return lines

    def text(self, low: int, high: int) -> str:
        return repr(self.write.phrase(low, high))

    def values(self, count: int, *, low: int = 1, high: int = 100) -> list[float]:
        """Values of one scale in all of a figure: none is too small beside the others to be seen."""
        if self.tenths:
            return [round(self.source.uniform(low, high) / 10, 1) for _ in range(count)]
        return [self.source.randint(low, high) for _ in range(count)]

    def labels(self, axes: str) -> Lines:
        lines = []
        if self.source.random() < 0.7:
            lines.append(f"{axes}.set_xlabel({self.text(1, 2)})")
        if self.source.random() < 0.7:
            lines.append(f"{axes}.set_ylabel({self.text(1, 2)})")
        if self.grid:
            lines.append(f"{axes}.grid(True, alpha=0.3)")
        return lines

    def bar(self, axes: str) -> Lines:
        count = self.source.randint(2, 6)
        call = self.source.choice(("bar", "bar", "barh"))
        colour = self.colours[:count] if self.source.random() < 0.3 and count <= 5 else self.colours[0]
        lines = [f"values = {dict(zip(self.write.names(count), self.values(count), strict=True))}"]
        lines.append(f"bars = {axes}.{call}(values.keys(), values.values(), color={colour!r})")
        if self.source.random() < 0.25:
            lines.append(f"{axes}.bar_label(bars)")
        return [*lines, *self.labels(axes)]

    def rows(self, along: str, places: Sequence[object], *, least: int) -> tuple[list[str], Lines]:
        """Names of `least` to three series, and a row for each place: the place, then the value of each series."""
        names = self.write.names(self.source.randint(least, 3))
        series = [self.values(len(places)) for _ in names]
        rows = ",\n    ".join(repr(row) for row in zip(places, *series, strict=True))
        columns = ", ".join(f"series_{at}" for at in range(len(names)))
        return names, [f"rows = [\n    {rows},\n]", f"{along}, {columns} = zip(*rows)"]

    def grouped(self, axes: str) -> Lines:
        self.uses_numpy = True
        names, lines = self.rows("labels", self.write.names(self.source.randint(2, 4)), least=2)
        width = round(0.8 / len(names), 2)
        lines.append("x = np.arange(len(labels))")
        for at, name in enumerate(names):
            place = "x" if at == 0 else f"x + {round(width * at, 2)}"
            colour = self.colours[at]
            lines.append(f"{axes}.bar({place}, series_{at}, {width}, label={name!r}, color={colour!r})")
        middle = round(width * (len(names) - 1) / 2, 2)
        return [*lines, f"{axes}.set_xticks(x + {middle}, labels)", f"{axes}.legend()", *self.labels(axes)]

    def stacked(self, axes: str) -> Lines:
        self.uses_numpy = True
        names, lines = self.rows("labels", self.write.names(self.source.randint(2, 5)), least=2)
        lines.append("bottom = np.zeros(len(labels))")
        for at, name in enumerate(names):
            colour = self.colours[at]
            lines.append(f"{axes}.bar(labels, series_{at}, bottom=bottom, label={name!r}, color={colour!r})")
            if at + 1 < len(names):
                lines.append(f"bottom += series_{at}")
        return [*lines, f"{axes}.legend()", *self.labels(axes)]

    def line(self, axes: str) -> Lines:
        count, first = self.source.randint(4, 9), self.source.choice((0, 1, 2015, 10))
        names, lines = self.rows("x", range(first, first + count), least=1)
        for at, name in enumerate(names):
            style = f"color={self.colours[at]!r}, linestyle={self.source.choice(LINES)!r}"
            if self.source.random() < 0.5:
                style += f", marker={self.source.choice(MARKERS)!r}"
            lines.append(f"{axes}.plot(x, series_{at}, {style}, label={name!r})")
        legend = [f"{axes}.legend()"] if len(names) > 1 or self.source.random() < 0.5 else []
        return [*lines, *legend, *self.labels(axes)]

    def scatter(self, axes: str) -> Lines:
        lines = []
        names = self.write.names(self.source.randint(1, 2))
        for at, name in enumerate(names):
            count = self.source.randint(4, 9)
            points = sorted(zip(self.values(count), self.values(count), strict=True))
            style = f"color={self.colours[at]!r}, marker={self.source.choice(MARKERS)!r}"
            lines += [f"points = {points}", f"{axes}.scatter(*zip(*points), {style}, label={name!r})"]
        legend = [f"{axes}.legend()"] if len(names) > 1 else []
        return [*lines, *legend, *self.labels(axes)]

    def pie(self, axes: str) -> Lines:
        count = self.source.randint(2, 5)
        lines = [f"sizes = {dict(zip(self.write.names(count), self.values(count, low=5), strict=True))}"]
        style = f"labels=sizes.keys(), colors={self.colours[:count]!r}"
        if self.source.random() < 0.6:
            style += ", autopct='%1.0f%%'"
        if self.source.random() < 0.3:
            style += ", startangle=90"
        return [*lines, f"{axes}.pie(sizes.values(), {style})"]

    def histogram(self, axes: str) -> Lines:
        wide, bins = self.source.choice((1, 2, 5, 10)), self.source.randint(4, 8)
        first, middle = self.source.randint(0, 8) * wide, self.source.uniform(0, bins - 1)
        high = self.source.randint(5, 40)
        counts = {
            first + wide * at: max(1, round(high * math.exp(-(((at - middle) / 2.5) ** 2))))
            for at in range(bins)
        }
        lines = [f"counts = {counts}", f"bins = [*counts, {first + wide * bins}]"]
        style = f"weights=counts.values(), color={self.colours[0]!r}, edgecolor='white'"
        return [*lines, f"{axes}.hist(counts.keys(), bins, {style})", *self.labels(axes)]

    def box(self, axes: str) -> Lines:
        names = self.write.names(self.source.randint(2, 4))
        groups = {name: sorted(self.values(5)) for name in names}
        lines = [f"groups = {groups}", f"{axes}.boxplot(groups.values(), tick_labels=groups.keys())"]
        return [*lines, *self.labels(axes)]

    def heat_map(self, axes: str) -> Lines:
        columns = self.write.names(self.source.randint(2, 4))
        rows = {
            name: [self.source.randint(0, 20) for _ in columns]
            for name in self.write.names(self.source.randint(2, 4))
        }
        lines = [f"rows = {rows}", f"columns = {columns}"]
        lines.append(f"image = {axes}.imshow(list(rows.values()), cmap={self.source.choice(MAPS)!r})")
        lines.append(f"{axes}.set_xticks(range(len(columns)), columns)")
        lines.append(f"{axes}.set_yticks(range(len(rows)), rows)")
        return [*lines, f"fig.colorbar(image, ax={axes})"] if self.source.random() < 0.6 else lines

    def area(self, axes: str) -> Lines:
        count = self.source.randint(4, 8)
        names, lines = self.rows("x", range(1, count + 1), least=1)
        if len(names) == 1:
            lines.append(f"{axes}.fill_between(x, series_0, color={self.colours[0]!r}, alpha=0.5)")
        else:
            stacked = ", ".join(f"series_{at}" for at in range(len(names)))
            colours: Sequence[str] = self.colours[: len(names)]
            lines.append(f"{axes}.stackplot(x, {stacked}, labels={names!r}, colors={colours!r})")
            lines.append(f"{axes}.legend(loc='upper left')")
        return [*lines, *self.labels(axes)]
