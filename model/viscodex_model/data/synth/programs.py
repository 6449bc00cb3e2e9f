"""Makes a shard of charts, figures or pictures of code: writes programs, draws, checks and packs them as records.

A shard has the form of `record_shards`. What cannot be drawn, or comes out
blank, is left out and another one made.
"""

import base64
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from viscodex_model.core.errors import UserError
from viscodex_model.core.sandbox.confinement import MEBIBYTE, Limits
from viscodex_model.core.sandbox.interpreter import find_interpreter, with_fonts
from viscodex_model.data.defects import Defect
from viscodex_model.data.pictures import Picture, check_picture
from viscodex_model.data.record_shards import ShardWriter
from viscodex_model.data.records import Message, Record
from viscodex_model.data.synth.content.charts import draw_chart
from viscodex_model.data.synth.content.figures import draw_figure
from viscodex_model.data.synth.content.look import palette_number
from viscodex_model.data.synth.shards import Box, boxes_as_json

TOGETHER = 50
"""Programs that one process in the sandbox draws."""
_CHART_PROMPTS = (
    "Write matplotlib code that draws this chart.",
    "Redraw this chart in Python.",
    "Chart to matplotlib.",
)
PROMPTS = {
    "charts": _CHART_PROMPTS,
    "figures": _CHART_PROMPTS,
    "code": ("Type the code in this picture.", "Write out this code.", "Code of this screenshot."),
}
DRAWERS = {"charts": draw_chart, "figures": draw_figure}
"""Kinds that matplotlib draws."""
Splitter = Callable[[str], str]
"""Tells the split that a text belongs to."""
_RUNNER = Path(__file__).with_name("chart_runner.py")


class Wish(Protocol):
    """What an order says about one shard's content."""

    @property
    def kind(self) -> str: ...
    @property
    def split(self) -> str: ...
    @property
    def unseen(self) -> bool: ...


@dataclass(frozen=True)
class Drawn:
    """A program in a language, its picture, and the words in it."""

    code: str
    language: str
    picture: Picture
    words: tuple[Box, ...]


@dataclass(frozen=True)
class DrawnChart:
    """A chart as PNG, and its upright words."""

    png: bytes
    words: tuple[Box, ...]


def make_program_shard(path: Path, wish: Wish, source: random.Random, count: int, split_of: Splitter) -> None:
    """Write a shard of `count` records of the kind charts, figures or code."""
    draw, category = (_charts, "chart") if wish.kind in DRAWERS else (_code, "code")
    boxes: dict[str, list[list[Any]]] = {}
    with ShardWriter(path) as writer:
        while len(boxes) < count:
            for drawn in draw(wish, source, split_of, min(TOGETHER, count - len(boxes))):
                asked = f"<image>\n{source.choice(PROMPTS[wish.kind])}"
                answer = f"```{drawn.language}\n{drawn.code}\n```"
                messages = (Message("user", asked), Message("assistant", answer))
                (name,) = writer.add(Record(("",), messages, category), (drawn.picture,))
                boxes[name] = boxes_as_json(drawn.words)
        writer.finish({"boxes.json": boxes})


def _charts(wish: Wish, source: random.Random, split_of: Splitter, count: int) -> Iterator[Drawn]:
    programs: list[str] = []
    while len(programs) < count:
        program = DRAWERS[wish.kind](source, unseen=wish.unseen)
        if split_of(program) == wish.split:
            programs.append(program)
    for program, chart in zip(programs, run_programs(programs), strict=True):
        picture = check_picture(chart.png, "chart") if chart else None
        if chart and isinstance(picture, Picture):
            yield Drawn(program, "python", picture, chart.words)


def _code(wish: Wish, source: random.Random, split_of: Splitter, count: int) -> Iterator[Drawn]:
    from viscodex_model.data.synth.code import draw_code

    for _ in range(count):
        made = draw_code(source, unseen=wish.unseen)
        if split_of(made.code) != wish.split:
            continue
        picture = check_picture(made.png, "code")
        if not isinstance(picture, Defect):
            yield Drawn(made.code, made.language, picture, made.words)


def run_programs(programs: list[str]) -> list[DrawnChart | None]:
    """Each program's chart, drawn in the sandbox; None for one that failed or drew nothing.

    Raises:
        UserError: the sandbox or matplotlib does not work here.
    """
    files = {"chart_runner.py": _RUNNER.read_bytes(), "programs.json": json.dumps(programs).encode()}
    outcome = with_fonts(find_interpreter()).run(
        ["/input/chart_runner.py", "/input/programs.json"],
        files=files,
        limits=Limits(seconds=60.0 + 10 * len(programs), output_bytes=128 * MEBIBYTE),
    )
    lines = outcome.output.splitlines()
    if not outcome.ok and not lines:
        raise UserError(f"Charts cannot be drawn in the sandbox: {outcome.explain()}")
    charts = [_read_chart(json.loads(line)) for line in lines]
    return charts + [None] * (len(programs) - len(charts))


def _read_chart(drawn: dict[str, Any] | None) -> DrawnChart | None:
    if drawn is None:
        return None
    white = palette_number("#ffffff")
    words = tuple((*place, palette_number(ink), white, text) for *place, ink, text in drawn["words"])
    return DrawnChart(base64.b64decode(drawn["png"]), words)
