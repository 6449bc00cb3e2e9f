"""What can be wrong between a person and the team server is told apart: each fault has a sentence of its own."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator

import pytest

from tests.fixtures.servers.team_gateway import PATIENCE, Gateway, gateway
from tests.fixtures.servers.team_replica import Replica
from viscodex_lsp.core.errors import (
    CompleterError,
    KeyRefused,
    RequestRejected,
    ServerBusy,
    ServerUnreachable,
)
from viscodex_lsp.core.nouns import Message, Prompt
from viscodex_lsp.core.settings import RequestSettings, ServerSettings
from viscodex_lsp.edges.model.chat_client import ChatCompleter


@pytest.fixture
async def entrance(engine: Replica) -> AsyncIterator[Gateway]:
    async with gateway([engine.url], "anna", VISCODEX_REQUESTS_PER_MINUTE="1") as running:
        yield running


def completer(entrance: Gateway, **changes: str) -> ChatCompleter:
    """The client that `viscodex-lsp doctor` and the editor use, set rightly but for `changes`."""
    right = {"url": entrance.url, "ca_file": str(entrance.certificate), "key": entrance.tokens["anna"]}
    settings = right | changes
    key, seconds = settings.pop("key"), float(settings.pop("seconds", "120"))
    return ChatCompleter(
        server=ServerSettings(**settings), request=RequestSettings(timeout_seconds=seconds), key=key
    )


async def test_each_fault_has_its_own_sentence(entrance: Gateway) -> None:
    """Name, certificate, token, path and model: what doctor asks first says which of them is wrong."""
    said: dict[str, tuple[type[CompleterError], str]] = {}
    cases = {
        "name": {"url": "https://gateway.invalid"},
        "certificate": {"ca_file": ""},
        "token": {"key": "vcx_wrong"},
        "no token": {"key": ""},
        "path": {"url": entrance.url + "/elsewhere"},
        "model": {"model": "gpt-4"},
    }
    for name, changes in cases.items():
        asking = completer(entrance, **changes)
        with pytest.raises(CompleterError) as refused:
            await asking.identify()
        await asking.close()
        said[name] = (refused.type, str(refused.value))
    expected = {
        "name": (ServerUnreachable, "cannot be resolved"),
        "certificate": (ServerUnreachable, "is not trusted"),
        "token": (KeyRefused, "does not accept the API key"),
        "no token": (KeyRefused, "wants an API key"),
        "path": (RequestRejected, "has no chat completions at this address"),
        "model": (RequestRejected, "has no model named 'gpt-4'; it has scripted"),
    }
    for name, (kind, words) in expected.items():
        assert issubclass(said[name][0], kind), said[name]
        assert words in said[name][1]


async def doctor(**environment: str) -> str:
    """The line of `viscodex-lsp doctor` about the model, in a shell with these variables."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "viscodex_lsp",
        "doctor",
        env=os.environ | environment,
        stdout=asyncio.subprocess.PIPE,
    )
    told, _ = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == 1
    (line,) = [line for line in told.decode().splitlines() if line[4:].split()[0] == "model"]
    return line


async def test_the_doctor_tells_the_faults_apart(entrance: Gateway) -> None:
    """`viscodex-lsp doctor` itself, with address, key and model from the environment and the authority from
    SSL_CERT_FILE, names the part that is wrong; with all of them right the model's line is ok."""
    right = {
        "VISCODEX_SERVER_URL": entrance.url,
        "VISCODEX_API_KEY": entrance.tokens["anna"],
        "VISCODEX_MODEL": "scripted",
        "SSL_CERT_FILE": str(entrance.certificate),
        "DISPLAY": "",
        "WAYLAND_DISPLAY": "",
    }
    cases = {
        "ok ": {},
        "cannot be resolved": {"VISCODEX_SERVER_URL": "https://gateway.invalid"},
        "is not trusted": {"SSL_CERT_FILE": ""},
        "does not accept the API key": {"VISCODEX_API_KEY": "vcx_wrong"},
        "wants an API key": {"VISCODEX_API_KEY": ""},
        "has no chat completions at this address": {"VISCODEX_SERVER_URL": entrance.url + "/elsewhere"},
        "has no model named 'gpt-4'": {"VISCODEX_MODEL": "gpt-4"},
    }
    told = {words: await doctor(**right | change) for words, change in cases.items()}
    assert {words: line for words, line in told.items() if words not in line} == {}
    assert [words for words, line in told.items() if not line.startswith("BAD")] == ["ok "]


async def test_an_own_limit_is_not_a_full_server(engine: Replica, entrance: Gateway) -> None:
    """Who has asked too often hears that it is their limit, which one, and when to ask again."""
    prompt = Prompt((Message("user", ("draw",)),))
    asking = completer(entrance, model="scripted")
    said = [piece.text async for piece in asking.stream(prompt, notify=print)]
    assert said[0] == "from 0"
    await asking.close()
    # Nine seconds are too few for a Retry-After of ten: nothing is waited for.
    again = completer(entrance, model="scripted", seconds="9")
    with pytest.raises(ServerBusy) as refused:
        _ = [piece async for piece in again.stream(prompt, notify=print)]
    await again.close()
    sentence = str(refused.value)
    assert (
        "takes no more requests of yours for now (Your own limit is reached: 1 requests a minute)" in sentence
    )
    assert sentence.endswith("Try again in 10 s.")
    assert len(engine.requests) == 1
