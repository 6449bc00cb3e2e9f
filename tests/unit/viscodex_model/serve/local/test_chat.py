"""The HTTP face of the model server, driven in this process with a model that says what it is told."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx2
import pytest
from starlette.applications import Starlette
from viscodex_model.serve.local.app import build_app
from viscodex_model.serve.local.chat import MAX_BODY
from viscodex_model.serve.local.embedded import idleness
from viscodex_model.serve.local.service import Service
from viscodex_model.serve.local.turns import Turns
from viscodex_model.serve.protocol.refusal import Refused
from viscodex_model.serve.protocol.request import ChatRequest
from viscodex_model.serve.protocol.speech import Cancelled, Piece

TOKEN = "secret"
HELLO = {"messages": [{"role": "user", "content": "Hello"}]}


@dataclass(frozen=True)
class Script:
    """A request made ready: nothing but its length."""

    prompt_tokens: int = 3
    seconds: float | None = None


@dataclass
class Parrot:
    """A model that says `pieces`, or raises what it finds among them; it counts what it said and how it ended."""

    pieces: list[Piece | Exception]
    said: int = 0
    cancelled: bool = False

    def prepare(self, request: ChatRequest) -> Script:
        """Refuse "too long", accept everything else."""
        if request.messages[0].content == "too long":
            raise Refused(400, "The prompt has 9 tokens; this model takes 8.", code="context_length_exceeded")
        return Script()

    def speak(self, _task: Script, gone: Callable[[], bool]) -> Iterator[Piece]:
        """Say each piece unless nobody waits any more."""
        for piece in self.pieces:
            if gone():
                self.cancelled = True
                raise Cancelled
            if isinstance(piece, Exception):
                raise piece
            self.said += 1
            yield piece


@dataclass
class Endless(Parrot):
    """A model that never ends by itself."""

    pieces: list[Piece | Exception] = field(default_factory=list)

    def speak(self, _task: Script, gone: Callable[[], bool]) -> Iterator[Piece]:
        """Say "x" until nobody waits, a thousand times a second."""
        while not gone():
            self.said += 1
            yield Piece("x", self.said)
            threading.Event().wait(0.001)
        self.cancelled = True
        raise Cancelled


def serve(speaker: Parrot | None, *, bound: int = 1) -> tuple[Service, Starlette]:
    """A service of `speaker` and its application."""
    service = Service("parrot", TOKEN, Turns(bound=bound))
    service.speaker = speaker
    return service, build_app(service)


def two_words() -> Parrot:
    """A model that says two words and stops."""
    return Parrot([Piece("Hello ", 1), Piece("wörld", 2), Piece("", 3, "stop")])


async def ask(
    app: Starlette, content: Any = None, *, path: str = "/v1/chat/completions", **options: Any
) -> httpx2.Response:
    """One request with the right token, unless `headers` says otherwise."""
    options.setdefault("headers", {"Authorization": f"Bearer {TOKEN}"})
    transport = httpx2.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="http://server") as client:
        if content is None:
            return await client.get(path, **options)
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
        return await client.post(path, content=data, **options)


def events(response: httpx2.Response) -> list[Any]:
    """The JSON of each event of a stream, and "[DONE]"."""
    lines = [line.removeprefix("data: ") for line in response.text.splitlines() if line]
    return [line if line == "[DONE]" else json.loads(line) for line in lines]


async def test_a_whole_reply() -> None:
    """Without `stream`, the reply is one object with the text, why it ended, and the token counts."""
    _, app = serve(two_words())
    response = await ask(app, HELLO)
    content = response.json()
    assert response.status_code == 200
    assert (content["object"], content["model"]) == ("chat.completion", "parrot")
    assert content["choices"] == [
        {
            "index": 0,
            "message": {"role": "assistant", "content": "Hello wörld"},
            "logprobs": None,
            "finish_reason": "stop",
        }
    ]
    assert content["usage"] == {"prompt_tokens": 3, "completion_tokens": 3, "total_tokens": 6}


@pytest.mark.parametrize("usage", [True, False])
async def test_a_streamed_reply(usage: bool) -> None:
    """With `stream`: who speaks, each piece, why it ended, the counts if they are asked for, and [DONE]."""
    _, app = serve(two_words())
    response = await ask(app, HELLO | {"stream": True, "stream_options": {"include_usage": usage}})
    *chunks, done = events(response)
    assert response.headers["content-type"].startswith("text/event-stream")
    assert done == "[DONE]"
    counts = {"prompt_tokens": 3, "completion_tokens": 3, "total_tokens": 6}
    assert [chunk["usage"] for chunk in chunks if not chunk["choices"]] == ([counts] if usage else [])
    choices = [chunk["choices"][0] for chunk in chunks if chunk["choices"]]
    assert [choice["delta"] for choice in choices] == [
        {"role": "assistant", "content": ""},
        {"content": "Hello "},
        {"content": "wörld"},
        {},
    ]
    assert [choice["finish_reason"] for choice in choices] == [None, None, None, "stop"]
    assert len({chunk["id"] for chunk in chunks}) == 1


@pytest.mark.parametrize(
    ("content", "options", "status", "kind"),
    [
        (HELLO, {"headers": {}}, 401, "authentication_error"),
        (HELLO, {"headers": {"Authorization": "Bearer other"}}, 401, "authentication_error"),
        (None, {"headers": {}, "path": "/v1/models"}, 401, "authentication_error"),
        (b"{", {}, 400, "invalid_request_error"),
        ({"messages": [{"role": "user", "content": "too long"}]}, {}, 400, "invalid_request_error"),
        (b" " * (MAX_BODY + 1), {}, 413, "invalid_request_error"),
        (None, {}, 405, "not_found_error"),
        (HELLO, {"path": "/v1/completions"}, 404, "not_found_error"),
    ],
)
async def test_every_refusal_is_json(content: Any, options: dict[str, Any], status: int, kind: str) -> None:
    """Each refusal has its status and a JSON object with a sentence, a type and a code; nothing is said."""
    parrot = two_words()
    response = await ask(serve(parrot)[1], content, **options)
    error = response.json()["error"]
    assert (response.status_code, error["type"]) == (status, kind)
    assert set(error) == {"message", "type", "code"}
    assert error["message"].endswith(".")
    assert parrot.said == 0


async def test_before_the_model_is_there() -> None:
    """While the model is loading, health tells how far it is without a token, and questions get 503."""
    service, app = serve(None)
    service.progress = "reading the weights"
    health = await ask(app, path="/health", headers={})
    assert (health.status_code, health.json()) == (
        503,
        {"status": "loading", "progress": "reading the weights"},
    )
    response = await ask(app, HELLO)
    assert (response.status_code, response.headers["retry-after"]) == (503, "2")
    assert "reading the weights" in response.json()["error"]["message"]
    service.speaker = two_words()
    health = await ask(app, path="/health", headers={})
    assert (health.status_code, health.json()) == (200, {"status": "ok", "model": "parrot"})
    models = await ask(app, path="/v1/models")
    assert [entry["id"] for entry in models.json()["data"]] == ["parrot"]


async def test_a_model_that_fails_is_a_sentence() -> None:
    """An unforeseen error is a 500 without its details, or an event in a stream that has begun, and no [DONE]."""
    _, app = serve(Parrot([Piece("Hello", 1), MemoryError("private words")]))
    whole = await ask(app, HELLO)
    assert whole.status_code == 500
    assert "MemoryError" in whole.json()["error"]["message"]
    assert "private" not in whole.text
    *_, last = events(await ask(app, HELLO | {"stream": True}))
    assert last["error"]["type"] == "server_error"


class Connection:
    """One client of an application, which can hang up: the two channels of ASGI, by hand."""

    def __init__(self, app: Starlette, content: dict[str, Any]) -> None:
        self.sent: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._coming: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._coming.put_nowait(
            {"type": "http.request", "body": json.dumps(content).encode(), "more_body": False}
        )
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": "POST",
            "path": "/v1/chat/completions",
            "query_string": b"",
            "headers": [(b"authorization", f"Bearer {TOKEN}".encode())],
        }
        self.task = asyncio.create_task(app(scope, self._coming.get, self.sent.put))  # type: ignore[arg-type]

    def hang_up(self) -> None:
        """What the application hears when the client goes."""
        self._coming.put_nowait({"type": "http.disconnect"})

    async def status(self) -> int:
        """The status, once it comes."""
        status: int = (await self.sent.get())["status"]
        return status


@pytest.mark.parametrize("stream", [True, False])
async def test_a_client_that_hangs_up_frees_the_model(stream: bool) -> None:
    """When the only client of an endless reply goes, the reply ends and the next client is answered."""
    endless = Endless()
    service, app = serve(endless, bound=0)
    first = Connection(app, HELLO | {"stream": stream})
    while not endless.said:
        await asyncio.sleep(0)
    assert (await ask(app, HELLO)).status_code == 429
    first.hang_up()
    await first.task
    assert not service.turns
    service.speaker = two_words()
    assert (await ask(app, HELLO)).json()["choices"][0]["message"]["content"] == "Hello wörld"
    assert endless.cancelled


async def test_whoever_waits_may_go_too() -> None:
    """A waiting client that hangs up gives its place back, and is never answered."""
    endless = Endless()
    service, app = serve(endless, bound=1)
    first = Connection(app, HELLO | {"stream": True})
    while not endless.said:
        await asyncio.sleep(0)
    second = Connection(app, HELLO)
    while len(service.turns) < 2:
        await asyncio.sleep(0)
    assert (await ask(app, HELLO)).status_code == 429
    second.hang_up()
    await second.task
    third = Connection(app, HELLO | {"stream": True})
    assert await third.status() == 200
    for connection in (first, third):
        connection.hang_up()
        await connection.task
    assert not service.turns


async def test_stopping_ends_a_stream_with_a_sentence() -> None:
    """A server that is told to stop gives an endless stream up, and says so in its last event."""
    endless = Endless()
    service, app = serve(endless)
    connection = Connection(app, HELLO | {"stream": True})
    while not endless.said:
        await asyncio.sleep(0)
    service.turns.close()
    await connection.task
    bodies = [message.get("body", b"") async for message in _drain(connection.sent)]
    assert b"stopping" in b"".join(bodies)


async def _drain(messages: asyncio.Queue[dict[str, Any]]) -> Any:
    while not messages.empty():
        yield messages.get_nowait()


async def test_idleness_counts_from_the_last_request() -> None:
    """A server is idle only once nobody asks, nobody is answered and the model is there; 0 seconds means never."""
    now = 100.0
    service = Service("parrot", TOKEN, Turns(bound=1), clock=lambda: now)
    now = 150.0
    assert service.idle_for() == 0.0
    service.speaker = two_words()
    assert service.idle_for() == 50.0
    with service.turn():
        now = 300.0
        assert service.idle_for() == 0.0
    assert service.idle_for() == 0.0
    now = 310.0
    assert service.idle_for() == 10.0
    await idleness(service, 10.0)
    never = asyncio.create_task(idleness(service, 0))
    await asyncio.sleep(0)
    assert not never.done()
    never.cancel()
