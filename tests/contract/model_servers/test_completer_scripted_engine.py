"""What `ChatCompleter` promises against every answer that model servers are known to give."""

import asyncio
import json
import logging
import re
import shutil
import ssl
import subprocess
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from typing import Any

import pytest

from tests.fixtures.servers.scripted_engine import (
    PATIENCE,
    Answer,
    HangUp,
    ScriptedEngine,
    Silence,
    event,
    json_answer,
    plain,
    scripted_engine,
    stream,
)
from viscodex_lsp.core.errors import (
    CompleterError,
    KeyRefused,
    RequestRejected,
    ServerBusy,
    ServerUnreachable,
    StreamBroken,
    TimedOut,
)
from viscodex_lsp.core.nouns import Message, Picture, Prompt
from viscodex_lsp.core.settings import RequestSettings, ServerSettings
from viscodex_lsp.edges.model.chat.retry import RetryPolicy
from viscodex_lsp.edges.model.chat_client import ChatCompleter
from viscodex_lsp.edges.model.completer import Piece

KEY = "key-of-a-test-5f2b"
PICTURE = Picture(b"\x89PNG...", "image/png", 2, 1, "mock.png")
PROMPT = Prompt(
    (
        Message("system", ("You write code.",)),
        Message("user", (PICTURE, "Make ![](http://inside) <|im_end|>")),
    )
)


class Waits:
    """Stands in for sleeping: every wait is over at once and written down."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


def completer(
    url: str,
    *,
    key: str | None = KEY,
    model: str = "scripted",
    ca_file: str = "",
    waits: Callable[[float], Awaitable[None]] | None = None,
    **limits: Any,
) -> ChatCompleter:
    return ChatCompleter(
        server=ServerSettings(url=url, model=model, ca_file=ca_file),
        request=RequestSettings(**limits),
        key=key,
        retry=RetryPolicy(sleep=waits or Waits(), jitter=lambda: 0.5),
    )


async def ask(asked: ChatCompleter, notes: list[str] | None = None) -> list[Piece]:
    told: list[str] = [] if notes is None else notes
    try:
        return [piece async for piece in asked.stream(PROMPT, notify=told.append)]
    finally:
        await asked.close()


async def failure(engine: ScriptedEngine, **options: Any) -> CompleterError:
    with pytest.raises(CompleterError) as caught:
        await ask(completer(engine.url, **options))
    return caught.value


@pytest.mark.parametrize("suffix", ["", "/", "/v1", "/v1/", "/v1/chat/completions"])
async def test_a_reply_is_streamed_piece_by_piece(suffix: str) -> None:
    """Pieces come as the server says them, the last with its reason, whichever way the address is written."""
    async with scripted_engine(stream("```py\n", "x = 1\n", "```")) as engine:
        pieces = await ask(completer(engine.url + suffix))
        assert pieces == [Piece("```py\n"), Piece("x = 1\n"), Piece("```"), Piece("", "stop")]
        assert [request.path for request in engine.requests] == ["/v1/chat/completions"]


async def test_the_request_is_what_every_engine_takes() -> None:
    """Pictures are data: URIs in their place, text is neutralised, the model is named, and it is streamed."""
    async with scripted_engine(stream("x")) as engine:
        await ask(completer(engine.url, max_tokens=7, temperature=0))
        [request] = engine.requests
    assert request.content == {
        "model": "scripted",
        "messages": [
            {"role": "system", "content": "You write code."},
            {
                "role": "user",
                "content": [
                    {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORy4uLg=="}},
                    {"type": "text", "text": "Make ![ ](http://inside) <| im_end |>"},
                ],
            },
        ],
        "max_tokens": 7,
        "temperature": 0,
        "stream": True,
        "chat_template_kwargs": {"enable_thinking": False},
    }
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.headers["user-agent"] == "viscodex-lsp"


async def test_no_key_is_sent_where_none_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a key nothing is sent: neither a saved token of the Hub nor one of the environment."""
    monkeypatch.setenv("HF_TOKEN", "hf_of_somebody_else")
    async with scripted_engine(stream("x")) as engine:
        await ask(completer(engine.url, key=None))
        assert "authorization" not in engine.requests[0].headers


async def test_proxies_are_not_used_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy of the environment is not asked for a server on the loopback."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    async with scripted_engine(stream("x")) as engine:
        assert await ask(completer(engine.url)) == [Piece("x"), Piece("", "stop")]


async def test_proxies_of_the_environment_are_used_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that is not this machine is asked through HTTP_PROXY."""
    async with scripted_engine(stream("x")) as engine:
        monkeypatch.setenv("HTTP_PROXY", engine.url)
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        assert await ask(completer("http://models.example:8080")) == [Piece("x"), Piece("", "stop")]
        assert engine.requests[0].path == "http://models.example:8080/v1/chat/completions"


async def test_without_a_model_name_the_servers_first_one_is_asked() -> None:
    """An empty setting takes the first of /v1/models, once."""
    async with scripted_engine(stream("x"), stream("y")) as engine:
        asked = completer(engine.url, model="")
        async with aclosing(asked.stream(PROMPT, notify=print)) as pieces:
            assert (await anext(pieces)).text == "x"
        await ask(asked)
        assert [request.content["model"] for request in engine.requests] == ["scripted", "scripted"]
        assert len(engine.asked_for_models) == 1
        assert engine.asked_for_models[0].headers["authorization"] == f"Bearer {KEY}"


USAGE = b'data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}\n\n'
THOUGHT = b'data: {"choices":[{"index":0,"delta":{"reasoning_content":"Hm"},"finish_reason":null}]}\n\n'
ROLE = b'data: {"choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}\n\n'


async def test_events_without_text_are_passed_over() -> None:
    """Comments, roles, thoughts, usage counts and unknown event names are no part of the reply."""
    answer = stream(b": ping\n\n", ROLE, THOUGHT, b"event: message\n" + event("x"), USAGE, finish="eos_token")
    async with scripted_engine(answer) as engine:
        assert await ask(completer(engine.url)) == [Piece("x"), Piece("", "stop")]


@pytest.mark.parametrize(
    ("said", "heard"),
    [("length", "length"), ("max_tokens", "length"), ("stop_sequence", "stop"), ("eos", "stop")],
)
async def test_the_reason_to_stop_is_told(said: str, heard: str) -> None:
    """A reply that met its limit is told apart from one that was done, in every server's words."""
    async with scripted_engine(stream("x", finish=said)) as engine:
        assert (await ask(completer(engine.url)))[-1] == Piece("", heard)


async def test_a_stream_without_done_is_complete() -> None:
    """A server that ends its stream after the reason to stop, without [DONE], is understood."""
    async with scripted_engine(stream("x", finish="length", done=False)) as engine:
        assert await ask(completer(engine.url)) == [Piece("x"), Piece("", "length")]


TEXT = "text/plain; charset=utf-8"
TOO_LONG = {
    "error": "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 5120 `inputs` "
    "tokens and 2048 `max_new_tokens`",
    "error_type": "validation",
}
NGINX = b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>\r\n"
REFUSALS: list[tuple[str, Answer, type[CompleterError], str]] = [
    ("TGI: empty 401", plain(401), KeyRefused, "does not accept the API key.*VISCODEX_API_KEY"),
    (
        "vLLM: JSON 401",
        json_answer(401, {"error": "Unauthorized"}),
        KeyRefused,
        "does not accept the API key",
    ),
    (
        "403",
        json_answer(403, {"error": {"message": "team has no access"}}),
        KeyRefused,
        r"\(team has no access\)",
    ),
    (
        "TGI: text 413",
        plain(413, b"Failed to buffer the request body: length limit exceeded", content_type=TEXT),
        RequestRejected,
        r"too large.*\(Failed to buffer the request body: length limit exceeded\).*picture\.maxPixels.*payload",
    ),
    (
        "TGI: text 422",
        plain(
            422,
            b"Failed to deserialize the JSON body into the target type: temperature: invalid type at line 1",
            content_type=TEXT,
        ),
        RequestRejected,
        "refused the request.*Failed to deserialize",
    ),
    (
        "TGI: text 415",
        plain(415, b"Expected request with `Content-Type: application/json`", content_type=TEXT),
        RequestRejected,
        "refused the request",
    ),
    (
        "TGI: too long",
        json_answer(422, TOO_LONG),
        RequestRejected,
        "too long for the model.*context.maxTokens",
    ),
    (
        "vLLM: too long",
        json_answer(
            400,
            {
                "error": {
                    "message": "This model's maximum context length is 4096 tokens. However, you requested 9000",
                    "type": "BadRequestError",
                    "code": 400,
                }
            },
        ),
        RequestRejected,
        "too long for the model",
    ),
    (
        "vLLM: no pictures",
        json_answer(400, {"error": {"message": "coder is not a multimodal model", "code": 400}}),
        RequestRejected,
        "takes no pictures.*vision-language model",
    ),
    (
        "llama.cpp: no pictures",
        json_answer(500, {"error": {"code": 500, "message": "image input is not supported - hint: mmproj"}}),
        RequestRejected,
        "takes no pictures",
    ),
    (
        "TGI: 424",
        json_answer(
            424, {"error": "Request failed during generation: Server error", "error_type": "generation"}
        ),
        CompleterError,
        r"failed \(Request failed during generation: Server error\)",
    ),
    (
        "TGI: out of memory",
        json_answer(
            424,
            {"error": "Request failed: CUDA out of memory. Tried to allocate", "error_type": "generation"},
        ),
        RequestRejected,
        "ran out of memory.*maxPixels",
    ),
    (
        "TGI: 500",
        json_answer(500, {"error": "Incomplete generation", "error_type": "incomplete_generation"}),
        CompleterError,
        r"failed \(Incomplete generation\)",
    ),
    ("500 without words", plain(500), CompleterError, "failed. Try again"),
    (
        "404 for the path",
        json_answer(404, {"detail": "Not Found"}),
        RequestRejected,
        r"no chat completions at this address \(Not Found\).*server\.url",
    ),
    (
        "404 for the model",
        json_answer(404, {"error": {"message": "The model `scripted` does not exist.", "code": 404}}),
        RequestRejected,
        "no model named 'scripted'.*server.model",
    ),
    ("405", plain(405), RequestRejected, "no chat completions at this address"),
    (
        "a list of faults",
        json_answer(422, {"detail": [{"loc": ["body"], "msg": "Field required", "input": {"secret": 1}}]}),
        RequestRejected,
        r"refused the request \(Field required\)",
    ),
    ("504", plain(504, NGINX, content_type="text/html"), TimedOut, "gave up waiting for the model. Try"),
    ("a teapot", plain(418), CompleterError, "unexpected status 418"),
    (
        "a sign-in page",
        plain(200, b"<!doctype html><title>Sign in</title>", content_type="text/html; charset=utf-8"),
        RequestRejected,
        "not like a streaming OpenAI-compatible server.*web page.*sign-in page",
    ),
    (
        "JSON instead of a stream",
        json_answer(200, {"status": "ok"}),
        RequestRejected,
        "not like a streaming OpenAI",
    ),
    ("a stream of something else", stream(b"data: 42\n\n"), RequestRejected, "not like a streaming OpenAI"),
    (
        "a stream of half JSON",
        stream(b'data: {"choices": [\n\n'),
        RequestRejected,
        "not like a streaming OpenAI",
    ),
    ("an empty stream", stream(finish=None, done=False), RequestRejected, "not like a streaming OpenAI"),
    (
        "a redirect",
        plain(307, headers="location: https://user:pw@elsewhere.example/v1/chat/completions?key=1\r\n"),
        RequestRejected,
        r"points to another address \(https://elsewhere\.example\); pictures are not sent on",
    ),
    ("a sign-in at the proxy", plain(407), ServerUnreachable, "proxy.*wants a sign-in"),
]


@pytest.mark.parametrize(
    ("answer", "kind", "sentence"), [pytest.param(*row[1:], id=row[0]) for row in REFUSALS]
)
async def test_every_refusal_becomes_a_sentence(
    answer: Answer, kind: type[CompleterError], sentence: str
) -> None:
    """Each known answer that is no reply becomes its error, naming the server and what to do, without the key."""
    async with scripted_engine(answer) as engine:
        error = await failure(engine)
        assert isinstance(error, kind)
        assert engine.url in str(error)
    assert str(error).endswith(".")
    assert "\n" not in str(error)
    assert KEY not in str(error)
    assert re.search(sentence, str(error))


async def test_a_refused_request_is_not_repeated() -> None:
    """What the server will not take is asked once."""
    async with scripted_engine(plain(422, b"no", content_type=TEXT)) as engine:
        await failure(engine)
        assert len(engine.requests) == 1


async def test_a_missing_key_is_told_apart_from_a_wrong_one() -> None:
    """Where no key is set, the sentence asks for one."""
    async with scripted_engine(plain(401)) as engine:
        assert "wants an API key. Set VISCODEX_API_KEY" in str(await failure(engine, key=None))


async def test_a_key_that_the_server_repeats_is_masked(caplog: pytest.LogCaptureFixture) -> None:
    """A server that echoes the key does not get it into a sentence, a cause or a log line."""
    caplog.set_level(logging.DEBUG, logger="viscodex_lsp")
    async with scripted_engine(
        json_answer(403, {"error": f"Incorrect API key provided: {KEY}. Bearer {KEY}"})
    ) as engine:
        error = await failure(engine)
    assert "***" in str(error)
    assert KEY not in f"{error} {error.__cause__!r} {error.__context__!r} {caplog.text}"


@pytest.mark.parametrize("key", ["abc\ndef", "“quoted-key”", "key\0"])
async def test_a_key_that_is_none_is_told(key: str) -> None:
    """A key with characters that no header can carry is refused before anything is sent, without showing it."""
    async with scripted_engine(stream("x")) as engine:
        error = await failure(engine, key=key)
        assert engine.requests == []
    assert type(error) is KeyRefused
    assert "Copy it again" in str(error)
    assert key not in str(error)


async def test_blanks_around_a_key_do_not_matter() -> None:
    """A key that was copied with its line end is sent without it."""
    async with scripted_engine(stream("x")) as engine:
        await ask(completer(engine.url, key=f" {KEY}\n"))
        assert engine.requests[0].headers["authorization"] == f"Bearer {KEY}"


EVENTS: list[tuple[str, bytes, type[CompleterError], str]] = [
    (
        "TGI",
        b'data:{"error":"Request failed during generation: Server error: CUDA error","error_type":"generation"}',
        CompleterError,
        "failed.*CUDA error",
    ),
    (
        "TGI's chat",
        b'event:error\ndata:{"error":{"message":"Input validation error: `inputs` must have less than 9 tokens",'
        b'"http_status_code":422}}',
        RequestRejected,
        "too long for the model",
    ),
    (
        "vLLM",
        b'data: {"error":{"object":"error","message":"The engine died","type":"InternalServerError","code":500}}',
        CompleterError,
        "failed.*The engine died",
    ),
    ("a word", b'data: {"error":"Boom"}', CompleterError, r"failed \(Boom\)"),
]


@pytest.mark.parametrize(("said", "kind", "sentence"), [pytest.param(*row[1:], id=row[0]) for row in EVENTS])
@pytest.mark.parametrize("before", [(), ("some ", "text")])
async def test_an_error_inside_a_stream_is_told(
    before: tuple[str, ...], said: bytes, kind: type[CompleterError], sentence: str
) -> None:
    """An error event after the 200 becomes its error, with or without text before it, and is not repeated."""
    async with scripted_engine(stream(*before, said + b"\n\n", finish=None)) as engine:
        error = await failure(engine)
        assert isinstance(error, kind)
        assert len(engine.requests) == 1
    assert re.search(sentence, str(error))


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(stream("half a", finish=None, done=False), id="the stream ends"),
        pytest.param(stream("half a", HangUp()), id="the connection breaks"),
        pytest.param(stream("half a", b"data: {nonsense\n\n"), id="nonsense"),
    ],
)
async def test_a_reply_that_ends_early_is_called_broken(answer: Answer) -> None:
    """Text without a reason to stop is never taken for a whole reply, and not asked for again."""
    async with scripted_engine(answer) as engine:
        assert type(await failure(engine)) is StreamBroken
        assert len(engine.requests) == 1


BUSY = json_answer(429, {"error": "Model is overloaded", "error_type": "overloaded"})
OVERLOADED = stream(b'data:{"error":"Model is overloaded","error_type":"overloaded"}\n\n', finish=None)


async def test_a_busy_server_is_asked_again() -> None:
    """429, 503 and an overload at a stream's begin are waited for, longer each time, and the person hears it."""
    unready = json_answer(503, {"error": "unhealthy", "error_type": "healthcheck"})
    async with scripted_engine(BUSY, unready, OVERLOADED, stream("x")) as engine:
        waits, notes = Waits(), list[str]()
        assert await ask(completer(engine.url, waits=waits), notes) == [Piece("x"), Piece("", "stop")]
    assert waits.seconds == [1, 2, 4]
    assert notes == [f"The server is busy, trying again in {n} s" for n in (1, 2, 4)]


async def test_retry_after_is_honoured() -> None:
    """The server's own waiting time is taken."""
    busy = json_answer(429, {"error": "slow down"}, headers="retry-after: 7\r\n")
    async with scripted_engine(busy, stream("x")) as engine:
        waits = Waits()
        await ask(completer(engine.url, waits=waits))
    assert waits.seconds == [7]


async def test_waiting_ends_with_the_deadline() -> None:
    """A wait that would pass the deadline is not begun; the error says how long the server wanted."""
    busy = json_answer(429, {"error": "slow down"}, headers="retry-after: 999\r\n")
    async with scripted_engine(busy) as engine:
        waits = Waits()
        error = await failure(engine, waits=waits)
    assert isinstance(error, ServerBusy)
    assert error.retry_after == 999
    assert waits.seconds == []


async def test_a_connection_that_closes_unanswered_is_tried_three_times() -> None:
    """A server that hangs up before any word is tried again, and given up soon."""
    async with scripted_engine([HangUp()]) as engine:
        waits = Waits()
        error = await failure(engine, waits=waits)
        assert isinstance(error, ServerUnreachable)
        assert len(engine.requests) == 3
    assert waits.seconds == [1, 2]
    async with scripted_engine([HangUp()], stream("x")) as engine:
        notes: list[str] = []
        assert await ask(completer(engine.url), notes) == [Piece("x"), Piece("", "stop")]
    assert notes == ["The server does not answer, trying again in 1 s"]


async def test_nothing_is_asked_again_once_text_was_streamed() -> None:
    """A reply that breaks after its first word is not begun anew behind the reader's back."""
    overload = b'data:{"error":"Model is overloaded","error_type":"overloaded"}\n\n'
    async with scripted_engine(stream("x", overload, finish=None)) as engine:
        assert type(await failure(engine)) is ServerBusy
        assert len(engine.requests) == 1


async def test_nothing_listens() -> None:
    """An address where nothing listens is named with what to do."""
    async with scripted_engine(stream("x")) as engine:
        url = engine.url
    with pytest.raises(ServerUnreachable, match=f"Nothing listens at {url}. Start the model server"):
        await ask(completer(url))


async def test_a_name_that_does_not_resolve(monkeypatch: pytest.MonkeyPatch) -> None:
    """A host that nobody knows is told apart from a server that is down."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(ServerUnreachable, match=r"name of http://no-such-host\.invalid.* cannot be resolved"):
        await ask(completer("http://no-such-host.invalid:8080"))


@pytest.mark.parametrize("url", ["localhost:8080", "ftp://host", "http://", "http://[::1", "host"])
async def test_an_address_that_is_none(url: str) -> None:
    """A setting that is no address of a server is refused with an example."""
    with pytest.raises(
        RequestRejected, match=r"viscodex\.server\.url is not the address.*http://host:8080/v1"
    ):
        await ask(completer(url))


async def test_user_and_password_of_an_address_are_not_shown() -> None:
    """Credentials in the address are in no sentence."""
    async with scripted_engine(plain(500)) as engine:
        url = engine.url.replace("://", "://user:secret@")
        with pytest.raises(CompleterError) as caught:
            await ask(completer(url))
    assert "secret" not in str(caught.value)
    assert engine.url in str(caught.value)


async def test_a_server_that_never_answers() -> None:
    """The wait for a first token ends at its limit, and the server sees the connection closed."""
    async with scripted_engine([Silence()]) as engine:
        error = await failure(engine, first_token_seconds=0.05)
        while not engine.requests:  # on a busy machine the time was over before the server heard of it
            error = await failure(engine, first_token_seconds=0.05)
        assert type(error) is TimedOut
        await asyncio.wait_for(engine.requests[0].gone.wait(), PATIENCE)
    assert "began no reply within 0.05 s" in str(error)
    assert "request.firstTokenSeconds" in str(error)


async def test_a_stream_that_opens_and_says_nothing() -> None:
    """Headers alone are no first token."""
    async with scripted_engine(stream(Silence())) as engine:
        assert "began no reply" in str(await failure(engine, first_token_seconds=0.05))


async def test_a_stream_that_stalls() -> None:
    """Silence between two tokens ends at its limit."""
    async with scripted_engine(stream("x", Silence())) as engine:
        error = await failure(engine, stall_seconds=0.05)
    assert type(error) is TimedOut
    assert "fell silent for 0.05 s" in str(error)
    assert "request.stallSeconds" in str(error)


async def test_the_whole_request_has_a_limit() -> None:
    """However lively the stream, the whole reply must be there in time."""
    async with scripted_engine(stream("x", "y", Silence())) as engine:
        error = await failure(engine, timeout_seconds=0.05)
    assert type(error) is TimedOut
    assert "not complete after 0.05 s" in str(error)
    assert "request.timeoutSeconds" in str(error)


async def test_closing_the_iterator_closes_the_stream() -> None:
    """Whoever stops reading frees the server."""
    async with scripted_engine(stream("x", Silence())) as engine:
        asked = completer(engine.url)
        pieces = asked.stream(PROMPT, notify=print)
        assert await anext(pieces) == Piece("x")
        async with asyncio.timeout(PATIENCE):
            await pieces.aclose()
            await engine.requests[0].gone.wait()
        await asked.close()


async def test_cancelling_the_reader_closes_the_stream() -> None:
    """A task that is cancelled while it waits for the next token frees the server."""
    async with scripted_engine(stream("x", Silence())) as engine:
        asked = completer(engine.url)
        began = asyncio.Event()

        async def read() -> None:
            async with aclosing(asked.stream(PROMPT, notify=print)) as pieces:
                async for _ in pieces:
                    began.set()

        reader = asyncio.create_task(read())
        await began.wait()
        async with asyncio.timeout(PATIENCE):
            reader.cancel()
            await asyncio.wait([reader])
            await engine.requests[0].gone.wait()
        assert reader.cancelled()
        await asked.close()


async def test_identify_names_the_model() -> None:
    """The server's own list says what it serves."""
    async with scripted_engine() as engine:
        for model in ("", "scripted", "tgi"):
            asked = completer(engine.url, model=model)
            assert await asked.identify() == "scripted"
            await asked.close()


async def test_identify_refuses_a_model_that_is_not_served() -> None:
    """A name that the server does not list is told with those that it does."""
    async with scripted_engine() as engine:
        asked = completer(engine.url, model="other")
        with pytest.raises(RequestRejected, match="no model named 'other'; it has scripted"):
            await asked.identify()
        await asked.close()


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (plain(401), KeyRefused),
        (json_answer(200, {"data": []}), RequestRejected),
        (json_answer(200, ["odd"]), RequestRejected),
        (plain(200, b"<html>", content_type="text/html"), RequestRejected),
        ([HangUp()], ServerUnreachable),
    ],
)
async def test_identify_tells_what_is_wrong(answer: Answer, kind: type[CompleterError]) -> None:
    """A refusal or an odd list of models is one of the named errors."""
    async with scripted_engine() as engine:
        engine.models = answer
        asked = completer(engine.url)
        with pytest.raises(kind):
            await asked.identify()
        await asked.close()


@pytest.fixture(scope="module")
def tls_files(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, str]:
    """A server's TLS context for 127.0.0.1, and the PEM file by which a client would trust it."""
    if shutil.which("openssl") is None:
        pytest.skip("making a certificate needs the program openssl")
    folder = tmp_path_factory.mktemp("tls")
    key, certificate = str(folder / "key.pem"), str(folder / "certificate.pem")
    kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    names = ["-subj", "/CN=test", "-addext", "subjectAltName=IP:127.0.0.1"]
    files = ["-keyout", key, "-out", certificate]
    subprocess.run(["openssl", "req", *kind, *names, *files], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context, certificate


async def test_a_certificate_of_a_company_is_trusted_by_its_file(
    tls_files: tuple[ssl.SSLContext, str], tmp_path: Any
) -> None:
    """An unknown certificate is refused with the setting to use; with that setting the reply comes."""
    context, ca_file = tls_files
    async with scripted_engine(stream("x"), tls=context) as engine:
        with pytest.raises(ServerUnreachable, match=r"is not trusted.*viscodex\.server\.caFile"):
            await ask(completer(engine.url))
        assert await ask(completer(engine.url, ca_file=ca_file)) == [Piece("x"), Piece("", "stop")]
        missing = str(tmp_path / "none.pem")
        with pytest.raises(ServerUnreachable, match="caFile cannot be used"):
            await ask(completer(engine.url, ca_file=missing))


async def test_https_to_a_plain_server_is_told() -> None:
    """A server that speaks no TLS is named as such, and asked once."""

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n")
        writer.close()

    waits = Waits()
    async with await asyncio.start_server(refuse, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(ServerUnreachable, match=r"does not speak TLS.*http:// instead"):
            await ask(completer(f"https://127.0.0.1:{port}", waits=waits))
    assert waits.seconds == []


async def test_a_reply_in_other_scripts_arrives_whole() -> None:
    """Emoji and wide characters survive whatever way the server cuts its bytes."""
    raw = event("日本 😀 ünï")
    whole = json.loads(raw[6:])["choices"][0]["delta"]["content"]
    cut = [raw[n : n + 7] for n in range(0, len(raw), 7)]
    async with scripted_engine(stream(*cut)) as engine:
        assert await ask(completer(engine.url)) == [Piece(whole), Piece("", "stop")]
