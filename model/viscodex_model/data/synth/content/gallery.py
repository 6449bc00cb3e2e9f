"""The parts of made-up figures: formulas, colours, titles and names, each chosen by a seeded `random.Random`.

They are pieces of matplotlib programs; texts are in quotes already.
"""

import random

from viscodex_model.data.synth.content.look import ACCENTS
from viscodex_model.data.synth.content.words import Writer

INKS = (
    "red", "blue", "green", "black", "gray", "orange", "purple", "yellow", "brown", "pink", "cyan", "magenta",
    "tab:blue", "tab:orange", "tab:green", "tab:red", "lightblue", "navy", "teal", "crimson", "k", "r", "g", "b",
)  # fmt: skip
CORNERS = ("upper left", "upper right", "lower left", "lower right", "center left", "best")
CURVES = (
    "np.sin({k} * x)", "np.cos({k} * x)", "np.sin(x) * {k}", "np.exp(-x / {k})", "x ** 2", "x ** 3 - {k} * x",
    "np.sqrt(np.abs(x))", "np.exp(-x) * np.cos({k} * np.pi * x)", "np.tanh(x - {k})", "1 / (1 + np.exp(-x))",
    "np.exp(-x ** 2 / {k})", "np.sinc(x)", "{k} * x + 1", "np.sin(x) + np.sin({k} * x) / 2", "np.abs(np.sin(x))",
    "np.log(np.abs(x) + 1)", "x", "{k} - x", "np.cumsum(rng.normal(0, 1, x.size))", "np.sin(2 * np.pi * x)",
)  # fmt: skip
FIELDS = (
    "np.sin(x) * np.cos(y)", "x ** 2 + y ** 2", "np.exp(-x ** 2 - y ** 2)", "np.sin(np.sqrt(x ** 2 + y ** 2))",
    "x * y", "(1 - x / 2 + x ** 5) * np.exp(-x ** 2 - y ** 2)", "np.cos({k} * x) + y",
    "np.exp(-(x - 1) ** 2 - (y - 1) ** 2) - np.exp(-x ** 2 - y ** 2)",
)  # fmt: skip
TITLES = (
    "{0} {1}", "{0}: {1}", "{0} ({1})", "{0}={n}", "{0} = {n}, {1} = {m}", "{0}_{1}", "{0}({1})", "{0} & {1}",
    "{0} / {1}", "{0}-{1} {2}", "Plot {n}", "Figure {n}", "{0} by {1} and {2}", "Axes [{n}, {m}]", "ax{n}", "{0}",
    "{0} {n}", "{0} vs. {1}", "The {0} of the {1}", "{0} with {1}='{2}'",
)  # fmt: skip
AXIS_NAMES = (
    "x", "y", "time (s)", "time [s]", "t", "{0} ({1})", "{0} [{1}]", "x-label", "y label", "{0}", "{0} {1}",
    "Frequency", "Probability density", "voltage (mV)", "Value", "%", "count", "{0} per {1}", "Counts", "f(x)",
)  # fmt: skip
Lines = list[str]


class Choices:
    """Chooses the pieces of one figure."""

    def __init__(self, source: random.Random, write: Writer) -> None:
        self.source, self.write = source, write
        self.plain = source.random() < 0.6
        """Whether matplotlib chooses the colours."""

    def maybe(self, chance: float) -> bool:
        return self.source.random() < chance

    def fill(self, patterns: tuple[str, ...]) -> str:
        words = [self.write.phrase(1, 1) if self.maybe(0.4) else self.write.word() for _ in range(3)]
        numbers = {"n": self.source.randint(0, 20), "m": self.number()}
        return repr(self.source.choice(patterns).format(*words, **numbers))

    def title(self) -> str:
        return repr(self.write.phrase(1, 4)) if self.maybe(0.5) else self.fill(TITLES)

    def axis_name(self) -> str:
        return self.fill(AXIS_NAMES)

    def name(self) -> str:
        return repr(self.write.phrase(1, 2)) if self.maybe(0.6) else self.fill(TITLES)

    def number(self) -> float:
        return self.source.choice((self.source.randint(1, 9), round(self.source.uniform(0.1, 5), 1)))

    def ink(self) -> str:
        """A colour for a call, or none."""
        if self.plain:
            return ""
        return f", color={self.source.choice(INKS if self.maybe(0.6) else ACCENTS)!r}"

    def span(self) -> tuple[int, int]:
        low = self.source.choice((0, 0, 0, -1, -2, -3, -5, -10))
        return low, low + self.source.choice((1, 2, 3, 4, 5, 6, 10, 20, 100))

    def curve(self) -> str:
        return self.source.choice(CURVES).format(k=self.number())

    def categories(self, count: int) -> list[str]:
        """Different names as tutorials give them."""
        if self.maybe(0.5):
            stem = self.source.choice(("G", "Group ", "", "Q", "Day ", "cat "))
            return [f"{stem}{at}" if stem else "ABCDEFGH"[at - 1] for at in range(1, count + 1)]
        return self.write.names(count)

    def field(self) -> Lines:
        wide = self.source.choice((1, 2, 3, 5))
        value = self.source.choice(FIELDS).format(k=self.number())
        grid = f"np.meshgrid(np.linspace(-{wide}, {wide}, 60), np.linspace(-{wide}, {wide}, 60))"
        return [f"x, y = {grid}", f"z = {value}"]

    def legend(self, axes: str) -> Lines:
        corner = "" if self.maybe(0.5) else f"loc={self.source.choice(CORNERS)!r}"
        return [f"{axes}.legend({corner})"] if self.maybe(0.7) else []

    def note(self, axes: str) -> str:
        x, y = (round(self.source.uniform(0.05, 0.7), 2) for _ in range(2))
        size = f", fontsize={self.source.choice((8, 12, 14, 18))}" if self.maybe(0.4) else ""
        return f"{axes}.text({x}, {y}, {self.title()}, transform={axes}.transAxes{size})"
