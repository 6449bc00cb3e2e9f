"""A request and the document it was made for in; a checked patch, or a refusal, out.

Owns the completer: one connection for as long as the settings that opened it stay the same.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from urllib.parse import unquote

from viscodex_lsp.core.errors import TimedOut
from viscodex_lsp.core.menu.request import Request, Source
from viscodex_lsp.core.nouns import CheckedPatch, Document, Picture, Refusal, Span
from viscodex_lsp.core.settings import Settings
from viscodex_lsp.edges.model.completer import Completer
from viscodex_lsp.pictures import read_picture
from viscodex_lsp.ports import Ports
from viscodex_lsp.server.documents import Documents, path_of
from viscodex_lsp.session import Session
from viscodex_lsp.suggest import Order, suggest


@dataclass(frozen=True, slots=True)
class Made:
    """A result, and how to name the picture it came from."""

    checked: CheckedPatch
    origin: str


class Maker:
    """Turns requests into results."""

    def __init__(self, *, documents: Documents, session: Session, ports: Ports, key: str) -> None:
        self._documents, self._session, self._ports, self._key = documents, session, ports, key
        self._open: tuple[Settings, Completer] | None = None

    async def make(
        self,
        request: Request,
        document: Document,
        span: Span,
        *,
        settings: Settings,
        notify: Callable[[str], None],
        heard: Callable[[int], None],
    ) -> Made | Refusal:
        """Do it within `request.timeoutSeconds`.

        Raises:
            VisCodexError: a picture cannot be read, the model does not answer, the time is up.
        """
        seconds = settings.request.timeout_seconds
        try:
            async with asyncio.timeout(seconds):
                pictures = [await self._read(source, document, settings) for source in request.sources]
                completer = await self._completer(settings)
                order = self._order(request, document, span, tuple(pictures))
                result = await suggest(
                    order, completer=completer, settings=settings, notify=notify, heard=heard
                )
        except TimeoutError as error:
            raise TimedOut(
                f"The model did not finish within {seconds:g} s; raise viscodex.request.timeoutSeconds, "
                "or choose a smaller picture."
            ) from error
        if isinstance(result, Refusal):
            return result
        return Made(result, ", ".join(dict.fromkeys(picture.origin for picture in pictures)))

    async def close(self) -> None:
        """Release the connection."""
        if self._open is not None:
            await self._open[1].close()
            self._open = None

    async def _completer(self, settings: Settings) -> Completer:
        if self._open is not None and self._open[0] == settings:
            return self._open[1]
        await self.close()
        self._open = (settings, self._ports.open_completer(settings, self._key))
        return self._open[1]

    async def _read(self, source: Source, document: Document, settings: Settings) -> Picture:
        path = path_of(document.uri)
        folder = path.parent if path else None
        roots = self._documents.roots or ((folder,) if folder else ())
        return await read_picture(
            source,
            ports=self._ports,
            session=self._session,
            max_pixels=settings.picture.max_pixels,
            folder=folder,
            roots=roots,
        )

    def _order(
        self, request: Request, document: Document, span: Span, pictures: tuple[Picture, ...]
    ) -> Order:
        path = path_of(document.uri)
        known = self._ports.read_dependencies(path, self._documents.roots) if path else ()
        return Order(
            document=document,
            span=span,
            pictures=pictures,
            instruction=request.instruction,
            file_name=PurePath(unquote(document.uri)).name,
            dependencies=known,
        )
