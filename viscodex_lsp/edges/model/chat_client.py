"""A prompt in, the stream of a model server's reply out: TGI, vLLM and every OpenAI-compatible server.

The wire is chat completions by `huggingface_hub.AsyncInferenceClient`, always streamed, pictures as data: URIs.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

from viscodex_lsp.core.errors import CompleterError, KeyRefused, RequestRejected, ServerBusy
from viscodex_lsp.core.nouns import Prompt
from viscodex_lsp.core.settings import RequestSettings, ServerSettings
from viscodex_lsp.edges.logs import remember_secret
from viscodex_lsp.edges.model.completer import Notify, Piece
from viscodex_lsp.edges.model.engine_errors import Answer, Place, cut_off, from_answer
from viscodex_lsp.edges.model.http_client import base_of, open_client, shown
from viscodex_lsp.edges.model.limits import Limits
from viscodex_lsp.edges.model.retry import RetryPolicy
from viscodex_lsp.edges.model.wire import piece_of, wire_messages

if TYPE_CHECKING:
    from types import ModuleType

    import httpx2

_ANY_MODEL = "tgi"  # the name by which TGI's manual tells clients to call whatever it serves


class HubCompleter:
    """A model server at an address. Connections are made when the first question is asked.

    Args:
        server: Its address and the model's name; an empty name takes the first that the server lists.
        request: Time limits, the longest reply and the temperature.
        key: The API key, or None; no other key is ever sent.
    """

    def __init__(
        self,
        *,
        server: ServerSettings,
        request: RequestSettings,
        key: str | None,
        retry: RetryPolicy | None = None,
    ) -> None:
        self._server = server
        self._request = request
        self._key = (key or "").strip()
        self._retry = retry or RetryPolicy()
        self._model = server.model
        self._connections: httpx2.AsyncClient | None = None
        remember_secret(self._key)

    async def stream(self, prompt: Prompt, *, notify: Notify) -> AsyncGenerator[Piece, None]:
        """See `Completer.stream`; asks again only while nothing has been streamed."""
        deadline = _now() + self._request.timeout_seconds
        began = False
        attempt = 1
        while True:
            try:
                async with aclosing(self._ask(prompt, deadline)) as pieces:
                    async for piece in pieces:
                        began = True
                        yield piece
                return
            except CompleterError as error:
                wait = self._retry.wait_seconds(error, attempt=attempt, left=deadline - _now())
                if began or wait is None:
                    raise
                trouble = "is busy" if isinstance(error, ServerBusy) else "does not answer"
            notify(f"The server {trouble}, trying again in {max(1, round(wait))} s")
            await self._retry.sleep(wait)
            attempt += 1

    async def identify(self) -> str:
        """See `Completer.identify`; asks /v1/models, which some servers answer without a key.

        Raises:
            RequestRejected: the model of the settings is not among those that the server lists.
        """
        names = await self._limits(_now() + self._request.timeout_seconds).first(self._list_models())
        wanted = self._server.model
        if wanted and wanted != _ANY_MODEL and wanted not in names:
            raise RequestRejected(
                f"{self._place().server} has no model named {wanted!r}; it has {', '.join(names[:5])}. Set "
                "viscodex.server.model to one of them, or leave it empty for the first one."
            )
        return wanted if wanted in names else names[0]

    async def close(self) -> None:
        """Close idle connections; a running stream is closed by closing its iterator."""
        connections, self._connections = self._connections, None
        if connections is not None:
            await connections.aclose()

    async def _ask(self, prompt: Prompt, deadline: float) -> AsyncGenerator[Piece, None]:
        """One attempt."""
        limits = self._limits(deadline)
        if not self._model:
            self._model = (await limits.first(self._list_models()))[0]
        began = False
        hub = await _load_hub()
        async with self._events(prompt, limits) as events:
            while True:
                with hub.translated(self._place, began=began):
                    event = await (limits.next if began else limits.first)(anext(events, None))
                    piece = None if event is None else piece_of(event)
                if event is None:
                    raise cut_off(self._place()) if began else from_answer(Answer(200), self._place())
                began = True
                if piece is not None:
                    yield piece
                    if piece.finish is not None:
                        return

    @asynccontextmanager
    async def _events(self, prompt: Prompt, limits: Limits) -> AsyncIterator[AsyncIterator[Any]]:
        """The open answer; leaving it closes the HTTP stream."""
        hub = await _load_hub()
        client = hub.OneRequest(base_of(self._server.url), connections=self._open())
        try:
            with hub.translated(self._place, began=False):
                events = await limits.first(
                    client.chat_completion(
                        wire_messages(prompt),
                        model=self._model,
                        stream=True,
                        max_tokens=self._request.max_tokens,
                        temperature=self._request.temperature,
                    )
                )
            yield aiter(events)
        finally:
            await client.aclose()

    def _open(self) -> "httpx2.AsyncClient":
        if not (self._key.isascii() and self._key.isprintable()):
            raise KeyRefused(
                "The API key holds characters that no key has, such as a line end or a typographic quote. Copy it "
                "again into VISCODEX_API_KEY, or into the editor's secret store."
            )
        if self._connections is None:
            self._connections = open_client(
                base_of(self._server.url),
                key=self._key,
                ca_file=self._server.ca_file,
                place=self._place,
                connect_seconds=self._request.connect_seconds,
            )
        return self._connections

    async def _list_models(self) -> list[str]:
        hub = await _load_hub()
        with hub.translated(self._place, began=False):
            response = await self._open().get(base_of(self._server.url) + "/v1/models")
            entries = response.json()["data"]
            names = [entry["id"] for entry in entries if isinstance(entry["id"], str)]
        if not names:
            raise RequestRejected(f"{self._place().server} lists no model. Set viscodex.server.model.")
        return names

    def _limits(self, deadline: float) -> Limits:
        return Limits(self._request, deadline=deadline, server=self._place().server)

    def _place(self) -> Place:
        return Place(
            shown(base_of(self._server.url)),
            model=self._model,
            has_key=bool(self._key),
            connect_seconds=self._request.connect_seconds,
        )


async def _load_hub() -> "ModuleType":
    """The module `hub_client`; its import takes half a second, during which the editor must not wait."""
    return await asyncio.to_thread(import_module, "viscodex_lsp.edges.model.hub_client")


def _now() -> float:
    return asyncio.get_running_loop().time()
