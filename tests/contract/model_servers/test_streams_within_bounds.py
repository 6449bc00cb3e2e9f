"""What a stream may cost: bounded memory whatever a server sends, one connection for many questions."""

import asyncio
import gzip
import ssl
import subprocess
import tracemalloc
import zlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fixtures.servers.raw_server import Route, raw_server
from tests.fixtures.servers.scripted_engine import HangUp, Silence, event, scripted_engine, stream
from viscodex_lsp.core.errors import CompleterError, RequestRejected
from viscodex_lsp.core.nouns import Message, Prompt
from viscodex_lsp.core.settings import RequestSettings, ServerSettings
from viscodex_lsp.edges.model.chat.event_stream import EventParser, TooMuchAnswer
from viscodex_lsp.edges.model.chat_client import ChatCompleter

PROMPT = Prompt((Message("user", ("Code, please.",)),))
CHAT = "/v1/chat/completions"
MEGABYTES = 2**20


def completer(url: str, *, ca_file: str = "", **limits: Any) -> ChatCompleter:
    return ChatCompleter(
        server=ServerSettings(url=url, model="m", ca_file=ca_file),
        request=RequestSettings(**limits),
        key=None,
    )


async def ask(asked: ChatCompleter, notes: list[str] | None = None) -> str:
    told: list[str] = [] if notes is None else notes
    return "".join([piece.text async for piece in asked.stream(PROMPT, notify=told.append)])


async def endless(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """64 MB without a line end."""
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\ndata: ")
    for _ in range(64):
        writer.write(b"x" * MEGABYTES)
        await writer.drain()
    writer.close()


async def test_an_event_without_an_end_is_refused() -> None:
    """A server that sends on and on without a line end is hung up on after a few megabytes."""
    async with await asyncio.start_server(endless, "127.0.0.1", 0) as server:
        asked = completer(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        tracemalloc.start()
        try:
            with pytest.raises(RequestRejected, match="over 4 MB without an end"):
                await ask(asked)
            assert tracemalloc.get_traced_memory()[1] < 32 * MEGABYTES
        finally:
            tracemalloc.stop()
            await asked.close()


BOMBS = {
    "gzip": gzip.compress(b"data: " + bytes(200 * MEGABYTES)),
    "deflate": zlib.compress(b"data: " + b"x" * 200 * MEGABYTES),
}


@pytest.mark.parametrize("encoding", BOMBS)
@pytest.mark.parametrize("content_type", ["text/event-stream", "application/json"])
async def test_a_bomb_is_refused_before_it_bursts(encoding: str, content_type: str) -> None:
    """A small compressed answer that is 200 MB when opened costs a few megabytes, and gives a sentence."""
    route = Route(CHAT, 200, content_type, BOMBS[encoding], {"content-encoding": encoding})
    with raw_server(route) as server:
        asked = completer(server.url)
        tracemalloc.start()
        try:
            with pytest.raises(RequestRejected, match="over 4 MB without an end"):
                await ask(asked)
            assert tracemalloc.get_traced_memory()[1] < 32 * MEGABYTES
        finally:
            tracemalloc.stop()
            await asked.close()


async def test_a_compressed_stream_is_read() -> None:
    """A proxy that compresses without being asked does no harm."""
    body = gzip.compress(event("return 1") + event("", finish="stop"))
    with raw_server(Route(CHAT, 200, "text/event-stream", body, {"content-encoding": "gzip"})) as server:
        asked = completer(server.url)
        assert await ask(asked) == "return 1"
        await asked.close()


async def test_an_unknown_compression_is_told() -> None:
    """Brotli, which nobody asked for, is named with what to do."""
    with raw_server(Route(CHAT, 200, "text/event-stream", b"\x0b", {"content-encoding": "br"})) as server:
        asked = completer(server.url)
        with pytest.raises(CompleterError, match=r"compresses its answers \(br\)"):
            await ask(asked)
        await asked.close()


@given(st.lists(st.integers(1, 40), max_size=60), st.sampled_from([b"\n", b"\r\n", b"\r"]))
def test_events_are_the_same_however_they_are_cut(cuts: list[int], end: bytes) -> None:
    """Wherever the network cuts a stream, also inside a character or a line end, the events are those of the whole."""
    lines = [
        "\ufeff: hello",
        "",
        'data: {"a": "日本 😀"}',
        "",
        "event: error",
        "data: {",
        'data: "b": 1}',
        "",
        "data: [DONE]",
        "",
    ]
    raw = end.join(line.encode() for line in lines) + end
    whole, cut, place = EventParser(), EventParser(), 0
    expected = [*whole.feed(raw), *whole.end()]
    found: list[Any] = []
    for size in [*cuts, len(raw)]:
        found += cut.feed(raw[place : place + size])
        place += size
    assert [*found, *cut.end()] == expected
    assert [(event.name, event.data) for event in expected] == [
        ("", '{"a": "日本 😀"}'),
        ("error", '{\n"b": 1}'),
        ("", "[DONE]"),
    ]


def test_the_bound_is_for_one_event_alone() -> None:
    """Many events may be longer together than one may be."""
    parser = EventParser(most=1000)
    for _ in range(100):
        assert [each.data for each in parser.feed(b'data: {"a": "' + b"x" * 500 + b'"}\n\n')]
    with pytest.raises(TooMuchAnswer):
        list(parser.feed(b"data: " + b"x" * 1000))


async def test_questions_share_a_connection() -> None:
    """After a whole reply the connection is used again, although nobody waited for its last event."""
    body = event("x") + event("", finish="stop") + b'data: {"choices": [], "usage": {}}\n\ndata: [DONE]\n\n'
    with raw_server(Route(CHAT, body=body)) as server:
        asked = completer(server.url)
        for _ in range(4):
            assert await ask(asked) == "x"
            await asyncio.gather(*asked._connection._finishing)
        await asked.close()
        assert server.connections == 1


@pytest.fixture
async def secure(tmp_path: Path) -> AsyncIterator[tuple[str, str, list[int]]]:
    """A TLS server's address, the file of its authority, and a count of handshakes."""
    key, certificate = str(tmp_path / "key.pem"), str(tmp_path / "certificate.pem")
    kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    names = ["-subj", "/CN=test", "-addext", "subjectAltName=DNS:localhost"]
    try:
        subprocess.run(
            ["openssl", "req", *kind, *names, "-keyout", key, "-out", certificate],
            check=True,
            capture_output=True,
        )
    except FileNotFoundError:
        pytest.skip("making a certificate needs the program openssl")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    handshakes: list[int] = []
    context.sni_callback = lambda *_: handshakes.append(1)
    async with scripted_engine(stream("x"), tls=context) as engine:
        yield engine.url.replace("127.0.0.1", "localhost"), certificate, handshakes


async def test_tls_is_agreed_once(secure: tuple[str, str, list[int]]) -> None:
    """Several questions over TLS need one handshake."""
    url, certificate, handshakes = secure
    asked = completer(url, ca_file=certificate)
    for _ in range(3):
        assert await ask(asked) == "x"
        await asyncio.gather(*asked._connection._finishing)
    await asked.close()
    assert len(handshakes) == 1


async def test_a_certificate_for_another_name_is_not_blamed_on_the_authority(
    secure: tuple[str, str, list[int]],
) -> None:
    """The sentence says that the name differs; a file of another authority could not help."""
    url, certificate, _ = secure
    asked = completer(url.replace("localhost", "127.0.0.1"), ca_file=certificate)
    with pytest.raises(CompleterError, match="is for another name") as caught:
        await ask(asked)
    await asked.close()
    assert "caFile" not in str(caught.value)


async def test_a_connection_that_was_closed_meanwhile_is_made_again_at_once() -> None:
    """A server that hangs up on the kept connection is asked again without a wait, and nobody is told."""
    async with scripted_engine(stream("x"), [HangUp()], stream("y")) as engine:
        asked, notes = completer(engine.url), list[str]()
        assert await ask(asked, notes) == "x"
        await asyncio.gather(*asked._connection._finishing)
        assert await ask(asked, notes) == "y"
        await asked.close()
    assert notes == []


async def test_the_end_of_a_reply_is_not_waited_for() -> None:
    """A server that keeps its stream open behind the reason to stop holds nobody up."""
    async with scripted_engine(stream("x", event("", finish="stop"), Silence())) as engine:
        asked = completer(engine.url)
        async with asyncio.timeout(60):
            assert await ask(asked) == "x"
            await asked.close()


async def test_thinking_is_told_while_it_lasts() -> None:
    """A model that thinks for long is heard of: how many tokens so far."""
    thought = b'data: {"choices":[{"index":0,"delta":{"reasoning_content":"Hm"}}]}\n\n'
    async with scripted_engine(stream(*[thought] * 45, "x")) as engine:
        asked, notes = completer(engine.url), list[str]()
        assert await ask(asked, notes) == "x"
        await asked.close()
    assert notes == ["thinking, 1 token", "thinking, 21 tokens", "thinking, 41 tokens"]
