"""Made-up charts and pictures of code."""

import io
import random
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from viscodex_model.data.answers import find_fences, first_error
from viscodex_model.data.record_shards import list_places, read_place
from viscodex_model.data.synth.charts import _Chart, draw_chart
from viscodex_model.data.synth.code import draw_code
from viscodex_model.data.synth.produce import Order, produce, split_of
from viscodex_model.data.synth.programs import run_programs
from viscodex_model.data.synth.shards import Shard
from viscodex_model.data.synth.snippets import LANGUAGES, draw_snippet
from viscodex_model.data.synth.words import Writer

needs_sandbox = pytest.mark.skipif(shutil.which("bwrap") is None, reason="charts are drawn in bubblewrap")
seeds = st.integers(0, 2**32)


@given(seeds)
def test_every_chart_program_parses_and_comes_again(seed: int) -> None:
    """A chart's program is Python, and a seed gives the same one again."""
    program = draw_chart(random.Random(seed))
    assert first_error(program, "python") is None
    assert draw_chart(random.Random(seed)) == program
    assert program.endswith("plt.tight_layout()\nplt.show()")


@given(seeds, st.sampled_from(sorted(LANGUAGES)))
def test_every_snippet_parses(seed: int, language: str) -> None:
    """A snippet is code that its grammar accepts, whatever names it draws."""
    code = draw_snippet(random.Random(seed), language)
    assert first_error(code, language) is None


@settings(max_examples=10)
@given(seeds)
def test_a_picture_of_code_is_a_picture(seed: int) -> None:
    """A snippet's picture opens, has room for its lines, and is the same for the same seed."""
    drawn = draw_code(random.Random(seed))
    with Image.open(io.BytesIO(drawn.png)) as picture:
        assert picture.height >= 12 * len(drawn.code.splitlines())
    assert draw_code(random.Random(seed)) == drawn


@needs_sandbox
def test_every_kind_of_chart_can_be_drawn() -> None:
    """A program of each kind draws a picture of its size; one that fails or draws nothing gives none."""
    programs = []
    for kind in sorted(_Chart(random.Random(0), Writer(random.Random(0))).kinds):
        chart = _Chart(random.Random(5), Writer(random.Random(5)))
        body = chart.kinds[kind]("ax")
        numpy = ["import numpy as np"] if chart.uses_numpy else []
        head = ["import matplotlib.pyplot as plt", *numpy, "fig, ax = plt.subplots(figsize=(4, 3))"]
        programs.append("\n".join([*head, *body]))
    *drawn, failed, empty = run_programs([*programs, "1 / 0", "x = 1"])
    assert (failed, empty) == (None, None)
    for picture in drawn:
        assert picture is not None
        with Image.open(io.BytesIO(picture)) as opened:
            assert opened.size == (400, 300)


@pytest.mark.parametrize("kind", ["code", pytest.param("charts", marks=needs_sandbox)])
def test_shards_of_programs_come_again_and_keep_their_split(tmp_path: Path, kind: str) -> None:
    """A shard made twice is the same, each record is of its split, and both readers of shards read it."""
    told: list[int] = []
    for folder in ("a", "b"):
        order = Order(kind=kind, count=3, seed=7, split="train", folder=tmp_path / folder)
        produce(order, workers=1, tell=told.append)
    assert told == [3, 3]
    first, second = ([read_place(one) for one in list_places(tmp_path / folder)] for folder in ("a", "b"))
    assert first == second
    for record, pictures in first:
        (fence,) = find_fences(record.answer)
        assert split_of(fence.code) == "train"
        assert len(pictures) == 1
    shard = Shard(tmp_path / "a" / f"{kind}-00000.zip")
    assert shard.png(0) == first[0][1][0]
    assert shard.words(0) == ()
