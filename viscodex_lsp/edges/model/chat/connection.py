"""The line to one model server: its routes, its key, and connections that are kept between questions."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from importlib import import_module
from json import loads
from typing import TYPE_CHECKING, Any, TypeVar

from viscodex_lsp.core.errors import CompleterError, KeyRefused
from viscodex_lsp.core.settings import ServerSettings
from viscodex_lsp.edges.model.chat.address import Address, address_of, shown
from viscodex_lsp.edges.model.chat.answer import OpenAnswer
from viscodex_lsp.edges.model.chat.engine_errors import Endpoint
from viscodex_lsp.edges.model.chat.engine_table import NoRoute
from viscodex_lsp.edges.model.chat.event_stream import MOST_EVENT_BYTES
from viscodex_lsp.edges.model.chat.http_client import open_client, read_body, send
from viscodex_lsp.edges.model.chat.model_list import (
    LM_STUDIO,
    MOST_ASKED,
    OLLAMA,
    Listed,
    read_list,
    read_lm_studio,
    read_ollama,
)

if TYPE_CHECKING:
    import httpx2

T = TypeVar("T")

_OLLAMA_PORT = 11434


class Connection:
    """Opened by the first request.

    Args:
        key: The API key; "" sends none.

    Attributes:
        used: Whether a request was answered before, so that the next may meet a connection closed meanwhile.
        is_ollama: Whether the server is Ollama, by its list of models or, before it is known, by its usual port.
    """

    def __init__(self, server: ServerSettings, *, key: str, connect_seconds: float) -> None:
        self._server, self._key, self._connect_seconds = server, key, connect_seconds
        self._address: Address | None = None
        self._client: httpx2.AsyncClient | None = None
        self._finishing: dict[asyncio.Task[None], OpenAnswer] = {}
        self.used = False
        self.is_ollama = f":{_OLLAMA_PORT}" in server.url

    def place(self, model: str) -> Endpoint:
        """Whom errors are about."""
        address = self._address or address_of(self._server.url)
        return Endpoint(
            address.shown, model=model, has_key=bool(self._key), connect_seconds=self._connect_seconds
        )

    async def ask(self, body: Mapping[str, Any], *, model: str) -> OpenAnswer:
        """The answer to a chat completion, open.

        Raises:
            CompleterError, and what `transport_errors.translated` translates.
        """

        async def post(address: Address) -> OpenAnswer:
            place = self.place(model)
            response = await send(await self._open(), "POST", address.chat, place, json=body)
            return OpenAnswer(response, place)

        return await self._at_either(post)

    async def list_models(self) -> list[Listed]:
        """What the server says it has; errors as for `ask`.

        Where there is a choice, LM Studio and Ollama are also asked which of them take pictures.
        """

        async def listed(address: Address) -> list[Listed]:
            return read_list(await self._json("GET", address.models))

        models = await self._at_either(listed)
        self.is_ollama = self.is_ollama or any(model.owner == OLLAMA for model in models)
        if len(models) > 1:
            owner = models[0].owner
            # An older version without the route tells nothing: any model may see then.
            try:
                if owner == LM_STUDIO:
                    return read_lm_studio(await self._json("GET", f"{self._origin}/api/v0/models"), models)
                if owner == OLLAMA:
                    return await self._described_by_ollama(models)
            except (CompleterError, ValueError, LookupError, TypeError, AttributeError):
                return models
        return models

    async def close(self) -> None:
        """Close idle connections; a running answer is closed by itself."""
        finishing = dict(self._finishing)
        for task in finishing:
            task.cancel()
        await asyncio.gather(*finishing, return_exceptions=True)
        for answer in finishing.values():  # a task that had not begun has closed nothing
            await answer.close()
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    def finish(self, answer: OpenAnswer) -> None:
        """Read the end of a whole reply beside whatever comes next, so that nobody waits for it."""
        self.used = True
        task = asyncio.ensure_future(answer.finish())
        self._finishing[task] = answer
        task.add_done_callback(lambda done: self._finishing.pop(done, None))

    @property
    def _origin(self) -> str:
        return shown(self._server.url)

    async def _described_by_ollama(self, models: list[Listed]) -> list[Listed]:
        described = []
        for model in models[:MOST_ASKED]:
            told = await self._json("POST", f"{self._origin}/api/show", json={"model": model.name})
            described.append(read_ollama(told, model))
        return [*described, *models[MOST_ASKED:]]

    async def _json(self, method: str, url: str, **content: Any) -> Any:
        response = await send(await self._open(), method, url, self.place(""), **content)
        try:
            return loads(await read_body(response, most=MOST_EVENT_BYTES))
        finally:
            await response.aclose()

    async def _at_either(self, request: Callable[[Address], Awaitable[T]]) -> T:
        """`request` at the address as it was written; where that has no such route, at its second guess."""
        address = self._address = self._address or address_of(self._server.url)
        try:
            return await request(address)
        except NoRoute:
            if address.other is None:
                raise
            try:
                answer = await request(address.other)
            except CompleterError:
                answer = None
            if answer is None:
                raise
            self._address = address.other
            return answer

    async def _open(self) -> "httpx2.AsyncClient":
        if not (self._key.isascii() and self._key.isprintable()):
            raise KeyRefused(
                "The API key holds characters that no key has, such as a line end or a typographic quote. Copy it "
                "again into VISCODEX_API_KEY, or into the editor's secret store."
            )
        # Its import takes a fifth of a second, during which the editor must not wait.
        await asyncio.to_thread(import_module, "httpx2")
        if self._client is None:
            self._client = open_client(
                self._server.url,
                key=self._key,
                ca_file=self._server.ca_file,
                connect_seconds=self._connect_seconds,
            )
        return self._client
