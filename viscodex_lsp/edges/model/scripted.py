"""A model that says what it is told: for tests of anything that asks one.

    completer = ScriptedCompleter(["```python\\n", "x = 1\\n", "```"], [ServerBusy("Full.")])

answers the first question with three pieces, the second with an error, and every further one like the last.
"""

import asyncio
from collections.abc import AsyncGenerator, Sequence

from viscodex_lsp.core.errors import VisCodexError
from viscodex_lsp.core.nouns import Prompt
from viscodex_lsp.edges.model.completer import Notify, Piece

Step = str | Piece | asyncio.Event | VisCodexError
"""Text to say, a piece with its reason to stop, an event to wait for, or an error to raise."""


class ScriptedCompleter:
    """Implements `Completer` without a model.

    Args:
        replies: One script per question. A script whose last step is no `Piece` with a reason to stop ends
            with "stop".
        name: What `identify` answers.

    Attributes:
        prompts: Every prompt it was asked.
        abandoned: How many replies were closed before their end.
        closed: Whether `close` was called.
    """

    pictures_at_once = 8

    def __init__(self, *replies: Sequence[Step], name: str = "scripted") -> None:
        self._replies = replies or ((),)
        self._name = name
        self.prompts: list[Prompt] = []
        self.abandoned = 0
        self.closed = False

    async def stream(self, prompt: Prompt, *, notify: Notify) -> AsyncGenerator[Piece, None]:
        """Say the next script; `notify` hears nothing."""
        del notify
        script = self._replies[min(len(self.prompts), len(self._replies) - 1)]
        self.prompts.append(prompt)
        finished = False
        try:
            async for piece in _say(script):
                finished = piece.finish is not None
                yield piece
            if not finished:
                yield Piece("", "stop")
            finished = True
        except VisCodexError:
            finished = True
            raise
        finally:
            self.abandoned += not finished

    async def identify(self) -> str:
        """The name it was given."""
        return self._name

    async def close(self) -> None:
        """Remember it."""
        self.closed = True


async def _say(script: Sequence[Step]) -> AsyncGenerator[Piece, None]:
    for step in script:
        if isinstance(step, VisCodexError):
            raise step
        if isinstance(step, asyncio.Event):
            await step.wait()
        else:
            yield Piece(step) if isinstance(step, str) else step
