"""What people notice of a replica that dies, drains or comes back, and of a gateway that reloads: next to nothing."""

import asyncio

import pytest

from tests.fixtures.servers.scripted_engine import HangUp, json_answer, stream
from tests.fixtures.servers.team_gateway import PATIENCE, QUESTION, Gateway, gateway
from tests.fixtures.servers.team_replica import UNWELL, Replica, replicas
from viscodex_lsp.core.errors import StreamBroken
from viscodex_lsp.core.nouns import Message, Picture, Prompt
from viscodex_lsp.core.settings import RequestSettings, ServerSettings
from viscodex_lsp.edges.model.chat.retry import RetryPolicy
from viscodex_lsp.edges.model.chat_client import ChatCompleter


def picture(megabytes: float) -> Prompt:
    """A question with a picture that makes the request of about that size."""
    data = b"\x89PNG" + bytes(int(megabytes * 750_000))
    return Prompt((Message("user", (Picture(data, "image/png", 2, 1, "mock.png"), "draw")),))


async def reply(entrance: Gateway, prompt: Prompt, said: list[str], retry: RetryPolicy | None = None) -> str:
    """What the language server's own client gets to hear; what it would tell the person goes to `said`."""
    completer = ChatCompleter(
        server=ServerSettings(url=entrance.url, model="scripted", ca_file=str(entrance.certificate)),
        request=RequestSettings(timeout_seconds=PATIENCE, first_token_seconds=PATIENCE),
        key=entrance.tokens["anna"],
        retry=retry,
    )
    try:
        return "".join([piece.text async for piece in completer.stream(prompt, notify=said.append)])
    finally:
        await completer.close()


async def served_by(entrance: Gateway, engine: Replica) -> None:
    """Ask until `engine` is among those that answer."""
    before = len(engine.requests)
    async with asyncio.timeout(PATIENCE):
        while len(engine.requests) == before:
            assert (await entrance.ask("anna")).status_code == 200


@pytest.mark.parametrize("megabytes", [0.001, 1.5, 4.0])
async def test_a_replica_that_dies_before_its_first_byte_is_not_noticed(megabytes: float) -> None:
    """A request whose replica hangs up before a byte is put to the other one; the person is told nothing."""
    async with replicas(2) as (one, other):
        one.answer = other.answer = [HangUp()]
        async with gateway([one.url, other.url], "anna") as entrance:

            async def mend() -> None:
                async with asyncio.timeout(PATIENCE):
                    while not (one.requests or other.requests):
                        await asyncio.sleep(0)
                one.answer = other.answer = stream("whole")

            mending = asyncio.create_task(mend())
            said: list[str] = []
            assert await reply(entrance, picture(megabytes), said) == "whole"
            await mending
            assert said == []
            assert len(one.requests) + len(other.requests) >= 2


async def test_a_request_that_is_too_large_to_keep_is_asked_again_by_the_editor() -> None:
    """When a replica dies under 6 MB, which the gateway cannot put to another, the editor says so and asks again."""
    async with replicas(1) as (one,):
        one.answer = [HangUp()]
        async with gateway([one.url], "anna") as entrance:

            async def mend(_: float) -> None:
                one.answer = stream("whole")

            said: list[str] = []
            assert await reply(entrance, picture(6.0), said, RetryPolicy(sleep=mend)) == "whole"
            assert (len(said), len(one.requests)) == (1, 2)


async def test_a_killed_replica_is_left_out_and_comes_back() -> None:
    """With one of two replicas gone every request is answered by the other; once it is back, it is asked again."""
    async with replicas(2) as (one, other):
        async with gateway([one.url, other.url], "anna", VISCODEX_REQUESTS_PER_MINUTE="100000") as entrance:
            await one.kill()
            answers = [await entrance.ask("anna") for _ in range(6)]
            assert {answer.status_code for answer in answers} == {200}
            assert len(other.requests) == 6
            await one.start()
            await served_by(entrance, one)


async def test_a_busy_503_is_put_to_another_replica() -> None:
    """A replica that answers 503 is passed over for this request, and the reply comes from the other."""
    async with replicas(2) as (one, other):
        one.answer = json_answer(503, {"error": "loading", "error_type": "overloaded"})
        async with gateway([one.url, other.url], "anna") as entrance:
            answers = [await entrance.ask("anna") for _ in range(4)]
            assert {answer.status_code for answer in answers} == {200}
            assert len(other.requests) == 4


async def test_a_replica_that_dies_in_mid_stream_is_a_sentence() -> None:
    """The editor gets an error with a sentence, never half a reply taken for a whole one; nothing is asked twice."""
    async with replicas(2) as (one, other):
        one.answer = other.answer = stream("half", HangUp())
        async with gateway([one.url, other.url], "anna") as entrance:
            with pytest.raises(StreamBroken, match="Try again"):
                await reply(entrance, picture(0.001), [])
            assert len(one.requests) + len(other.requests) == 1


async def test_no_replica_at_all_is_a_503_with_a_time() -> None:
    """With every replica down, health says so, and a request is told when to try again."""
    async with replicas(1) as (one,):
        async with gateway([one.url], "anna") as entrance:
            one.health = UNWELL
            async with asyncio.timeout(PATIENCE):
                while (await entrance.client.get("/health")).status_code == 200:
                    await asyncio.sleep(0.05)
            refused = await entrance.ask("anna")
            assert (refused.status_code, refused.headers["retry-after"]) == (503, "4")
            assert refused.json()["error"]["code"] == "no_replica"


async def test_a_draining_replica_finishes_its_streams() -> None:
    """A replica set to drain gets nothing new and ends what it began; set to ready, it is asked again."""
    async with replicas(2) as (one, other):
        async with gateway([one.url, other.url], "anna", VISCODEX_REQUESTS_PER_MINUTE="100000") as entrance:
            await entrance.command("set server engines/replica1 state drain")
            end = asyncio.Event()
            one.answer = stream("begun", end, "ended")
            async with entrance.stream("anna") as open_one:
                pieces = open_one.aiter_bytes()
                assert b"begun" in await anext(pieces)
                await entrance.command("set server engines/replica0 state drain")
                await entrance.command("set server engines/replica1 state ready")
                assert [(await entrance.ask("anna")).status_code for _ in range(3)] == [200] * 3
                end.set()
                assert b"ended" in b"".join([piece async for piece in pieces])
            assert (len(one.requests), len(other.requests)) == (1, 3)
            one.answer = stream("again")
            await entrance.command("set server engines/replica0 state ready")
            await served_by(entrance, one)


async def test_a_reload_under_load_drops_no_stream() -> None:
    """Streams that are open when the gateway reloads are read to their end, and none asked meanwhile is refused."""
    async with replicas(2) as (one, other):
        end = asyncio.Event()
        one.answer = other.answer = stream("begun", end, "ended")
        freely = {"VISCODEX_STREAMS": "100", "VISCODEX_REQUESTS_PER_MINUTE": "100000"}
        async with gateway([one.url, other.url], "anna", **freely) as entrance:
            open_ones = [asyncio.create_task(entrance.ask("anna")) for _ in range(8)]
            async with asyncio.timeout(PATIENCE):
                while len(one.requests) + len(other.requests) < 8:
                    await asyncio.sleep(0.01)
            one.answer = other.answer = stream("short")
            reloading = asyncio.create_task(entrance.reload())
            short = 0
            while not reloading.done() or short < 20:
                assert (await entrance.ask("anna", QUESTION, connection="close")).status_code == 200
                short += 1
            await reloading
            end.set()
            answers = await asyncio.gather(*open_ones)
            assert all(b"ended" in answer.content for answer in answers)
            assert len(one.requests) + len(other.requests) == 8 + short
