"""A question and pictures in, a model's answer out: OpenAI-style chat completions over HTTP, streamed.

Any server that speaks it will do. Answers are streamed so that a server notices at once when nobody waits any longer.
"""

import asyncio
import base64
import io
import json
import random
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
from PIL import Image, UnidentifiedImageError

_RETRIED = frozenset({429, 500, 502, 503, 504})
_MOST_PIXELS = 64_000_000
_HEALTH_SECONDS, _LOOK_EVERY = 30.0, 0.5


class ChatFailed(Exception):
    """No answer came; `str(error)` says why."""


@dataclass(frozen=True)
class Endpoint:
    """Where a model answers, and how it is asked."""

    url: str
    model: str
    key: str | None = None
    temperature: float = 0.0
    max_tokens: int = 4096
    seconds: float = 600.0
    retries: int = 4

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


def picture_part(picture: Path | bytes) -> dict[str, Any]:
    """A picture as a data URI of an RGB PNG on white.

    Raises:
        ChatFailed: it cannot be read, or it is too large.
    """
    try:
        data = picture.read_bytes() if isinstance(picture, Path) else picture
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > _MOST_PIXELS:
                raise ChatFailed(f"a picture has {image.width} x {image.height} pixels, which is too many")
            opaque = _on_white(image)
    except (OSError, UnidentifiedImageError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise ChatFailed(f"a picture cannot be read: {error}") from error
    buffer = io.BytesIO()
    opaque.save(buffer, format="PNG")
    return {
        "type": "image_url",
        "image_url": {"url": "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()},
    }


def text_part(text: str) -> dict[str, Any]:
    """A text; `![` is split, because some servers read it as a picture to fetch."""
    return {"type": "text", "text": text.replace("![", "! [")}


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode == "RGB":
        return image.copy()
    layered = image.convert("RGBA")
    white = Image.new("RGBA", layered.size, (255, 255, 255, 255))
    return Image.alpha_composite(white, layered).convert("RGB")


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
    try:
        async with client.stream("POST", endpoint.address, json=body, headers=headers) as response:
            await _check(response)
            async for event in _events(response):
                choice = (event.get("choices") or [{}])[0]
                pieces.append((choice.get("delta") or {}).get("content") or "")
                reason = choice.get("finish_reason") or reason
    except httpx2.HTTPError as error:
        sentence = f"the connection failed: {type(error).__name__} {error}".strip()
        raise (ChatFailed if any(pieces) else _Busy)(sentence) from error
    return Reply("".join(pieces), reason)


async def _check(response: httpx2.Response) -> None:
    if response.status_code == 200:
        return
    text = (await response.aread()).decode("utf-8", "replace")[:300]
    sentence = f"the server answered {response.status_code}: {text}"
    raise (_Busy if response.status_code in _RETRIED else ChatFailed)(sentence)


async def _events(response: httpx2.Response) -> AsyncIterator[dict[str, Any]]:
    async for line in response.aiter_lines():
        data = line.removeprefix("data:").strip()
        if not line.startswith("data:") or data == "[DONE]":
            continue
        try:
            event = json.loads(data)
        except ValueError as error:
            raise ChatFailed(f"the server sent no JSON: {data[:100]}") from error
        if "error" in event:
            raise ChatFailed(f"the server broke off: {str(event['error'])[:300]}")
        yield event
