"""`POST /v1/chat/completions`: answers whole or as a stream; a client that hangs up frees the model."""

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine
from dataclasses import dataclass
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from viscodex_model.serve.local.access import check_token
from viscodex_model.serve.local.service import Service
from viscodex_model.serve.protocol.answer import DONE, Answer, error_event
from viscodex_model.serve.protocol.refusal import Refused
from viscodex_model.serve.protocol.request import ChatRequest, read_request
from viscodex_model.serve.protocol.speech import Cancelled, Piece

log = logging.getLogger(__name__)
MAX_BODY = 32 * 1024 * 1024
# A client that is still sending does not look for an answer: a body too large is read on, up to here, then refused.
PATIENCE = 4 * MAX_BODY


@dataclass(frozen=True)
class ChatEndpoint:
    """The ASGI application of one path. It sends its own response, so that a turn lasts exactly as long."""

    service: Service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request.

        Raises:
            Refused: the token, the body, the queue or the model's context is against it.
        """
        request = Request(scope, receive)
        check_token(request.headers.get("authorization"), self.service.token)
        asked = read_request(await read_whole_body(request))
        with self.service.turn() as (speaker, turn):
            task = await self.service.preparing.run(lambda: speaker.prepare(asked))
            answer = Answer(self.service.name, prompt_tokens=task.prompt_tokens)
            pieces = self.service.speaking.stream(lambda: speaker.speak(task, turn.gone))
            response: Response
            if asked.stream:
                events = _events(answer, pieces, asked, task.seconds)
                response = StreamingResponse(events, media_type="text/event-stream")
            else:
                response = await unless_gone(receive, _whole(answer, pieces))
            await response(scope, receive, send)


async def _events(
    answer: Answer, pieces: AsyncIterator[Piece], asked: ChatRequest, seconds: float | None
) -> AsyncIterator[str]:
    yield answer.opening(seconds=seconds)
    try:
        async for piece in pieces:
            yield answer.piece(piece)
            last = piece
    # Outermost for a stream that has begun: its status is sent, so the error travels as an event.
    except Exception as error:
        yield error_event(refusal_of(error))
        return
    if asked.wants_usage:
        yield answer.usage(last)
    yield DONE


async def _whole(answer: Answer, pieces: AsyncIterator[Piece]) -> Response:
    return JSONResponse(answer.whole([piece async for piece in pieces]))


def refusal_of(error: Exception) -> Refused:
    """What a client is told of `error`; one that nobody foresaw is logged with its traceback."""
    if isinstance(error, Refused):
        return error
    if isinstance(error, Cancelled):
        return Refused(
            503, "The model server is stopping. Start it again and repeat the request.", retry_after=5
        )
    log.error("the model failed", exc_info=error)
    return Refused(
        500,
        f"The model failed on this request ({type(error).__name__}). Try it with fewer or smaller pictures;"
        " the model server's log says more.",
    )


async def unless_gone(receive: Receive, work: Coroutine[Any, Any, Response]) -> Response:
    """Await `work`, unless the client hangs up first.

    Raises:
        ClientDisconnect: it did; `work` was cancelled.
    """
    working = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(_hang_up(receive))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise ClientDisconnect
        return working.result()
    finally:
        working.cancel()
        leaving.cancel()


async def _hang_up(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def read_whole_body(request: Request) -> bytes:
    """The body of `request`; raises Refused with 413 where it is too large."""
    kept: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > PATIENCE:
            break
        if size <= MAX_BODY:
            kept.append(chunk)
    if size > MAX_BODY:
        raise Refused(413, f"The request is larger than {MAX_BODY >> 20} MB. Send fewer or smaller pictures.")
    return b"".join(kept)
