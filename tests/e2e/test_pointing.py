"""Pointing: a region of the picture by its pixels, an element by its source position; in every door."""

import base64
import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pygls.exceptions import JsonRpcException

from tests.e2e.test_command_line import run
from tests.fixtures.people.mcp_agent import agent, diff_in, said
from tests.fixtures.people.virtual_editor import editor
from tests.fixtures.pictures.scenes import asks, encoded, png, settings
from tests.fixtures.servers.scripted_engine import ScriptedEngine, scripted_engine, stream

pytest.importorskip("mcp")

OFF = ("--set", "truth.mode=off")
APP = """export function App() {
  return (
    <main>
      <Card title="One" />
      <Card title="Two" />
    </main>
  )
}
"""
REPLY = '```tsx\n<Card title="Three" wide />\n```'
CHANGED = APP.replace('<Card title="Two" />', '<Card title="Three" wide />')


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "App.tsx").write_text(APP)
    (tmp_path / "mock.png").write_bytes(png(400, 300))
    return tmp_path


def seen(engine: ScriptedEngine) -> tuple[int, int]:
    """The size of the picture that the model got."""
    url = engine.requests[-1].content["messages"][1]["content"][0]["image_url"]["url"]
    return Image.open(io.BytesIO(base64.b64decode(url.partition(",")[2]))).size


async def test_the_shell_points(project: Path) -> None:
    """--region sends that part alone, --at replaces the element that begins there."""
    words = ["apply", "src/App.tsx", "--image", "mock.png", "--region", "40,30,200,100", "--write", *OFF]
    async with scripted_engine(stream(REPLY)) as engine:
        done = await run(*words, "--at", "src/App.tsx:5:7", url=engine.url, folder=project)
        assert done.returncode == 0, done.stderr
        assert seen(engine) == (200, 100)
        question = engine.requests[0].content["messages"][1]["content"][-1]["text"]
    assert 'The selected code:\n<Card title="Two" />' in question
    assert (project / "src/App.tsx").read_text() == CHANGED


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (["--region", "900,30,200,100"], 2, "400x300"),
        (["--region", "0,0,0,5"], 2, "above 0"),
        (["--region", " "], 2, "empty"),
        (["--region", "0,0,50,50", "--image", "mock.png"], 2, "one --image"),
        (["--at", "99:1"], 2, "no line 99"),
        (["--at", "here"], 2, "LINE:COLUMN"),
        (["--at", "1:1"], 2, "No element"),
        (["--at", "5:1", "--line", "2"], 2, "not allowed with"),
    ],
)
async def test_what_cannot_be_pointed_at_is_a_sentence(
    words: list[str], status: int, told: str, project: Path
) -> None:
    """Nothing is asked and nothing is written."""
    async with scripted_engine(stream(REPLY)) as engine:
        named = ["apply", "src/App.tsx", "--image", "mock.png", "--write", *OFF, *words]
        done = await run(*named, url=engine.url, folder=project)
        assert engine.requests == []
    assert done.returncode == status and told in done.stderr, done.stderr
    assert (project / "src/App.tsx").read_text() == APP


async def test_an_editor_points(project: Path) -> None:
    """`region` in the picture object, for files and attached ones; `at` finds the open file and the element."""
    async with scripted_engine(stream(REPLY)) as engine:
        options: dict[str, Any] = {"capabilities": "visual-studio-code", "settings": settings(engine.url)}
        async with editor(workspace=project, **options) as client:
            uri = client.open(project / "src" / "App.tsx", APP, "typescriptreact")
            picture = {"kind": "file", "path": str(project / "mock.png"), "region": [40, 30, 200, 100]}
            request = asks(client, uri, 0, picture=picture) | {"at": 'data-source="src/App.tsx:5:7"'}
            await client.run("viscodex.imageToCode", request)
            await client.message("Inserted 1 line of TypeScript")
            assert client.buffers[uri].text == CHANGED
            assert seen(engine) == (200, 100)
            kept = await client.request(
                "viscodex/attachPicture", {"uri": uri, "data": encoded(png(400, 300))}
            )
            attached = {
                "kind": "attached",
                "id": kept.id,
                "region": {"x": 0, "y": 0, "width": 64, "height": 48},
            }
            await client.request(
                "viscodex/imageToCode", asks(client, uri, 0, picture=attached, mode="propose")
            )
            assert seen(engine) == (64, 48)
            for at, told in (
                ("src/Gone.tsx:1:1", "is not open"),
                ("src/App.tsx:1:1", "No element"),
                ("x", "LINE"),
            ):
                with pytest.raises(JsonRpcException, match=told):
                    await client.run("viscodex.imageToCode", asks(client, uri, 0) | {"at": at})


async def test_an_agent_points(project: Path) -> None:
    """The same over MCP; data is cropped in its own pixels."""
    async with scripted_engine(stream(REPLY)) as engine, agent(folder=project, url=engine.url) as client:
        named = {
            "picture": encoded(png(400, 300)),
            "file": "src/App.tsx",
            "region": "10, 10, 100, 50",
            "at": "5:7",
        }
        text = said(await client.call_tool("picture_to_patch", named))
        assert seen(engine) == (100, 50)
        both = await client.call_tool("picture_to_patch", {**named, "lines": "1:2"})
        assert both.is_error and "one place" in said(both)
    assert '+      <Card title="Three" wide />' in diff_in(text)
