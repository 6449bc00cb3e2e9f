"""What the translation of foreign errors promises for answers that nobody has seen yet."""

import json
import socket
import ssl
from typing import Any

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from viscodex_lsp.core.errors import CompleterError, ServerUnreachable, StreamBroken, TimedOut
from viscodex_lsp.edges import logs
from viscodex_lsp.edges.model.engine_errors import TABLE, Answer, Place, from_answer, from_event
from viscodex_lsp.edges.model.http_client import base_of, is_this_machine, shown
from viscodex_lsp.edges.model.transport_errors import from_transport

PLACE = Place("http://host:8080", model="coder", has_key=True)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["error", "message", "detail", "msg", "code", "x"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)


def is_a_sentence(error: CompleterError) -> bool:
    text = str(error)
    return text.endswith(".") and "\n" not in text and PLACE.server in text and len(text) < 800


@given(
    status=st.integers(100, 599),
    body=st.binary(max_size=200) | JSON.map(lambda content: json.dumps(content).encode()),
    content_type=st.sampled_from(["", "text/html", "application/json", "text/plain"]),
)
def test_any_answer_becomes_a_sentence(status: int, body: bytes, content_type: str) -> None:
    """Whatever the status and the body, the error is one line that names the server."""
    assert is_a_sentence(from_answer(Answer(status, content_type, body), PLACE))


@given(error=JSON, kind=st.none() | st.text(max_size=20))
def test_any_event_becomes_a_sentence(error: Any, kind: str | None) -> None:
    """Whatever an error event holds, the error is one line that names the server."""
    assert is_a_sentence(from_event(error, kind, PLACE))


def test_a_deeply_nested_body_is_no_trap() -> None:
    """JSON that is nested beyond all reason is treated as text."""
    assert is_a_sentence(from_answer(Answer(500, body=b"[" * 60_000), PLACE))


def test_braces_in_a_detail_are_no_template() -> None:
    """What the server says is put into the sentence, never read as part of it."""
    error = from_answer(Answer(500, body=b'{"error": "{server.__class__} {0}"}'), PLACE)
    assert "({server.__class__} {0})" in str(error)


@given(detail=st.text(min_size=1, max_size=30))
def test_a_key_in_a_detail_is_masked(detail: str) -> None:
    """Whatever surrounds it, a remembered key in a server's words does not reach the sentence."""
    logs.remember_secret("the-key-0123")
    body = json.dumps({"error": f"{detail} the-key-0123 {detail}"}).encode()
    assert "the-key-0123" not in str(from_answer(Answer(400, body=body), PLACE))


def test_every_row_says_what_to_do() -> None:
    """Each sentence of the table has, after what happened, a second part with the way on."""
    for row in TABLE:
        assert row.sentence.count(".") >= 2 or "{key_refused}" in row.sentence


def linked(error: Exception, cause: BaseException) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "began", "kind", "words"),
    [
        (httpx2.ConnectTimeout(""), False, TimedOut, "request.connectSeconds"),
        (httpx2.ConnectError("[Errno 111] refused"), False, ServerUnreachable, "Nothing listens"),
        (
            linked(httpx2.ConnectError(""), socket.gaierror(-2, "Name or service not known")),
            False,
            ServerUnreachable,
            "cannot be resolved",
        ),
        (
            linked(httpx2.ConnectError(""), ssl.SSLCertVerificationError(1, "self-signed certificate")),
            False,
            ServerUnreachable,
            "server.caFile",
        ),
        (
            linked(httpx2.ConnectError(""), ssl.SSLError(1, "wrong version")),
            False,
            ServerUnreachable,
            "http://",
        ),
        (httpx2.ProxyError("502 Bad Gateway"), False, ServerUnreachable, "HTTPS_PROXY"),
        (httpx2.RemoteProtocolError("Server disconnected"), False, ServerUnreachable, "without an answer"),
        (httpx2.ReadError(""), True, StreamBroken, "before the reply was complete"),
        (linked(httpx2.ReadError(""), ssl.SSLEOFError(8, "EOF")), True, StreamBroken, "was complete"),
    ],
)
def test_what_is_below_http_is_told_apart(
    error: Exception, began: bool, kind: type[CompleterError], words: str
) -> None:
    """Each way in which a connection fails has its own sentence."""
    told = from_transport(error, PLACE, began=began)
    assert isinstance(told, kind)
    assert words in str(told)
    assert is_a_sentence(told)


@given(
    scheme=st.sampled_from(["http", "https"]),
    host=st.sampled_from(["host", "127.0.0.1:80", "[::1]:8080", "a.b.example:1"]),
    path=st.sampled_from(["", "/tgi", "/a/b"]),
    end=st.sampled_from(["", "/", "/v1", "/v1/", "/v1/chat/completions", "/v1/chat/completions/"]),
)
def test_an_address_may_be_written_in_many_ways(scheme: str, host: str, path: str, end: str) -> None:
    """With or without /v1, the route or a slash, it is the same server; a gateway's own path stays."""
    assert base_of(f" {scheme}://{host}{path}{end}\n") == f"{scheme}://{host}{path}"
    assert shown(f"{scheme}://user:pw@{host}{path}") == f"{scheme}://{host}"


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("localhost", True),
        ("x.localhost", True),
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("[::1]", True),
        ("0.0.0.0", True),
        ("localhost.example", False),
        ("127.0.0.1.example", False),
        ("10.0.0.1", False),
        ("models.example", False),
    ],
)
def test_this_machine_is_known(host: str, here: bool) -> None:
    """The loopback is told from names that only look like it."""
    assert is_this_machine(f"http://{host}:8080") is here
