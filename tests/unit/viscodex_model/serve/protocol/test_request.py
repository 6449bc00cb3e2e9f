"""A request's body is checked field by field, and what is wrong is named."""

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from viscodex_model.serve.protocol.refusal import Refused
from viscodex_model.serve.protocol.request import ChatRequest, read_request

HELLO = {"role": "user", "content": "Hello"}


def body(**fields: Any) -> bytes:
    """A request with one message, and `fields`."""
    return json.dumps({"messages": [HELLO]} | fields).encode()


def test_a_full_request_is_understood() -> None:
    """Text, pictures, limits, stops and options arrive as they were sent; unknown fields are passed over."""
    parts = [
        {"type": "text", "text": "One"},
        {"type": "image_url", "image_url": {"url": "data:a", "detail": "high"}},
    ]
    request = read_request(
        body(
            messages=[
                {"role": "system", "content": "Be brief"},
                {"role": "user", "content": parts, "name": "x"},
            ],
            max_tokens=5,
            temperature=0.5,
            stop=["a", ""],
            stream=True,
            stream_options={"include_usage": True},
            response_format={"type": "json_object"},
            model="any",
        )
    )
    assert (request.token_limit, request.temperature, request.stops) == (5, 0.5, ("a",))
    assert (request.stream, request.wants_usage, request.picture_urls) == (True, True, ["data:a"])
    assert [message.role for message in request.messages] == ["system", "user"]


def test_null_means_not_given() -> None:
    """Clients that send null for what they do not set are understood."""
    names = ("max_tokens", "temperature", "top_p", "seed", "stop", "stream", "stream_options", "n")
    request = read_request(body(**dict.fromkeys(names)))
    assert (request.token_limit, request.stops, request.wants_usage) == (None, (), False)


def test_the_newer_name_of_the_limit_wins() -> None:
    """`max_completion_tokens` stands above `max_tokens`."""
    assert read_request(body(max_tokens=5, max_completion_tokens=7)).token_limit == 7


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"messages": []}, "messages"),
        ({"messages": "Hello"}, "messages"),
        ({"messages": [{"role": "user"}]}, "messages.0.content"),
        ({"messages": [{"role": "root", "content": ""}]}, "messages.0.role"),
        ({"messages": [{"role": "user", "content": [{"type": "video"}]}]}, "messages.0.content"),
        ({"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": "x"}]}]}, "image_url"),
        ({"max_tokens": 0}, "max_tokens"),
        ({"max_tokens": "5"}, "max_tokens"),
        ({"max_tokens": True}, "max_tokens"),
        ({"max_completion_tokens": 1.5}, "max_completion_tokens"),
        ({"temperature": -1}, "temperature"),
        ({"temperature": float("nan")}, "temperature"),
        ({"top_p": 0}, "top_p"),
        ({"seed": 2**70}, "seed"),
        ({"stop": 5}, "stop"),
        ({"stop": ["a"] * 17}, "stop"),
        ({"stream": "yes"}, "stream"),
        ({"stream_options": []}, "stream_options"),
        ({"n": 2}, "n"),
    ],
)
def test_a_wrong_field_is_named(fields: dict[str, Any], place: str) -> None:
    """Each wrong type or value is a 400 whose sentence holds the field's name."""
    with pytest.raises(Refused) as caught:
        read_request(body(**fields))
    assert caught.value.status == 400
    assert place in caught.value.sentence.split(":")[0]


@pytest.mark.parametrize(
    "data", [b"", b"{", b"\xff", b"[" * 100_000, b'{"messages": [{"role": "user", "content": "\\ud800"}]}']
)
def test_a_body_that_is_not_json_is_refused(data: bytes) -> None:
    """Cut off, badly encoded, endlessly nested and half characters are all a sentence, never a crash."""
    with pytest.raises(Refused, match="The body is not JSON"):
        read_request(data)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)


@given(st.dictionaries(st.sampled_from(sorted(ChatRequest.model_fields)), json_values) | json_values)
def test_any_json_is_a_request_or_a_refusal(content: Any) -> None:
    """No JSON at all does anything but pass or be refused with 400."""
    with contextlib.suppress(Refused):
        assert read_request(json.dumps(content).encode()).messages
