"""Reads and writes files through an ACP client, so that unsaved text counts and remote files are reached.

What the client cannot do is done on this machine's disk.
"""

from collections.abc import Sequence
from pathlib import Path

from acp import RequestError
from acp.interfaces import Client
from acp.schema import FileSystemCapabilities

from viscodex_lsp.agents.made import DiskFiles
from viscodex_lsp.core.errors import DocumentError
from viscodex_lsp.core.language.languages import language_of_path
from viscodex_lsp.core.nouns import Document
from viscodex_lsp.edges.documents import MOST_BYTES, FileChange


class ClientFiles:
    """Implements `Files` for one session of a client."""

    def __init__(self, client: Client, session: str, can: FileSystemCapabilities | None) -> None:
        self._client, self._session, self._disk = client, session, DiskFiles()
        self._reads = bool(can and can.read_text_file)
        self._writes = bool(can and can.write_text_file)

    async def read(self, path: Path) -> Document:
        """See `Files.read`."""
        if not self._reads:
            return await self._disk.read(path)
        try:
            answer = await self._client.read_text_file(session_id=self._session, path=str(path))
        except RequestError as error:
            raise DocumentError(
                f"The editor did not give {path.name}: {error}. Open or save the file first."
            ) from error
        text = answer.content
        if len(text) > MOST_BYTES or "\0" in text:
            raise DocumentError(f"{path.name} is too large, or holds binary data; name a text file.")
        return Document(path.as_uri(), language_of_path(path.name).id, None, text)

    async def write(self, changes: Sequence[FileChange]) -> None:
        """See `Files.write`. A file that cannot be written takes back those that were before it."""
        if not self._writes or any(isinstance(change.new, bytes) for change in changes):
            await self._disk.write(changes)
            return
        for change in changes:
            if change.old is not None and (await self.read(change.path)).text != change.old:
                raise DocumentError(
                    f"{change.path.name} changed meanwhile, so nothing was written. Ask again."
                )
            if change.old is None and change.path.exists():
                raise DocumentError(
                    f"{change.path.name} is there already, so nothing was written. Ask again."
                )
        done: list[FileChange] = []
        try:
            for change in changes:
                await self._put(change.path, change.data.decode("utf-8"))
                done.append(change)
        except RequestError as error:
            for change in done:
                await self._take_back(change)
            raise DocumentError(
                f"The editor did not write {change.path.name}: {error}. Nothing was kept."
            ) from error

    async def _put(self, path: Path, text: str) -> None:
        await self._client.write_text_file(session_id=self._session, path=str(path), content=text)

    async def _take_back(self, change: FileChange) -> None:
        if change.old is None:
            change.path.unlink(missing_ok=True)
        else:
            await self._put(change.path, change.old)
