"""Asks a model a question with pictures over HTTP: OpenAI-style chat completions, streamed.

Any server that speaks it will do. Answers are streamed so that a server notices at once when nobody waits any longer.
"""

import asyncio
import json
import random
import re
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

import httpx2

from viscodex_model.core.errors import UserError
from viscodex_model.evaluate.instruments.message import ChatFailed, whole_characters

_RETRIED = frozenset({429, 500, 502, 503, 504})
_HEALTH_SECONDS, _LOOK_EVERY = 30.0, 0.5


@dataclass(frozen=True)
class Endpoint:
    """Where a model answers, and how it is asked.

    Raises:
        UserError: `url` is no http or https address.
    """

    url: str
    model: str
    key: str | None = None
    temperature: float = 0.0
    max_tokens: int = 4096
    seconds: float = 600.0
    retries: int = 4

    def __post_init__(self) -> None:
        if re.match(r"https?://[^\s/]", self.url) is None:
            raise UserError(
                f"`{self.url}` is no address of a server: give one such as http://127.0.0.1:8080."
            )

    @property
    def address(self) -> str:
        return f"{self._root}/v1/chat/completions"

    @property
    def health(self) -> str:
        return f"{self._root}/health"

    @property
    def _root(self) -> str:
        return self.url.rstrip("/").removesuffix("/v1")


@dataclass(frozen=True)
class Reply:
    """What the model said, and why it stopped."""

    text: str
    finish_reason: str | None = None


async def wait_while_loading(client: httpx2.AsyncClient, endpoint: Endpoint) -> None:
    """Wait for a server that says it is still loading (503 at its health address), as long as for an answer.

    Servers without such an address, and those that cannot be reached, are not waited for: asking tells more.
    """
    deadline = time.monotonic() + endpoint.seconds
    while time.monotonic() < deadline:
        try:
            response = await client.get(endpoint.health, timeout=_HEALTH_SECONDS)
        except httpx2.HTTPError:
            return
        if response.status_code != 503:
            return
        await asyncio.sleep(_LOOK_EVERY)


async def ask(
    client: httpx2.AsyncClient, endpoint: Endpoint, content: Sequence[dict[str, Any]], *, seed: int = 0
) -> Reply:
    """Ask once, and again with growing pauses where the server was busy or away before it said anything.

    Raises:
        ChatFailed: there is no answer; the sentence says why.
    """
    body = {
        "model": endpoint.model,
        "messages": [{"role": "user", "content": list(content)}],
        "temperature": endpoint.temperature,
        "max_tokens": endpoint.max_tokens,
        "seed": seed,
        "stream": True,
    }
    pauses = random.Random(seed)
    for attempt in range(endpoint.retries + 1):
        try:
            async with asyncio.timeout(endpoint.seconds):
                return await _ask_once(client, endpoint, body)
        except _Busy as busy:
            if attempt == endpoint.retries:
                raise ChatFailed(str(busy)) from busy
            await asyncio.sleep(min(30.0, 2.0**attempt) * pauses.uniform(0.5, 1.0))
            await wait_while_loading(client, endpoint)
        except TimeoutError as error:
            raise ChatFailed(f"no whole answer came within {endpoint.seconds:g} s") from error
    raise ChatFailed("it was not asked: retries must be 0 or more")


class _Busy(Exception):
    """Nothing was said yet, and asking again may help."""


async def _ask_once(client: httpx2.AsyncClient, endpoint: Endpoint, body: dict[str, Any]) -> Reply:
    headers = {"authorization": f"Bearer {endpoint.key}"} if endpoint.key else {}
    pieces: list[str] = []
    reason: str | None = None
    done = False
    try:
        async with client.stream("POST", endpoint.address, json=body, headers=headers) as response:
            await _check(response)
            async for event in _events(response):
                done = done or event == "[DONE]"
                said, stopped = ("", None) if done else _piece_in(event)
                pieces.append(said)
                reason = stopped or reason
    except httpx2.HTTPError as error:
        sentence = f"the connection failed: {type(error).__name__} {error}".strip()
        raise (ChatFailed if any(pieces) else _Busy)(sentence) from error
    if not done and reason is None:
        raise ChatFailed("the answer broke off, or the server did not answer with a stream of events")
    return Reply(whole_characters("".join(pieces)), reason)


async def _check(response: httpx2.Response) -> None:
    if response.status_code == 200:
        return
    text = (await response.aread()).decode("utf-8", "replace")[:300]
    sentence = f"the server answered {response.status_code}: {text}"
    raise (_Busy if response.status_code in _RETRIED else ChatFailed)(sentence)


async def _events(response: httpx2.Response) -> AsyncIterator[str]:
    async for line in response.aiter_lines():
        if line.startswith("data:"):
            yield line.removeprefix("data:").strip()


def _piece_in(event: str) -> tuple[str, str | None]:
    """The text in one event, and why the model stopped where it says so."""
    try:
        content = json.loads(event)
    except (ValueError, RecursionError) as error:
        raise ChatFailed(f"the server sent no JSON: {event[:100]}") from error
    match content:
        case {"error": error} if error:
            raise ChatFailed(f"the server broke off: {str(error)[:300]}")
        case {"choices": []}:
            return "", None
        case {"choices": [{"delta": {**delta}, **choice}, *_]}:
            said, reason = delta.get("content") or "", choice.get("finish_reason")
            if isinstance(said, str) and isinstance(reason, str | None):
                return said, reason
    raise ChatFailed(f"the server sent no piece of an answer: {event[:100]}")
