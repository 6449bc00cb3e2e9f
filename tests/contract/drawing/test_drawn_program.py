"""What `viscodex-model draw` promises the language server: what a program draws, from a sandbox, in time."""

import shutil
import sys
from importlib.util import find_spec

import pytest

from viscodex_lsp.core.errors import NotDrawn
from viscodex_lsp.edges.drawn_program import draw_program

needs_sandbox = pytest.mark.skipif(
    shutil.which("bwrap") is None or find_spec("matplotlib") is None,
    reason="running a program needs bubblewrap and matplotlib",
)
CHART = (
    "import matplotlib.pyplot as plt\nplt.bar(['a', 'b'], [1, 2])\nplt.title('Harbour news')\nplt.show()\n"
)


@needs_sandbox
async def test_a_program_is_drawn() -> None:
    """Its picture, and the texts in it."""
    rendered, texts = await draw_program(CHART)
    assert (rendered.width, rendered.height, rendered.placed) == (640, 480, False)
    assert "Harbour news" in texts


@needs_sandbox
async def test_a_program_that_fails_is_told() -> None:
    """Nothing is drawn, and where to look is said."""
    with pytest.raises(NotDrawn) as told:
        await draw_program("1 / 0")
    assert "viscodex-model draw says why" in told.value.reason


async def test_a_program_that_never_ends_is_ended() -> None:
    """At the limit, with everything that was started for it."""
    with pytest.raises(NotDrawn) as told:
        await draw_program(
            CHART, limit_seconds=0.2, command=(sys.executable, "-c", "import time; time.sleep(600)")
        )
    assert "took longer than 0.2 s" in told.value.reason


async def test_an_answer_of_another_form_is_refused() -> None:
    """What is no picture is not compared."""
    with pytest.raises(NotDrawn):
        await draw_program(
            CHART, command=(sys.executable, "-c", 'print(\'{"texts": [], "picture": "AAAA"}\')')
        )
