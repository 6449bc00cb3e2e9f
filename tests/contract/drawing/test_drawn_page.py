"""What drawing a page for a comparison promises, with a real Chromium: whatever the page is, an answer in time."""

import io
import os
import shutil
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from PIL import Image

from tests.fixtures.pictures.seen_pictures import picture_of, seen_page
from tests.fixtures.servers.scripted_engine import PATIENCE
from viscodex_lsp.core.errors import NotDrawn
from viscodex_lsp.core.truth.measure import measure
from viscodex_lsp.core.truth.nouns.likeness import Likeness
from viscodex_lsp.core.truth.nouns.made import made_file
from viscodex_lsp.core.truth.nouns.rendered import Rendered
from viscodex_lsp.core.truth.showing.showing import read_shown
from viscodex_lsp.edges.browser.find import installed_browser
from viscodex_lsp.edges.browser.warm_browser import WarmBrowser

pytestmark = pytest.mark.asyncio(loop_scope="module")
needs_chromium = pytest.mark.skipif(
    installed_browser() is None, reason="drawing a page needs Chromium, Chrome or Edge"
)
Draw = Callable[[str, int, int], Awaitable[Rendered]]
STYLE = "<!doctype html><style>body{margin:0;font:16px sans-serif}</style>"
ARTICLE = (
    STYLE
    + "<body><header style='background:#123456;color:white;padding:20px'><h1>Harbour news today</h1></header>"
    "<main style='padding:20px'><h2>Ferries return</h2><p>The morning ferry leaves at seven from the old pier.</p>"
    "<div style='border:3px solid #333;width:200px;padding:10px'>Tickets cost twelve euros</div></main>"
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def draw() -> AsyncIterator[Draw]:
    """Draws pages in the browser that most tests share."""
    browser = WarmBrowser(limit_seconds=PATIENCE)
    yield browser.draw
    browser.close()


async def draw_page(html: str, width: int, height: int, *, limit_seconds: float = PATIENCE) -> Rendered:
    """`html`, drawn in a browser of its own."""
    browser = WarmBrowser(limit_seconds=limit_seconds)
    try:
        return await browser.draw(html, width, height)
    finally:
        browser.close()


async def likeness(draw: Draw, page: str, other: str, *, width: int = 640) -> Likeness:
    """How like the picture of `page` the code `other` is."""
    there, here = await draw(page, width, 400), await draw(other, width, 400)
    return measure(seen_page(there), read_shown(made_file(other, "html")), here, [picture_of(there)])


def texts(rendered: Rendered) -> list[str]:
    return [line.text.strip() for line in rendered.lines]


@needs_chromium
async def test_only_texts_with_ink_are_lines(draw: Draw) -> None:
    """Hidden, clear, covered and outlying texts are none; what fields show and styles insert is."""
    page = STYLE + (
        "<style>.b::before{content:'Note'}</style><p>Seen</p><p style='visibility:hidden'>hid</p>"
        "<p style='opacity:0'>clear</p><p style='color:white'>white</p><p style='display:none'>none</p>"
        "<p style='position:absolute;left:-999px'>outside</p><p class=b></p><input value='typed'>"
        "<input placeholder='hint'><select><option>One<option selected>Two</select><img src=x alt='instead'>"
        "<script>document.write('script')</script>"
    )
    assert sorted(texts(await draw(page, 640, 400))) == ["Note", "Seen", "Two", "hint", "typed"]


@needs_chromium
async def test_the_same_page_is_wholly_like_its_picture(draw: Draw) -> None:
    """Every part is measured, and nothing differs."""
    same = await likeness(draw, ARTICLE, ARTICLE)
    assert {name: part.value for name, part in same.parts.items()} == {
        "words": 1.0, "places": pytest.approx(1.0), "colours": pytest.approx(1.0),
        "structure": pytest.approx(1.0, abs=1e-3), "lines": None, "chart": None,
    }  # fmt: skip
    assert (same.missing, same.invented, same.moved, same.recoloured, same.worst) == ((), (), (), (), None)


@needs_chromium
@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("words", "morning ferry", "evening ferry"),
        ("words", "<h2>Ferries return</h2>", ""),
        ("places", "<h2>Ferries return</h2>", "<h2 style='margin-top:200px'>Ferries return</h2>"),
        ("colours", "#123456;color:white", "#ffee00;color:black"),
        ("structure", "border:3px solid #333", "border:3px solid transparent"),
    ],
)
async def test_each_damage_lowers_its_part(part: str, old: str, new: str, draw: Draw) -> None:
    """What was changed is felt in the part it is of, and in the value."""
    assert old in ARTICLE
    same, other = (
        await likeness(draw, ARTICLE, ARTICLE),
        await likeness(draw, ARTICLE, ARTICLE.replace(old, new)),
    )
    before, after = same.parts[part].value, other.parts[part].value
    assert before is not None
    assert after is not None
    assert after < before - 0.005
    assert other.value is not None
    assert same.value is not None
    assert other.value < same.value


@needs_chromium
async def test_a_dark_page_on_a_light_picture_differs_in_colours_alone(draw: Draw) -> None:
    """Its words and places are right all the same."""
    light = (
        STYLE
        + "<body style='background:white;color:black'><h1>Harbour news today</h1><p>The ferry leaves</p>"
    )
    dark = light.replace("background:white;color:black", "background:#111;color:#eee")
    found = await likeness(draw, light, dark)
    assert found.words.value == 1.0
    assert found.places.value == pytest.approx(1.0)
    assert found.colours.value is not None
    assert found.colours.value < 0.3
    assert {one.what for one in found.recoloured} == {"text", "background"}


@needs_chromium
async def test_another_font_costs_little(draw: Draw) -> None:
    """A font that is not there is drawn in another: words stay, places nearly."""
    found = await likeness(draw, ARTICLE, ARTICLE.replace("sans-serif", "monospace"))
    assert found.words.value == 1.0
    assert found.places.value is not None
    assert found.places.value > 0.9


@needs_chromium
async def test_a_picture_of_another_size_is_compared(draw: Draw) -> None:
    """Half as wide, of another ratio: every part is measured, within its bounds."""
    there = await draw(ARTICLE, 640, 400)
    here = await draw(ARTICLE, 320, 900)
    found = measure(seen_page(there), read_shown(made_file(ARTICLE, "html")), here, [picture_of(there)])
    assert found.words.value == 1.0
    for part in (found.places, found.colours, found.structure):
        assert part.value is not None
        assert 0 <= part.value <= 1


@needs_chromium
async def test_a_page_of_two_hundred_thousand_pixels_is_cut(draw: Draw) -> None:
    """It is drawn far below the picture's end, and no further; its words below count as shown."""
    rendered = await draw(STYLE + "<p>top</p><div style='height:200000px'></div><p>end</p>", 640, 400)
    assert rendered.cut
    assert Image.open(io.BytesIO(rendered.png)).height == rendered.height == 2000
    assert texts(rendered) == ["top", "end"]


@needs_chromium
async def test_an_animated_page_stands_at_its_end(draw: Draw) -> None:
    """What fades in is seen; two drawings are equal."""
    page = STYLE + (
        "<style>@keyframes in{from{opacity:0}to{opacity:1}}@keyframes on{to{margin-left:300px}}"
        "h1{opacity:0;animation:in 5s 3s forwards}p{animation:on 1s infinite alternate}</style>"
        "<h1>Late</h1><p>Moving</p>"
    )
    first, second = await draw(page, 640, 400), await draw(page, 640, 400)
    assert texts(first) == ["Late", "Moving"]
    assert replace(first, png=b"") == replace(second, png=b"")


async def test_a_browser_that_never_answers_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the limit the reason is told."""
    browser = tmp_path / "chromium"
    browser.write_text(f"#!{sys.executable}\nimport time\ntime.sleep(600)\n")
    browser.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotDrawn) as told:
        await draw_page("<p>x", 640, 400, limit_seconds=0.3)
    assert told.value.reason == "drawing the page took longer than 0.3 s"


@needs_chromium
async def test_a_page_that_never_gets_done_is_ended() -> None:
    """A layout that grows without end is given up with its browser."""
    page = "<table>" * 3000 + "<p>x" + "<div style='display:grid'>" * 3000
    with pytest.raises(NotDrawn):
        await draw_page(page * 40, 640, 400, limit_seconds=1.0)


async def test_a_machine_without_browser_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reason names what is missing."""
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(NotDrawn) as told:
        await draw_page("<p>x", 640, 400)
    assert told.value.reason == "Chromium is not installed"


@needs_chromium
async def test_a_machine_without_bubblewrap_still_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    """The browser's own sandbox takes its place."""
    which = shutil.which
    monkeypatch.setattr(shutil, "which", lambda name: None if name == "bwrap" else which(name))
    assert texts(await draw_page(STYLE + "<p>drawn", 640, 400)) == ["drawn"]


@needs_chromium
@pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap is not installed")
async def test_a_browser_that_a_person_installed_for_themselves_is_seen_in_the_sandbox(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a link on the path, or in a folder that the sandbox does not show otherwise."""
    link, own = tmp_path / "bin" / "chromium", tmp_path / "own" / "chrome"
    for folder in (link.parent, own.parent):
        folder.mkdir()
    own.write_text('#!/bin/sh\nexec /usr/bin/chromium "$@"\n')
    own.chmod(0o755)
    link.symlink_to(own)
    monkeypatch.setenv("PATH", f"{link.parent}{os.pathsep}{os.environ['PATH']}")
    assert texts(await draw_page(STYLE + "<p>drawn", 640, 400)) == ["drawn"]
