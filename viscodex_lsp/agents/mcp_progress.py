"""Sends what the flow tells about itself to an MCP client, in order, as the progress of its request."""

import asyncio
from types import TracebackType
from typing import Any, Self

from mcp.server.mcpserver import Context

from viscodex_lsp.verbs.shell_settings import in_shell_words

_END = None


class McpProgress:
    """`notify` may be called from the flow at any time; nothing is sent after the block ends."""

    def __init__(self, context: Context[Any, Any]) -> None:
        self._context = context
        self._told: asyncio.Queue[str | None] = asyncio.Queue()

    def notify(self, message: str) -> None:
        """Tell the client; it is sent only where the client asked for progress."""
        self._told.put_nowait(in_shell_words(message))

    async def __aenter__(self) -> Self:
        self._sending = asyncio.ensure_future(self._send())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self._sending.cancel()
            return
        self._told.put_nowait(_END)
        await self._sending

    async def _send(self) -> None:
        count = 0
        while (message := await self._told.get()) is not _END:
            count += 1
            await self._context.report_progress(count, message=message)
