"""Pages and charts as they are drawn: charts under hooks, and the original evaluators end to end."""

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from viscodex_model.core.sandbox.interpreter import find_interpreter, with_fonts
from viscodex_model.evaluate.instruments.browser import Renderer
from viscodex_model.evaluate.instruments.charts import draw_chart
from viscodex_model.evaluate.instruments.pages import render_page
from viscodex_model.evaluate.instruments.sandboxed.chart_recorder import cut_program
from viscodex_model.evaluate.metrics.chart_comparison import compare_charts
from viscodex_model.evaluate.metrics.pages.cleaning import clean_page
from viscodex_model.evaluate.metrics.pages.matching import compare_pages

from tests.fixtures.judges.evaluate_needs import needs_browser
from tests.fixtures.judges.golden_numbers import GOLDEN, load, load_lines, needs_golden

ROOT = Path(__file__).resolve().parents[3]
CHART_PYTHON = ROOT / "build" / "chart-venv" / "bin" / "python"
EVERYTHING = bool(os.environ.get("VISCODEX_ALL_GOLDEN"))
CHART_PINS = (
    *("matplotlib==3.8.4", "numpy==1.26.1", "seaborn==0.13.2", "networkx==3.2.1", "squarify==0.4.3"),
    *("matplotlib-venn==0.11.10", "scipy==1.12.0", "pandas==1.5.3", "pillow==10.3.0", "pyparsing==3.1.2"),
)
needs_sandbox = pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap is not installed")


@pytest.fixture(scope="module")
def renderer() -> Iterator[Any]:
    with Renderer() as warm:
        yield warm


@needs_browser
def test_a_page_against_itself_end_to_end(renderer: Renderer) -> None:
    """The whole way, a small page scores 1 against itself, and a recoloured copy loses colour alone."""
    page = "<html><body><h1 style='color:#802020'>Garden notes</h1><p>Basil by the window</p></body></html>"
    original = render_page(page, renderer)
    same = compare_pages(render_page(clean_page(page), renderer).blocks, original.blocks)
    assert same.mean == 1.0
    other = compare_pages(render_page(page.replace("#802020", "#208020"), renderer).blocks, original.blocks)
    assert (other.block_match, other.text, other.position) == (1.0, 1.0, 1.0)
    assert other.color < 1.0


@needs_golden
@needs_browser
def test_pages_end_to_end_as_the_original(tmp_path: Path) -> None:
    """With its fonts, the original's pages give its scores to 1e-6: two pairs, or all with VISCODEX_ALL_GOLDEN set."""
    fonts = Path("/usr/share/fonts/truetype/dejavu")
    if not fonts.is_dir():
        pytest.skip("the DejaVu fonts are not installed")
    config = tmp_path / "fonts.conf"
    config.write_text(
        f"<fontconfig><dir>{fonts}</dir><cachedir>{tmp_path}</cachedir><include>/etc/fonts/conf.d</include></fontconfig>"
    )
    place, pairs = GOLDEN / "design2code", load("design2code/scores.json")["pairs"]
    files = {"rick.jpg": (place / "reference" / "rick.jpg").read_bytes()}
    names = list(pairs) if EVERYTHING else ["gpt4v_direct_prompting/5672", "websight/11625"]
    with Renderer(environment={"FONTCONFIG_FILE": str(config)}) as warm:
        for name in names:
            page = name.partition("/")[2]
            original = render_page(
                (place / f"reference/{page}.html").read_text(encoding="utf-8"), warm, files
            )
            predicted = render_page(
                clean_page((place / f"{name}.html").read_text(encoding="utf-8")), warm, files
            )
            found = compare_pages(predicted.blocks, original.blocks)
            for score in ("block_match", "text", "position", "color"):
                assert getattr(found, score) == pytest.approx(pairs[name]["golden"][score], abs=1e-6), (
                    name,
                    score,
                )


def test_a_program_is_cut_where_it_saves() -> None:
    """The first save or show and all that follows goes."""
    assert cut_program("a = 1\nplt.savefig('x')\nplt.show()\nb = 2") == "a = 1"
    assert cut_program("a = 1\nplt.show()\nb = 2\n") == "a = 1"
    assert cut_program("a = 1\n") == "a = 1"


@needs_sandbox
def test_what_a_chart_draws_is_told() -> None:
    """Strings without ticks, the grid, outer calls, and colours as they are at the end."""
    program = """
import matplotlib.pyplot as plt
fig, (left, right) = plt.subplots(1, 2)
left.bar(["a", "b"], [1, 2], color="red")
line, = right.plot([1, 2], [3, 4], color="black")
line.set_color("#00AA00")
right.set_title("Hello")
plt.show()
raise SystemExit
"""
    chart = draw_chart(program, "bar_1", with_fonts(find_interpreter(sys.executable)))
    assert chart.error is None
    assert chart.picture is not None
    assert chart.picture.startswith(b"\x89PNG")
    assert Counter(chart.drawn.texts) == Counter(["Hello"])
    assert sorted(chart.drawn.layout) == [(1, 2, 0, 0, 0, 0), (1, 2, 0, 0, 1, 1)]
    assert chart.drawn.calls == {"matplotlib/__init__.py-bar": 1, "matplotlib/axes/_axes.py-plot": 1}
    assert chart.drawn.colors == (
        "matplotlib/__init__.py/bar--#FF0000",
        "matplotlib/axes/_base.py/_makeline--#00AA00",
    )


@needs_sandbox
@pytest.mark.parametrize(
    ("program", "error"),
    [
        ("import matplotlib.pyplot as plt\nplt.plot([1, 2])\nraise ValueError('no')", "ValueError: no"),
        ("import os\nos._exit(0)", "wrote over the record"),
        ("import os\nos.kill(os.getpid(), 9)", "status"),
        ("this is no program", "SyntaxError"),
    ],
)
def test_a_program_that_fails_is_told(program: str, error: str) -> None:
    """Errors, early ends and nonsense each are a chart with a reason."""
    chart = draw_chart(program, "x", with_fonts(find_interpreter(sys.executable)))
    assert error in str(chart.error)
    assert (chart.picture is not None) == ("plot(" in program)


@needs_golden
@needs_sandbox
def test_charts_end_to_end_as_the_original() -> None:
    """With its versions, the original's programs draw its lists: three pairs, or all with VISCODEX_ALL_GOLDEN set."""
    interpreter = with_fonts(find_interpreter(str(_chart_python())))
    pairs = load("chartmimic/scores.json")["pairs"]
    sides = {
        "generated": load_lines("chartmimic/predictions.jsonl", "idx"),
        "golden": load_lines("chartmimic/references.jsonl", "idx"),
    }
    for name in list(pairs) if EVERYTHING else ["bar_84", "pie_1", "errorpoint_2"]:
        charts = {
            side: draw_chart(programs[name]["code"], name, interpreter) for side, programs in sides.items()
        }
        for side, chart in charts.items():
            wanted = pairs[name]["compared"]
            assert Counter(chart.drawn.texts) == Counter(wanted["text"][side]), (name, side)
            assert dict(chart.drawn.calls) == wanted["type"][side], (name, side)
            assert set(chart.drawn.colors) == set(wanted["color"][side]), (name, side)
        found = compare_charts(charts["generated"].drawn, charts["golden"].drawn)
        assert found.low_level == pytest.approx(pairs[name]["low_level_raw"], abs=1e-6), name
        assert (charts["generated"].error is None) == pairs[name]["executes"], name


def _chart_python() -> Path:
    if not CHART_PYTHON.exists():
        aside = CHART_PYTHON.parents[1].with_name("chart-venv.part")
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(aside)], check=True)
        install = [str(aside / "bin" / "python"), "-m", "pip", "install", "-q", *CHART_PINS]
        if subprocess.run(install, check=False).returncode:
            pytest.skip("the versions of the original evaluator cannot be installed here")
        aside.rename(CHART_PYTHON.parents[1])
    return CHART_PYTHON
