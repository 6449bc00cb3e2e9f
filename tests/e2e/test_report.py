"""The report that `apply --report` writes, opened from disk in a real browser: whole, on a desk and on a phone."""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import async_playwright

from tests.fixtures.pictures.scenes import PAGE
from tests.fixtures.pictures.truth_scenes import HALF, picture, reader_at
from tests.fixtures.servers.scripted_engine import scripted_engine, stream

PICTURES = Path(__file__).parents[2] / "build/report"
DESK, PHONE = (1280, 900), (390, 844)
# What has loaded: each picture's and drawing's size; and by how much the page is wider than its window.
SEEN = """() => ({
  sizes: [...document.images].map((image) => [image.naturalWidth, image.naturalHeight]),
  titles: [...document.querySelectorAll("h2, figcaption")].map((title) => title.textContent),
  over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
})"""

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(shutil.which("chromium") is None, reason="chromium is not installed"),
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def report(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Path]:
    """The report of an answer that shows half of a form."""
    home = tmp_path_factory.mktemp("site")
    (home / "mock.png").write_bytes(picture())
    (home / "index.html").write_text(PAGE)
    command = ["apply", "index.html", "--image", "mock.png", "--line", "5", "--report", "out.html"]
    with reader_at(tmp_path_factory.mktemp("run") / "reader") as environment:
        async with scripted_engine(stream(HALF)) as engine:
            told = {"VISCODEX_SERVER_URL": engine.url, "PYTHONPATH": os.pathsep.join(sys.path)}
            await asyncio.to_thread(
                subprocess.run,
                [sys.executable, "-m", "viscodex_lsp", *command, "--set", "truth.applyFrom=0.95"],
                cwd=home,
                env={**os.environ, **environment, **told},
                capture_output=True,
                check=False,
            )
    yield home / "out.html"


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
async def test_it_opens_from_disk(report: Path, size: tuple[int, int]) -> None:
    """Picture, page and difference at two widths; it asks nobody for anything, and nothing lies out of the window."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = await browser.new_page(viewport={"width": size[0], "height": size[1]})
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url.partition(":")[0]))
        page.on("console", lambda message: asked.append(message.text))
        await page.goto(report.as_uri())
        seen = await page.evaluate(SEEN)
        PICTURES.mkdir(parents=True, exist_ok=True)
        await page.screenshot(path=PICTURES / f"{size[0]}.png", full_page=True)
        await browser.close()
    assert set(asked) <= {"file", "data"}
    assert seen["sizes"]
    assert all(width > 100 and height > 50 for width, height in seen["sizes"])
    assert seen["titles"][:4] == [
        "At the picture's width: 466 pixels",
        "The picture",
        "What was made from it",
        next(title for title in seen["titles"] if title.startswith("Where they differ: ")),
    ]
    assert "At the width of a phone: 390 pixels" in seen["titles"]
    assert seen["over"] == 0
