"""The text that the reader sees in a picture, put beside the picture for a served model.

Models misread small text in large pictures; what the reader read is exact more often. It is a help and no more: where
the reader cannot be had, the model is asked without it, and the person hears so.
"""

import asyncio
import base64
import os
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import Any

from viscodex_lsp.core.asking.seen import with_seen_text
from viscodex_lsp.core.errors import VisCodexError
from viscodex_lsp.core.nouns import Picture, Prompt
from viscodex_lsp.core.settings import EmbeddedSettings
from viscodex_lsp.edges.model.completer import Completer, Notify, Piece
from viscodex_lsp.edges.model.local_server import COMMAND, find_server, start_server
from viscodex_lsp.edges.model.run_folder import RunFolder, default_place

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


async def read_by_local_server(
    picture: Picture, notify: Notify, *, place: Path | None = None, command: Sequence[str] = COMMAND
) -> Sequence[str]:
    """The lines of `picture`, read by the one local server of this user, which is started where none runs.

    Raises:
        NoLocalServer: the reader is not installed, does not start, or does not answer.
    """
    files = RunFolder(place or default_place(os.environ), checkpoint="")
    running = await find_server(files)
    if running is None:
        running = await start_server(files, EmbeddedSettings(), notify=notify, command=command)
    answer = await asyncio.to_thread(_post, f"{running.url.rstrip('/')}/v1/read", running.token, picture)
    return [str(line.get("text", "")) for line in answer.get("lines", []) if isinstance(line, dict)]


def _post(url: str, token: str, picture: Picture) -> dict[str, Any]:
    import httpx2

    from viscodex_lsp.core.errors import NoLocalServer

    uri = f"data:{picture.mime};base64,{base64.b64encode(picture.data).decode()}"
    headers = {"authorization": f"Bearer {token}"}
    try:
        answer = httpx2.post(
            url, json={"picture": uri}, headers=headers, timeout=SECONDS, trust_env=False, verify=False
        )
        content = answer.raise_for_status().json()
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
        raise NoLocalServer(f"the reader did not answer ({type(error).__name__})") from error
    return content if isinstance(content, dict) else {}


def _pictures(prompt: Prompt) -> list[Picture]:
    return [part for message in prompt.messages for part in message.parts if isinstance(part, Picture)]
