"""Framing: whole messages, however the bytes come."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viscodex_lsp.server import framing
from viscodex_lsp.server.framing import Framing

HEADERS = ["Content-Length", "content-length", "CONTENT-LENGTH"]


def framed(body: bytes, header: str) -> bytes:
    return b"%s: %d\r\n\r\n%s" % (header.encode(), len(body), body)


@given(st.lists(st.tuples(st.binary(max_size=60), st.sampled_from(HEADERS))), st.integers(1, 40))
def test_bodies_come_whole_and_in_order(messages: list[tuple[bytes, str]], step: int) -> None:
    """In any case of the header's letters, and cut anywhere."""
    data = b"".join(framed(body, header) for body, header in messages)
    reader = Framing()
    found = [body for at in range(0, len(data), step) for body in reader.feed(data[at : at + step])]
    assert found == [body for body, _ in messages]


@pytest.mark.parametrize(
    "header",
    [b"Content-Type: a\r\n\r\n", b"Content-Length: -1\r\n\r\n", b"Content-Length: x\r\n\r\n", b"\r\n\r\n",
     b"x" * (framing.MOST_HEADER_BYTES + 1)],
)  # fmt: skip
def test_a_header_without_a_length_costs_only_itself(header: bytes) -> None:
    reader = Framing()
    assert reader.feed(header) == []
    assert reader.feed(framed(b"{}", "Content-Length")) == [b"{}"]


def test_a_further_header_is_read_over() -> None:
    message = b"Content-Length: 2\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n{}"
    assert Framing().feed(message) == [b"{}"]


def test_a_message_that_is_too_large_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """It counts as an empty one, so that it is answered, and the next one is read."""
    monkeypatch.setattr(framing, "MOST_BODY_BYTES", 10)
    reader = Framing()
    assert reader.feed(framed(b"0123456789a", "Content-Length")[:-3]) == [b""]
    assert reader.feed(b"89a" + framed(b"{}", "Content-Length")) == [b"{}"]
