"""Completion and ghost text in a running editor: offered without looking, chosen, applied."""

from pathlib import Path
from typing import Any

from lsprotocol import types

from tests.fixtures.people.virtual_editor import VirtualEditor, editor, within
from tests.fixtures.pictures.scenes import FILLED, HOLE, PAGE, REPLY, asks, encoded, png, settings, workspace
from tests.fixtures.servers.scripted_engine import scripted_engine, stream

COMMENTED = PAGE.replace("\n\n", "\n      <!-- image: a greeting -->\n")


def at(client: VirtualEditor, uri: str, offset: int) -> dict[str, Any]:
    return {
        "text_document": types.TextDocumentIdentifier(uri=uri),
        "position": client.range(uri, offset, offset).start,
    }


async def completions(client: VirtualEditor, uri: str, offset: int) -> list[Any]:
    """What is offered at `offset`, asked by hand."""
    params = types.CompletionParams(**at(client, uri, offset))
    return list(await within(client.client.text_document_completion_async(params)))


async def ghosts(client: VirtualEditor, uri: str, offset: int) -> list[Any]:
    """What is shown faintly at `offset`."""
    context = types.InlineCompletionContext(trigger_kind=types.InlineCompletionTriggerKind.Automatic)
    params = types.InlineCompletionParams(context=context, **at(client, uri, offset))
    return list(await within(client.client.text_document_inline_completion_async(params)))


async def test_a_chosen_completion_becomes_code_below_its_comment(tmp_path: Path) -> None:
    """Behind a comment the attached picture is offered with its size; its command applies the edit below."""
    home = workspace(tmp_path / "site")
    async with scripted_engine(stream(REPLY)) as engine:
        async with editor(workspace=home, settings=settings(engine.url)) as client:
            uri = client.open(home / "index.html", COMMENTED, "html")
            await client.request("viscodex/attachPicture", {"uri": uri, "data": encoded(png(64, 48))})
            cursor = COMMENTED.index("-->") + 3
            first, last = await completions(client, uri, cursor)
            assert first.label == "code from attached picture, 64x48"
            assert last.label == "code from the clipboard picture"
            assert engine.requests == []
            client.type(uri, cursor, first.text_edit.new_text)
            await client.run(first.command)
            await client.message("Inserted 2 lines of HTML from attached picture")
            comment = "<!-- image: a greeting -->\n"
            expected = FILLED.replace("<main>\n", f"<main>\n      {comment}")
            assert client.buffers[uri].text == expected
            assert "a greeting" in engine.requests[0].body.decode()


async def test_the_clipboard_is_read_when_the_command_runs(tmp_path: Path) -> None:
    """The list is there without a clipboard; only choosing it tells that there is none."""
    environment = {"DISPLAY": "", "WAYLAND_DISPLAY": ""}
    async with editor(workspace=workspace(tmp_path / "site"), environment=environment) as client:
        uri = client.open(tmp_path / "site" / "index.html", PAGE + "clip", "html")
        (item,) = await completions(client, uri, len(PAGE) + 4)
        assert item.text_edit.range == client.range(uri, len(PAGE), len(PAGE) + 4)
        client.type(uri, len(PAGE), item.text_edit.new_text, over=4)
        await client.run(item.command)
        await client.message("no clipboard")
        assert client.buffers[uri].text == PAGE


async def test_a_document_that_cannot_be_edited_offers_nothing() -> None:
    """A closed document is answered with an empty list, not with an error."""
    async with editor() as client:
        closed = types.TextDocumentIdentifier(uri="untitled:closed")
        params = types.CompletionParams(text_document=closed, position=types.Position(0, 0))
        assert await within(client.client.text_document_completion_async(params)) == []


async def test_a_proposal_is_shown_as_ghost_text(tmp_path: Path) -> None:
    """At its place a pending proposal is inline text; taking it is applying it, and then it is gone."""
    home = workspace(tmp_path / "site")
    async with scripted_engine(stream(REPLY)) as engine:
        async with editor(workspace=home, settings=settings(engine.url)) as client:
            uri = client.open(home / "index.html", PAGE, "html", version=1)
            assert await ghosts(client, uri, HOLE) == []
            await client.run("viscodex.imageToCode", asks(client, uri, HOLE, mode="propose"))
            await client.message("ready")
            assert await ghosts(client, uri, 0) == []
            (ghost,) = await ghosts(client, uri, HOLE)
            assert ghost.range == client.range(uri, HOLE, HOLE)
            client.type(uri, HOLE, ghost.insert_text)
            assert client.buffers[uri].text == FILLED
            assert (await client.request("viscodex/status", {})).proposals == []
