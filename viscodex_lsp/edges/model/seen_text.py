"""The text that the reader sees in a picture, put beside the picture for a served model.

Models misread small text in large pictures; what the reader read is exact more often. It is a help and no more: where
the reader cannot be had, the model is asked without it, and the person hears so.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing

from viscodex_lsp.core.asking.seen import with_seen_text
from viscodex_lsp.core.errors import VisCodexError
from viscodex_lsp.core.nouns import Picture, Prompt
from viscodex_lsp.edges.model.completer import Completer, Notify, Piece

ReadLines = Callable[[Picture, Notify], Awaitable[Sequence[str]]]
SECONDS = 20.0


class SeenTextCompleter:
    """Implements `Completer` over another one, whose prompts get what `read_lines` sees, in at most `max_tokens`."""

    def __init__(self, inner: Completer, *, max_tokens: int, read_lines: ReadLines) -> None:
        self._inner = inner
        self._max_tokens = max_tokens
        self._read_lines = read_lines
        self._seen: dict[bytes, Sequence[str]] = {}
        self.pictures_at_once = inner.pictures_at_once

    async def stream(self, prompt: Prompt, *, notify: Notify) -> AsyncGenerator[Piece, None]:
        """See `Completer.stream`."""
        lines = [line for picture in _pictures(prompt) for line in await self._lines(picture, notify)]
        asked = with_seen_text(prompt, lines, max_tokens=self._max_tokens)
        async with aclosing(self._inner.stream(asked, notify=notify)) as pieces:
            async for piece in pieces:
                yield piece

    async def identify(self) -> str:
        """The inner model's name."""
        return await self._inner.identify()

    async def close(self) -> None:
        """Release what the inner one holds; the reader stays for others."""
        await self._inner.close()

    async def _lines(self, picture: Picture, notify: Notify) -> Sequence[str]:
        if picture.data not in self._seen:
            try:
                async with asyncio.timeout(SECONDS):
                    self._seen = {picture.data: await self._read_lines(picture, notify)}
            except (VisCodexError, TimeoutError) as error:
                reason = str(error) or f"it took longer than {SECONDS:.0f} s"
                notify(f"The picture's text is not sent along: {reason}")
                self._seen = {picture.data: ()}
        return self._seen[picture.data]


def _pictures(prompt: Prompt) -> list[Picture]:
    return [part for message in prompt.messages for part in message.parts if isinstance(part, Picture)]
