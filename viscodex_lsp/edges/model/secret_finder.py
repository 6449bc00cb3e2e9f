"""Asks the local server where secrets stand in a picture, before the picture leaves this machine."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from viscodex_lsp.core.errors import NotMasked, NotRead
from viscodex_lsp.core.nouns import Picture
from viscodex_lsp.core.settings import Settings
from viscodex_lsp.edges.model.completer import Notify
from viscodex_lsp.edges.model.local_server import COMMAND
from viscodex_lsp.edges.model.reader_client import ask_reader, can_read

can_find_secrets = can_read


class FoundSecret(BaseModel):
    """A secret's kind in words, and its box: left, top, right, bottom in pixels."""

    model_config = ConfigDict(frozen=True)

    kind: str
    box: tuple[float, float, float, float]


class _Answer(BaseModel):
    secrets: tuple[FoundSecret, ...]


async def find_secrets(
    part: Picture,
    settings: Settings,
    notify: Notify,
    *,
    place: Path | None = None,
    command: Sequence[str] = COMMAND,
) -> tuple[FoundSecret, ...]:
    """The secrets of one part of a picture; starts the local server where none runs.

    Raises:
        NotMasked: the answer is none that can be relied on.
        NoLocalServer: the server cannot be started.
    """
    asked = {"secrets": True, "addresses": settings.privacy.mask_addresses}
    try:
        answer = await ask_reader(part, settings, notify, asked=asked, place=place, command=command)
        return await asyncio.to_thread(lambda: _Answer.model_validate_json(answer).secrets)
    except NotRead as error:
        raise NotMasked(error.reason) from error
    except ValidationError as error:
        raise NotMasked(f"the local server gave no answer: {type(error).__name__}") from error
