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
from viscodex_lsp.edges.model.chat.address import address_of, is_this_machine, shown
from viscodex_lsp.edges.model.chat.engine_errors import Answer, Endpoint, error_in, from_answer, from_event
from viscodex_lsp.edges.model.chat.engine_table import TABLE
from viscodex_lsp.edges.model.chat.http_client import _seconds
from viscodex_lsp.edges.model.chat.transport_errors import from_transport

PLACE = Endpoint("http://host:8080", model="coder", has_key=True)
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
    status=st.integers(0, 1000),
    body=st.binary(max_size=200) | JSON.map(lambda content: json.dumps(content).encode()),
    content_type=st.sampled_from(["", "text/html", "application/json", "text/plain"]),
)
def test_any_answer_becomes_a_sentence(status: int, body: bytes, content_type: str) -> None:
    """Whatever the status and the body, the error is one line that names the server."""
    assert is_a_sentence(from_answer(Answer(status, content_type, body), PLACE))


@given(content=JSON, name=st.sampled_from(["", "error", "message"]))
def test_any_event_becomes_a_sentence(content: Any, name: str) -> None:
    """Whatever an error event holds, the error is one line that names the server."""
    error = error_in(content, name)
    assert error is None or is_a_sentence(from_event(error, PLACE))


FORMS: list[tuple[Any, str]] = [
    ({"error": {"message": "Boom", "code": 500}}, "Boom"),
    ({"error": "Boom"}, "Boom"),
    ({"error": {"error": {"message": "Boom"}}}, "Boom"),
    ({"object": "error", "message": "Boom", "code": 400}, "Boom"),
    ({"type": "error", "error": {"type": "overloaded_error", "message": "Boom"}}, "Boom"),
    ({"errors": [{"message": "Boom"}]}, "Boom"),
    ({"detail": "Boom"}, "Boom"),
    ({"detail": [{"loc": ["body"], "msg": "Boom"}]}, "Boom"),
    ({"message": "Boom"}, "Boom"),
    ({"code": 5, "msg": "Boom"}, "Boom"),
    ({"choices": [{"finish_reason": "error", "error": {"message": "Boom"}}]}, "Boom"),
    ({"error": "Bad Request", "message": "Boom", "statusCode": 400}, "Bad Request: Boom"),
    ({"error": "invalid_request", "error_description": "Boom"}, "invalid_request: Boom"),
    ({"error": {"Message": "Boom", "Code": "X"}}, "Boom"),
    ({"error": "Boom", "message": "Boom"}, "Boom"),
    ({"success": False, "error": True, "message": "Boom"}, "Boom"),
    ({"error": 400, "message": "Boom"}, "Boom"),
    ({"choices": None, "base_resp": {"status_code": 1008, "status_msg": "Boom"}}, "Boom"),
    ({"type": "about:blank", "title": "Bad", "status": 400, "detail": "Boom"}, "Boom: Bad"),
]


@pytest.mark.parametrize(("content", "words"), FORMS)
def test_an_error_is_known_in_every_form(content: Any, words: str) -> None:
    """Whichever form a server gives its error, the sentence has its words."""
    assert f"({words})" in str(from_event(error_in(content), PLACE))


@pytest.mark.parametrize(
    "content",
    [
        {"choices": [], "usage": {"completion_tokens": 2}},
        {"choices": [{"delta": {"content": "error"}, "finish_reason": None}]},
        {"choices": [{"delta": {}}], "error": None},
        {"type": "ping"},
        {"usage": {"total_tokens": 3}},
        {"choices": [{"delta": {"content": "a"}}], "base_resp": {"status_code": 0, "status_msg": ""}},
    ],
)
def test_what_is_no_error_is_none(content: Any) -> None:
    """Text, usage counts and pings are no errors."""
    assert error_in(content) is None


@pytest.mark.parametrize(
    "value", ["1e300", "inf", "nan", "-1", "99999999", "Fri, 01 Jan 2027 00:00:00 GMT", "soon"]
)
def test_a_waiting_time_that_is_none_is_passed_over(value: str) -> None:
    """Retry-After in a form or a size that nobody can wait for leaves the choice to our own waiting time."""
    assert _seconds(value) is None


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
    base=st.sampled_from(
        ["/v1", "/api/v3", "/api/paas/v4", "/v1beta/openai", "/openai/v1", "/inference", "/a/b"]
    ),
    end=st.sampled_from(["", "/", "/chat/completions"]),
)
def test_the_routes_stand_behind_the_base(scheme: str, host: str, base: str, end: str) -> None:
    """Whatever the base, the routes are added to it; the whole route is taken as it is."""
    address = address_of(f" {scheme}://{host}{base}{end}\n")
    assert address.chat == f"{scheme}://{host}{base}/chat/completions"
    assert address.models == f"{scheme}://{host}{base}/models"
    assert shown(f"{scheme}://user:pw@{host}{base}") == address.shown == f"{scheme}://{host}"


@pytest.mark.parametrize(
    ("url", "chat", "other"),
    [
        ("http://host:80", "http://host:80/v1/chat/completions", "http://host:80/chat/completions"),
        ("http://host/", "http://host/v1/chat/completions", "http://host/chat/completions"),
        ("http://host/tgi", "http://host/tgi/chat/completions", "http://host/tgi/v1/chat/completions"),
        ("http://host/v1/chat/completions/", "http://host/v1/chat/completions/", ""),
        (
            "https://host/deployments/m/chat/completions?api-version=1",
            "https://host/deployments/m/chat/completions?api-version=1",
            "",
        ),
        ("https://host/v1?key=a", "https://host/v1/chat/completions?key=a", ""),
    ],
)
def test_an_address_is_kept_as_it_was_written(url: str, chat: str, other: str) -> None:
    """A server alone means /v1; a path without a version may have /v1 behind it; slash and query of a route stay."""
    address = address_of(url)
    assert (address.chat, address.other.chat if address.other else "") == (chat, other)


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
