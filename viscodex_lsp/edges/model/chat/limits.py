"""The time limits of one request: runs each step of it, and raises the error that names the limit."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from viscodex_lsp.core.errors import TimedOut
from viscodex_lsp.core.settings import RequestSettings

T = TypeVar("T")


class Limits:
    """Begins when it is made. `deadline` is in the running loop's time; the first limit to pass is the one named.

    The wait for a connection is bounded by the connection itself.
    """

    def __init__(self, request: RequestSettings, *, deadline: float, server: str) -> None:
        self._request = request
        self._deadline = deadline
        self._server = server
        self._expected = 0.0
        self._first = asyncio.get_running_loop().time() + request.first_token_seconds

    def expect(self, seconds: float) -> None:
        """The server foretold that its reply takes so long: until text comes, it may be silent for twice that."""
        self._expected = 2 * seconds

    async def first(self, step: Awaitable[T]) -> T:
        """A step before the first token.

        Raises:
            TimedOut: the step was cancelled at the limit.
        """
        seconds = self._request.first_token_seconds
        return await self._hold(
            step,
            self._first,
            f"{self._server} began no reply within {seconds:g} s. It may be loading or overloaded: try again, "
            "choose a smaller picture, or raise viscodex.request.firstTokenSeconds.",
        )

    async def next(self, step: Awaitable[T], *, has_text: bool = True) -> T:
        """A step after the first event; errors as for `first`."""
        seconds = self._request.stall_seconds
        if not has_text:
            seconds = max(seconds, self._expected)
        return await self._hold(
            step,
            asyncio.get_running_loop().time() + seconds,
            f"{self._server} fell silent for {seconds:g} s in the middle of its reply. Try again, or raise "
            "viscodex.request.stallSeconds.",
        )

    async def _hold(self, step: Awaitable[T], until: float, sentence: str) -> T:
        if self._deadline < until:
            until = self._deadline
            sentence = (
                f"The reply of {self._server} was not complete after {self._request.timeout_seconds:g} s. Choose "
                "a smaller picture, or raise viscodex.request.timeoutSeconds."
            )
        try:
            async with asyncio.timeout_at(until) as timer:
                return await step
        except TimeoutError as error:
            if not timer.expired():  # a time-out of the step itself
                raise
            raise TimedOut(sentence) from error
