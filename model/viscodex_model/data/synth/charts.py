"""Made-up matplotlib programs: bars, lines, points, pies, boxes, maps of values, and several of them in one figure.

In: a seeded `random.Random`. Out: a Python program that draws one figure and ends with `plt.show()`; all its data are
written out, so that the picture holds all that the program says.
"""

import random
from collections.abc import Callable, Sequence

from viscodex_model.data.synth.look import ACCENTS
from viscodex_model.data.synth.words import Writer

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

    def names(self, count: int) -> list[str]:
        return [self.write.phrase(1, 1) for _ in range(count)]

    def values(self, count: int, *, low: int = 1, high: int = 100) -> list[float]:
        if self.source.random() < 0.25:
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
        lines = [f"labels = {self.names(count)}", f"values = {self.values(count)}"]
        lines.append(f"bars = {axes}.{call}(labels, values, color={colour!r})")
        if self.source.random() < 0.25:
            lines.append(f"{axes}.bar_label(bars)")
        return [*lines, *self.labels(axes)]

    def series(self, groups: int, count: int) -> tuple[list[str], Lines]:
        names = list(dict.fromkeys(self.names(groups)))
        return names, [f"series_{at} = {self.values(count)}" for at in range(len(names))]

    def grouped(self, axes: str) -> Lines:
        self.uses_numpy = True
        count = self.source.randint(2, 4)
        names, data = self.series(self.source.randint(2, 3), count)
        width = round(0.8 / len(names), 2)
        lines = [f"labels = {self.names(count)}", *data, "x = np.arange(len(labels))"]
        for at, name in enumerate(names):
            place = "x" if at == 0 else f"x + {round(width * at, 2)}"
            colour = self.colours[at]
            lines.append(f"{axes}.bar({place}, series_{at}, {width}, label={name!r}, color={colour!r})")
        middle = round(width * (len(names) - 1) / 2, 2)
        return [*lines, f"{axes}.set_xticks(x + {middle}, labels)", f"{axes}.legend()", *self.labels(axes)]

    def stacked(self, axes: str) -> Lines:
        self.uses_numpy = True
        count = self.source.randint(2, 5)
        names, data = self.series(self.source.randint(2, 3), count)
        lines = [f"labels = {self.names(count)}", *data, "bottom = np.zeros(len(labels))"]
        for at, name in enumerate(names):
            colour = self.colours[at]
            lines.append(f"{axes}.bar(labels, series_{at}, bottom=bottom, label={name!r}, color={colour!r})")
            if at + 1 < len(names):
                lines.append(f"bottom += series_{at}")
        return [*lines, f"{axes}.legend()", *self.labels(axes)]

    def line(self, axes: str) -> Lines:
        count = self.source.randint(4, 9)
        first = self.source.choice((0, 1, 2015, 10))
        names, data = self.series(self.source.randint(1, 3), count)
        lines = [f"x = {list(range(first, first + count))}", *data]
        for at, name in enumerate(names):
            style = f"color={self.colours[at]!r}, linestyle={self.source.choice(LINES)!r}"
            if self.source.random() < 0.5:
                style += f", marker={self.source.choice(MARKERS)!r}"
            lines.append(f"{axes}.plot(x, series_{at}, {style}, label={name!r})")
        legend = [f"{axes}.legend()"] if len(names) > 1 or self.source.random() < 0.5 else []
        return [*lines, *legend, *self.labels(axes)]

    def scatter(self, axes: str) -> Lines:
        lines = []
        names = list(dict.fromkeys(self.names(self.source.randint(1, 2))))
        for at, name in enumerate(names):
            count = self.source.randint(5, 12)
            lines += [f"x_{at} = {self.values(count)}", f"y_{at} = {self.values(count)}"]
            style = f"color={self.colours[at]!r}, marker={self.source.choice(MARKERS)!r}"
            lines.append(f"{axes}.scatter(x_{at}, y_{at}, {style}, label={name!r})")
        legend = [f"{axes}.legend()"] if len(names) > 1 else []
        return [*lines, *legend, *self.labels(axes)]

    def pie(self, axes: str) -> Lines:
        count = self.source.randint(2, 5)
        lines = [f"labels = {self.names(count)}", f"sizes = {self.values(count, low=5)}"]
        style = f"labels=labels, colors={self.colours[:count]!r}"
        if self.source.random() < 0.6:
            style += ", autopct='%1.0f%%'"
        if self.source.random() < 0.3:
            style += ", startangle=90"
        return [*lines, f"{axes}.pie(sizes, {style})"]

    def histogram(self, axes: str) -> Lines:
        count, bins = self.source.randint(15, 30), self.source.randint(4, 8)
        middle = self.source.randint(20, 80)
        values = [round(self.source.gauss(middle, 10)) for _ in range(count)]
        lines = [f"values = {values}"]
        lines.append(f"{axes}.hist(values, bins={bins}, color={self.colours[0]!r}, edgecolor='white')")
        return [*lines, *self.labels(axes)]

    def box(self, axes: str) -> Lines:
        groups = [self.values(self.source.randint(5, 8)) for _ in range(self.source.randint(2, 4))]
        lines = [f"groups = {groups}", f"labels = {self.names(len(groups))}"]
        return [*lines, f"{axes}.boxplot(groups, tick_labels=labels)", *self.labels(axes)]

    def heat_map(self, axes: str) -> Lines:
        rows, columns = self.source.randint(2, 4), self.source.randint(2, 4)
        values = [[self.source.randint(0, 20) for _ in range(columns)] for _ in range(rows)]
        lines = [f"values = {values}", f"image = {axes}.imshow(values, cmap={self.source.choice(MAPS)!r})"]
        lines.append(f"{axes}.set_xticks(range({columns}), {self.names(columns)})")
        lines.append(f"{axes}.set_yticks(range({rows}), {self.names(rows)})")
        return [*lines, f"fig.colorbar(image, ax={axes})"] if self.source.random() < 0.6 else lines

    def area(self, axes: str) -> Lines:
        count = self.source.randint(4, 8)
        names, data = self.series(self.source.randint(1, 3), count)
        lines = [f"x = {list(range(1, count + 1))}", *data]
        if len(names) == 1:
            lines.append(f"{axes}.fill_between(x, series_0, color={self.colours[0]!r}, alpha=0.5)")
        else:
            stacked = ", ".join(f"series_{at}" for at in range(len(names)))
            colours: Sequence[str] = self.colours[: len(names)]
            lines.append(f"{axes}.stackplot(x, {stacked}, labels={names!r}, colors={colours!r})")
            lines.append(f"{axes}.legend(loc='upper left')")
        return [*lines, *self.labels(axes)]
