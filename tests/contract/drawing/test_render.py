"""What drawing a page promises, with a real Chromium."""

import io
import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PIL import Image

from tests.fixtures.servers.scripted_engine import plain, scripted_engine
from viscodex_lsp.edges.browser.find import installed_browser
from viscodex_lsp.edges.browser.render import RenderError, find_browser, render_html

needs_chromium = pytest.mark.skipif(
    installed_browser() is None, reason="drawing a page needs Chromium, Chrome or Edge"
)
PAGE = "<body style='margin:0;background:#008080'><div style='height:{height}px;background:{colour}'></div>"


@pytest.fixture
def many_files_open() -> Iterator[None]:
    """A process like a language server's, whose next files get high numbers."""
    with ExitStack() as files:
        for _ in range(40):
            files.enter_context(Path(os.devnull).open("rb"))
        yield


@needs_chromium
@pytest.mark.usefixtures("many_files_open")
async def test_a_page_is_drawn_to_its_end() -> None:
    """The picture has the asked width, the content's height, and the page's colours to the last row."""
    data = await render_html(PAGE.format(height=1500, colour="#ff8000"), width=320)
    image = Image.open(io.BytesIO(data)).convert("RGB")
    assert image.size == (320, 1500)
    assert image.getpixel((10, 1499)) == (255, 128, 0)


@needs_chromium
async def test_a_page_reaches_nothing(tmp_path: Path) -> None:
    """No script runs, no address is asked, no file of the machine is shown."""
    secret = tmp_path / "secret.html"
    secret.write_text("<body style='background:red'>")
    async with scripted_engine(plain(200, b"")) as server:
        page = (
            f"<body style='margin:0;background:white'><img src='{server.url}/x.png'>"
            f"<link rel=stylesheet href='{server.url}/x.css'>"
            f"<iframe src='{secret.as_uri()}' style='position:absolute;left:0;top:0;width:300px;height:300px;"
            "border:0'></iframe><script>document.body.style.background = 'red'</script>"
        )
        image = Image.open(io.BytesIO(await render_html(page, width=320))).convert("RGB")
        assert server.requests == []
    assert (255, 0, 0) not in {colour for _, colour in image.getcolors(maxcolors=1 << 20) or []}


@needs_chromium
async def test_an_endless_page_is_cut() -> None:
    """A page higher than 16000 pixels is drawn to there."""
    data = await render_html(PAGE.format(height=10**6, colour="navy"), width=64)
    assert Image.open(io.BytesIO(data)).size == (64, 16_000)


@needs_chromium
async def test_a_page_that_takes_too_long_is_given_up() -> None:
    """At the limit the browser is ended and the sentence says why."""
    with pytest.raises(RenderError, match=r"not drawn within 0\.01 s"):
        await render_html("<p>x", width=64, limit_seconds=0.01)


async def test_a_browser_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser that ends at once is a sentence, not a wait."""
    browser = tmp_path / "chromium"
    browser.write_text("#!/bin/sh\nexit 1\n")
    browser.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RenderError, match="chromium could not draw the page"):
        await render_html("<p>x", width=64)


def test_a_machine_without_browser_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The package to install is named."""
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(RenderError, match="Install the package chromium"):
        find_browser()
