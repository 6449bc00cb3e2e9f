"""A disk without room: what cannot be written is told in a sentence, and the edit is whole or not at all."""

import asyncio
import os
import re
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pygls.exceptions import JsonRpcException

from tests.fixtures.people import virtual_editor
from tests.fixtures.people.virtual_editor import COMMAND, VirtualEditor, editor
from tests.fixtures.pictures.scenes import HOLE, PAGE, asks, settings
from tests.fixtures.servers.scripted_engine import scripted_engine, stream

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("bwrap") is None, reason="bubblewrap makes the small disk"
)
REPLY = """```html
<img src="cut:100,50,200,100/team.png" alt="The team">
<p>Words</p>
```"""
TOLD = "images/team.png: No space left on device. Nothing was written. Make room there, and try again."


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A page, a picture whose parts do not get smaller than 4 KB, and the folder for pictures."""
    folder = tmp_path / "site"
    (folder / "images").mkdir(parents=True)
    (folder / "package.json").write_text("{}")
    Image.effect_noise((400, 300), 100).save(folder / "mock.png")
    (folder / "index.html").write_text(PAGE)
    return folder


def small_disk(place: Path, *, pages: int = 1) -> list[str]:
    """What a command is put behind, so that it has a disk of a few 4 KB at `place`."""
    size = str(4096 * pages)
    return ["bwrap", "--die-with-parent", "--dev-bind", "/", "/", "--size", size, "--tmpfs", str(place)]


def on_a_small_disk(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on the server has a disk of 4 KB at `place`."""
    monkeypatch.setattr(virtual_editor, "COMMAND", [*small_disk(place), *COMMAND])


@asynccontextmanager
async def a_page_beside_a_full_disk(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[VirtualEditor, str, dict[str, Any]]]:
    """An editor with the page open, the page's address, and a request whose picture finds no room."""
    on_a_small_disk(site / "images", monkeypatch)
    async with scripted_engine(stream(REPLY)) as engine:
        options: dict[str, Any] = {"capabilities": "visual-studio-code", "settings": settings(engine.url)}
        async with editor(workspace=site, **options) as client:
            uri = client.open(site / "index.html", PAGE, "html")
            picture = {"kind": "file", "path": "mock.png"}
            yield client, uri, asks(client, uri, HOLE, HOLE + 1, picture=picture, cutOuts=True)


async def test_a_picture_that_cannot_be_saved_keeps_its_edit_for_later(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The document stays, the person is told which disk is full, and the model's work is not lost."""
    async with a_page_beside_a_full_disk(site, monkeypatch) as (client, uri, request):
        await client.run("viscodex.imageToCode", request)
        await client.message(re.escape(f"{TOLD} The edit is kept, and offered as a code action."))
        assert client.buffers[uri].text == PAGE
        (waiting,) = (await client.request("viscodex/status", {})).proposals
        with pytest.raises(JsonRpcException, match=re.escape(TOLD)):
            await client.run("viscodex.applyProposal")
        assert (await client.request("viscodex/status", {})).proposals == [waiting]
        assert client.buffers[uri].text == PAGE


async def test_an_edit_that_is_asked_for_as_an_answer_is_kept_too(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And where the editor then writes it by itself, the person is told that its picture is missing."""
    async with a_page_beside_a_full_disk(site, monkeypatch) as (client, uri, request):
        with pytest.raises(JsonRpcException, match=re.escape(f"{TOLD} The edit is kept")):
            await client.request("viscodex/imageToCode", request)
        (apply,) = [each for each in await client.actions(uri, HOLE) if each.title.startswith("Apply")]
        assert client.apply(apply.edit)
        await client.message(re.escape(f"{TOLD} The code is there all the same"))


async def test_what_only_helps_may_lie_on_a_full_disk(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was read of the project, temporary files and the log: the edit is made without them."""
    full = site.parent / "full"
    full.mkdir()
    on_a_small_disk(full, monkeypatch)
    log = [*virtual_editor.COMMAND]
    script = 'cat /dev/zero 2>/dev/null >"$0/zeros"; exec "$@" 2>"$0/log"'
    at = log.index(sys.executable)
    monkeypatch.setattr(virtual_editor, "COMMAND", [*log[:at], "sh", "-c", script, str(full), *log[at:]])
    places = {name: str(full) for name in ("XDG_CACHE_HOME", "TMPDIR")}
    async with scripted_engine(stream("```html\n<p>Words</p>\n```")) as engine:
        options: dict[str, Any] = {"settings": settings(engine.url), "environment": places}
        async with editor(workspace=site, **options) as client:
            uri = client.open(site / "index.html", PAGE, "html")
            await client.run("viscodex.imageToCode", asks(client, uri, HOLE, HOLE + 1))
            await client.message("Inserted 1 line of HTML")
            assert "<p>Words</p>" in client.buffers[uri].text


# On a full disk of two pages; what lies there afterwards is told behind the answer.
SHELL = """
cp index.html full/; echo old >full/out.html
"$@" apply full/index.html --image mock.png --line 5 --write --report full/out.html --set truth.mode=off
echo "status $?"; cmp index.html full/index.html && cat full/out.html && ls -A full
"""


async def test_an_edit_that_a_shell_cannot_write_is_printed(site: Path) -> None:
    """The file and an older report stay as they were, and the model's work is not lost."""
    (site / "full").mkdir()
    async with scripted_engine(stream("```html\n<p>Words</p>\n```")) as engine:
        environment = {
            **os.environ,
            "VISCODEX_SERVER_URL": engine.url,
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        command = [*small_disk(site / "full", pages=2), "sh", "-c", SHELL, "sh", *COMMAND]
        done = await asyncio.to_thread(
            subprocess.run, command, cwd=site, env=environment, capture_output=True, text=True, check=False
        )
    diff, _, after = done.stdout.partition("status ")
    assert "+      <p>Words</p>\n" in diff
    assert after == "1\nold\nindex.html\nout.html\n"
    assert "index.html: No space left on device. Nothing was written. Make room there" in done.stderr
    assert "The diff holds the edit" in done.stderr
    assert "out.html: No space left on device. Name another file with --report." in done.stderr
