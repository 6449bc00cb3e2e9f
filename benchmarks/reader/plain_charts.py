"""Plain charts to be read: programs for bars, lines and points in the looks that matplotlib ships, with random data."""

import random
from collections.abc import Iterator

LOOKS = (
    "default",
    "ggplot",
    "seaborn-v0_8-whitegrid",
    "seaborn-v0_8-darkgrid",
    "dark_background",
    "bmh",
    "fivethirtyeight",
    "classic",
    "Solarize_Light2",
    "tableau-colorblind10",
)
SUBJECTS = (
    "Rainfall",
    "Revenue",
    "Latency",
    "Visitors",
    "Yield",
    "Memory",
    "Votes",
    "Energy",
    "Distance",
    "Price",
)
GROUPS = (
    ("Mon", "Tue", "Wed", "Thu", "Fri"),
    ("North", "East", "South", "West"),
    ("Apples", "Pears", "Plums", "Cherries", "Figs", "Grapes"),
    ("2019", "2020", "2021", "2022", "2023"),
    ("parse", "plan", "execute", "commit"),
)
EXTRAS = ("", "ax.grid(axis='y')\n", "ax.spines[['top', 'right']].set_visible(False)\n")
NAMES = ("before", "after", "target", "control")


def plain_programs(count: int, *, seed: int = 7) -> Iterator[tuple[str, str]]:
    """`count` names and programs, as many of one kind as of another, each look in turn."""
    draw = random.Random(seed)
    kinds = (_bars, _lying_bars, _grouped, _stacked, _line, _lines, _markers, _points)
    for index in range(count):
        make = kinds[index % len(kinds)]
        look = LOOKS[(index // len(kinds) + index) % len(LOOKS)]
        yield f"{index:03d}_{make.__name__.strip('_')}_{look}", _program(look, make(draw), draw)


def _program(look: str, body: str, draw: random.Random) -> str:
    width, height = draw.choice(((6.4, 4.8), (8, 4), (5, 5), (7, 4.5)))
    return (
        "import matplotlib.pyplot as plt\n"
        f"plt.style.use({look!r})\n"
        f"fig, ax = plt.subplots(figsize=({width}, {height}), dpi={draw.choice((72, 100, 144))})\n"
        f"{body}ax.set_title({draw.choice(SUBJECTS)!r})\n"
        f"{draw.choice(EXTRAS)}"
        "fig.tight_layout()\nplt.show()\n"
    )


def _scale(draw: random.Random) -> float:
    return float(draw.choice((1, 10, 100, 1000, 0.1)))


def _values(draw: random.Random, count: int, scale: float) -> list[float]:
    return [round(scale * draw.uniform(0.5, 10), 3) for _ in range(count)]


def _bars(draw: random.Random) -> str:
    names = draw.choice(GROUPS)
    color = draw.choice(("", ", color='tab:green'", ", color='#8844aa'", ", edgecolor='black'"))
    unit = draw.choice(("seconds", "EUR", "mm", "count"))
    return f"ax.bar({list(names)!r}, {_values(draw, len(names), _scale(draw))!r}{color})\nax.set_ylabel({unit!r})\n"


def _lying_bars(draw: random.Random) -> str:
    names = draw.choice(GROUPS)
    return f"ax.barh({list(names)!r}, {_values(draw, len(names), _scale(draw))!r})\nax.set_xlabel('amount')\n"


def _grouped(draw: random.Random) -> str:
    names, scale = draw.choice(GROUPS), _scale(draw)
    count = draw.choice((2, 3))
    lines = [
        f"ax.bar([i + {(index - (count - 1) / 2) * 0.8 / count:.4f} for i in range({len(names)})], "
        f"{_values(draw, len(names), scale)!r}, {0.8 / count:.4f}, label={NAMES[index]!r})\n"
        for index in range(count)
    ]
    return "".join(lines) + f"ax.set_xticks(range({len(names)}), {list(names)!r})\nax.legend()\n"


def _stacked(draw: random.Random) -> str:
    names, scale = draw.choice(GROUPS), _scale(draw)
    low, high = _values(draw, len(names), scale), _values(draw, len(names), scale)
    return (
        f"ax.bar({list(names)!r}, {low!r}, label='before')\n"
        f"ax.bar({list(names)!r}, {high!r}, bottom={low!r}, label='after')\nax.legend()\n"
    )


def _line(draw: random.Random) -> str:
    values = _values(draw, draw.randint(5, 14), _scale(draw))
    return (
        f"ax.plot({list(range(len(values)))!r}, {values!r})\nax.set_xlabel('step')\nax.set_ylabel('value')\n"
    )


def _lines(draw: random.Random) -> str:
    scale, count = _scale(draw), draw.randint(6, 12)
    return "".join(
        f"ax.plot({_values(draw, count, scale)!r}, label={NAMES[index]!r})\n"
        for index in range(draw.choice((2, 3)))
    ) + ("ax.legend()\n" if draw.random() < 0.8 else "")


def _markers(draw: random.Random) -> str:
    values = _values(draw, draw.randint(5, 14), _scale(draw))
    style = draw.choice(("o-", "s--", "^-", "o:", "--"))
    return f"ax.plot({values!r}, {style!r}, label='series')\nax.legend()\n"


def _points(draw: random.Random) -> str:
    count, scale = draw.randint(12, 40), _scale(draw)
    return f"ax.scatter({_values(draw, count, 1.0)!r}, {_values(draw, count, scale)!r})\nax.set_xlabel('x')\n"
