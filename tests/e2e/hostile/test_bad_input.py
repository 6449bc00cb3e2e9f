"""Bad input gets a sentence that says what happened and what to do, and changes nothing."""

import re
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pygls.exceptions import JsonRpcException

from tests.fixtures.people.virtual_editor import VirtualEditor, editor
from tests.fixtures.pictures.scenes import HOLE, PAGE, REPLY, asks, encoded, png, settings, workspace
from tests.fixtures.servers.scripted_engine import scripted_engine, stream


async def refused(client: VirtualEditor, command: str, argument: Any) -> str:
    """The sentence of a command that is refused at once."""
    with pytest.raises(JsonRpcException) as refusal:
        await client.run(command, argument)
    return str(refusal.value.message)


USELESS: list[tuple[dict[str, Any], str]] = [
    ({"kind": "file", "path": "gone.png"}, "gone.png"),
    ({"kind": "file", "path": "../outside.png"}, "not inside the workspace"),
    ({"kind": "file", "path": "link.png"}, "not inside the workspace"),
    ({"kind": "file", "path": "empty.png"}, "empty"),
    ({"kind": "file", "path": "half.png"}, "half.png"),
    ({"kind": "file", "path": "drawing.svg"}, "SVG"),
    ({"kind": "file", "path": "."}, "folder|directory"),
    ({"kind": "attached", "id": "never"}, "attach it again"),
    ({"kind": "clipboard"}, "display|clipboard"),
    ({"kind": "screen"}, "display|screen"),
]
MEANINGLESS: list[tuple[dict[str, Any], str]] = [
    ({"uri": "file:///closed.html"}, "not open"),
    ({"range": {"start": {"line": 90, "character": 0}, "end": {"line": 91, "character": 0}}}, "line 91"),
    ({"version": 7}, "changed since"),
    ({"picture": {"kind": "fax"}}, "'fax'"),
    ({"picture": None}, "No picture"),
    ({"mode": "later"}, "'later'"),
]
NO_PICTURES: list[tuple[dict[str, Any], str]] = [
    ({"uri": "untitled:1"}, "data"),
    ({"uri": "untitled:1", "data": "not base64!"}, "base64"),
    ({"uri": "untitled:1", "data": encoded(b"plain text")}, "picture"),
    ({"uri": "untitled:1", "data": encoded(png(30, 30)[:60])}, "picture"),
]


async def test_a_picture_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    """Each useless source ends in a message of its own; the model is not asked and the document stays."""
    home = workspace(tmp_path / "site")
    (tmp_path / "outside.png").write_bytes(png())
    (home / "link.png").symlink_to(tmp_path / "outside.png")
    (home / "empty.png").write_bytes(b"")
    (home / "half.png").write_bytes(png(200, 200)[:120])
    (home / "drawing.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><g>')  # never closed
    environment = {
        "DISPLAY": "",
        "WAYLAND_DISPLAY": "",
        "XDG_SESSION_TYPE": "",
        "DBUS_SESSION_BUS_ADDRESS": "",
    }
    async with scripted_engine(stream(REPLY)) as engine:
        async with editor(workspace=home, settings=settings(engine.url), environment=environment) as client:
            uri = client.open(home / "index.html", PAGE, "html")
            for count, (source, _) in enumerate(USELESS, 1):
                await client.run("viscodex.imageToCode", asks(client, uri, HOLE, picture=source))
                await client.until(partial(_have_come, client, count))
            said = client.messages
            assert [
                (source, told)
                for (source, words), told in zip(USELESS, said, strict=True)
                if not re.search(f"(?i){words}", told)
            ] == []
            assert (client.buffers[uri].text, client.edits, engine.requests) == (PAGE, [], [])


def _have_come(client: VirtualEditor, count: int) -> bool:
    return len(client.messages) >= count


async def test_a_request_that_cannot_be_meant_is_answered(tmp_path: Path) -> None:
    """A wrong argument is the command's own error, at once, and starts no job."""
    async with editor(workspace=workspace(tmp_path / "site")) as client:
        uri = client.open(tmp_path / "site" / "index.html", PAGE, "html")
        for change, words in MEANINGLESS:
            assert words in await refused(client, "viscodex.imageToCode", asks(client, uri, HOLE) | change)
            assert (await client.request("viscodex/status", {})).jobs == []


async def test_a_document_that_cannot_be_edited_is_told(tmp_path: Path) -> None:
    """Binary and huge documents get no actions, and a sentence on request."""
    async with editor(workspace=workspace(tmp_path / "site")) as client:
        for name, text, words in (("data", "a\0b", "binary"), ("large", "a" * 5_000_001, "5,000,001")):
            uri = client.open(tmp_path / "site" / f"{name}.html", text, "html")
            assert await client.actions(uri, 0) == []
            assert words in await refused(client, "viscodex.imageToCode", asks(client, uri, 0))


async def test_a_proposal_waits_while_its_document_cannot_be_edited(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """What is typed into binary data is followed without a fault, and the proposal is offered when it is gone."""
    home = workspace(tmp_path / "site")
    async with (
        scripted_engine(stream(REPLY)) as engine,
        editor(workspace=home, settings=settings(engine.url)) as client,
    ):
        uri = client.open(home / "index.html", PAGE, "html")
        await client.run("viscodex.imageToCode", asks(client, uri, HOLE, mode="propose"))
        await client.message("ready")
        client.type(uri, 0, "\0")
        client.type(uri, 0, "a")
        assert await client.actions(uri, 0) == []
        client.type(uri, 0, "", over=2)
        assert [each.title for each in await client.actions(uri, 0)][:1] == [
            "Apply 2 lines of HTML from mock.png"
        ]
    assert "Traceback" not in capfd.readouterr().err


async def test_bytes_that_are_no_picture_are_refused() -> None:
    """`viscodex/attachPicture` answers an error that says what is wrong."""
    async with editor() as client:
        for fields, words in NO_PICTURES:
            with pytest.raises(JsonRpcException, match=words):
                await client.request("viscodex/attachPicture", fields)


async def test_an_unknown_language_is_edited_and_marked(tmp_path: Path) -> None:
    """Without a grammar the result is offered, and its title says that syntax was not checked."""
    home = workspace(tmp_path / "site")
    async with scripted_engine(stream("```\nSELECT 1;\n```")) as engine:
        async with editor(workspace=home, settings=settings(engine.url)) as client:
            uri = client.open(home / "query.sql", "\n", "sql")
            await client.run("viscodex.imageToCode", asks(client, uri, 0, mode="propose"))
            await client.message("ready")
            assert (await client.actions(uri, 0))[
                0
            ].title == "Apply 1 line of SQL from mock.png (syntax not checked)"


async def test_unusable_settings_are_told(tmp_path: Path) -> None:
    """A setting of the wrong type ends the job with its name."""
    home = workspace(tmp_path / "site")
    async with editor(workspace=home, settings={"request": {"timeoutSeconds": -1}}) as client:
        uri = client.open(home / "index.html", PAGE, "html")
        await client.run("viscodex.imageToCode", asks(client, uri, HOLE))
        await client.message("viscodex.request.timeoutSeconds")
