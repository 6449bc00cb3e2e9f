"""Decides after an error before the first token whether to ask again, and in how many seconds."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from viscodex_lsp.core.errors import CompleterError, ServerBusy, ServerUnreachable
from viscodex_lsp.edges.model.chat.transport_errors import TlsRefused


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """Exponential waiting with jitter, the same for every request.

    A busy server is asked until the deadline; a connection that fails `connections` times is given up, since a
    wrong address should be told soon. `sleep` and `jitter` (a number from 0 to 1) can be replaced in tests.
    """

    first_seconds: float = 1.0
    longest_seconds: float = 16.0
    connections: int = 3
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    jitter: Callable[[], float] = random.random

    def wait_seconds(self, error: CompleterError, *, attempt: int, left: float) -> float | None:
        """How long to wait after the `attempt`-th failure (from 1), with `left` seconds to the deadline."""
        if not isinstance(error, ServerBusy | ServerUnreachable) or isinstance(error, TlsRefused):
            return None
        if isinstance(error, ServerUnreachable) and attempt >= self.connections:
            return None
        grown = min(self.longest_seconds, self.first_seconds * 2.0 ** min(attempt - 1, 30))
        wait = grown * (0.75 + 0.5 * self.jitter())
        if isinstance(error, ServerBusy) and error.retry_after is not None:
            wait = max(error.retry_after, 0.1)
        return wait if wait < left else None
