"""The gateway against requests that mean harm: each gets its refusal in JSON, no engine sees it, others are served."""

from collections.abc import AsyncIterator

import pytest

from tests.fixtures.servers.team_gateway import Gateway, gateway
from tests.fixtures.servers.team_replica import Replica


@pytest.fixture
async def entrance(engine: Replica) -> AsyncIterator[Gateway]:
    async with gateway([engine.url], "anna", VISCODEX_HEADER_SECONDS="3") as running:
        yield running


async def answer_to(entrance: Gateway, sent: bytes) -> bytes:
    """Everything that the gateway says to these bytes, until it closes the connection."""
    reader, writer = await entrance.raw()
    writer.write(sent)
    try:
        return await reader.read()
    finally:
        writer.close()


def head(entrance: Gateway, *lines: str) -> bytes:
    """A chat request's head with anna's token and further lines."""
    first = "POST /v1/chat/completions HTTP/1.1", f"authorization: Bearer {entrance.tokens['anna']}"
    return "\r\n".join([*first, "host: x", *lines, "", ""]).encode()


def status_of(answer: bytes) -> int:
    """The status of the first answer."""
    return int(answer.split()[1])


async def test_a_body_over_the_limit_is_a_413(engine: Replica, entrance: Gateway) -> None:
    """40 MB are refused in JSON even to a client that sends them all first; one byte over is over; no engine hears
    of it, and an absurd length is cut off at once."""
    endless = await answer_to(entrance, head(entrance, "content-length: 99999999999"))
    assert endless.startswith(b"HTTP/1.1 413 ")
    assert b'"code":"too_large"' in endless
    for size in (40_000_000, 33_554_433):
        answer = await entrance.client.post(
            "/v1/chat/completions", content=bytes(size), headers=entrance.headers("anna")
        )
        assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")
    assert not engine.requests


async def test_a_large_body_within_the_limit_arrives_whole(engine: Replica, entrance: Gateway) -> None:
    """20 MB, which no buffer of the gateway holds, reach the engine byte for byte."""
    body = b'{"padding": "' + b"0123456789abcdef" * 1_250_000 + b'"}'
    answer = await entrance.client.post(
        "/v1/chat/completions", content=body, headers=entrance.headers("anna")
    )
    assert answer.status_code == 200
    assert engine.requests[0].body == body


async def test_malformed_requests_reach_no_engine(engine: Replica, entrance: Gateway) -> None:
    """10,000 headers, long headers, two lengths, no length and another protocol are refused; others are served."""
    many = [f"x-{number}: y" for number in range(10_000)]
    cases = {
        "10,000 headers": (head(entrance, "content-length: 0", *many), 400),
        "a long header": (
            head(entrance, "content-length: 0", "connection: close", "x: " + "y" * 20_000),
            431,
        ),
        "two lengths": (head(entrance, "content-length: 2", "content-length: 3") + b"{}", 400),
        "a negative length": (head(entrance, "content-length: -1"), 400),
        "chunks": (head(entrance, "transfer-encoding: chunked", "connection: close") + b"0\r\n\r\n", 411),
        "no length": (head(entrance, "connection: close"), 411),
        "bytes": (bytes(range(256)) * 10, 400),
        "HTTP/2": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
    }
    answers = {name: await answer_to(entrance, sent) for name, (sent, _) in cases.items()}
    assert {name: status_of(answer) for name, answer in answers.items()} == {
        name: status for name, (_, status) in cases.items()
    }
    assert not engine.requests
    assert (await entrance.ask("anna")).status_code == 200


async def test_both_a_length_and_chunks_are_read_one_way(engine: Replica, entrance: Gateway) -> None:
    """A request with both framings cannot hide a second one in its body from the gateway."""
    hidden = b"POST /generate HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n"
    sent = head(entrance, f"content-length: {len(hidden) + 5}", "transfer-encoding: chunked")
    answer = await answer_to(entrance, sent + b"0\r\n\r\n" + hidden)
    assert answer.count(b"HTTP/1.1 ") == 1
    assert status_of(answer) in (400, 411)
    assert not engine.requests


async def test_slow_headers_are_given_up(engine: Replica, entrance: Gateway) -> None:
    """Headers that never end are answered with a 408 when their time is over, and hold no place."""
    unfinished = head(entrance, "content-length: 2").removesuffix(b"\r\n")
    assert status_of(await answer_to(entrance, unfinished)) == 408
    assert not engine.requests


async def test_pipelined_garbage_ends_the_connection(engine: Replica, entrance: Gateway) -> None:
    """Behind a whole request, bytes that are no request get a 400 and an end; the first is answered."""
    whole = head(entrance, "content-length: 2") + b"{}"
    answer = await answer_to(entrance, whole + b"\0\xff garbage \r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b"HTTP/1.1 400 " in answer
    assert len(engine.requests) == 1


async def test_a_header_cannot_name_another_person_or_id(engine: Replica, entrance: Gateway) -> None:
    """A request id that would break the log is replaced by one of the gateway's own."""
    answer = await entrance.ask("anna", **{"x-request-id": 'a","person":"ben'})
    assert answer.headers["x-request-id"] != 'a","person":"ben'
    assert engine.requests[0].headers["x-request-id"] == answer.headers["x-request-id"]
    (logged,) = await entrance.logged(1)
    assert logged["person"] == "anna"
