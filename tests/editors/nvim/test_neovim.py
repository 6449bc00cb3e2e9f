"""The server and the plugin in real Neovims: Debian's own without the plugin, 0.10 with it.

Neovim 0.10 is fetched by fetch_neovim.sh into build/editors, beside whatever is installed.
"""

import asyncio
import base64
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.editors.nvim.conftest import HERE, PLUGIN, ROOT
from tests.fixtures.machine.x11 import x11_display
from tests.fixtures.pictures.scenes import REPLY
from tests.fixtures.pictures.truth_scenes import HALF, TRUE, picture, reader_at
from tests.fixtures.servers.scripted_engine import Answer, scripted_engine, stream

__all__ = ["x11_display"]

LIMIT_SECONDS = 600


@pytest.fixture
def clipboard(x11_display: str, home: Path) -> Iterator[dict[str, str]]:
    """A real X11 clipboard that holds mock.png."""
    environment = {"DISPLAY": x11_display, "WAYLAND_DISPLAY": ""}
    command = ["xclip", "-quiet", "-selection", "clipboard", "-t", "image/png", "-i", str(home / "mock.png")]
    holder = subprocess.Popen(command, env=os.environ | environment, stderr=subprocess.PIPE)
    assert holder.stderr is not None
    holder.stderr.readline()  # it says so when it has begun to wait for requests
    yield environment
    holder.terminate()
    holder.wait(timeout=LIMIT_SECONDS)
    holder.stderr.close()


async def play(
    neovim: str, script: str, case: str, home: Path, *answers: Answer, gate: asyncio.Event, **more: str
) -> list[bytes]:
    """Run one case in Neovim against an engine that gives `answers`; the questions it got come back."""
    async with scripted_engine(*(answers or (stream(REPLY),))) as engine:
        environment = os.environ | {
            "HOME": str(home.parent),
            "XDG_STATE_HOME": str(home.parent),
            "DISPLAY": "",
            "WAYLAND_DISPLAY": "",
            "VISCODEX_SERVER_URL": engine.url,
            "VISCODEX_API_KEY": "",
            "VISCODEX_TEST_CASE": case,
            "VISCODEX_TEST_DRIVE": str(HERE / "drive.lua"),
            "VISCODEX_TEST_PLUGIN": str(PLUGIN),
            "VISCODEX_TEST_SERVER": json.dumps([sys.executable, "-m", "viscodex_lsp", "--stdio"]),
            "VISCODEX_TEST_WORKSPACE": str(home),
            **more,
        }
        arguments = ["--headless", "-u", "NONE", "-i", "NONE", "-n", "-c", f"luafile {HERE / script}"]
        process = await asyncio.create_subprocess_exec(
            neovim, *arguments, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        said: list[str] = []
        try:
            async with asyncio.timeout(LIMIT_SECONDS):
                assert process.stdout is not None
                async for line in process.stdout:
                    said.append(line.decode(errors="replace"))
                    if line.strip() == b"GATE":
                        gate.set()
                await process.wait()
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        assert "PASSED" in (line.strip() for line in said), "".join(said)
        return [request.body for request in engine.requests]


def held(gate: asyncio.Event) -> Answer:
    """A reply whose end is held back until the gate opens."""
    return stream("```html\n", gate, REPLY.removeprefix("```html\n"))


async def test_an_action_is_offered_and_applied(installed_neovim: str, home: Path) -> None:
    """Without the plugin the action of a linked picture runs, its edit lands, and one undo takes it back."""
    (question,) = await play(installed_neovim, "plain.lua", "applied", home, gate=asyncio.Event())
    assert b"data:image/png;base64," in question


async def test_typing_above_without_the_plugin(installed_neovim: str, home: Path) -> None:
    """What is typed above while the model writes stays, and the code lands below it."""
    gate = asyncio.Event()
    await play(installed_neovim, "plain.lua", "typing_above", home, held(gate), gate=gate)


async def test_cancel_without_the_plugin(installed_neovim: str, home: Path) -> None:
    """The command cancels; the file is as it was."""
    gate = asyncio.Event()
    await play(installed_neovim, "plain.lua", "cancel", home, held(gate), gate=gate)


async def test_a_proposal_without_the_plugin(installed_neovim: str, home: Path) -> None:
    """A proposal changes nothing until the action with its edit is chosen."""
    await play(installed_neovim, "plain.lua", "proposal", home, gate=asyncio.Event())


@pytest.mark.parametrize("case", ["lazy", "words", "base64", "not_installed"])
async def test_the_plugin_before_the_server(newer_neovim: str, home: Path, case: str) -> None:
    """Nothing is loaded before use; wrong names, wrong words and a missing server are told in sentences."""
    await play(newer_neovim, "plugin.lua", case, home, gate=asyncio.Event())


async def test_a_neovim_that_is_too_old_says_so(installed_neovim: str, home: Path) -> None:
    """Before 0.9 a command and :checkhealth answer with one sentence, and no traceback is seen."""
    version = subprocess.run([installed_neovim, "--version"], capture_output=True, text=True).stdout
    if not re.match(r"NVIM v0\.[78]\.", version):
        pytest.skip(f"the installed Neovim is new enough: {version.splitlines()[0]}")
    await play(installed_neovim, "plugin.lua", "too_old", home, gate=asyncio.Event())


async def test_health_says_that_no_model_answers(newer_neovim: str, home: Path) -> None:
    """Where nothing listens at the server's address, :checkhealth names the address and where it was set."""
    nobody = {"VISCODEX_SERVER_URL": "http://127.0.0.1:9/v1"}
    await play(newer_neovim, "plugin.lua", "no_model", home, gate=asyncio.Event(), **nobody)


async def test_the_clipboard_becomes_code(newer_neovim: str, home: Path, clipboard: dict[str, str]) -> None:
    """The picture on a real X11 clipboard is sent, its code lands at the cursor, and one undo takes it back."""
    (question,) = await play(newer_neovim, "plugin.lua", "clipboard", home, gate=asyncio.Event(), **clipboard)
    assert b"with a greeting" in question


async def test_the_screen_becomes_code(newer_neovim: str, home: Path, x11_display: str) -> None:
    """What a real X11 screen shows is what the model is shown, pixel for pixel."""
    display = {"DISPLAY": x11_display, "WAYLAND_DISPLAY": ""}
    subprocess.run(["xsetroot", "-solid", "#ff8000"], env=os.environ | display, check=True)
    (body,) = await play(newer_neovim, "plugin.lua", "screen", home, gate=asyncio.Event(), **display)
    address = json.loads(body)["messages"][1]["content"][0]["image_url"]["url"]
    image = Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2]))).convert("RGB")
    assert (image.size, image.getpixel((320, 240))) == ((640, 480), (255, 128, 0))


async def test_a_completion_becomes_code(newer_neovim: str, home: Path, clipboard: dict[str, str]) -> None:
    """Behind a comment the completion is offered, and its command reads the clipboard on this side."""
    await play(newer_neovim, "plugin.lua", "completion", home, gate=asyncio.Event(), **clipboard)


async def test_the_server_starts_with_the_first_file(newer_neovim: str, home: Path) -> None:
    """With `autostart` a file is enough; what is no file, or no server, is passed over in silence."""
    await play(newer_neovim, "plugin.lua", "autostart", home, gate=asyncio.Event())


async def test_a_file_from_anywhere_becomes_code(newer_neovim: str, home: Path) -> None:
    """A file that the person names may lie outside the workspace; a range of lines is replaced."""
    await play(newer_neovim, "plugin.lua", "file", home, gate=asyncio.Event())


async def test_typing_above_with_the_plugin(newer_neovim: str, home: Path) -> None:
    """What is typed above while the model writes stays, and the code lands below it."""
    gate = asyncio.Event()
    await play(newer_neovim, "plugin.lua", "typing_above", home, held(gate), gate=gate)


async def test_cancel_with_the_plugin(newer_neovim: str, home: Path) -> None:
    """`:Viscodex cancel` ends the job; the file is as it was."""
    gate = asyncio.Event()
    await play(newer_neovim, "plugin.lua", "cancel", home, held(gate), gate=gate)


async def test_a_proposal_is_previewed(newer_neovim: str, home: Path) -> None:
    """The float shows the proposal's diff, and its key applies it."""
    await play(newer_neovim, "plugin.lua", "preview", home, gate=asyncio.Event())


async def test_a_proposal_is_compared_and_brought_closer(newer_neovim: str, home: Path) -> None:
    """What is doubtful waits; the float tells what differs and where the report lies, and its key asks for better."""
    (home / "form.png").write_bytes(picture())
    with reader_at(home.parent / "run") as environment:
        answers = stream(HALF), stream(TRUE)
        place = environment["XDG_RUNTIME_DIR"]
        await play(
            newer_neovim,
            *("plugin.lua", "compare", home, *answers),
            gate=asyncio.Event(),
            XDG_RUNTIME_DIR=place,
        )


async def test_a_killed_server_is_started_again(newer_neovim: str, home: Path) -> None:
    """When the server dies a message says so, and the next command starts it anew."""
    await play(newer_neovim, "plugin.lua", "killed", home, gate=asyncio.Event())
