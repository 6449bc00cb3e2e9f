"""Asks the local server: the one process that all editors of this user share.

It is started by the first question that finds none, and ends by itself when nobody asks any more.
"""

import asyncio
import os
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from pathlib import Path

from viscodex_lsp.core.errors import ServerUnreachable
from viscodex_lsp.core.nouns import Prompt
from viscodex_lsp.core.settings import ServerSettings, Settings
from viscodex_lsp.edges.model.chat.retry import RetryPolicy
from viscodex_lsp.edges.model.chat_client import ChatCompleter
from viscodex_lsp.edges.model.completer import Notify, Piece
from viscodex_lsp.edges.model.local_server import COMMAND, Running, find_server, start_server, still_runs
from viscodex_lsp.edges.model.run_folder import RunFolder, checkpoint_folder, default_place

_PAUSES = (0.0, 0.3, 1.0, None)


class LocalCompleter:
    """Implements `Completer` over the local server.

    Args:
        settings: `embedded` says what to serve, `request` how to ask.
        place: The folder where editors and server meet; the user's own by default.
        command: What starts a server; the folder and the options are added to it.
    """

    # Each takes a laptop many seconds: one by one a person sees how far it is, and no limit of time is met.
    pictures_at_once = 1

    def __init__(
        self, settings: Settings, *, place: Path | None = None, command: Sequence[str] = COMMAND
    ) -> None:
        self._settings = settings
        self._command = command
        self._files = RunFolder(
            place or default_place(os.environ),
            checkpoint=checkpoint_folder(settings.embedded.folder),
        )
        self._chat: tuple[Running, ChatCompleter] | None = None

    async def stream(self, prompt: Prompt, *, notify: Notify) -> AsyncGenerator[Piece, None]:
        """See `Completer.stream`; a server that ends between two questions is started again.

        Raises:
            NoLocalServer: it is not installed or does not start.
        """
        for pause in _PAUSES:
            chat = await self._find(notify)
            began = False
            try:
                async with aclosing(chat.stream(prompt, notify=notify)) as pieces:
                    async for piece in pieces:
                        began = True
                        yield piece
                return
            except ServerUnreachable:
                if began or pause is None:
                    raise
                # It may have ended for idleness just now, and may look alive for a moment still.
                await self.close()
                await asyncio.sleep(pause)

    async def identify(self) -> str:
        """The name of what the local server serves; starts it where none runs."""
        return await (await self._find(lambda _: None)).identify()

    async def close(self) -> None:
        """Release connections; the server stays for the other editors until it has been idle."""
        current, self._chat = self._chat, None
        if current is not None:
            await current[1].close()

    async def _find(self, notify: Notify) -> ChatCompleter:
        if self._chat is not None and still_runs(self._files, self._chat[0]):
            return self._chat[1]
        running = await find_server(self._files)
        if running is None:
            running = await start_server(
                self._files, self._settings.embedded, notify=notify, command=self._command
            )
        await self.close()
        chat = ChatCompleter(
            server=ServerSettings(url=running.url, model=running.model),
            request=self._settings.request,
            key=running.token,
            retry=RetryPolicy(connections=1),
        )
        self._chat = (running, chat)
        return chat
