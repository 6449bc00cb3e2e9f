"""The page of its own, in a real browser: a picture in, code out, and nothing for anybody without its address."""

import asyncio
import base64
import json
import os
import re
import shutil
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
import pytest_asyncio
from playwright.async_api import Page, async_playwright, expect

from tests.fixtures.pictures.truth_scenes import HALF, LINES, TRUE, picture, reader_at
from tests.fixtures.servers.scripted_engine import ScriptedEngine, scripted_engine, stream

PICTURES = Path(__file__).parents[2] / "build/web"
PATIENCE_MS = 300_000
COPY = """async (data) => {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  await navigator.clipboard.write([new ClipboardItem({"image/png": new Blob([bytes], {type: "image/png"})})]);
}"""
DROP = """([data, name, type]) => {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], name, {type}));
  document.dispatchEvent(new DragEvent("drop", {dataTransfer: transfer, bubbles: true, cancelable: true}));
}"""
# A person's choice of a window: a sheet of 300 x 200 pixels, drawn again and again.
SCREEN = """() => {
  const sheet = Object.assign(document.createElement("canvas"), {width: 300, height: 200});
  const brush = sheet.getContext("2d");
  setInterval(() => { brush.fillStyle = "#246"; brush.fillRect(0, 0, 300, 200); }, 50);
  navigator.mediaDevices.getDisplayMedia = async () => sheet.captureStream(20);
}"""

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(shutil.which("chromium") is None, reason="chromium is not installed"),
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def engine() -> AsyncIterator[ScriptedEngine]:
    async with scripted_engine(stream(TRUE)) as engine:
        yield engine


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def address(engine: ScriptedEngine, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """The address that the command printed."""
    with reader_at(tmp_path_factory.mktemp("run") / "reader") as environment:
        process = await asyncio.create_subprocess_exec(
            *[sys.executable, "-m", "viscodex_lsp", "web", "--no-open"],
            env={**os.environ, **environment, "VISCODEX_SERVER_URL": engine.url},
            stdout=asyncio.subprocess.PIPE,
        )
        assert process.stdout is not None
        line = (await process.stdout.readline()).decode()
        assert line.startswith("VisCodex is at http://127.0.0.1:")
        yield line.removeprefix("VisCodex is at ").strip()
        process.terminate()
        await process.wait()


@pytest_asyncio.fixture(loop_scope="module")
async def page(address: str) -> AsyncIterator[Page]:
    """The page in a browser that may use the clipboard. Whatever it logs as an error fails the test."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        context = await browser.new_context(viewport={"width": 1280, "height": 900})
        await context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = await context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        faults: list[str] = []
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        await page.goto(address)
        await expect(page.locator("#language option")).not_to_have_count(0)
        yield page
        await browser.close()
        assert faults == []


async def shown(page: Page, name: str) -> None:
    """Keep a screenshot in build/, for people to look at."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


async def test_a_pasted_picture_becomes_code_that_is_compared(page: Page, engine: ScriptedEngine) -> None:
    """It streams, is shown beside the picture with its likeness, and can be copied and downloaded."""
    gate = asyncio.Event()
    engine.answers = [stream(TRUE[:90], gate, TRUE[90:])]
    await shown(page, "empty")
    await page.evaluate(COPY, base64.b64encode(picture()).decode())
    await page.keyboard.press("Control+v")
    await page.get_by_role("button", name="Make code").click()
    await expect(page.locator("#code")).to_contain_text("Hire a boat", timeout=PATIENCE_MS)
    await expect(page.get_by_role("button", name="Stop")).to_be_visible()
    await shown(page, "streaming")
    gate.set()
    await expect(page.locator("#sentence")).to_contain_text("like the picture", timeout=PATIENCE_MS)
    report = page.frame_locator("#report")
    await expect(report.locator("svg[role=img]").first).to_be_visible()
    await shown(page, "done")
    await page.get_by_role("button", name="Copy").click()
    await expect(page.locator("#status")).to_have_text("Copied.")
    code = await page.evaluate("() => navigator.clipboard.readText()")
    assert [line for line in LINES if line in code] == list(LINES)
    async with page.expect_download() as caught:
        await page.get_by_role("button", name="Download the code").click()
    download = await caught.value
    assert download.suggested_filename == "page.html"
    assert Path(await download.path()).read_text() == code


async def test_a_doubtful_answer_is_shown_and_comes_closer(page: Page, engine: ScriptedEngine) -> None:
    """What differs is said; the code that comes closer takes its place."""
    engine.answers = [stream(HALF), stream(TRUE)]
    engine.requests.clear()
    await page.evaluate(DROP, [base64.b64encode(picture()).decode(), "form.png", "image/png"])
    await page.get_by_role("button", name="Make code").click()
    await expect(page.locator("#sentence")).to_contain_text("3 lines of HTML", timeout=PATIENCE_MS)
    await shown(page, "doubtful")
    engine.answers = [stream(TRUE)]
    await page.get_by_role("button", name="Make it closer").click()
    await expect(page.locator("#sentence")).to_contain_text(
        re.compile(r"1 of \d rounds? kept"), timeout=PATIENCE_MS
    )
    await expect(page.locator("#code")).to_contain_text("Continue to payment")
    await shown(page, "closer")


async def test_a_screenshot_can_be_taken(page: Page) -> None:
    """The browser's own choice of a window gives it; here a window of one colour."""
    await page.evaluate(SCREEN)
    await page.get_by_role("button", name="Take a screenshot").click()
    await expect(page.get_by_role("button", name="Make code")).to_be_enabled()
    await page.wait_for_function("() => document.querySelector('#picture').naturalWidth === 300")
    await page.evaluate(
        "() => { navigator.mediaDevices.getDisplayMedia = () => Promise.reject(new Error()); }"
    )
    await page.get_by_role("button", name="Take a screenshot").click()
    await expect(page.locator("#status")).to_have_text("No screenshot was taken.")


async def test_stopping_leaves_what_was_there(page: Page, engine: ScriptedEngine) -> None:
    """The question to the model ends with it."""
    engine.answers = [stream("```html\n<p>Hi", asyncio.Event())]
    engine.requests.clear()
    await page.locator("#file").set_input_files(
        {"name": "a.png", "mimeType": "image/png", "buffer": picture()}
    )
    await page.get_by_role("button", name="Make code").click()
    await expect(page.locator("#code")).to_contain_text("Hi", timeout=PATIENCE_MS)
    await page.get_by_role("button", name="Stop").click()
    await expect(page.locator("#status")).to_have_text("Stopped.")
    async with asyncio.timeout(PATIENCE_MS / 1000):
        await engine.requests[0].gone.wait()


async def test_what_is_no_picture_is_refused_in_a_sentence(page: Page) -> None:
    """By the page, and by what decodes it."""
    await page.evaluate(DROP, [base64.b64encode(b"text").decode(), "notes.txt", "text/plain"])
    await expect(page.locator("#status")).to_have_text("notes.txt is not a picture.")
    await page.locator("#file").set_input_files(
        {"name": "a.png", "mimeType": "image/png", "buffer": b"nothing"}
    )
    await page.get_by_role("button", name="Make code").click()
    await expect(page.locator("#status.bad")).to_contain_text("picture", timeout=PATIENCE_MS)
    await shown(page, "refused")


def status(url: str, **headers: str) -> int:
    """How a request is answered."""
    data = json.dumps({}).encode() if "content-type" in headers else None
    try:
        with urlopen(Request(url, data, headers)) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code


async def test_nobody_else_finds_anything(address: str) -> None:
    """Another token, another host, another kind of request: nothing, and no picture is read."""
    base = address.rstrip("/").rpartition("/")[0]
    ask = asyncio.to_thread
    assert await ask(status, address) == 200
    assert await ask(status, f"{base}/wrong/") == 404
    assert await ask(status, base) == 404
    assert await ask(status, address, host="evil.example:80") == 404
    assert await ask(status, f"{address}make", **{"content-type": "text/plain"}) == 415
    assert await ask(status, f"{address}make", **{"content-type": "application/json"}) == 400
    assert await ask(status, f"{address}order.py") == 404
