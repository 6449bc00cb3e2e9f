"""What a local server foretells about its own time: read with care, told to the person, and waited for."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.fixtures.servers.raw_server import Route, raw_server
from viscodex_lsp.core.errors import TimedOut
from viscodex_lsp.core.nouns import Message, Prompt
from viscodex_lsp.core.settings import RequestSettings, ServerSettings
from viscodex_lsp.edges.model.chat.limits import Limits
from viscodex_lsp.edges.model.chat.wire import read_said
from viscodex_lsp.edges.model.chat_client import ChatCompleter

OPENING = {"choices": [{"index": 0, "delta": {"role": "assistant", "content": ""}, "finish_reason": None}]}
CODE = {"choices": [{"index": 0, "delta": {"content": "```py\nx\n```"}, "finish_reason": "stop"}]}


@pytest.mark.parametrize(
    ("told", "seconds"),
    [(42.5, 42.5), (10**9, 1800.0), (-1, 0.0), ("soon", 0.0), (True, 0.0), (float("nan"), 0.0), (None, 0.0)],
)
def test_only_a_sound_time_is_believed(told: Any, seconds: float) -> None:
    """A server cannot make a person wait for ever by what it foretells."""
    said = read_said(OPENING | {"estimated_seconds": told})
    assert said is not None
    assert said.seconds == seconds


async def test_silence_is_borne_as_long_as_was_foretold_and_no_longer() -> None:
    """Before text comes; after it the usual limit holds."""
    limits = Limits(
        RequestSettings(stall_seconds=0.05), deadline=asyncio.get_running_loop().time() + 60, server="here"
    )
    limits.expect(15)
    assert await limits.next(asyncio.sleep(0.1, "late"), has_text=False) == "late"
    limits.expect(0.1)
    with pytest.raises(TimedOut, match=r"silent for 0\.2 s"):
        await limits.next(asyncio.sleep(5), has_text=False)
    with pytest.raises(TimedOut, match=r"silent for 0\.05 s"):
        await limits.next(asyncio.sleep(5))


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (40.0, ["This takes about 40 s on this machine"]),
        (300.0, ["This takes about 300 s on this machine, more than viscodex.request.timeoutSeconds (120)"]),
        (2.0, []),
    ],
)
async def test_a_long_wait_is_said_before_it_begins(told: float, sentence: list[str]) -> None:
    """A short one is not worth a word; one that the settings will cut off is said to be."""
    events = [OPENING | {"estimated_seconds": told}, CODE]
    body = "".join(f"data: {json.dumps(event)}\n\n" for event in events).encode()
    heard: list[str] = []
    with raw_server(Route("/v1/chat/completions", body=body)) as server:
        asked = ChatCompleter(
            server=ServerSettings(url=server.url, model="m"), request=RequestSettings(), key=None
        )
        pieces: AsyncIterator[Any] = asked.stream(Prompt((Message("user", ("Hi",)),)), notify=heard.append)
        assert "".join([piece.text async for piece in pieces]) == "```py\nx\n```"
        await asked.close()
    assert heard == sentence


@pytest.mark.parametrize(
    ("told", "reached"),
    [
        ({"done": 3, "total": 40}, (3, 40)),
        ({"done": 0, "total": 0}, (0, 0)),
        ({"done": 5, "total": 4}, None),
        ({"done": -1, "total": 4}, None),
        ({"done": "3", "total": 40}, None),
        ({"done": 1, "total": 10**9}, None),
        ("half", None),
        (None, None),
    ],
)
def test_only_sound_counts_are_progress(told: Any, reached: tuple[int, int] | None) -> None:
    said = read_said(OPENING | {"progress": told})
    assert said is not None
    assert said.reached == reached


async def test_how_far_a_reading_is_reaches_the_person() -> None:
    """It is no part of the reply."""
    reached = [{"done": 0, "total": 0}, {"done": 16, "total": 40}]
    news = [
        {"choices": [{"index": 0, "delta": {}, "finish_reason": None}], "progress": one} for one in reached
    ]
    body = "".join(f"data: {json.dumps(event)}\n\n" for event in [OPENING, *news, CODE]).encode()
    heard: list[str] = []
    with raw_server(Route("/v1/chat/completions", body=body)) as server:
        asked = ChatCompleter(
            server=ServerSettings(url=server.url, model="m"), request=RequestSettings(), key=None
        )
        pieces: AsyncIterator[Any] = asked.stream(Prompt((Message("user", ("Hi",)),)), notify=heard.append)
        assert "".join([piece.text async for piece in pieces]) == "```py\nx\n```"
        await asked.close()
    assert heard == ["Looking for text in the picture", "Reading the picture: line 16 of 40"]
