"""Who and what gets through the team server's gateway, with the real HAProxy before scripted engines."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.fixtures.servers.scripted_engine import event, plain, stream
from tests.fixtures.servers.team_gateway import ENGINE_KEY, Gateway, gateway
from tests.fixtures.servers.team_replica import Replica


@pytest.fixture
async def entrance(engine: Replica) -> AsyncIterator[Gateway]:
    async with gateway([engine.url], "anna", "ben") as running:
        yield running


async def test_a_right_token_is_served_and_stays_outside(engine: Replica, entrance: Gateway) -> None:
    """The stream comes through byte for byte; the engine sees its own key, and neither token nor cookies."""
    answer = await entrance.ask("anna", **{"x-request-id": "my-id.7", "cookie": "a=b"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/event-stream")
    assert answer.content == event("from 0") + event("", finish="stop") + b"data: [DONE]\n\n"
    assert answer.headers["x-request-id"] == "my-id.7"
    (seen,) = engine.requests
    assert (seen.method, seen.path) == ("POST", "/v1/chat/completions")
    assert seen.headers["authorization"] == f"Bearer {ENGINE_KEY}"
    assert seen.headers["x-request-id"] == "my-id.7"
    assert "cookie" not in seen.headers
    assert entrance.tokens["anna"] not in str(seen.headers)


async def test_every_refused_token_gets_the_same_answer(engine: Replica, entrance: Gateway) -> None:
    """Missing, wrong, malformed, doubled, revoked and rotated tokens get one and the same 401, and reach nobody."""
    for person in ("anna", "ben"):
        assert (await entrance.ask(person)).status_code == 200
    served = len(engine.requests)
    entrance.team("revoke", "ben")
    fresh = entrance.team("rotate", "anna")
    old, gone = entrance.tokens["anna"], entrance.tokens["ben"]
    refused = [
        [],
        [("authorization", "Bearer vcx_wrong")],
        [("authorization", "Bearer")],
        [("authorization", f"Basic {fresh}")],
        [("authorization", fresh)],
        [("authorization", f"Bearer {fresh}x")],
        [("authorization", f"Bearer {fresh}"), ("authorization", f"Bearer {fresh}")],
        [("authorization", f"Bearer {gone}")],
        [("authorization", f"Bearer {old}")],
    ]
    answers = [
        await entrance.client.post("/v1/chat/completions", json={}, headers=headers) for headers in refused
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1
    assert len({frozenset(answer.headers) - {"connection"} for answer in answers}) == 1
    assert answers[0].json()["error"]["code"] == "token_refused"
    assert len(engine.requests) == served
    entrance.tokens["anna"] = fresh
    assert (await entrance.ask("anna")).status_code == 200


async def test_a_change_of_the_team_drops_no_stream(engine: Replica, entrance: Gateway) -> None:
    """Somebody revoked in mid-stream reads the end of it, a person added meanwhile is served at once."""
    more = asyncio.Event()
    engine.answer = stream("first", more, "last")
    async with entrance.stream("ben") as open_stream:
        pieces = open_stream.aiter_bytes()
        assert b"first" in await anext(pieces)
        entrance.team("revoke", "ben")
        entrance.tokens["cleo"] = entrance.team("add", "cleo")
        engine.answer = stream("hello")
        assert (await entrance.ask("cleo")).status_code == 200
        assert (await entrance.ask("ben")).status_code == 401
        more.set()
        rest = b"".join([piece async for piece in pieces])
    assert b"last" in rest
    assert rest.endswith(b"data: [DONE]\n\n")


REFUSED = {
    404: [
        "GET /",
        "GET /metrics",
        "GET /info",
        "GET /docs",
        "POST /generate",
        "POST /v1/completions",
        "POST /v1/chat/completions/",
        "POST /V1/chat/completions",
        "POST //v1/chat/completions",
        "POST /v1/%63hat/completions",
        "GET /v1/models/../../metrics",
        "GET /health/../metrics",
    ],
    405: [
        "GET /v1/chat/completions",
        "DELETE /v1/chat/completions",
        "OPTIONS /v1/chat/completions",
        "POST /v1/models",
        "POST /health",
        "TRACE /health",
    ],
}


async def test_nothing_else_of_an_engine_is_reached(engine: Replica, entrance: Gateway) -> None:
    """With a right token, any other path is a 404 and any other method a 405, in JSON, before any engine."""
    answers: dict[str, bytes] = {}
    for line in [line for lines in REFUSED.values() for line in lines]:
        reader, writer = await entrance.raw()
        head = f"{line} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {entrance.tokens['anna']}\r\n"
        writer.write(f"{head}content-length: 0\r\nconnection: close\r\n\r\n".encode())
        answers[line] = await reader.read()
        writer.close()
    seen = {
        status: [
            line for line, answer in answers.items() if answer.startswith(f"HTTP/1.1 {status} ".encode())
        ]
        for status in REFUSED
    }
    assert seen == REFUSED
    assert all(b'{"error":{' in answer for answer in answers.values())
    assert not engine.requests


async def test_models_and_health(engine: Replica, entrance: Gateway) -> None:
    """The models want a token; health wants none and tells nothing but whether a replica is up."""
    assert (await entrance.client.get("/v1/models")).status_code == 401
    models = await entrance.client.get("/v1/models", headers=entrance.headers("anna"))
    assert models.json()["data"][0]["id"] == "scripted"
    assert engine.asked_for_models[0].headers["authorization"] == f"Bearer {ENGINE_KEY}"
    health = await entrance.client.get("/health")
    assert (health.status_code, health.json()) == (200, {"status": "ok"})


async def test_a_query_goes_no_further(engine: Replica, entrance: Gateway) -> None:
    """What stands behind a question mark is not passed on: no engine option can be set there."""
    answer = await entrance.client.post(
        "/v1/chat/completions?stream=no&x=1", json={}, headers=entrance.headers("anna")
    )
    assert answer.status_code == 200
    assert engine.requests[0].path == "/v1/chat/completions"


async def test_an_engine_that_refuses_the_key_is_not_the_persons_fault(
    engine: Replica, entrance: Gateway
) -> None:
    """A 401 of the engine becomes a 502 that says whose key is wrong, so that nobody changes their own token."""
    engine.answer = plain(401)
    answer = await entrance.ask("anna")
    assert (answer.status_code, answer.json()["error"]["code"]) == (502, "engine_key")
