"""The built extension with the real language server, the editor played in plain Node: quick, and without a browser."""

import asyncio
import json
import os
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.editors.vscode.installed import HERE, NODE
from tests.fixtures.pictures.scenes import FILLED, PAGE, REPLY, png
from tests.fixtures.servers.scripted_engine import scripted_engine, stream

SECONDS = 600
INSERTED = "VisCodex: Inserted 2 lines of HTML from clipboard."


@pytest.fixture
def extension(extensions: Path) -> Path:
    """The built extension's entry."""
    return next(extensions.glob("*/dist/extension.js"))


async def play(
    folder: Path,
    extension: Path,
    *,
    server: str = "",
    engine: str = "",
    path: str = "",
    interpreter: str = "",
    trusted: bool = True,
    typed: str = "",
) -> Any:
    """Paste a picture into PAGE; what the person would see comes back."""
    (folder / "picture.png").write_bytes(png(64, 48))
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VISCODEX_")}
    told = {
        "EXTENSION": str(extension),
        "SERVER": server,
        "ENGINE": engine,
        "PICTURE": str(folder / "picture.png"),
        "TEXT": PAGE,
        "PATH": path or str(folder),
        "INTERPRETER": interpreter,
        "TRUSTED": "yes" if trusted else "no",
        "TYPED": typed,
    }
    node = await asyncio.create_subprocess_exec(
        NODE, HERE / "played_editor.cjs", env={**kept, **told}, stdout=asyncio.subprocess.PIPE
    )
    try:
        async with asyncio.timeout(SECONDS):
            seen, _ = await node.communicate()
    finally:
        if node.returncode is None:
            node.kill()
    return json.loads(seen)


async def test_a_pasted_picture_reaches_the_server_and_its_code_the_document(
    tmp_path: Path, extension: Path
) -> None:
    """The paste inserts nothing itself; the bytes travel, and the checked edit arrives as an edit of its own."""
    server = str(Path(sys.executable).parent / "viscodex-lsp")
    async with scripted_engine(stream(REPLY)) as engine:
        seen = await play(tmp_path, extension, server=server, engine=engine.url, path=os.environ["PATH"])
    assert seen["messages"] == [INSERTED]
    parts = engine.requests[0].content["messages"][1]["content"]
    assert seen["offered"] == {"title": "Paste as Code", "insertText": ""}
    assert seen["text"] == FILLED
    assert parts[0]["image_url"]["url"].startswith("data:image/png;base64,")
    assert (seen["applied"], seen["offeredBesideText"]) == (1, 0)
    assert any(re.search(r"\d tokens?", text) for text in seen["status"])
    assert seen["contexts"] == {"viscodex.serverHasRun": True}


async def test_what_is_typed_before_the_picture_is_sent_moves_its_place(
    tmp_path: Path, extension: Path
) -> None:
    """Between the paste and the request lines are added above: the code still fills the line it was pasted on."""
    path = str(Path(sys.executable).parent)
    async with scripted_engine(stream(REPLY)) as engine:
        seen = await play(tmp_path, extension, engine=engine.url, path=path, typed="<!-- a -->\n<!-- b -->\n")
    assert (seen["text"], seen["messages"]) == ("<!-- a -->\n<!-- b -->\n" + FILLED, [INSERTED])


async def test_the_server_beside_the_selected_interpreter_is_used(tmp_path: Path, extension: Path) -> None:
    """With nothing in the settings or in PATH, the environment that the Python extension has selected serves."""
    async with scripted_engine(stream(REPLY)) as engine:
        seen = await play(tmp_path, extension, engine=engine.url, interpreter=sys.executable)
    assert (seen["text"], seen["messages"]) == (FILLED, [INSERTED])


async def test_a_python_extension_that_fails_does_not_matter(tmp_path: Path, extension: Path) -> None:
    """The server of PATH is used where the Python extension cannot start."""
    path = str(Path(sys.executable).parent)
    async with scripted_engine(stream(REPLY)) as engine:
        seen = await play(tmp_path, extension, engine=engine.url, path=path, interpreter="broken")
    assert (seen["text"], seen["messages"]) == (FILLED, [INSERTED])


@pytest.mark.parametrize(
    ("interpreter", "trusted"),
    [("", True), ("/nowhere/bin/python", True), (sys.executable, False)],
    ids=["no Python extension", "an environment without the server", "a workspace that is not trusted"],
)
async def test_without_a_server_the_person_reads_what_to_install(
    tmp_path: Path, extension: Path, interpreter: str, trusted: bool
) -> None:
    """A paste without any server says what to install; the document and the walkthrough's step stay as they were."""
    seen = await play(tmp_path, extension, interpreter=interpreter, trusted=trusted)
    assert seen["messages"] == [
        "VisCodex found no language server. In the folder of its source, run: "
        "python3 -m venv ~/.viscodex && ~/.viscodex/bin/pip install '.[local]'"
    ]
    assert (seen["text"], seen["applied"], seen["contexts"]) == (PAGE, 0, {})


async def test_a_server_that_ends_while_it_starts_is_said_so_once(tmp_path: Path, extension: Path) -> None:
    """It is not started again and again: the person reads which program it was, and the document stays as it was."""
    seen = await play(tmp_path, extension, server="/bin/false")
    assert seen["messages"] == ["VisCodex: /bin/false could not be started. See the log for details."]
    assert (seen["text"], seen["applied"]) == (PAGE, 0)
