"""The port to a model, which streams the reply to a prompt; it may raise `errors.CompleterError`."""

from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from typing import Protocol

from viscodex_lsp.core.nouns import Prompt

Notify = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Piece:
    """The next part of a reply; the last one carries the reason to stop ("stop", "length")."""

    text: str
    finish: str | None = None


class Completer(Protocol):
    """A model that can be asked. `pictures_at_once` is how many pictures one question may hold, as far as is known."""

    pictures_at_once: int

    def stream(self, prompt: Prompt, *, notify: Notify) -> AsyncGenerator[Piece, None]:
        """Ask; yield text as it comes. `notify` is told what a waiting person should know
        ("The server is busy, trying again in 4 s").

        Closing the iterator closes the connection at once.

        Raises:
            CompleterError: see `core.errors`; nothing else escapes.
        """
        ...

    async def identify(self) -> str:
        """The model's name, as the server gives it, and where it is one of several, why it was chosen; also a check
        that address and key are right.

        Raises:
            CompleterError: as for `stream`.
        """
        ...

    async def close(self) -> None:
        """Release connections."""
        ...
