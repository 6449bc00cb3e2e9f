"""The client's settings, pushed or asked for, resolved with the environment when a job needs them."""

import asyncio
import logging
import os
from collections.abc import Mapping
from typing import Any

from viscodex_lsp.core.settings import Settings, resolve
from viscodex_lsp.server.editor import Editor


class Configuration:
    """Holds what the client said last. `options` are its `initializationOptions`."""

    def __init__(self, editor: Editor, options: Mapping[str, Any]) -> None:
        self._editor = editor
        self._said = _section(options)
        self._asking: asyncio.Task[None] | None = None

    def update(self, settings: object = None) -> None:
        """Take the settings of a notification; where it brings none, ask the client."""
        if isinstance(settings, Mapping) and isinstance(settings.get("viscodex"), Mapping):
            self._said = settings["viscodex"]
        elif self._editor.answers_configuration:
            self._asking = asyncio.ensure_future(self._ask())

    async def settings(self) -> Settings:
        """The settings in force, once the newest question to the client is answered.

        Raises:
            UsageError: a value cannot be used.
        """
        while (asked := self._asking) is not None:
            # A job that is cancelled meanwhile must not take the question with it: others wait for its answer.
            await asyncio.shield(asked)
            if asked is self._asking:
                self._asking = None
        return self.known()

    def known(self) -> Settings:
        """The settings as far as they are known now.

        Raises:
            UsageError: a value cannot be used.
        """
        settings = resolve(editor=self._said, environment=os.environ)
        logging.getLogger("viscodex_lsp").setLevel(settings.log.level.upper())
        return settings

    async def _ask(self) -> None:
        said = await self._editor.settings()
        # Answers may overtake one another: an older one tells what was in force before.
        if said and asyncio.current_task() is self._asking:
            self._said = said


def _section(options: Mapping[str, Any]) -> Mapping[str, Any]:
    section = options.get("viscodex", options)
    return section if isinstance(section, Mapping) else {}
