"""A real `viscodex-lsp` in an editor behind the real gateway: what a person sees when all is well, and when not."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.fixtures.people.virtual_editor import VirtualEditor, editor
from tests.fixtures.pictures.scenes import FILLED, HOLE, PAGE, REPLY, asks, workspace
from tests.fixtures.servers.scripted_engine import Answer, HangUp, stream
from tests.fixtures.servers.team_gateway import Gateway, gateway
from tests.fixtures.servers.team_replica import Replica, replicas


@pytest.fixture
async def engines() -> AsyncIterator[list[Replica]]:
    async with replicas(2) as both:
        yield both


@asynccontextmanager
async def at_work(entrance: Gateway, folder: Path) -> AsyncIterator[tuple[VirtualEditor, str]]:
    """An editor with address, token and authority of the gateway, and the uri of a page that is open in it."""
    home = workspace(folder / "site")
    server = {"url": entrance.url, "caFile": str(entrance.certificate)}
    settings = {"server": server, "truth": {"mode": "off"}}
    environment = {"VISCODEX_API_KEY": entrance.tokens["anna"]}
    async with editor(workspace=home, settings=settings, environment=environment) as client:
        yield client, client.open(home / "index.html", PAGE, "html")


async def test_a_picture_becomes_an_edit(engines: list[Replica], tmp_path: Path) -> None:
    """With nothing but address, token and authority set, a chosen picture is in the document."""
    for engine in engines:
        engine.answer = stream(REPLY)
    async with gateway([engine.url for engine in engines], "anna") as entrance:
        async with at_work(entrance, tmp_path) as (client, uri):
            await client.run("viscodex.imageToCode", asks(client, uri, HOLE))
            await client.message("Inserted 2 lines")
            assert client.buffers[uri].text == FILLED


@pytest.mark.parametrize("beginning", ["```html\n<h1>Hello</h1>\n<p>Wor", REPLY])
async def test_a_replica_that_dies_in_mid_stream_changes_nothing(
    engines: list[Replica], tmp_path: Path, beginning: str
) -> None:
    """The person reads a sentence, the document is as it was, and nothing was asked twice; even where what came
    looks whole."""
    broken: Answer = stream(beginning, HangUp())
    for engine in engines:
        engine.answer = broken
    async with gateway([engine.url for engine in engines], "anna") as entrance:
        async with at_work(entrance, tmp_path) as (client, uri):
            await client.run("viscodex.imageToCode", asks(client, uri, HOLE))
            await client.message("broke before the reply was complete. Try again")
            assert client.buffers[uri].text == PAGE
            assert client.edits == []
    assert sum(len(engine.requests) for engine in engines) == 1


async def test_an_ended_token_is_a_sentence(engines: list[Replica], tmp_path: Path) -> None:
    """Once the token has been rotated, the editor says that the key is not accepted, and no engine hears of it."""
    async with gateway([engine.url for engine in engines], "anna") as entrance:
        async with at_work(entrance, tmp_path) as (client, uri):
            entrance.team("rotate", "anna")
            await client.run("viscodex.imageToCode", asks(client, uri, HOLE))
            await client.message("does not accept the API key")
            assert client.buffers[uri].text == PAGE
    assert not [request for engine in engines for request in engine.requests]
