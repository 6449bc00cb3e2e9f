"""Offers the reader's copy of a picture as a proposal while a model on this machine takes its time.

A laptop without a graphics card needs a minute for a picture that the reader copies in seconds. Whoever wants no more
than the copy need not wait; the model's answer comes all the same.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from viscodex_lsp.core.errors import VisCodexError
from viscodex_lsp.core.nouns import Refusal
from viscodex_lsp.core.settings import Settings

if TYPE_CHECKING:
    from viscodex_lsp.core.menu.request import Source
    from viscodex_lsp.flow.answering import Target
    from viscodex_lsp.suggest import Suggester, Suggestion

T = TypeVar("T")
PATIENCE_SECONDS = 10.0
OFFERED = "The reader's copy is offered as a proposal meanwhile"

Reading = Callable[[Settings], Awaitable["Suggestion | Refusal"]]


def reader_settings(settings: Settings) -> Settings | None:
    """`settings` with the reader in the place of a model on this machine; None where no such model is set."""
    if settings.server.url or not settings.embedded.folder:
        return None
    return settings.model_copy(update={"embedded": settings.embedded.model_copy(update={"folder": ""})})


async def read_alone(
    reader: "Suggester", sources: "Sequence[Source]", target: "Target", settings: Settings
) -> "Suggestion | Refusal":
    """What `reader`, which is closed afterwards, makes of the pictures; it follows no instruction."""
    try:
        return await reader.suggest(
            sources,
            target,
            instruction="",
            settings=settings,
            notify=lambda _: None,
            heard=lambda _: None,
        )
    finally:
        await reader.close()


async def with_reading(
    answer: Coroutine[Any, Any, T],
    read: Reading,
    *,
    settings: Settings,
    keep: "Callable[[Suggestion], str]",
    notify: Callable[[str], None],
    patience: float = PATIENCE_SECONDS,
) -> T:
    """What `answer` gives; where it takes longer than `patience` seconds, `read` is asked and what it finds is kept.

    Nothing is offered once the answer is there, and what goes wrong with the reading is nobody's trouble.
    """
    instead = reader_settings(settings)
    if instead is None:
        return await answer
    answering = asyncio.ensure_future(answer)
    reading = asyncio.ensure_future(_offer(answering, read, instead, keep, notify, patience))
    try:
        return await answering
    finally:
        for task in (answering, reading):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError, VisCodexError):
                await task


async def _offer(
    answering: "asyncio.Future[T]",
    read: Reading,
    settings: Settings,
    keep: "Callable[[Suggestion], str]",
    notify: Callable[[str], None],
    patience: float,
) -> None:
    await asyncio.wait({answering}, timeout=patience)
    if answering.done():
        return
    try:
        found = await read(settings)
    except VisCodexError:
        return
    if not isinstance(found, Refusal) and not answering.done():
        keep(found)
        notify(OFFERED)
