"""What the gateway itself answers when something goes wrong: JSON with a sentence, for every status it can give."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest

from tests.contract.team.test_hostile import answer_to, head
from tests.contract.team.test_limits import arrived
from tests.fixtures.servers.scripted_engine import Answer, HangUp, Silence, stream
from tests.fixtures.servers.team_gateway import PATIENCE, QUESTION, Gateway, gateway
from tests.fixtures.servers.team_replica import Replica
from viscodex_lsp.core.nouns import Message, Prompt
from viscodex_lsp.core.settings import RequestSettings, ServerSettings
from viscodex_lsp.edges.model.chat.retry import RetryPolicy
from viscodex_lsp.edges.model.chat_client import ChatCompleter

QUICK = {
    "VISCODEX_HEADER_SECONDS": "3",
    "VISCODEX_BODY_SECONDS": "3",
    "VISCODEX_SILENCE_SECONDS": "5",
    "VISCODEX_QUEUE_SECONDS": "1",
    "VISCODEX_REPLICA_STREAMS": "1",
}


@pytest.fixture
async def entrance(engine: Replica) -> AsyncIterator[Gateway]:
    async with gateway([engine.url], "anna", "ben", **QUICK) as running:
        yield running


def refusal(answer: bytes) -> tuple[int, str]:
    """Status and code of the first answer, which has to be a refusal in OpenAI's shape."""
    start, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = start.decode().lower().split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)
    error = json.loads(body[: int(headers["content-length"])])["error"]
    assert headers["content-type"] == "application/json"
    assert set(error) == {"message", "type", "code"}
    assert error["message"].endswith(".")
    return int(first.split()[1]), error["code"]


async def test_what_the_client_does_wrong_is_told_in_json(engine: Replica, entrance: Gateway) -> None:
    """Another protocol, a body that stops, has no length or is too long, and long headers: each has its own code."""
    cases = {
        (400, "bad_request"): b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        (408, "too_slow"): head(entrance, "content-length: 20") + b"{}",
        (411, "length_missing"): head(entrance, "connection: close"),
        (413, "too_large"): head(entrance, "content-length: 134217729"),
        (431, "headers_too_long"): head(
            entrance, "content-length: 0", "connection: close", "x: " + "y" * 17_000
        ),
    }
    told = [refusal(await answer_to(entrance, sent)) for sent in cases.values()]
    assert told == list(cases)
    assert not engine.requests


async def test_what_is_no_request_gets_a_bare_page(engine: Replica, entrance: Gateway) -> None:
    """HAProxy answers what it cannot parse before any rule: a 400 or 408 that holds nothing of what was sent, and the
    end of the connection."""
    secret = entrance.tokens["anna"]
    cases = {
        b"HTTP/1.1 400 ": head(entrance, "no header"),
        b"HTTP/1.1 408 ": head(entrance, "content-length: 2").removesuffix(b"\r\n"),
    }
    for status, sent in cases.items():
        answer = await answer_to(entrance, sent)
        assert answer.startswith(status)
        assert b"connection: close" in answer.lower()
        assert secret.encode() not in answer
    assert not engine.requests


@pytest.mark.parametrize(
    ("answer", "expected"),
    [([HangUp()], (502, "replica_failed")), ([Silence()], (504, "replica_silent"))],
)
async def test_what_a_replica_does_wrong_is_told_in_json(
    engine: Replica, entrance: Gateway, answer: Answer, expected: tuple[int, str]
) -> None:
    """When no replica answers as it should, the person reads whether it broke off or fell silent."""
    engine.answer = answer
    body = json.dumps(QUESTION).encode()
    sent = head(entrance, f"content-length: {len(body)}", "connection: close") + body
    assert refusal(await answer_to(entrance, sent)) == expected


async def test_a_connection_that_was_kept_is_closed_and_the_editor_asks_again(
    engine: Replica, entrance: Gateway
) -> None:
    """On a connection that has served before, HAProxy closes instead of a 502; the language server then asks again."""

    async def mend(_: float) -> None:
        engine.answer = stream("mended")

    said: list[str] = []
    completer = ChatCompleter(
        server=ServerSettings(url=entrance.url, model="scripted", ca_file=str(entrance.certificate)),
        request=RequestSettings(timeout_seconds=PATIENCE, first_token_seconds=PATIENCE),
        key=entrance.tokens["anna"],
        retry=RetryPolicy(sleep=mend),
    )
    question = Prompt((Message("user", ("draw",)),))
    first = [piece.text async for piece in completer.stream(question, notify=said.append)]
    engine.answer = [HangUp()]
    second = [piece.text async for piece in completer.stream(question, notify=said.append)]
    await completer.close()
    assert ("".join(first), "".join(second)) == ("from 0", "mended")
    assert said == ["The server does not answer, trying again in 1 s"]


async def test_a_place_that_does_not_come_free_is_told_in_json(engine: Replica, entrance: Gateway) -> None:
    """Who has waited as long as the queue allows gets a 503 that says when to come back."""
    end = asyncio.Event()
    engine.answer = stream("begun", end)
    first = asyncio.create_task(entrance.ask("anna"))
    await arrived(engine, 1)
    refused = await entrance.ask("ben")
    end.set()
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "4")
    assert refused.json()["error"]["code"] == "no_replica"
    assert refused.headers["x-request-id"]
    assert (await first).status_code == 200


async def test_who_is_refused_hears_why_with_a_picture_too(engine: Replica) -> None:
    """A refusal waits until a large request has been sent: none of 60 looks like a broken connection to its client."""
    picture = {**QUESTION, "padding": "x" * 1_600_000}
    async with gateway([engine.url], "anna", VISCODEX_REQUESTS_PER_MINUTE="0") as entrance:
        entrance.tokens["nobody"] = "vcx_wrong"
        told = [(await entrance.ask(person, picture)).status_code for person in ["anna", "nobody"] * 20]
        client, headers = entrance.client, entrance.headers("anna")
        for _ in range(20):
            told.append((await client.post("/elsewhere", json=picture, headers=headers)).status_code)
    assert told == [429, 401] * 20 + [404] * 20
    assert not engine.requests


async def test_far_too_much_at_once_is_cut_off(engine: Replica) -> None:
    """Of forty requests whose bodies one person holds back, those beyond the limit and 24 more are not waited for."""
    async with gateway([engine.url], "anna", "ben", VISCODEX_STREAMS="2") as entrance:
        unfinished = head(entrance, "content-length: 20") + b"{}"
        opened = [await entrance.raw() for _ in range(40)]
        for _, writer in opened:
            writer.write(unfinished)
        waiting = {asyncio.ensure_future(reader.read()) for reader, _ in opened}
        told: list[bytes] = []
        async with asyncio.timeout(PATIENCE):
            while len(told) < 14:
                done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
                told += [task.result() for task in done]
        assert {refusal(answer) for answer in told} == {(429, "own_streams")}
        assert (await entrance.ask("ben")).status_code == 200
        for _, writer in opened:
            writer.close()
        await asyncio.gather(*waiting)
