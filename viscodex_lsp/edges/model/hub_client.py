"""The library's client over our own connections, and its exceptions in our words.

Importing this takes half a second (huggingface_hub, httpx2): `tgi` does so in a thread, at the first question.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx2
from huggingface_hub import AsyncInferenceClient
from huggingface_hub import errors as hub

from viscodex_lsp.core.errors import CompleterError, StreamBroken
from viscodex_lsp.edges.model.engine_errors import Answer, Place, from_answer, from_event
from viscodex_lsp.edges.model.transport_errors import from_transport

_KINDS: dict[type[Exception], str] = {
    hub.OverloadedError: "overloaded",
    hub.ValidationError: "validation",
    hub.GenerationError: "generation",
    hub.IncompleteGenerationError: "incomplete_generation",
}
_NONSENSE = (ValueError, TypeError, LookupError, AttributeError, RecursionError)


class OneRequest(AsyncInferenceClient):
    """A client for one request, closed with it.

    It goes without the library's hooks, which refuse to work where the Hub is set offline, without its redirects,
    and without its saved token: the connections set the key, and "none" keeps it from looking for one.
    """

    def __init__(self, base: str, *, connections: httpx2.AsyncClient) -> None:
        super().__init__(base_url=base, api_key="none", headers={"user-agent": "viscodex-lsp"})
        self._connections = connections

    async def _get_async_client(self) -> httpx2.AsyncClient:
        # The library passes its own time-out, a number for everything, with each request.
        self.timeout = self._connections.timeout  # type: ignore[assignment]
        return self._connections

    async def aclose(self) -> None:
        """Close the stream; the connections stay."""
        await self.exit_stack.aclose()


@contextmanager
def translated(place: Callable[[], Place], *, began: bool) -> Iterator[None]:
    """Nothing foreign leaves the block: every exception of the libraries becomes a `CompleterError`."""
    try:
        yield
    except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError) as error:
        raise _from_library(error, place(), began=began) from error
    except _NONSENSE as error:
        if began:
            raise StreamBroken(
                f"The reply of {place().server} cannot be understood from some point on. Try again; its log may "
                "say why."
            ) from error
        raise from_answer(Answer(200), place()) from error


def _from_library(error: Exception, place: Place, *, began: bool) -> CompleterError:
    if isinstance(error, hub.TextGenerationError):
        return from_event(error.args[0] if error.args else "", _KINDS.get(type(error)), place)
    if isinstance(error, hub.InferenceTimeoutError) and isinstance(error.__cause__, Exception):
        error = error.__cause__
    return from_transport(error, place, began=began)
