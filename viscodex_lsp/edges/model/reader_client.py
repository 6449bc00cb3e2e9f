"""The one client of `POST /v1/read`: asks the local server what it sees in a picture, and starts it where none runs."""

import base64
import os
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

import httpx2

from viscodex_lsp.core.errors import NotRead
from viscodex_lsp.core.nouns import Picture
from viscodex_lsp.core.settings import EmbeddedSettings, Settings
from viscodex_lsp.edges.model.completer import Notify
from viscodex_lsp.edges.model.local_server import COMMAND, READER_NEEDS, find_server, start_server
from viscodex_lsp.edges.model.run_folder import RunFolder, checkpoint_folder, default_place


def can_read() -> bool:
    """Whether the reader is installed here."""
    return all(find_spec(name) is not None for name in READER_NEEDS)


async def ask_reader(
    picture: Picture,
    settings: Settings,
    notify: Notify,
    *,
    asked: Mapping[str, object] | None = None,
    place: Path | None = None,
    command: Sequence[str] = COMMAND,
) -> bytes:
    """The JSON that the reader answers for one part of a picture; `asked` are further fields of the question.

    Where a checkpoint folder is served on this machine, its server reads too; beside a model elsewhere, a server that
    does nothing but read is enough.

    Raises:
        NotRead: no answer came that can be relied on.
        NoLocalServer: the server cannot be started.
    """
    embedded = EmbeddedSettings() if settings.server.url else settings.embedded
    files = RunFolder(place or default_place(os.environ), checkpoint=checkpoint_folder(embedded.folder))
    running = await find_server(files) or await start_server(files, embedded, notify=notify, command=command)
    body = {
        "picture": f"data:{picture.mime};base64,{base64.b64encode(picture.data).decode()}",
        **(asked or {}),
    }
    headers = {"authorization": f"Bearer {running.token}"}
    try:
        async with httpx2.AsyncClient(trust_env=False, timeout=None) as client:
            answer = await client.post(f"{running.url.rstrip('/')}/v1/read", json=body, headers=headers)
    except httpx2.HTTPError as error:
        raise NotRead(f"the local server gave no answer: {type(error).__name__}") from error
    if answer.status_code != 200:
        raise NotRead(f"the local server answered {answer.status_code}")
    return answer.content
