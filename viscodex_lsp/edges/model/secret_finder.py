"""Asks the local server where secrets stand in a picture, before the picture leaves this machine."""

import asyncio
import base64
import os
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import httpx2
from pydantic import BaseModel, ConfigDict, ValidationError

from viscodex_lsp.core.errors import NotMasked
from viscodex_lsp.core.nouns import Picture
from viscodex_lsp.core.settings import Settings
from viscodex_lsp.edges.model.completer import Notify
from viscodex_lsp.edges.model.local_server import COMMAND, READER_NEEDS, find_server, start_server
from viscodex_lsp.edges.model.run_folder import RunFolder, checkpoint_folder, default_place


class FoundSecret(BaseModel):
    """A secret's kind in words, and its box: left, top, right, bottom in pixels."""

    model_config = ConfigDict(frozen=True)

    kind: str
    box: tuple[float, float, float, float]


class _Answer(BaseModel):
    secrets: tuple[FoundSecret, ...]


def can_find_secrets() -> bool:
    """Whether the reader is installed here."""
    return sys.platform != "win32" and all(find_spec(name) is not None for name in READER_NEEDS)


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
    files = RunFolder(
        place or default_place(os.environ), checkpoint=checkpoint_folder(settings.embedded.folder)
    )
    running = await find_server(files) or await start_server(
        files, settings.embedded, notify=notify, command=command
    )
    picture = f"data:{part.mime};base64,{base64.b64encode(part.data).decode()}"
    body = {"picture": picture, "secrets": True, "addresses": settings.privacy.mask_addresses}
    headers = {"authorization": f"Bearer {running.token}"}
    try:
        async with httpx2.AsyncClient(trust_env=False, timeout=None) as client:
            answer = await client.post(f"{running.url.rstrip('/')}/v1/read", json=body, headers=headers)
        if answer.status_code != 200:
            raise NotMasked(f"the local server answered {answer.status_code}")
        return await asyncio.to_thread(lambda: _Answer.model_validate_json(answer.content).secrets)
    except (httpx2.HTTPError, ValidationError) as error:
        raise NotMasked(f"the local server gave no answer: {type(error).__name__}") from error
