"""How much gets through the gateway: limits of one person that leave others alone, and a queue that ends."""

import asyncio

from tests.fixtures.servers.scripted_engine import stream
from tests.fixtures.servers.team_gateway import PATIENCE, QUESTION, Gateway, gateway
from tests.fixtures.servers.team_replica import Replica, replicas
from viscodex_lsp.core.nouns import Message, Prompt
from viscodex_lsp.core.settings import RequestSettings, ServerSettings
from viscodex_lsp.edges.model.chat.retry import RetryPolicy
from viscodex_lsp.edges.model.chat_client import ChatCompleter


async def arrived(engine: Replica, count: int) -> None:
    """Wait until `count` chat requests have reached the engine."""
    async with asyncio.timeout(PATIENCE):
        while len(engine.requests) < count:
            await asyncio.sleep(0.01)


async def queued(entrance: Gateway, count: int) -> None:
    """Wait until `count` requests wait in the gateway."""
    async with asyncio.timeout(PATIENCE):
        while f"engines,BACKEND,{count}," not in await entrance.command("show stat"):
            await asyncio.sleep(0.01)


async def test_requests_a_minute_are_counted_for_each_person() -> None:
    """The fourth request of one person is a 429 that says whose limit and when to come again; another is served."""
    async with replicas(1) as (engine,):
        async with gateway([engine.url], "anna", "ben", VISCODEX_REQUESTS_PER_MINUTE="3") as entrance:
            statuses = [(await entrance.ask("anna")).status_code for _ in range(3)]
            refused = await entrance.ask("anna")
            assert [*statuses, refused.status_code] == [200, 200, 200, 429]
            assert refused.json()["error"]["code"] == "own_requests"
            assert "3 requests a minute" in refused.json()["error"]["message"]
            assert refused.headers["retry-after"] == "10"
            assert (await entrance.ask("ben")).status_code == 200
            models = await entrance.client.get("/v1/models", headers=entrance.headers("anna"))
            assert models.status_code == 200
            assert len(engine.requests) == 4


async def test_streams_at_once_are_counted_for_each_person() -> None:
    """A third stream beside two open ones is a 429; another person is served; an ended stream makes room."""
    async with replicas(1) as (engine,):
        async with gateway([engine.url], "anna", "ben", VISCODEX_STREAMS="2") as entrance:
            end = asyncio.Event()
            engine.answer = stream("begun", end)
            open_ones = [asyncio.create_task(entrance.ask("anna")) for _ in range(2)]
            await arrived(engine, 2)
            engine.answer = stream("done")
            refused = await entrance.ask("anna")
            assert (refused.status_code, refused.json()["error"]["code"]) == (429, "own_streams")
            assert (await entrance.ask("ben")).status_code == 200
            end.set()
            assert {answer.status_code for answer in await asyncio.gather(*open_ones)} == {200}
            assert (await entrance.ask("anna")).status_code == 200


async def test_bytes_a_minute_are_counted_for_each_person() -> None:
    """Once a person has sent more than allowed, the next request waits for its minute; another is served."""
    large = {**QUESTION, "padding": "x" * 60_000}
    async with replicas(1) as (engine,):
        async with gateway([engine.url], "anna", "ben", VISCODEX_BYTES_PER_MINUTE="100000") as entrance:
            statuses = [(await entrance.ask("anna", large)).status_code for _ in range(2)]
            refused = await entrance.ask("anna", large)
            assert [*statuses, refused.status_code] == [200, 200, 429]
            assert refused.json()["error"]["code"] == "own_bytes"
            assert (await entrance.ask("ben", large)).status_code == 200


async def test_a_full_queue_is_a_429_and_the_editor_says_so() -> None:
    """With one place and a queue of one, a third request is told to wait; the language server shows that, waits
    as long as it was told, and is served then."""
    async with replicas(1) as (engine,):
        small = {"VISCODEX_REPLICA_STREAMS": "1", "VISCODEX_REPLICA_QUEUE": "1"}
        async with gateway([engine.url], "anna", "ben", "cleo", **small) as entrance:
            end = asyncio.Event()
            engine.answer = stream("begun", end)
            first = asyncio.create_task(entrance.ask("anna"))
            await arrived(engine, 1)
            second = asyncio.create_task(entrance.ask("ben"))
            await queued(entrance, 1)
            refused = await entrance.ask("cleo")
            assert (refused.status_code, refused.headers["retry-after"]) == (429, "4")
            assert refused.json()["error"]["code"] == "queue_full"
            waits: list[float] = []

            async def make_room(seconds: float) -> None:
                waits.append(seconds)
                end.set()
                await asyncio.gather(first, second)

            said: list[str] = []
            assert await asked(entrance, "cleo", said, RetryPolicy(sleep=make_room)) == "begun"
            assert (waits, said) == ([4.0], ["The server is busy, trying again in 4 s"])
            assert {task.result().status_code for task in (first, second)} == {200}
            assert len(engine.requests) == 3


async def asked(entrance: Gateway, person: str, said: list[str], retry: RetryPolicy) -> str:
    """The reply to a question by the language server's own client."""
    completer = ChatCompleter(
        server=ServerSettings(url=entrance.url, model="scripted", ca_file=str(entrance.certificate)),
        request=RequestSettings(timeout_seconds=PATIENCE, first_token_seconds=PATIENCE),
        key=entrance.tokens[person],
        retry=retry,
    )
    try:
        prompt = Prompt((Message("user", ("draw",)),))
        return "".join([piece.text async for piece in completer.stream(prompt, notify=said.append)])
    finally:
        await completer.close()


async def test_a_cancelled_request_frees_its_place() -> None:
    """When a person hangs up, the engine's connection is closed and the next in the queue is served."""
    async with replicas(1) as (engine,):
        async with gateway([engine.url], "anna", "ben", VISCODEX_REPLICA_STREAMS="1") as entrance:
            engine.answer = stream("begun", asyncio.Event())
            async with entrance.stream("anna") as open_one:
                pieces = open_one.aiter_bytes()
                assert b"begun" in await anext(pieces)
                engine.answer = stream("done")
                waiting = asyncio.create_task(entrance.ask("ben"))
                await queued(entrance, 1)
            assert (await waiting).status_code == 200
            await asyncio.wait_for(engine.requests[0].gone.wait(), PATIENCE)


async def test_who_asks_for_little_is_served_before_who_asks_for_much() -> None:
    """With one place and a queue, somebody's first request goes before the tenth of another who came earlier."""
    async with replicas(1) as (engine,):
        roomy = {"VISCODEX_REPLICA_STREAMS": "1", "VISCODEX_REPLICA_QUEUE": "20", "VISCODEX_STREAMS": "20"}
        async with gateway([engine.url], "anna", "ben", **roomy) as entrance:
            end = asyncio.Event()
            engine.answer = stream("begun", end)
            many = [asyncio.create_task(entrance.ask("anna"))]
            await arrived(engine, 1)
            for count in range(1, 10):
                many.append(asyncio.create_task(entrance.ask("anna")))
                await queued(entrance, count)
            little = asyncio.create_task(entrance.ask("ben", **{"x-request-id": "ben"}))
            await queued(entrance, 10)
            end.set()
            assert {answer.status_code for answer in await asyncio.gather(little, *many)} == {200}
            order = [request.headers["x-request-id"] for request in engine.requests]
            assert order.index("ben") < len(order) - 1
