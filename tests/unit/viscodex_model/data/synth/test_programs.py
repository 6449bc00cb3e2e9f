"""Made-up charts and pictures of code."""

import io
import random
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from viscodex_model.data.answers import find_fences, first_error
from viscodex_model.data.record_shards import list_places, read_place
from viscodex_model.data.synth.code import draw_code
from viscodex_model.data.synth.content.charts import _Chart, draw_chart
from viscodex_model.data.synth.content.figures import LONGEST, _Figure, draw_figure
from viscodex_model.data.synth.content.look import PALETTE
from viscodex_model.data.synth.content.snippets import LANGUAGES, draw_snippet
from viscodex_model.data.synth.content.words import Writer
from viscodex_model.data.synth.produce import Order, produce, split_of
from viscodex_model.data.synth.programs import run_programs
from viscodex_model.data.synth.shards import Shard

needs_sandbox = pytest.mark.skipif(shutil.which("bwrap") is None, reason="charts are drawn in bubblewrap")
seeds = st.integers(0, 2**32)


@given(seeds)
def test_every_chart_program_parses_and_comes_again(seed: int) -> None:
    """A chart's program is Python, and a seed gives the same one again."""
    program = draw_chart(random.Random(seed))
    assert first_error(program, "python") is None
    assert draw_chart(random.Random(seed)) == program
    assert program.endswith("plt.tight_layout()\nplt.show()")


@given(seeds)
def test_every_figure_program_parses_and_comes_again(seed: int) -> None:
    """A figure's program is Python of no great length that brings its imports, and a seed gives the same one again."""
    program = draw_figure(random.Random(seed))
    assert first_error(program, "python") is None
    assert draw_figure(random.Random(seed)) == program
    assert program.endswith("plt.show()") and len(program) <= LONGEST
    assert ("import numpy as np" in program) == ("np." in program)
    assert ("rng = np.random.default_rng" in program) == ("rng." in program)


@given(seeds, st.sampled_from(sorted(LANGUAGES)))
def test_every_snippet_parses(seed: int, language: str) -> None:
    """A snippet is code that its grammar accepts, whatever names it draws."""
    code = draw_snippet(random.Random(seed), language)
    assert first_error(code, language) is None


@settings(max_examples=10)
@given(seeds)
def test_a_picture_of_code_is_a_picture(seed: int) -> None:
    """A snippet's picture opens, shows every word of it where it is said to be, and is the same for the same seed."""
    drawn = draw_code(random.Random(seed))
    assert [text for *_, text in drawn.words] == drawn.code.split()
    with Image.open(io.BytesIO(drawn.png)) as picture:
        for left, top, right, bottom, *_ in drawn.words:
            assert 0 <= left < right <= picture.width and 0 <= top < bottom <= picture.height
            word = picture.crop((round(left), round(top), round(right), round(bottom)))
            assert len(word.getcolors(1 << 20) or ()) > 1
    assert draw_code(random.Random(seed)) == drawn


@needs_sandbox
def test_every_kind_of_chart_can_be_drawn() -> None:
    """A program of each kind draws a picture of its size with words; one that fails or draws nothing gives none."""
    programs = []
    for kind in sorted(_Chart(random.Random(0), Writer(random.Random(0))).kinds):
        chart = _Chart(random.Random(5), Writer(random.Random(5)))
        body = chart.kinds[kind]("ax")
        numpy = ["import numpy as np"] if chart.uses_numpy else []
        head = ["import matplotlib.pyplot as plt", *numpy, "fig, ax = plt.subplots(figsize=(4, 3))"]
        programs.append("\n".join([*head, *body]))
    *drawn, failed, empty = run_programs([*programs, "1 / 0", "x = 1"])
    assert (failed, empty) == (None, None)
    for made in drawn:
        assert made is not None and made.words
        with Image.open(io.BytesIO(made.png)) as opened:
            assert opened.size == (400, 300)


@needs_sandbox
def test_every_chart_program_runs() -> None:
    """Programs of all kinds, alone and several in a figure, draw a chart."""
    programs = [draw_chart(random.Random(seed)) for seed in range(24)]
    assert sum("subplots(1, 2" in program or "subplots(2" in program for program in programs) > 1
    assert None not in run_programs(programs)


@needs_sandbox
def test_every_kind_of_figure_can_be_drawn() -> None:
    """Programs of each kind, with matplotlib's colours and with others, and whole ones draw something."""
    programs = [draw_figure(random.Random(seed)) for seed in range(12)]
    head = "import matplotlib.pyplot as plt\nimport numpy as np\nrng = np.random.default_rng(1)\n"
    for seed, kind in enumerate(sorted(_Figure(random.Random(0), Writer(random.Random(0))).kinds)):
        figure = _Figure(random.Random(seed), Writer(random.Random(seed)))
        for figure.plain in (True, False):
            body = [*figure.kinds[kind]("ax"), figure.note("ax")]
            programs.append("\n".join([head, "fig, ax = plt.subplots(figsize=(3, 3))", *body]))
        for whole in (figure.several(), figure.polar("(3, 3)"), figure.solid("(3, 3)")):
            programs.append("\n".join([head, *whole]))
    drawn = run_programs(programs)
    assert [program for program, chart in zip(programs, drawn, strict=True) if chart is None] == []


@needs_sandbox
def test_a_chart_tells_where_its_words_are() -> None:
    """Each word has its own box, which its ink fills; of one read upwards it begins below. A slanted one has none."""
    lines = ["import matplotlib.pyplot as plt", "fig, ax = plt.subplots(figsize=(4, 3))"]
    lines += [
        "ax.axis('off')",
        "fig.text(0.1, 0.5, 'Two words', color='#2563eb')",
        "fig.text(0.9, 0.1, 'going up', rotation=90)",
        "fig.text(0.5, 0.1, 'slanted', color='#dddddd', rotation=45)",
    ]
    (chart,) = run_programs(["\n".join(lines)])
    assert chart is not None
    assert [(PALETTE[ink], text) for *_, ink, _, text in chart.words] == [
        ("#2563eb", "Two"),
        ("#2563eb", "words"),
        ("#000000", "going"),
        ("#000000", "up"),
    ]
    with Image.open(io.BytesIO(chart.png)) as picture:
        dark = np.asarray(picture.convert("L")) < 200
    columns = np.flatnonzero(dark[:, :300].any(0))
    rows = np.flatnonzero(dark[:, :300].any(1))
    (left, top, *_), (_, _, right, bottom, *_), (_, low, *_), (inner, _, outer, high, *_) = chart.words
    found = (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1)
    assert np.allclose((left, top, right, bottom), found, atol=3)
    columns = 300 + np.flatnonzero(dark[:, 300:].any(0))
    rows = np.flatnonzero(dark[:, 300:].any(1))
    found = (columns[0], rows[-1] + 1, columns[-1] + 1, rows[0])
    assert np.allclose((inner, low, outer, high), found, atol=3)


@pytest.mark.parametrize(
    "kind", ["code", *(pytest.param(one, marks=needs_sandbox) for one in ("charts", "figures"))]
)
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
    assert shard.words(0) and shard.category(0) == ("code" if kind == "code" else "chart")
