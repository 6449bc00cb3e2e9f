"""The open answer of a chat completion, read as it comes: a stream of events, or one object all at once."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from typing import TYPE_CHECKING, Any

from viscodex_lsp.edges.model.chat.engine_errors import Answer, Endpoint, error_in, from_answer, from_event
from viscodex_lsp.edges.model.chat.event_stream import (
    MOST_EVENT_BYTES,
    Event,
    EventParser,
    TooMuchAnswer,
)
from viscodex_lsp.edges.model.chat.http_client import content_type_of, raw_steps, read_body
from viscodex_lsp.edges.model.chat.wire import Said, read_said

if TYPE_CHECKING:
    import httpx2

DONE = Said(finish="done")
"""The stream's own word that it has ended, which some servers give without a reason to stop."""

# What may still come behind the reason to stop is a usage count and [DONE].
_REST_SECONDS = 2.0


class OpenAnswer:
    """Give `Said`s until the server is done; `close` at any time.

    Args:
        response: Open, with status 200.
    """

    def __init__(self, response: "httpx2.Response", place: Endpoint) -> None:
        self._response, self._place = response, place
        self._said = self._read()

    async def next(self) -> Said | None:
        """What the server says next; None at the end.

        Raises:
            CompleterError: an error that the server tells in its answer.
            ValueError, TypeError, LookupError, AttributeError: no chat completions.
        """
        return await anext(self._said, None)

    async def close(self) -> None:
        """Close the stream, and its connection where more could come."""
        await self._said.aclose()
        await self._response.aclose()

    async def finish(self) -> None:
        """Read what is left, so that the connection can be used again; a server that says on is hung up on."""
        try:
            # Whatever comes, the reply is whole already.
            with suppress(Exception):
                async with asyncio.timeout(_REST_SECONDS):
                    while await self.next() is not None:
                        pass
        finally:
            with suppress(Exception):
                await self.close()

    async def _read(self) -> AsyncGenerator[Said, None]:
        content_type = content_type_of(self._response)
        if "html" in content_type:
            raise from_answer(await self._as_error(content_type), self._place)
        if "json" in content_type and "x-ndjson" not in content_type:
            yield self._whole(await read_body(self._response, most=MOST_EVENT_BYTES + 1))
            return
        async with aclosing(self._events()) as events:
            async for event in events:
                said = self._said_by(event)
                if said is not None:
                    yield said

    async def _as_error(self, content_type: str) -> Answer:
        return Answer(
            200, content_type=content_type, body=await read_body(self._response, most=_REFUSED_BYTES)
        )

    def _whole(self, body: bytes) -> Said:
        """One object instead of a stream: an error, or a reply of a server that does not stream."""
        if len(body) > MOST_EVENT_BYTES:
            raise TooMuchAnswer
        content: Any = json.loads(body)
        error = error_in(content)
        if error is not None:
            raise from_event(error, self._place)
        said = read_said(content)
        if said is None:
            raise LookupError("no choice")
        return said if said.finish else Said(said.text, said.thought, said.refusal, said.tool, "stop")

    async def _events(self) -> AsyncGenerator[Event, None]:
        parser, heard = EventParser(), False
        async with aclosing(raw_steps(self._response)) as steps:
            async for step in steps:
                for event in parser.feed(step):
                    heard = True
                    yield event
        for event in parser.end():
            heard = True
            yield event
        if not heard:
            raise from_answer(Answer(200, body=parser.stray), self._place)

    def _said_by(self, event: Event) -> Said | None:
        if event.data.strip() == "[DONE]":
            return DONE
        if event.data.strip().lower().strip("[]") in _PINGS:
            return None
        if event.name == "error":
            raise from_event(error_in(_json_or_text(event.data), event.name), self._place)
        content = _json_or_text(event.data)
        error = content if isinstance(content, str) and not _is_broken_json(content) else error_in(content)
        if error is not None:
            raise from_event(error, self._place)
        if isinstance(content, dict) and "choices" not in content:
            return None  # a ping, a usage count
        return read_said(content)


_REFUSED_BYTES = 64 * 1024
_PINGS = ("ping", "keep-alive", "keepalive", "heartbeat")


def _is_broken_json(text: str) -> bool:
    """Whether it is not what a server says in words."""
    return not text.strip() or text.lstrip().startswith(("{", '["', "[{"))


def _json_or_text(data: str) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return data
