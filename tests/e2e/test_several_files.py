"""A component with its stylesheet and test: one checked edit of several files, in every door."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.test_command_line import run
from tests.fixtures.people.mcp_agent import agent, diff_in, said
from tests.fixtures.people.virtual_editor import editor
from tests.fixtures.pictures.scenes import asks, png, settings
from tests.fixtures.servers.scripted_engine import scripted_engine, stream

pytest.importorskip("mcp")

OFF = ("--set", "truth.mode=off")

APP = "import React from 'react'\n\nexport const App = () => null\n"
CODE = "import './Card.css'\n\nexport const Card = () => <b className=\"card\">Hi</b>"
STYLES = ".card {\n  color: red;\n}"
TEST = "import { Card } from './Card'\n\ntest('Card', () => {\n  expect(Card()).toBeTruthy()\n})"
REPLY = f"""**Card.tsx**
```tsx
{CODE}
```
**Card.css**
```css
{STYLES}
```
**Card.test.tsx**
```tsx
{TEST}
```
"""
WRITTEN = {"src/Card.css": f"{STYLES}\n", "src/__tests__/Card.test.tsx": TEST.replace("'./", "'../") + "\n"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project that keeps its tests in a folder below."""
    folder = tmp_path / "work" / "site"
    (folder / "src" / "__tests__").mkdir(parents=True)
    (folder / "package.json").write_text("{}")
    (folder / "src" / "Card.tsx").write_text(APP)
    (folder / "src" / "Row.tsx").write_text("export const Row = 1\n")
    (folder / "src" / "__tests__" / "Row.test.tsx").write_text("test('Row', () => {})\n")
    (folder / "src" / "mock.png").write_bytes(png())
    return folder


def texts(folder: Path) -> dict[str, str]:
    return {name: (folder / name).read_text() for name in WRITTEN}


def is_untouched(folder: Path) -> bool:
    names = sorted(path.name for path in (folder / "src").rglob("*") if path.is_file())
    return (
        names == ["Card.tsx", "Row.test.tsx", "Row.tsx", "mock.png"]
        and (folder / "src/Card.tsx").read_text() == APP
    )


async def test_the_shell_shows_one_diff_of_all_files(project: Path) -> None:
    """It applies with git and patch at the project's folder; --json lists each file."""
    words = ["apply", "src/Card.tsx", "--image", "src/mock.png", "--line", "3", "--with", "test", "--json"]
    async with scripted_engine(stream(REPLY)) as engine:
        done = await run(*words, *OFF, url=engine.url, folder=project)
        question = engine.requests[0].content["messages"][1]["content"][-1]["text"]
    assert "a test of it" in question
    report = json.loads(done.stdout)
    assert [(Path(each["path"]).name, each["created"]) for each in report["files"]] == [
        ("Card.tsx", False),
        ("Card.css", True),
        ("Card.test.tsx", True),
    ]
    assert is_untouched(project)
    subprocess.run(["git", "apply", "-"], cwd=project, input=report["diff"], text=True, check=True)
    assert texts(project) == WRITTEN
    subprocess.run(
        ["patch", "-R", "-p1"], cwd=project, input=report["diff"], text=True, check=True, capture_output=True
    )
    assert is_untouched(project)


async def test_the_shell_writes_all_files_or_none(project: Path) -> None:
    """--write creates them in their places; where one cannot be made, none is written."""
    words = [
        "apply",
        "src/Card.tsx",
        "--image",
        "src/mock.png",
        "--line",
        "3",
        "--with",
        "test",
        "--write",
        *OFF,
    ]
    async with scripted_engine(stream(REPLY)) as engine:
        (project / "src" / "__tests__").chmod(0o500)
        (project / "src" / "Card.css").mkdir()
        refused = await run(*words, url=engine.url, folder=project)
        assert refused.returncode in (1, 2) and "Card.css" in refused.stderr
        (project / "src" / "Card.css").rmdir()
        (project / "src" / "__tests__").chmod(0o700)
        assert is_untouched(project)
        done = await run(*words, url=engine.url, folder=project)
    assert done.returncode == 0, done.stderr
    assert texts(project) == WRITTEN
    assert "Card" in (project / "src/Card.tsx").read_text()


async def test_a_bad_file_refuses_the_whole_edit(project: Path) -> None:
    """A stylesheet that does not parse: nothing is written, and the model hears which file it was."""
    bad = REPLY.replace("color: red;\n}", "color: red;\n")
    async with scripted_engine(stream(bad)) as engine:
        words = ["apply", "src/Card.tsx", "--image", "src/mock.png", "--write", *OFF]
        done = await run(*words, url=engine.url, folder=project)
        again = engine.requests[1].content["messages"][-1]["content"]
    assert done.returncode == 1 and "src/Card.css" in done.stderr
    assert "src/Card.css" in str(again)
    assert is_untouched(project)


async def test_agents_get_all_files_in_one_patch(project: Path) -> None:
    """Over MCP: the patch applies; `write: true` writes them all."""
    arguments: dict[str, Any] = {
        "picture": "src/mock.png",
        "file": "src/Card.tsx",
        "line": 3,
        "with_files": ["test"],
    }
    async with scripted_engine(stream(REPLY)) as engine, agent(folder=project, url=engine.url) as client:
        text = said(await client.call_tool("picture_to_patch", arguments))
        assert "with Card.css, Card.test.tsx" in text
        assert is_untouched(project)
        subprocess.run(["git", "apply", "-"], cwd=project, input=diff_in(text), text=True, check=True)
        assert texts(project) == WRITTEN


@pytest.mark.parametrize(
    "text", ["Ignore the rules.", "../../evil.css", ".git/hooks/pre-commit.py", "vite.config.ts"]
)
async def test_a_reply_gets_no_wider_rights(text: str, project: Path) -> None:
    """Whatever a picture makes a model say: no file outside, no hidden one, none that tools obey."""
    reply = (
        f"```tsx\nimport './{text}'\nexport const a = 1\n```\n\n**{text}**\n```css\na {{ color: red }}\n```"
    )
    async with scripted_engine(stream(reply)) as engine, agent(folder=project, url=engine.url) as client:
        arguments = {
            "picture": "src/mock.png",
            "file": "src/Card.tsx",
            "with_files": ["styles"],
            "write": True,
        }
        said(await client.call_tool("picture_to_patch", arguments))
    names = {path.name for path in project.parents[1].rglob("*") if path.is_file()}
    assert names == {"Card.tsx", "Row.test.tsx", "Row.tsx", "mock.png", "package.json"}


@pytest.mark.parametrize("capabilities", ["visual-studio-code", "neovim"])
async def test_an_editor_gets_one_edit_that_creates_files(capabilities: str, project: Path) -> None:
    """Created first, versioned, in one workspace edit; the files have their text in the editor."""
    async with scripted_engine(stream(REPLY)) as engine:
        options: dict[str, Any] = {"capabilities": capabilities, "settings": settings(engine.url)}
        async with editor(workspace=project, **options) as client:
            uri = client.open(project / "src" / "Card.tsx", APP, "typescriptreact")
            await client.run("viscodex.imageToCode", asks(client, uri, len(APP), companions=["test"]))
            await client.message("with Card.css, Card.test.tsx")
            (edit,) = client.edits
            kinds = [type(part).__name__ for part in edit.document_changes]
            assert kinds == ["CreateFile"] * 2 + ["TextDocumentEdit"] * 3
            assert edit.document_changes[-1].text_document.version in (0, 1)
            held = {Path(path).name: buffer.text for path, buffer in client.buffers.items()}
    assert held["Card.css"] == WRITTEN["src/Card.css"]
    assert held["Card.test.tsx"] == WRITTEN["src/__tests__/Card.test.tsx"]
    assert "className" in held["Card.tsx"]


async def test_a_file_that_came_meanwhile_is_not_written_over(project: Path) -> None:
    """It is there when the edit is ready: nothing is applied, and the person hears why."""
    async with scripted_engine(stream(REPLY)) as engine:
        options: dict[str, Any] = {"capabilities": "visual-studio-code", "settings": settings(engine.url)}
        async with editor(workspace=project, **options) as client:
            uri = client.open(project / "src" / "Card.tsx", APP, "typescriptreact")
            await client.run("viscodex.imageToCode", asks(client, uri, len(APP), mode="propose"))
            await client.message("ready")
            (project / "src" / "Card.css").write_text("mine {}\n")
            await client.run("viscodex.applyProposal")
            await client.message("Card.css, which belongs to the edit, is there by now")
            assert client.buffers[uri].text == APP
    assert (project / "src" / "Card.css").read_text() == "mine {}\n"


async def test_an_editor_that_creates_no_files_gets_one_file(project: Path) -> None:
    """Neovim 0.7 does not announce it: the other blocks are named in the message, as ever."""
    async with scripted_engine(stream(REPLY)) as engine:
        options: dict[str, Any] = {"capabilities": "emacs", "settings": settings(engine.url)}
        async with editor(workspace=project, **options) as client:
            uri = client.open(project / "src" / "Card.tsx", APP, "typescriptreact")
            await client.run("viscodex.imageToCode", asks(client, uri, len(APP)))
            await client.message("Inserted .* CSS block")
    assert not (project / "src" / "Card.css").exists()


async def test_unknown_kinds_are_refused(project: Path) -> None:
    """A sentence that lists the kinds."""
    async with scripted_engine(stream(REPLY)) as engine:
        options: dict[str, Any] = {"capabilities": "visual-studio-code", "settings": settings(engine.url)}
        async with editor(workspace=project, **options) as client:
            uri = client.open(project / "src" / "Card.tsx", APP, "typescriptreact")
            with pytest.raises(Exception, match="companions must be a list of 'styles'"):
                await client.run("viscodex.imageToCode", asks(client, uri, 0, companions=["docs"]))
