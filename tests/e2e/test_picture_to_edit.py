"""From a picture to an edit in a running editor: offered, applied, rebased, refused, cancelled, kept."""

import asyncio
import json
import re
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tests.fixtures.people.virtual_editor import editor, within
from tests.fixtures.pictures.scenes import FILLED, HOLE, PAGE, REPLY, asks, encoded, png, settings, workspace
from tests.fixtures.servers.scripted_engine import Answer, plain, scripted_engine, stream

EDITORS = ["visual-studio-code", "neovim"]
TOKENS = re.compile(r"\d tokens?")


@pytest.mark.parametrize("transport", ["stdio", "tcp"])
@pytest.mark.parametrize("capabilities", EDITORS)
async def test_a_chosen_action_becomes_an_edit(capabilities: str, transport: str, tmp_path: Path) -> None:
    """An action on a picture path is offered without an edit, runs its command, and one versioned edit comes."""
    home = workspace(tmp_path / "site")
    text = PAGE.replace("\n\n", '\n      <img src="mock.png">\n')
    async with scripted_engine(stream("```html\n", "<h1>Hello</h1>\n```")) as engine:
        options: dict[str, Any] = {
            "capabilities": capabilities,
            "transport": transport,
            "settings": settings(engine.url),
        }
        async with editor(workspace=home, **options) as client:
            uri = client.open(home / "index.html", text, "html")
            place = text.index("mock.png")
            offered = await client.actions(uri, place, place + 3)
            chosen = next(action for action in offered if "mock.png" in action.title)
            assert (chosen.kind, chosen.edit) == ("refactor.rewrite.imageToCode", None)
            resolved = await within(client.client.code_action_resolve_async(chosen))
            assert resolved == chosen
            line = text.index("<img")
            answer = await client.run(
                "viscodex.imageToCode", asks(client, uri, line, line + len('<img src="mock.png">'))
            )
            assert answer["job"].startswith("job-")
            await client.message("Inserted 1 line of HTML from mock.png")
            assert client.buffers[uri].text == PAGE.replace("\n\n", "\n      <h1>Hello</h1>\n")
            (edit,) = client.edits
            assert edit.changes is None
            assert edit.document_changes[0].text_document.version == 0
            question = engine.requests[0].content
            picture = question["messages"][1]["content"][0]
            assert picture["image_url"]["url"].startswith("data:image/png;base64,")


async def test_the_command_of_an_action_runs_as_it_was_offered(tmp_path: Path) -> None:
    """The argument inside an offered action is accepted unchanged."""
    home = workspace(tmp_path / "site")
    async with (
        scripted_engine(stream(REPLY)) as engine,
        editor(workspace=home, settings=settings(engine.url)) as client,
    ):
        uri = client.open(home / "notes.md", "![](mock.png)\n", "markdown")
        (action, *_) = await client.actions(uri, 6)
        await client.run(action.command)
        await client.message("Inserted|html")
        assert len(engine.requests) == 1


async def test_an_attached_picture_needs_no_file() -> None:
    """Bytes sent by the editor are offered, and serve the custom request, in an untitled document."""
    async with scripted_engine(stream(REPLY)) as engine, editor(settings=settings(engine.url)) as client:
        uri = client.open("untitled:Untitled-1", PAGE, "html")
        kept = await client.request("viscodex/attachPicture", {"uri": uri, "data": encoded(png(64, 48))})
        assert (kept.width, kept.height) == (64, 48)
        offered = await client.actions(uri, HOLE)
        assert offered[0].title == "Image to code: from attached picture, 64x48"
        picture = {"kind": "attached", "id": kept.id}
        answer = await client.request(
            "viscodex/imageToCode", asks(client, uri, HOLE, picture=picture) | {"workDoneToken": "mine"}
        )
        assert answer.summary == "2 lines of HTML from attached picture"
        assert (answer.notes, answer.syntaxChecked) == ([], True)
        assert answer.edit.documentChanges[0].textDocument.uri == uri
        assert client.buffers[uri].text == PAGE


async def test_what_was_adjusted_is_told() -> None:
    """What was taken out of a reply, or left out, is in the editor's message and in the answer of the request."""
    page = "```html\n<html>\n<body>\n<h1>Hello</h1>\n</body>\n</html>\n```\n\n```sql\nSELECT 1;\n```"
    notes = [
        "left out the SQL block (1 line): it is not part of this file",
        "took the content out of a whole page",
    ]
    async with scripted_engine(stream(page)) as engine, editor(settings=settings(engine.url)) as client:
        uri = client.open("untitled:Untitled-1", PAGE, "html")
        kept = await client.request("viscodex/attachPicture", {"uri": uri, "data": encoded(png(64, 48))})
        wish = asks(client, uri, HOLE, picture={"kind": "attached", "id": kept.id})
        assert (await client.request("viscodex/imageToCode", wish)).notes == notes
        await client.run("viscodex.imageToCode", wish)
        await client.message("Took the content out of a whole page.")


async def test_eight_pictures_go_into_one_question(tmp_path: Path) -> None:
    """All pictures of a request are sent, in their order, before the text."""
    home = workspace(tmp_path / "site")
    async with (
        scripted_engine(stream(REPLY)) as engine,
        editor(workspace=home, settings=settings(engine.url)) as client,
    ):
        uri = client.open(home / "index.html", PAGE, "html")
        argument = asks(client, uri, HOLE, pictures=[{"kind": "file", "path": "mock.png"}] * 8)
        del argument["picture"]
        await client.run("viscodex.imageToCode", argument)
        await client.message("Inserted")
        kinds = [part["type"] for part in engine.requests[0].content["messages"][1]["content"]]
        assert kinds == ["image_url"] * 8 + ["text"]


@pytest.mark.parametrize("capabilities", EDITORS)
async def test_typing_above_moves_the_edit_along(capabilities: str, tmp_path: Path) -> None:
    """Text typed above while the model works stays, and the edit lands in the right place below it."""
    home, gate = workspace(tmp_path / "site"), asyncio.Event()
    options: dict[str, Any] = {"capabilities": capabilities, "workspace": home}
    async with scripted_engine(stream("```html\n", gate, REPLY.removeprefix("```html\n"))) as engine:
        async with editor(settings=settings(engine.url), **options) as client:
            uri = client.open(home / "index.html", PAGE, "html", version=4)
            await client.run("viscodex.imageToCode", asks(client, uri, HOLE))
            await client.until(lambda: any(TOKENS.search(str(value)) for value in client.progress))
            client.type(uri, PAGE.index("<html>"), "<!-- 🙂 new\u2028line -->\n")
            gate.set()
            await client.message("Inserted")
            assert client.buffers[uri].text == FILLED.replace("<html>", "<!-- 🙂 new\u2028line -->\n<html>")
            assert client.edits[-1].document_changes[0].text_document.version == 5


async def test_typing_at_the_target_refuses_the_edit(tmp_path: Path) -> None:
    """When the selection itself changed meanwhile, nothing is applied and a message says so."""
    home, gate = workspace(tmp_path / "site"), asyncio.Event()
    text = PAGE.replace("\n\n", "\n      <p>old text</p>\n")
    start = text.index("<p>")
    async with scripted_engine(stream("```html\n", gate, "<p>new</p>\n```")) as engine:
        async with editor(workspace=home, settings=settings(engine.url)) as client:
            uri = client.open(home / "index.html", text, "html", version=1)
            await client.run("viscodex.imageToCode", asks(client, uri, start, start + len("<p>old text</p>")))
            await client.until(lambda: bool(client.progress))
            client.type(uri, text.index("old"), "very ")
            gate.set()
            await client.message("changed")
            assert client.buffers[uri].text == text.replace("old", "very old")
            assert client.edits == []


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (stream("I cannot see a picture."), "."),
        (stream(""), "nothing|empty"),
        (stream("```html\n<div><p>half"), "syntax|closed|fault|unclosed|div"),
        (stream("```html\n<p>a</p>", finish="length"), "cut off|maxTokens"),
        (stream("```python\nprint(1)\n```"), "python"),
        (stream("```html\n<p>\x07</p>\n```"), "control"),
    ],
    ids=["prose", "empty", "broken", "cut-off", "language", "control"],
)
async def test_an_unusable_reply_changes_nothing(reply: Answer, words: str, tmp_path: Path) -> None:
    """A reply that fails its checks is asked for once more, then refused in words; the document stays."""
    home = workspace(tmp_path / "site")
    async with (
        scripted_engine(reply) as engine,
        editor(workspace=home, settings=settings(engine.url)) as client,
    ):
        uri = client.open(home / "index.html", PAGE, "html")
        await client.run("viscodex.imageToCode", asks(client, uri, HOLE))
        await client.message(f"(?i){words}")
        assert len(engine.requests) == 2
        assert (client.buffers[uri].text, client.edits) == (PAGE, [])


async def test_a_repaired_reply_is_applied(tmp_path: Path) -> None:
    """The second question carries the fault, and its answer becomes the edit."""
    home = workspace(tmp_path / "site")
    broken = stream("```html\n<div><h1>Hello</b></h2></div>\n```")
    async with scripted_engine(broken, stream(REPLY)) as engine:
        async with editor(workspace=home, settings=settings(engine.url)) as client:
            uri = client.open(home / "index.html", PAGE, "html")
            await client.run("viscodex.imageToCode", asks(client, uri, HOLE))
            await client.message("Inserted 2 lines")
            assert client.buffers[uri].text == FILLED
            first, second = (request.content["messages"] for request in engine.requests)
            assert second[:2] == first
            assert [turn["role"] for turn in second[2:]] == ["assistant", "user"]
            assert "</b>" in json.dumps(second[3])


@pytest.mark.parametrize("way", ["progress", "command", "close"])
async def test_cancelling_stops_the_stream(way: str, tmp_path: Path) -> None:
    """Cancel by the progress, by the command, or by closing the document: the engine's connection closes."""
    home, gate = workspace(tmp_path / "site"), asyncio.Event()
    async with scripted_engine(stream("```html\n<p>", gate, "</p>\n```")) as engine:
        async with editor(workspace=home, settings=settings(engine.url)) as client:
            tokens: list[types.ProgressToken] = []
            client.on_progress = lambda token, _: tokens.append(token)
            uri = client.open(home / "index.html", PAGE, "html")
            job = (await client.run("viscodex.imageToCode", asks(client, uri, HOLE)))["job"]
            await client.until(lambda: any(TOKENS.search(str(value)) for value in client.progress))
            if way == "progress":
                client.client.window_work_done_progress_cancel(
                    types.WorkDoneProgressCancelParams(token=tokens[0])
                )
            elif way == "command":
                assert await client.run("viscodex.cancel", {"job": job}) == {"cancelled": 1}
            else:
                client.close(uri)
            await within(engine.requests[0].gone.wait())
            await client.message("Cancelled; nothing was changed")
            assert client.edits == []


async def test_cancelling_the_request_stops_the_stream(tmp_path: Path) -> None:
    """`$/cancelRequest` on viscodex/imageToCode answers RequestCancelled and closes the engine's connection."""
    home, gate = workspace(tmp_path / "site"), asyncio.Event()
    async with scripted_engine(stream("```html\n<p>", gate, "</p>\n```")) as engine:
        async with editor(workspace=home, settings=settings(engine.url)) as client:
            uri = client.open(home / "index.html", PAGE, "html")
            protocol = client.client.protocol
            argument = asks(client, uri, HOLE) | {"workDoneToken": "mine"}
            asked = asyncio.ensure_future(
                protocol.send_request_async("viscodex/imageToCode", argument, "request-1")  # type: ignore[no-untyped-call]
            )
            await client.until(lambda: any(TOKENS.search(str(value)) for value in client.progress))
            client.client.cancel_request(types.CancelParams(id="request-1"))
            with pytest.raises(JsonRpcException) as refusal:
                await within(asked)
            assert refusal.value.code == types.LSPErrorCodes.RequestCancelled.value
            await within(engine.requests[0].gone.wait())


async def test_a_second_request_waits_for_the_first(tmp_path: Path) -> None:
    """Two requests on one document are served one after the other, and both edits land."""
    home, gate = workspace(tmp_path / "site"), asyncio.Event()
    answers = [stream("```html\n", gate, "<h1>One</h1>\n```"), stream("```html\n<h2>Two</h2>\n```")]
    text = PAGE.replace("\n\n", "\n\n    <hr>\n\n")
    async with (
        scripted_engine(*answers) as engine,
        editor(workspace=home, settings=settings(engine.url)) as client,
    ):
        uri = client.open(home / "index.html", text, "html")
        below = text.index("<hr>\n") + len("<hr>\n")
        await client.run("viscodex.imageToCode", asks(client, uri, HOLE))
        await client.run("viscodex.imageToCode", asks(client, uri, below))
        await client.until(lambda: any("waiting" in str(value) for value in client.progress))
        assert len((await client.request("viscodex/status", {})).jobs) == 2
        gate.set()
        await client.until(lambda: len(client.edits) == 2)
        assert client.buffers[uri].text.index("<h1>One") < client.buffers[uri].text.index("<h2>Two")
        assert client.buffers[uri].text.count("<hr>") == 1


async def test_a_proposal_waits_and_moves_with_the_text(tmp_path: Path) -> None:
    """In mode propose nothing is applied; the next list offers ready edits for the document as it is then."""
    home = workspace(tmp_path / "site")
    async with (
        scripted_engine(stream(REPLY)) as engine,
        editor(workspace=home, settings=settings(engine.url)) as client,
    ):
        uri = client.open(home / "index.html", PAGE, "html", version=1)
        await client.run("viscodex.imageToCode", asks(client, uri, HOLE, mode="propose"))
        await client.message("ready")
        client.type(uri, 0, "<!-- top -->\n")
        apply, _, discard = (await client.actions(uri, 0))[:3]
        assert apply.title == "Apply 2 lines of HTML from mock.png"
        assert discard.title == "Discard 2 lines of HTML from mock.png"
        assert apply.edit.document_changes[0].text_document.version == 2
        assert client.apply(apply.edit)
        assert client.buffers[uri].text == "<!-- top -->\n" + FILLED
        assert not any(action.title.startswith("Apply") for action in await client.actions(uri, 0))


async def test_a_preview_is_offered_where_it_can_be_shown(tmp_path: Path) -> None:
    """Clients with change annotations get an edit that wants confirmation; the others none."""
    home = workspace(tmp_path / "site")
    async with (
        scripted_engine(stream(REPLY)) as engine,
        editor(workspace=home, settings=settings(engine.url)) as client,
    ):
        uri = client.open(home / "index.html", PAGE, "html")
        await client.run("viscodex.imageToCode", asks(client, uri, HOLE, mode="propose"))
        await client.message("ready")
        preview = next(
            action for action in await client.actions(uri, 0) if action.title.startswith("Preview")
        )
        (annotation,) = preview.edit.change_annotations.values()
        assert annotation.needs_confirmation is True


async def test_a_proposal_whose_target_changed_is_dropped(tmp_path: Path) -> None:
    """When the text it replaces is edited, a proposal goes, with a message."""
    home = workspace(tmp_path / "site")
    text = PAGE.replace("\n\n", "\n      <p>old text</p>\n")
    start = text.index("<p>")
    async with scripted_engine(stream("```html\n<p>new</p>\n```")) as engine:
        async with editor(workspace=home, settings=settings(engine.url)) as client:
            uri = client.open(home / "index.html", text, "html", version=1)
            end = start + len("<p>old text</p>")
            await client.run("viscodex.imageToCode", asks(client, uri, start, end, mode="propose"))
            await client.message("ready")
            client.type(uri, text.index("old"), "very ")
            assert not any(action.title.startswith("Apply") for action in await client.actions(uri, 0))
            await client.message("Dropped 1 line of HTML from mock.png")


async def test_proposals_are_applied_and_discarded_by_command(tmp_path: Path) -> None:
    """`viscodex.applyProposal` and `viscodex.discardProposal` take an id, or the newest."""
    home = workspace(tmp_path / "site")
    async with scripted_engine(stream(REPLY)) as engine:
        async with editor(
            workspace=home, settings=settings(engine.url, delivery={"mode": "propose"})
        ) as client:
            uri = client.open(home / "index.html", PAGE, "html")
            for _ in range(2):
                count = len(client.messages)
                await client.run("viscodex.imageToCode", asks(client, uri, HOLE))
                await client.until(lambda count=count: len(client.messages) > count)  # type: ignore[misc]
            first, _ = (await client.request("viscodex/status", {})).proposals
            await client.run("viscodex.discardProposal", {"id": first.id})
            await client.message("Discarded")
            await client.run("viscodex.applyProposal")
            await client.message("Inserted")
            assert client.buffers[uri].text == FILLED
            assert (await client.request("viscodex/status", {})).proposals == []


async def test_a_refused_edit_is_kept_as_a_proposal(tmp_path: Path) -> None:
    """When the editor does not take the edit, the result is kept and offered."""
    home = workspace(tmp_path / "site")
    async with scripted_engine(stream(REPLY)) as engine:
        async with editor(workspace=home, settings=settings(engine.url), refuses=True) as client:
            uri = client.open(home / "index.html", PAGE, "html")
            await client.run("viscodex.imageToCode", asks(client, uri, HOLE))
            await client.message("did not take the edit; it is kept")
            assert (await client.actions(uri, 0))[0].title == "Apply 2 lines of HTML from mock.png"


async def test_a_lie_about_a_refused_edit_is_not_believed(tmp_path: Path) -> None:
    """Neovim answers `applied: true` for a stale edit it refused: the edit is offered again, rebased."""
    home = workspace(tmp_path / "site")
    async with scripted_engine(stream(REPLY)) as engine:
        options: dict[str, Any] = {"capabilities": "neovim", "settings": settings(engine.url), "lies": True}
        async with editor(workspace=home, **options) as client:
            uri = client.open(home / "index.html", PAGE, "html", version=1)
            race = iter([True])

            def type_just_before() -> None:
                if next(race, False):
                    client.type(uri, 0, "<!-- top -->\n")

            client.before_edit = type_just_before
            await client.run("viscodex.imageToCode", asks(client, uri, HOLE))
            await client.message("Inserted")
            assert client.buffers[uri].text == "<!-- top -->\n" + FILLED
            assert len(client.edits) == 2


async def test_a_client_without_progress_gets_messages(tmp_path: Path) -> None:
    """Where the client announces nothing at all, actions and messages still work."""
    home = workspace(tmp_path / "site")
    async with scripted_engine(stream(REPLY)) as engine:
        options: dict[str, Any] = {
            "capabilities": types.ClientCapabilities(),
            "settings": settings(engine.url),
        }
        async with editor(workspace=home, **options) as client:
            uri = client.open(home / "index.html", PAGE, "html")
            await client.run("viscodex.imageToCode", asks(client, uri, HOLE))
            await client.message("Working on the picture")
            await client.message("Inserted")
            assert (client.buffers[uri].text, client.progress) == (FILLED, [])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
async def test_positions_are_the_clients(encoding: str, tmp_path: Path) -> None:
    """Emoji and CRLF before the place do not shift the edit, whatever the client counts in."""
    home = workspace(tmp_path / "site")
    text = "<p>🙂é\u2028</p><i></i>\r\n"
    place = text.index("</i>")
    general = types.GeneralClientCapabilities(position_encodings=[types.PositionEncodingKind(encoding)])
    async with scripted_engine(stream("```html\n<b>x</b>\n```")) as engine:
        options: dict[str, Any] = {
            "capabilities": types.ClientCapabilities(general=general),
            "settings": settings(engine.url),
        }
        async with editor(workspace=home, **options) as client:
            assert client.encoding == encoding
            uri = client.open(home / "index.html", text, "html")
            client.type(uri, text.index("é"), "\f🙂")
            await client.run("viscodex.imageToCode", asks(client, uri, place + 2))
            await client.message("Inserted")
            typed = text.replace("é", "\f🙂é")
            assert "".join(client.buffers[uri].text.split()) == "".join(
                typed.replace("<i>", "<i><b>x</b>").split()
            )


async def test_the_deadline_ends_a_job(tmp_path: Path) -> None:
    """A model that never finishes is given up after request.timeoutSeconds, with a sentence."""
    home, never = workspace(tmp_path / "site"), asyncio.Event()
    async with scripted_engine(stream(REPLY), stream("```html\n", never)) as engine:
        limits = settings(engine.url, request={"timeoutSeconds": 4})
        async with editor(workspace=home, settings=limits) as client:
            uri = client.open(home / "index.html", PAGE, "html")
            await client.run("viscodex.imageToCode", asks(client, uri, HOLE, mode="propose"))
            await client.message("ready")
            await client.run("viscodex.imageToCode", asks(client, uri, HOLE))
            await client.message("4 s")
            await within(engine.requests[1].gone.wait())


async def test_an_engine_error_is_a_message(tmp_path: Path) -> None:
    """What the server answers is told in words; the key is nowhere."""
    home = workspace(tmp_path / "site")
    async with scripted_engine(plain(401)) as engine:
        environment = {"VISCODEX_API_KEY": "sk-planted-secret"}
        async with editor(workspace=home, settings=settings(engine.url), environment=environment) as client:
            uri = client.open(home / "index.html", PAGE, "html")
            await client.run("viscodex.imageToCode", asks(client, uri, HOLE))
            sentence = await client.message("key")
            assert "planted" not in sentence
            assert engine.requests[0].headers["authorization"] == "Bearer sk-planted-secret"
