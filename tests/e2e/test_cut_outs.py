"""Pictures inside the picture become files that the code refers to: in the shell, for agents, in the editor."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.e2e.test_command_line import run
from tests.fixtures.people.mcp_agent import agent, said
from tests.fixtures.people.virtual_editor import editor
from tests.fixtures.pictures.scenes import HOLE, PAGE, asks, settings
from tests.fixtures.servers.scripted_engine import scripted_engine, stream

pytest.importorskip("mcp")

OFF = ("--set", "truth.mode=off")
REPLY = """```html
<img src="cut:100,50,200,100/team.png" alt="The team">
<img src="cut:101,50,200,100/again.png" alt="The team again">
<img src="cut:300,200,60,60/logo.png" alt="Logo">
```"""
TOLD = ("/images/team.png", "/images/team.png", "/images/logo.png")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A page, a picture with a photo and a logo in it, and a folder where the project keeps its pictures."""
    folder = tmp_path / "site"
    (folder / "public" / "images").mkdir(parents=True)
    Image.new("RGB", (8, 8), "green").save(folder / "public" / "images" / "old.png")
    (folder / "package.json").write_text("{}")
    mock = Image.new("RGB", (400, 300), "white")
    mock.paste("red", (100, 50, 300, 150))
    mock.paste("blue", (300, 200, 360, 260))
    mock.save(folder / "mock.png")
    (folder / "public" / "images" / "mock.png").write_bytes((folder / "mock.png").read_bytes())
    (folder / "mock.png").unlink()
    (folder / "index.html").write_text(PAGE)
    return folder


MOCK = "public/images/mock.png"


def colours(path: Path) -> tuple[tuple[int, int], bytes]:
    image = Image.open(io.BytesIO(path.read_bytes())).convert("RGB")
    return image.size, image.tobytes()[:3]


def is_saved(site: Path) -> bool:
    images = site / "public" / "images"
    assert sorted(path.name for path in images.iterdir()) == ["logo.png", "mock.png", "old.png", "team.png"]
    assert colours(images / "team.png") == ((200, 100), bytes((255, 0, 0)))
    return colours(images / "logo.png") == ((60, 60), bytes((0, 0, 255)))


def untouched(site: Path) -> bool:
    return sorted(path.name for path in (site / "public" / "images").iterdir()) == ["mock.png", "old.png"]


async def test_the_shell_saves_them_where_asked(site: Path) -> None:
    """Where the project keeps its pictures, the same one once; without --write nothing is made."""
    words = ["apply", "index.html", "--image", MOCK, "--line", "5", "--cut-outs", "--json", *OFF]
    async with scripted_engine(stream(REPLY)) as engine:
        shown = json.loads((await run(*words, url=engine.url, folder=site)).stdout)
        assert untouched(site)
        assert "cut:LEFT,TOP,WIDTH,HEIGHT/name.png" in str(engine.requests[0].content["messages"])
        done = await run(*words, "--write", url=engine.url, folder=site)
    assert done.returncode == 0, done.stderr
    assert [Path(each["path"]).name for each in shown["files"]] == ["index.html", "team.png", "logo.png"]
    assert is_saved(site)
    assert [part.partition('"')[0] for part in (site / "index.html").read_text().split('src="')[1:]] == list(
        TOLD
    )


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (REPLY.replace(' alt="Logo"', ""), "alt text"),
        (REPLY.replace("300,200,60,60", "900,900,60,60"), "400x300"),
    ],
)
async def test_what_cannot_be_cut_out_refuses_the_edit(reply: str, told: str, site: Path) -> None:
    """No alt text, or a region outside the picture: nothing is written, and the model is told."""
    words = ["apply", "index.html", "--image", MOCK, "--cut-outs", "--write", *OFF]
    async with scripted_engine(stream(reply)) as engine:
        done = await run(*words, url=engine.url, folder=site)
        assert len(engine.requests) == 2
    assert done.returncode == 1 and told in done.stderr
    assert untouched(site) and (site / "index.html").read_text() == PAGE


async def test_a_name_that_is_taken_gets_a_number(site: Path) -> None:
    """A picture that is there is never written over; the same picture is used again."""
    Image.new("RGB", (5, 5), "black").save(site / "public" / "images" / "team.png")
    words = ["apply", "index.html", "--image", MOCK, "--line", "5", "--cut-outs", "--write", *OFF]
    async with scripted_engine(stream(REPLY)) as engine:
        assert (await run(*words, url=engine.url, folder=site)).returncode == 0
        (site / "index.html").write_text(PAGE)
        assert (await run(*words, url=engine.url, folder=site)).returncode == 0
    names = sorted(path.name for path in (site / "public" / "images").iterdir())
    assert names == ["logo.png", "mock.png", "old.png", "team-2.png", "team.png"]
    assert "/images/team-2.png" in (site / "index.html").read_text()


async def test_agents_save_them_with_write_alone(site: Path) -> None:
    """The answer says what is not in the patch."""
    named: dict[str, Any] = {"picture": MOCK, "file": "index.html", "line": 5, "cut_outs": True}
    async with scripted_engine(stream(REPLY)) as engine, agent(folder=site, url=engine.url) as client:
        text = said(await client.call_tool("picture_to_patch", named))
        assert "saved only with write: true: public/images/team.png, public/images/logo.png" in text
        assert untouched(site)
        text = said(await client.call_tool("picture_to_patch", {**named, "write": True}))
    assert "Saved: public/images/team.png" in text
    assert is_saved(site)


async def test_an_editor_gets_the_code_and_the_files(site: Path) -> None:
    """Saved with the edit; taken back where the editor refuses it."""
    async with scripted_engine(stream(REPLY)) as engine:
        options: dict[str, Any] = {"capabilities": "visual-studio-code", "settings": settings(engine.url)}
        async with editor(workspace=site, **options) as client:
            uri = client.open(site / "index.html", PAGE, "html")
            picture = {"kind": "file", "path": MOCK}
            request = asks(client, uri, HOLE, HOLE + 1, picture=picture, cutOuts=True)
            client.refuses = True
            await client.run("viscodex.imageToCode", request)
            await client.message("did not take the edit")
            assert untouched(site)
            client.refuses = False
            await client.run("viscodex.applyProposal")
            await client.message("Inserted 3 lines of HTML with team.png, logo.png")
            assert "/images/team.png" in client.buffers[uri].text
    assert is_saved(site)


async def test_a_proposal_that_the_editor_applies_itself_has_its_files(site: Path) -> None:
    """A code action with a ready edit is applied without asking the server: the pictures come all the same."""
    async with scripted_engine(stream(REPLY)) as engine:
        options: dict[str, Any] = {"capabilities": "visual-studio-code", "settings": settings(engine.url)}
        async with editor(workspace=site, **options) as client:
            uri = client.open(site / "index.html", PAGE, "html")
            picture = {"kind": "file", "path": MOCK}
            request = asks(client, uri, HOLE, HOLE + 1, picture=picture, cutOuts=True, mode="propose")
            await client.run("viscodex.imageToCode", request)
            await client.message("ready")
            assert untouched(site)
            offered = [action for action in await client.actions(uri, HOLE, HOLE) if action.edit is not None]
            assert client.apply(offered[0].edit)
            while untouched(site):
                await client.request("viscodex/status", {})
            assert "/images/team.png" in client.buffers[uri].text
    assert is_saved(site)
