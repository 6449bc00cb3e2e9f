"""Made-up matplotlib figures as galleries and tutorials show them: curves of functions, samples, fields, marks, grids.

The same seeded `random.Random` gives the same program, which draws one figure and ends with `plt.show()`. Where
`charts` writes down the data that a picture shows, these programs compute them, from a formula or from a seed, and
take what matplotlib gives for granted: its size, its colours, its margins.
"""

import random
from collections.abc import Callable

from viscodex_model.data.synth.content.gallery import Choices, Lines
from viscodex_model.data.synth.content.words import Writer

SIZES = ("(6.4, 4.8)", "(6.4, 4.8)", "(5, 4)", "(6, 4)", "(4, 3)", "(5, 3)", "(4, 4)", "(7, 3)", "(3, 3)")
GRIDS = ((1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (2, 3), (3, 3))
STYLES = ("ggplot", "dark_background", "bmh", "fivethirtyeight", "seaborn-v0_8", "grayscale")
MAPS = ("viridis", "plasma", "Blues", "YlOrRd", "coolwarm", "Greens", "gray", "RdBu", "hot", "jet")
HATCHES = ("/", "\\\\", "x", "o", "*", ".", "//")
FORMATS = ("o", "-", "--", ":", "-.", "s-", "o-", "o--", "r-", "b--", "k:", "g^", "ro", "bs", "k.", "+", "x")
LONGEST = 700
"""Characters of a program; a longer one is drawn again."""


def draw_figure(source: random.Random, *, unseen: bool = False) -> str:
    """One program at random; `unseen` labels it with words that training never shows."""
    while True:
        program = _Figure(source, Writer(source, unseen=unseen)).program()
        if len(program) <= LONGEST:
            return program


class _Figure(Choices):
    """One program in the making: a rule for each kind of content; `axes` is what it is drawn on."""

    def __init__(self, source: random.Random, write: Writer) -> None:
        super().__init__(source, write)
        self.kinds: dict[str, Callable[[str], Lines]] = {
            "curves": self.curves, "between": self.between, "cloud": self.cloud, "samples": self.samples,
            "errors": self.errors, "steps": self.steps, "bars": self.bars, "pie": self.pie, "spread": self.spread,
            "image": self.image, "contours": self.contours, "arrows": self.arrows, "marks": self.marks,
            "blank": self.blank, "scales": self.scales,
        }  # fmt: skip

    def program(self) -> str:
        size = self.source.choice(SIZES)
        chance = self.source.random()
        if chance < 0.06:
            body = self.polar(size)
        elif chance < 0.14:
            body = self.solid(size)
        elif chance < 0.42:
            body = self.several()
        else:
            body = [f"fig, ax = plt.subplots(figsize={size})", *self.one("ax", 1)]
        if "rng." in "\n".join(body):
            body.insert(1, f"rng = np.random.default_rng({self.source.randint(0, 9)})")
        head = ["import matplotlib.pyplot as plt"]
        if "np." in "\n".join(body):
            head.append("import numpy as np")
        if self.source.random() < 0.12:
            head += ["", f"plt.style.use({self.source.choice(STYLES)!r})"]
        return "\n".join(
            [*head, "", *body, *(["plt.tight_layout()"] if self.maybe(0.5) else []), "plt.show()"]
        )

    def several(self) -> Lines:
        rows, columns = self.source.choice(GRIDS)
        wide, high = min(8, 3 * columns + 1), min(7, 2 * rows + 2)
        shared = self.source.choice(("", "", ", sharex=True", ", sharey=True", ", sharex=True, sharey=True"))
        alike = self.source.choice(tuple(self.kinds)) if self.maybe(0.5) else None
        names = [f"axes[{at}]" for at in range(rows * columns)]
        if rows > 1 and columns > 1:
            names = [f"axes[{row}, {column}]" for row in range(rows) for column in range(columns)]
        lines = [f"fig, axes = plt.subplots({rows}, {columns}, figsize=({wide}, {high}){shared})"]
        for name in names:
            lines += self.one(name, len(names), alike)
        return [*lines, f"fig.suptitle({self.title()})"] if self.maybe(0.4) else lines

    def one(self, axes: str, beside: int, kind: str | None = None) -> Lines:
        """Content of any kind and what is written around it: less of it the more stand `beside` each other."""
        lines = self.kinds[kind or self.source.choice(tuple(self.kinds))](axes)
        some = 0.6 / (1 + beside // 3)
        if self.maybe(0.75 if beside < 5 else 0.4):
            lines.append(f"{axes}.set_title({self.title()})")
        for side in "xy":
            if self.maybe(some):
                lines.append(f"{axes}.set_{side}label({self.axis_name()})")
        if self.maybe(some / 3):
            lines.append(f"{axes}.grid(True)")
        if self.maybe(some / 3):
            lines.append(self.note(axes))
        return lines

    def curves(self, axes: str) -> Lines:
        low, high = self.span()
        lines = [f"x = np.linspace({low}, {high}, {self.source.choice((5, 10, 20, 50, 100, 200))})"]
        named = self.maybe(0.5)
        for _ in range(self.source.choices((1, 2, 3, 4), (4, 3, 2, 1))[0]):
            style = f", {self.source.choice(FORMATS)!r}" if self.maybe(0.35) else self.ink()
            if self.maybe(0.2):
                style += f", linewidth={self.source.choice((0.5, 1, 2, 3, 5))}"
            label = f", label={self.name()}" if named else ""
            lines.append(f"{axes}.plot(x, {self.curve()}{style}{label})")
        return [*lines, *(self.legend(axes) if named else [])]

    def scales(self, axes: str) -> Lines:
        lines = [
            f"x = np.linspace({self.source.choice((0.1, 1))}, {self.source.choice((10, 100, 1000))}, 100)"
        ]
        curve = self.source.choice(("x", "x ** 2", "np.exp(-x / 5)", "np.exp(x / 20)", "1 / x", "np.sqrt(x)"))
        call = self.source.choice(("semilogy", "semilogx", "loglog"))
        return [*lines, f"{axes}.{call}(x, {curve}{self.ink()})"]

    def between(self, axes: str) -> Lines:
        low, high = self.span()
        lines = [f"x = np.linspace({low}, {high}, 100)", f"y = {self.curve()}"]
        other = self.source.choice((", 0", ", 0", ", 1", f", y + {self.number()}", f", {self.curve()}"))
        shown = f", alpha={self.source.choice((0.2, 0.3, 0.5))}" if self.maybe(0.5) else ""
        where = ", where=y > 0" if self.maybe(0.2) else ""
        lines.append(f"{axes}.fill_between(x, y{other}{self.ink()}{shown}{where})")
        return [*lines, f"{axes}.plot(x, y{self.ink()})"] if self.maybe(0.5) else lines

    def cloud(self, axes: str) -> Lines:
        count = self.source.choice((10, 20, 30, 50, 100, 200, 500))
        make = self.source.choice((f"rng.random({count})", f"rng.normal(0, {self.number()}, {count})"))
        lines = [f"x, y = {make}, {make}"]
        style = f", s={self.source.choice((5, 20, 50, 100, 200))}" if self.maybe(0.4) else ""
        style += f", alpha={self.source.choice((0.3, 0.5, 0.7))}" if self.maybe(0.4) else ""
        style += f", marker={self.source.choice('os^Dx+*v')!r}" if self.maybe(0.4) else ""
        if self.maybe(0.35):
            lines.append(f"dots = {axes}.scatter(x, y, c=x + y, cmap={self.source.choice(MAPS)!r}{style})")
            return [*lines, f"fig.colorbar(dots, ax={axes})"] if self.maybe(0.5) else lines
        return [*lines, f"{axes}.scatter(x, y{self.ink()}{style})"]

    def samples(self, axes: str) -> Lines:
        bins = self.source.choice((10, 10, 20, 30, 50))
        style = f", bins={bins}" + (", density=True" if self.maybe(0.3) else "")
        style += self.source.choice(("", "", ", histtype='step'", ", edgecolor='white'", ", alpha=0.6"))
        many = self.source.choice((1, 1, 1, 2, 3))
        lines = []
        for _ in range(many):
            middle, wide = self.source.choice((0, 0, 1, 5, 100)), self.source.choice((1, 2, 15))
            label = f", label={self.name()}" if many > 1 else ""
            lines.append(f"{axes}.hist(rng.normal({middle}, {wide}, 1000){style}{self.ink()}{label})")
        return [*lines, *(self.legend(axes) if many > 1 else [])]

    def errors(self, axes: str) -> Lines:
        low, high = self.span()
        lines = [f"x = np.linspace({low}, {high}, {self.source.randint(4, 20)})"]
        reach = self.source.choice((f"yerr={self.number() / 10:.1f}", "xerr=0.2, yerr=0.4"))
        style = f", fmt={self.source.choice(('o', 's', '-o', '.', '^'))!r}" if self.maybe(0.7) else ""
        style += f", capsize={self.source.choice((3, 5))}" if self.maybe(0.5) else ""
        return [*lines, f"{axes}.errorbar(x, {self.curve()}, {reach}{style}{self.ink()})"]

    def steps(self, axes: str) -> Lines:
        low, high = self.span()
        lines = [f"x = np.linspace({low}, {high}, {self.source.randint(8, 30)})"]
        if self.maybe(0.5):
            return [*lines, f"{axes}.stem(x, {self.curve()})"]
        where = f", where={self.source.choice(('pre', 'post', 'mid'))!r}" if self.maybe(0.7) else ""
        return [*lines, f"{axes}.step(x, {self.curve()}{where}{self.ink()})"]

    def bars(self, axes: str) -> Lines:
        names = self.categories(self.source.randint(2, 7))
        values = [self.source.randint(1, 60) for _ in names]
        call, across = self.source.choice((("bar", "yerr"), ("bar", "yerr"), ("barh", "xerr")))
        style = self.ink()
        style += f", hatch={self.source.choice(HATCHES)!r}, edgecolor='black'" if self.maybe(0.15) else ""
        style += f", {across}={[self.source.randint(1, 5) for _ in names]}" if self.maybe(0.25) else ""
        style += f", width={self.source.choice((0.35, 0.5, 1))}" if call == "bar" and self.maybe(0.3) else ""
        return [f"names = {names}", f"values = {values}", f"{axes}.{call}(names, values{style})"]

    def pie(self, axes: str) -> Lines:
        names = self.categories(self.source.randint(2, 6))
        sizes = [self.source.randint(5, 60) for _ in names]
        style = f", labels={names}" if self.maybe(0.8) else ""
        style += ", autopct='%1.1f%%'" if self.maybe(0.6) else ""
        style += f", explode={[0.1, *[0] * (len(names) - 1)]}" if self.maybe(0.25) else ""
        style += ", shadow=True" if self.maybe(0.2) else ""
        style += ", wedgeprops={'width': 0.4}" if self.maybe(0.2) else ""
        style += ", startangle=90" if self.maybe(0.4) else ""
        return [f"{axes}.pie({sizes}{style})"]

    def spread(self, axes: str) -> Lines:
        count = self.source.randint(2, 6)
        lines = [f"data = [rng.normal(0, size, 100) for size in range(1, {count + 1})]"]
        if self.maybe(0.4):
            return [*lines, f"{axes}.violinplot(data{self.source.choice(('', ', showmeans=True'))})"]
        style = self.source.choice(("", ", notch=True", ", vert=False", ", patch_artist=True", ", sym=''"))
        return [*lines, f"{axes}.boxplot(data{style})"]

    def image(self, axes: str) -> Lines:
        style = f", cmap={self.source.choice(MAPS)!r}" if self.maybe(0.6) else ""
        if self.maybe(0.4):
            rows, columns = self.source.randint(2, 12), self.source.randint(2, 12)
            lines = [f"image = {axes}.imshow(rng.random(({rows}, {columns})){style})"]
        elif self.maybe(0.5):
            where = self.source.choice(("", ", origin='lower'", ", extent=[-3, 3, -3, 3]"))
            lines = [*self.field(), f"image = {axes}.imshow(z{style}{where})"]
        else:
            lines = [*self.field(), f"image = {axes}.pcolormesh(x, y, z{style})"]
        return [*lines, f"fig.colorbar(image, ax={axes})"] if self.maybe(0.5) else lines

    def contours(self, axes: str) -> Lines:
        style = f", cmap={self.source.choice(MAPS)!r}" if self.maybe(0.5) else ""
        levels = f", levels={self.source.choice((5, 8, 10, 20))}" if self.maybe(0.5) else ""
        call = self.source.choice(("contour", "contourf"))
        lines = [*self.field(), f"shape = {axes}.{call}(x, y, z{levels}{style})"]
        if call == "contour":
            return [*lines, f"{axes}.clabel(shape)"] if self.maybe(0.5) else lines
        return [*lines, f"fig.colorbar(shape, ax={axes})"] if self.maybe(0.5) else lines

    def arrows(self, axes: str) -> Lines:
        lines = ["x, y = np.meshgrid(np.linspace(-2, 2, 12), np.linspace(-2, 2, 12))"]
        across, up = self.source.choice(
            (("-y", "x"), ("np.cos(x)", "np.sin(y)"), ("x", "-y"), ("y", "1 - x ** 2"))
        )
        return [*lines, f"{axes}.{self.source.choice(('quiver', 'streamplot'))}(x, y, {across}, {up})"]

    def marks(self, axes: str) -> Lines:
        lines = []
        for _ in range(self.source.randint(1, 5)):
            call = self.source.choice(("axhline({0}", "axvline({0}", "axhspan({0}, {1}", "axvspan({0}, {1}"))
            low = self.number()
            alpha = ", alpha=0.3" if "span" in call else ""
            lines.append(f"{axes}.{call.format(low, low + self.source.randint(1, 3))}{self.ink()}{alpha})")
        return lines

    def blank(self, axes: str) -> Lines:
        """Axes with nothing but limits, ticks and words."""
        lines = []
        for side in "xy":
            if self.maybe(0.4):
                low, high = self.span()
                lines.append(f"{axes}.set_{side}lim({low}, {high})")
            if self.maybe(0.2):
                lines.append(f"{axes}.set_{side}ticks([])")
        for _ in range(self.source.randint(0 if lines else 1, 3)):
            x, y = (round(self.source.uniform(0.1, 0.9), 1) for _ in range(2))
            if self.maybe(0.4):
                style = ", arrowprops={'arrowstyle': '->'}"
                target = tuple(round(self.source.uniform(0.1, 0.9), 1) for _ in range(2))
                lines.append(f"{axes}.annotate({self.title()}, {target}, ({x}, {y}){style})")
            else:
                size = f", fontsize={self.source.choice((12, 16, 18, 24))}" if self.maybe(0.5) else ""
                lines.append(f"{axes}.text({x}, {y}, {self.title()}, ha='center', va='center'{size})")
        return lines

    def polar(self, size: str) -> Lines:
        lines = [f"fig, ax = plt.subplots(figsize={size}, subplot_kw={{'projection': 'polar'}})"]
        kind = self.source.choice(("line", "bars", "dots"))
        if kind == "line":
            lines += [
                f"x = np.linspace(0, {self.source.choice((2, 4))} * np.pi, 200)",
                f"ax.plot(x, {self.source.choice(('x', 'np.abs(np.sin(2 * x))', '1 + np.cos(x)'))}{self.ink()})",
            ]
        else:
            count = self.source.randint(6, 30)
            lines += [f"x = np.linspace(0, 2 * np.pi, {count}, endpoint=False)"]
            call = (
                "bar(x, rng.random(x.size), width=0.3" if kind == "bars" else "scatter(x, rng.random(x.size)"
            )
            lines += [f"ax.{call}{self.ink()}, alpha=0.7)"]
        return [*lines, f"ax.set_title({self.title()})"] if self.maybe(0.6) else lines

    def solid(self, size: str) -> Lines:
        lines = [f"fig, ax = plt.subplots(figsize={size}, subplot_kw={{'projection': '3d'}})"]
        kind = self.source.choice(("plot_surface", "plot_wireframe", "contour", "scatter", "plot"))
        if kind == "scatter":
            count = self.source.choice((20, 50, 100))
            lines += [
                f"ax.scatter(rng.random({count}), rng.random({count}), rng.random({count}){self.ink()})"
            ]
        elif kind == "plot":
            lines += [
                "x = np.linspace(-4 * np.pi, 4 * np.pi, 100)",
                f"ax.plot(np.sin(x), np.cos(x), x{self.ink()})",
            ]
        else:
            style = (
                f", cmap={self.source.choice(MAPS)!r}" if kind != "plot_wireframe" and self.maybe(0.6) else ""
            )
            lines += [*self.field(), f"ax.{kind}(x, y, z{style})"]
        for side in "xyz":
            if self.maybe(0.4):
                lines.append(f"ax.set_{side}label({self.axis_name()})")
        return [*lines, f"ax.set_title({self.title()})"] if self.maybe(0.5) else lines
