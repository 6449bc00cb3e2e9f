"""Opening a port promises one that clients of this machine reach at once, or a sentence."""

import socket

import pytest

from viscodex_lsp.core.errors import UsageError
from viscodex_lsp.edges.loopback import LOOPBACK, listen_on_loopback


def test_a_free_port_is_reached_at_once() -> None:
    """Before anybody accepts the connection."""
    with listen_on_loopback(0, advice="") as listening:
        port = listening.getsockname()[1]
        with socket.create_connection((LOOPBACK, port), timeout=10) as client:
            assert client.getpeername() == (LOOPBACK, port)


def test_a_taken_port_is_told_with_what_to_do() -> None:
    """The sentence has the port, and the advice of the verb that asked for it."""
    with listen_on_loopback(0, advice="") as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=rf"^Port {port} cannot be used \(.+\)\. Name another\.$"):
            listen_on_loopback(port, advice="Name another.")
