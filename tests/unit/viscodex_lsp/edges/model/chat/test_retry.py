"""What the one retry policy promises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viscodex_lsp.core.errors import (
    CompleterError,
    KeyRefused,
    RequestRejected,
    ServerBusy,
    ServerUnreachable,
    StreamBroken,
    TimedOut,
)
from viscodex_lsp.edges.model.chat.retry import RetryPolicy
from viscodex_lsp.edges.model.chat.transport_errors import TlsRefused


@given(
    attempt=st.integers(1, 1000),
    left=st.floats(0, 1e6),
    jitter=st.floats(0, 1),
    retry_after=st.none() | st.floats(0, 1e9),
)
def test_waits_are_bounded(attempt: int, left: float, jitter: float, retry_after: float | None) -> None:
    """A wait never passes the deadline, is never nothing, and without the server's word at most 20 s."""
    policy = RetryPolicy(jitter=lambda: jitter)
    wait = policy.wait_seconds(ServerBusy("", retry_after=retry_after), attempt=attempt, left=left)
    if wait is not None:
        assert 0 < wait < left
        assert retry_after is not None or wait <= 16 * 1.25
        assert retry_after is None or wait == max(retry_after, 0.1)


def test_waits_double() -> None:
    """Each wait is twice the one before, up to the longest."""
    policy = RetryPolicy(jitter=lambda: 0.5)
    waits = [policy.wait_seconds(ServerBusy(""), attempt=n, left=1000) for n in range(1, 7)]
    assert waits == [1, 2, 4, 8, 16, 16]


@pytest.mark.parametrize(
    "error",
    [KeyRefused(""), RequestRejected(""), StreamBroken(""), TimedOut(""), CompleterError(""), TlsRefused("")],
)
def test_what_cannot_get_better_is_not_repeated(error: CompleterError) -> None:
    """Only a busy server and a failed connection are asked again."""
    assert RetryPolicy().wait_seconds(error, attempt=1, left=1000) is None


def test_connections_are_given_up_soon() -> None:
    """A wrong address is told after three attempts, long before the deadline."""
    policy = RetryPolicy()
    waits = [policy.wait_seconds(ServerUnreachable(""), attempt=n, left=1000) for n in (1, 2, 3)]
    assert [wait is None for wait in waits] == [False, False, True]
