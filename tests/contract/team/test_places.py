"""Nobody takes the places of others: not with one token, not with one address, not with slow or large requests."""

import asyncio
import json
import ssl
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.fixtures.servers.scripted_engine import stream
from tests.fixtures.servers.team_gateway import ENGINE_KEY, PATIENCE, QUESTION, Gateway, gateway
from tests.fixtures.servers.team_replica import replicas


async def begun(entrance: Gateway, head: str, body: bytes = b"") -> tuple[Any, Any]:
    """A request of which the head and a part of the body are sent, and no more."""
    reader, writer = await entrance.raw()
    writer.write(head.replace("\n", "\r\n").encode() + b"\r\n\r\n" + body)
    await writer.drain()
    return reader, writer


async def answer(reader: asyncio.StreamReader) -> tuple[int, dict[str, Any]]:
    """The status and the JSON of what comes back."""
    async with asyncio.timeout(PATIENCE):
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            int(line.split(b":")[1])
            for line in head.lower().split(b"\r\n")
            if line.startswith(b"content-length")
        )
        return int(head.split()[1]), json.loads(await reader.readexactly(length))


@pytest.mark.parametrize("extra", ["content-length: 1", "transfer-encoding: chunked"])
@pytest.mark.parametrize("path", ["/v1/models", "/health"])
async def test_a_path_without_a_body_takes_none(path: str, extra: str) -> None:
    """Such a request is refused at once, and holds no place of the engines."""
    async with replicas(1) as (engine,), gateway([engine.url], "ann", "ben") as entrance:
        head = f"GET {path} HTTP/1.1\nhost: x\nauthorization: Bearer {entrance.tokens['ann']}\n{extra}"
        opened = [await begun(entrance, head) for _ in range(16)]
        assert (await entrance.ask("ben")).status_code == 200
        for reader, writer in opened:
            status, told = await answer(reader)
            assert (status, told["error"]["code"]) == (400, "body_unwanted")
            writer.close()
        assert not engine.asked_for_models


async def test_the_list_of_models_is_counted_for_each_person() -> None:
    async with replicas(1) as (engine,):
        async with gateway([engine.url], "ann", "ben", VISCODEX_REQUESTS_PER_MINUTE="1") as entrance:
            statuses = [
                (await entrance.client.get("/v1/models", headers=entrance.headers("ann"))).status_code
                for _ in range(9)
            ]
            assert (statuses[0], statuses[-1]) == (200, 429)
            other = await entrance.client.get("/v1/models", headers=entrance.headers("ben"))
            assert other.status_code == 200


def chat_head(entrance: Gateway, person: str, length: int) -> str:
    """The head of a chat request of `person`."""
    return (
        "POST /v1/chat/completions HTTP/1.1\nhost: x\n"
        f"authorization: Bearer {entrance.tokens[person]}\ncontent-length: {length}"
    )


# A body that fits the gateway's buffer; one that does not, stalled within its reach, beyond it, and at once.
STALLS = [(3_000_000, 300_000), (6_000_000, 4_300_000), (20_000_000, 5_000_000), (6_000_000, 0)]


@pytest.mark.parametrize("limit", ["VISCODEX_BODY_SECONDS", "VISCODEX_CLIENT_SECONDS"])
@pytest.mark.parametrize(("length", "sent"), STALLS)
async def test_an_upload_that_stalls_is_ended(length: int, sent: int, limit: str) -> None:
    """It ends with 408 after the time for a body or for silence, whatever its size; it never held the only place."""
    async with replicas(1) as (engine,):
        small = {limit: "2", "VISCODEX_REPLICA_STREAMS": "1"}
        async with gateway([engine.url], "ann", "ben", **small) as entrance:
            reader, writer = await begun(entrance, chat_head(entrance, "ann", length), b" " * sent)
            assert (await entrance.ask("ben")).status_code == 200
            assert not reader.at_eof()
            status, told = await answer(reader)
            assert (status, told["error"]["code"]) == (408, "too_slow")
            writer.close()
        assert len(engine.requests) == 1


@pytest.mark.parametrize("letters", [10, 5_000_000])
async def test_a_client_may_wait_longer_than_it_may_be_silent(letters: int) -> None:
    """While the model thinks, and between its words, the client owes nothing."""
    thought, went_on = asyncio.Event(), asyncio.Event()
    async with replicas(1) as (engine,):
        engine.answer = [*stream("a", thought, "b")[:1], went_on, *stream("a", thought, "b")[1:]]
        async with gateway([engine.url], "ann", VISCODEX_CLIENT_SECONDS="1") as entrance:
            loop = asyncio.get_running_loop()
            loop.call_later(2.5, went_on.set)
            loop.call_later(5, thought.set)
            answered = await entrance.ask("ann", {**QUESTION, "note": "x" * letters})
    assert answered.status_code == 200
    assert answered.text.endswith("data: [DONE]\n\n")


async def test_an_upload_that_drips_is_ended() -> None:
    """A byte now and then does not prolong the time for a body over 4 MB."""
    async with replicas(1) as (engine,):
        async with gateway([engine.url], "ann", VISCODEX_BODY_SECONDS="2") as entrance:
            reader, writer = await begun(entrance, chat_head(entrance, "ann", 6_000_000), b" " * 4_300_000)
            told = asyncio.ensure_future(answer(reader))
            while not told.done():
                writer.write(b" ")
                await asyncio.wait([told], timeout=0.2)
            assert (await told)[0] == 408
            writer.close()


async def test_large_uploads_of_one_person_come_one_at_a_time() -> None:
    """The second over 4 MB is told so once it is sent, and another person is served."""
    async with replicas(1) as (engine,):
        async with gateway([engine.url], "ann", "ben", VISCODEX_REPLICA_STREAMS="1") as entrance:
            _, first = await begun(entrance, chat_head(entrance, "ann", 6_000_000), b" " * 4_300_000)
            refused = await entrance.ask("ann", {**QUESTION, "note": "x" * 5_000_000})
            assert (refused.status_code, refused.json()["error"]["code"]) == (429, "own_streams")
            assert (await entrance.ask("ben", {**QUESTION, "note": "x" * 5_000_000})).status_code == 200
            first.close()


async def test_a_large_request_arrives_whole() -> None:
    """31 MB reach the engine byte for byte, with the engines' key; its answer is streamed, and logged once."""
    content = {**QUESTION, "messages": [{"role": "user", "content": "x" * 31_000_000}]}
    async with replicas(1) as (engine,), gateway([engine.url], "ann") as entrance:
        assert (await entrance.ask("ann", content)).status_code == 200
        assert json.loads(engine.requests[0].body) == content
        assert engine.requests[0].headers["authorization"] == f"Bearer {ENGINE_KEY}"
        (line,) = await entrance.logged(1)
        assert (line["person"], line["route"], line["status"]) == ("ann", "chat", 200)


async def test_the_limit_of_bytes_is_told_to_a_large_request() -> None:
    async with replicas(1) as (engine,):
        async with gateway([engine.url], "ann", VISCODEX_BYTES_PER_MINUTE="6000000") as entrance:
            statuses = [
                (await entrance.ask("ann", {**QUESTION, "note": "x" * 5_000_000})).status_code
                for _ in range(3)
            ]
            assert statuses == [200, 200, 429]
        assert len(engine.requests) == 2


@pytest.mark.parametrize("field", ['"n": 1000', '"\\u006e": 1000', '"url": "http://127.0.0.1/x"'])
async def test_the_end_of_a_large_request_is_looked_at_too(field: str) -> None:
    """What a request may ask for is checked in all of it, also where it does not fit the gateway's buffer."""
    content = json.dumps({**QUESTION, "note": "x" * 9_000_000})[:-1] + f", {field}}}"
    async with replicas(1) as (engine,), gateway([engine.url], "ann") as entrance:
        refused = await entrance.client.post(
            "/v1/chat/completions", content=content.encode(), headers=entrance.headers("ann")
        )
        assert refused.status_code == 400
        assert not engine.requests


async def test_an_answer_that_nobody_reads_is_ended() -> None:
    """A client that stops reading loses its answer after the time for a silent client, and its place is free."""
    async with replicas(1) as (engine,):
        small = {"VISCODEX_CLIENT_SECONDS": "2", "VISCODEX_REPLICA_STREAMS": "1"}
        async with gateway([engine.url], "ann", "ben", **small) as entrance:
            engine.answer = stream("x" * 30_000_000, asyncio.Event())
            body = json.dumps(QUESTION).encode()
            head = chat_head(entrance, "ann", len(body))
            _, writer = await entrance.raw()
            writer.transport.pause_reading()  # type: ignore[attr-defined]  # a socket's transport has it
            writer.write(head.replace("\n", "\r\n").encode() + b"\r\n\r\n" + body)
            async with asyncio.timeout(PATIENCE):
                while not engine.requests:
                    await asyncio.sleep(0.01)
                engine.answer = stream("done")
                assert (await entrance.ask("ben")).status_code == 200
            writer.close()


async def connections(entrance: Gateway, count: int, *addresses: str) -> list[asyncio.StreamWriter]:
    """`count` bare connections from each of the addresses, as many as are let in."""
    _, _, port = entrance.url.rpartition(":")
    opened = []
    for address in [address for address in addresses for _ in range(count)]:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", int(port), local_addr=(address, 0))
        except ConnectionError:
            continue  # one too many: turned away
        opened.append(writer)
    return opened


@pytest.mark.parametrize(("addresses", "each"), [(1, 2100), (40, 64)])
async def test_strangers_leave_room_for_others(addresses: int, each: int) -> None:
    """More bare connections than there are places, of one address or of many where nobody signed in: others are served
    at once, though these would be let wait for ten minutes."""
    strangers = [f"127.0.0.{number}" for number in range(2, 2 + addresses)]
    patient = {"VISCODEX_CLIENT_SECONDS": "600"}
    async with replicas(1) as (engine,), gateway([engine.url], "ben", **patient) as entrance:
        assert (await entrance.ask("ben")).status_code == 200
        opened = await connections(entrance, each, *strangers)
        try:
            async with asyncio.timeout(PATIENCE):
                _, writer = await entrance.raw()
            writer.close()
            assert (await entrance.ask("ben")).status_code == 200
            async with asyncio.timeout(PATIENCE):
                while int(await counted(entrance, "CurrConns")) > min(addresses * 64, 1500) + 16:
                    await asyncio.sleep(0.05)
        finally:
            for one in opened:
                one.close()


async def test_a_handshake_that_never_comes_is_ended() -> None:
    """A connection that says nothing, or too little, is closed after the time for it."""
    async with replicas(1) as (engine,), gateway([engine.url], VISCODEX_CLIENT_SECONDS="1") as entrance:
        _, _, port = entrance.url.rpartition(":")
        for beginning in (b"", b"\x16\x03\x01"):
            reader, writer = await asyncio.open_connection("127.0.0.1", int(port))
            writer.write(beginning)
            async with asyncio.timeout(PATIENCE):
                assert await reader.read() == b""
            writer.close()


async def counted(entrance: Gateway, name: str) -> str:
    told = await entrance.command("show info")
    return next(line.split(": ")[1] for line in told.splitlines() if line.startswith(f"{name}:"))


async def test_bodies_without_a_right_token_take_no_memory() -> None:
    """60 addresses with 8 unfinished bodies of 3.9 MB each: the gateway stays below 300 MB, and people are served."""
    async with replicas(1) as (engine,), gateway([engine.url], "ben") as entrance, AsyncExitStack() as stack:
        _, _, port = entrance.url.rpartition(":")
        context = ssl.create_default_context(cafile=entrance.certificate)
        body = b" " * 3_900_000
        entrance.tokens["stranger"] = "no"
        head = chat_head(entrance, "stranger", 4_000_000).replace("\n", "\r\n").encode() + b"\r\n\r\n"

        async def unfinished(address: str) -> None:
            try:
                _, writer = await asyncio.open_connection(
                    "127.0.0.1", int(port), ssl=context, server_hostname="127.0.0.1", local_addr=(address, 0)
                )
                stack.callback(writer.close)
                writer.write(head + body)
                async with asyncio.timeout(10):
                    await writer.drain()
            except (OSError, TimeoutError):
                return  # turned away: that is right too

        for start in range(0, 480, 40):
            await asyncio.gather(*(unfinished(f"127.0.{1 + n // 8}.9") for n in range(start, start + 40)))
        parent = psutil.Process(entrance.process.pid)
        held = max(child.memory_info().rss for child in [parent, *parent.children(recursive=True)])
        assert held < 300_000_000
        assert (await entrance.ask("ben")).status_code == 200


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"n": 1000}, "too_much_work"),
        ({"best_of": 100}, "too_much_work"),
        ({"max_tokens": 100_000}, "too_much_work"),
        ({"max_completion_tokens": 9000}, "too_much_work"),
        ({"logprobs": True, "top_logprobs": 20}, "too_much_work"),
        ({"mm_processor_kwargs": {"max_pixels": 10**9}}, "too_much_work"),
        (
            {
                "messages": [
                    {
                        "role": "user",
                        "content": [{"type": "image_url", "image_url": {"url": "http://127.0.0.1/x.png"}}],
                    }
                ]
            },
            "picture_address",
        ),
        (
            {
                "messages": [
                    {"role": "user", "content": [{"type": "image_url", "image_url": " HTTPS://127.0.0.1/"}]}
                ]
            },
            "picture_address",
        ),
    ],
)
async def test_one_request_is_one_requests_work(fields: dict[str, Any], code: str) -> None:
    async with replicas(1) as (engine,), gateway([engine.url], "ann") as entrance:
        refused = await entrance.ask("ann", {**QUESTION, **fields})
        assert (refused.status_code, refused.json()["error"]["code"]) == (400, code)
        assert not engine.requests


async def test_words_of_a_conversation_are_no_fields() -> None:
    """What is named in a message is no parameter, and the usual parameters are served."""
    said = 'Set "n": 5, "mm_processor_kwargs": {}, "url": "http://x" and "max_tokens": 999999 in the JSON.'
    question = {
        **QUESTION,
        "messages": [{"role": "user", "content": said}],
        "n": 1,
        "max_tokens": 4096,
        "top_logprobs": 2,
    }
    async with replicas(1) as (engine,), gateway([engine.url], "ann") as entrance:
        assert (await entrance.ask("ann", question)).status_code == 200
        assert json.loads(engine.requests[0].body) == question


@pytest.mark.parametrize(
    "headers",
    ['x-request-id: a, b"}', 'x-request-id: a\nx-request-id: "}\x1b[31m', "x-request-id: a\nx-request-id: b"],
)
async def test_a_request_id_writes_nothing_else_into_the_log(headers: str) -> None:
    """Every line of the log is one JSON object of the gateway's own keys; an id that is not plain is replaced."""
    async with replicas(1) as (engine,), gateway([engine.url], "ann") as entrance:
        usual = {**(await logged_after(entrance))[0]}
        reader, writer = await begun(entrance, f"GET /v1/models HTTP/1.1\nhost: x\n{headers}")
        assert (await answer(reader))[0] in (400, 401)
        writer.close()
        line = (await entrance.logged(2))[1]
        assert set(line) == set(usual)
        assert not set(line["id"]) & set('",{}\x1b ')
        assert "\x1b" not in (entrance.folder / "log").read_text()


async def logged_after(entrance: Gateway) -> list[dict[str, Any]]:
    assert (await entrance.ask("ann", **{"x-request-id": "abc-123"})).status_code == 200
    lines = await entrance.logged(1)
    assert lines[0]["id"] == "abc-123"
    return lines


async def test_who_is_revoked_while_another_is_added_is_shut_out() -> None:
    """Two commands at the same moment: when both say that the gateway knows, the revoked token is refused."""
    rounds = 25
    async with replicas(1) as (engine,), gateway([engine.url]) as entrance:
        for number in range(rounds):
            token = entrance.team("add", f"ann{number}")
            await asyncio.gather(
                asyncio.to_thread(team_process, entrance, "revoke", f"ann{number}"),
                asyncio.to_thread(team_process, entrance, "add", f"ben{number}"),
            )
            refused = await entrance.client.get("/v1/models", headers={"authorization": f"Bearer {token}"})
            assert refused.status_code == 401
        assert not [path for path in entrance.folder.iterdir() if path.name.startswith(".people.map.p")]


def team_process(entrance: Gateway, *words: str) -> None:
    """`viscodex-model team WORDS` in the running interpreter's threads would share one lock: use its own functions."""
    from viscodex_model.team import command

    parser = __import__("argparse").ArgumentParser()
    command.configure(parser)
    where = ["--file", str(entrance.folder / "people.map"), "--socket", str(entrance.folder / "admin.sock")]
    assert command.run(parser.parse_args([*words, *where])) == 0


def test_what_a_killed_command_left_is_taken_away(tmp_path: Path) -> None:
    """A half-written file beside the map is overwritten by the next change, and none is left."""
    import datetime

    from viscodex_model.team.register import add_person

    (tmp_path / ".people.map.part").write_text("half")
    add_person(tmp_path / "people.map", "ann", today=datetime.date(2026, 1, 1))
    assert sorted(path.name for path in tmp_path.iterdir()) == [".people.map.lock", "people.map"]
