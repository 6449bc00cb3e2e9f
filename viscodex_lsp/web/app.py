"""The HTTP face of the page: its files, and one route that makes code and streams what happens.

Everything lies below the token of the address; another token, another host and another site's request find nothing.
"""

import asyncio
import json
import logging
import secrets
from collections.abc import AsyncIterator
from importlib.resources import files
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from viscodex_lsp.core.errors import UsageError, VisCodexError
from viscodex_lsp.verbs.shell_settings import in_shell_words
from viscodex_lsp.web.order import Order, language_names, read_order
from viscodex_lsp.web.work import Work

logger = logging.getLogger(__name__)

# A picture of 20 MB in base64, and the code beside it.
MOST_BYTES = 30_000_000
FILES = {
    "": ("page.html", "text/html"),
    "page.js": ("page.js", "text/javascript"),
    "page.css": ("page.css", "text/css"),
}
HEADERS = {
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src data: blob:; "
        "connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    ),
}
NOTHING_HERE = "Nothing is here. Open the whole address that viscodex-lsp web printed."
INTERNAL = "An internal error stopped this; the terminal tells more."
_HOSTS = frozenset({"127.0.0.1", "localhost"})


def build_app(work: Work, token: str) -> Starlette:
    """The application below `/token/`."""

    def check(request: Request) -> None:
        host = (request.headers.get("host") or "").rpartition(":")[0]
        given = request.path_params["token"].encode()
        if host not in _HOSTS or not secrets.compare_digest(given, token.encode()):
            raise HTTPException(404)

    async def page(request: Request) -> Response:
        check(request)
        found = FILES.get(request.path_params.get("name", ""))
        if found is None:
            raise HTTPException(404)
        name, kind = found
        return Response(_file(name), media_type=kind, headers=HEADERS)

    async def languages(request: Request) -> Response:
        check(request)
        return JSONResponse(language_names(), headers=HEADERS)

    async def make(request: Request) -> Response:
        check(request)
        # A page of another site cannot send this kind without being asked first, and is then refused.
        if not (request.headers.get("content-type") or "").startswith("application/json"):
            raise HTTPException(415)
        try:
            order = read_order(json.loads(await _body(request)))
        except (UsageError, ValueError) as error:
            sentence = str(error) if isinstance(error, UsageError) else "The request is not JSON."
            return JSONResponse({"kind": "refused", "sentence": sentence}, 400, headers=HEADERS)
        return StreamingResponse(_events(work, order), media_type="application/x-ndjson", headers=HEADERS)

    return Starlette(
        routes=[
            Route("/{token}/languages", languages),
            Route("/{token}/make", make, methods=["POST"]),
            Route("/{token}/", page),
            Route("/{token}/{name}", page),
        ],
        exception_handlers={HTTPException: _nothing},
    )


async def _events(work: Work, order: Order) -> AsyncIterator[bytes]:
    """A line of JSON for each thing that happens. Whoever closes the page ends the work."""
    told: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()

    async def run() -> None:
        try:
            await work.make(order, told.put_nowait)
        except VisCodexError as error:
            told.put_nowait({"kind": "refused", "sentence": in_shell_words(str(error))})
        except Exception:
            # The outermost handler of this process: the page is told, and serves on.
            logger.exception("a request failed")
            told.put_nowait({"kind": "refused", "sentence": INTERNAL})
        finally:
            told.put_nowait(None)

    task = asyncio.ensure_future(run())
    try:
        while (event := await told.get()) is not None:
            yield json.dumps(event).encode() + b"\n"
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise UsageError("The picture is larger than 20 MB; choose a smaller one.")
    return bytes(body)


async def _nothing(_: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    return PlainTextResponse(NOTHING_HERE, status, headers=HEADERS)


def _file(name: str) -> bytes:
    return files("viscodex_lsp.web").joinpath("page", name).read_bytes()
