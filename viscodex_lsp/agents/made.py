"""A patch that was made for an agent, and where the files of agents are."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from viscodex_lsp.agents.folders import name_of
from viscodex_lsp.core.menu.request import Source
from viscodex_lsp.core.nouns import Document, Span
from viscodex_lsp.edges.documents import FileChange, read_document, write_changes
from viscodex_lsp.suggest import Suggestion


class Files(Protocol):
    """Where an agent's files are: on this machine's disk, or with its client."""

    async def read(self, path: Path) -> Document:
        """The file as it is now. Raises DocumentError where it cannot be edited."""
        ...

    async def write(self, changes: Sequence[FileChange]) -> None:
        """Write all of them, or none. Raises DocumentError where they cannot be, or are others by now."""
        ...


class DiskFiles:
    """Implements `Files` on this machine's disk."""

    async def read(self, path: Path) -> Document:
        """See `Files.read`."""
        return await asyncio.to_thread(read_document, path)

    async def write(self, changes: Sequence[FileChange]) -> None:
        """See `Files.write`."""
        await asyncio.to_thread(write_changes, changes)


@dataclass(frozen=True, slots=True)
class Made:
    """A patch: what was asked, the files before and after, and what is known of it. `unwritten` says why it could not
    be written, though that was asked for."""

    name: str
    suggestion: Suggestion
    sources: tuple[Source, ...]
    changes: tuple[FileChange, ...]
    folders: tuple[Path, ...]
    written: bool = False
    unwritten: str = ""

    @property
    def path(self) -> Path:
        """The file that was named."""
        return self.changes[0].path

    @property
    def shown_path(self) -> str:
        """The file as a person names it."""
        return name_of(self.path, self.folders)


def written_span(suggestion: Suggestion) -> Span:
    """Where the new code stands in the text that the suggestion leaves; imports are left aside where more is new."""
    checked = suggestion.checked
    main = [part for part in checked.replacements if part != checked.imports] or list(checked.replacements)
    shift, spans = 0, []
    for part in checked.replacements:
        start = part.span.start + shift
        if part in main:
            spans.append((start, start + len(part.text.rstrip("\r\n"))))
        shift += len(part.text) - (part.span.end - part.span.start)
    return Span(min(start for start, _ in spans), max(end for _, end in spans))
