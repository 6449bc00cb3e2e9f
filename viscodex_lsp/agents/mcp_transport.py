"""Serves MCP on standard input and output, or on the loopback by streamable HTTP behind a token."""

import asyncio
import hmac
import os
import secrets
import threading
from collections.abc import AsyncIterator
from contextlib import suppress
from itertools import chain
from typing import Any, cast

from mcp.server.mcpserver import MCPServer
from mcp.server.stdio import stdio_server
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from viscodex_lsp.core.errors import UsageError
from viscodex_lsp.core.picture.decoding import MAX_BYTES
from viscodex_lsp.edges.logs import remember_secret
from viscodex_lsp.edges.loopback import LOOPBACK, listen_on_loopback

PATH, TOKEN = "/mcp", "VISCODEX_MCP_TOKEN"
SHORTEST_TOKEN = 16
# A picture in base64 with room for the rest of the question.
MOST_BODY_BYTES = MAX_BYTES * 3 // 2


class TokenRequired:
    """Lets through what bears the token; everything else is answered 401, before anything of it is read."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app, self._expected = app, f"Bearer {token}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        told = dict(scope["headers"]).get(b"authorization", b"")
        if scope["type"] == "http" and hmac.compare_digest(told, self._expected):
            await self._app(scope, receive, send)
            return
        sentence = f"A token is needed: send the header Authorization: Bearer with what {TOKEN} holds.\n"
        await PlainTextResponse(sentence, 401, {"www-authenticate": "Bearer"})(scope, receive, send)


async def serve_stdio(server: MCPServer[Any]) -> None:
    """Serve the one client at standard input and output, until it closes them."""
    # As `run_stdio_async` does, which takes no streams.
    speaker = server._lowlevel_server
    async with stdio_server(stdin=cast(Any, _lines_of_standard_input())) as (messages, answers):
        await speaker.run(messages, answers, speaker.create_initialization_options())


def _lines_of_standard_input() -> AsyncIterator[str]:
    """What the client sends, line by line. The library's own thread would hold up Ctrl+C until the next line.

    What else reads standard input meanwhile finds nothing there.
    """
    loop, lines, room = asyncio.get_running_loop(), asyncio.Queue[str](), threading.Semaphore(1)
    private = os.dup(0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)

    def work() -> None:
        # A loop that is closed takes nothing more.
        with suppress(RuntimeError), open(private, encoding="utf-8", errors="replace") as client:
            for line in chain(client, [""]):
                room.acquire()
                loop.call_soon_threadsafe(lines.put_nowait, line)

    async def each() -> AsyncIterator[str]:
        while line := await lines.get():
            room.release()
            yield line

    threading.Thread(target=work, daemon=True, name="reader").start()
    return each()


async def serve_http(server: MCPServer[Any], *, port: int) -> None:
    """Serve any number of clients of this machine until interrupted; the address and the token are printed first.

    Raises:
        UsageError: the port is taken, or the token of the environment is too short.
    """
    import uvicorn

    token = token_of(os.environ.get(TOKEN, ""))
    listening = listen_on_loopback(port, advice="Name another one, or 0 for any.")
    address = f"http://{LOOPBACK}:{listening.getsockname()[1]}{PATH}"
    app = TokenRequired(http_app(server), token)
    serving = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="on"))
    shown = f"…, with the value of {TOKEN}" if os.environ.get(TOKEN) else token
    print(f"MCP at {address}\nAuthorization: Bearer {shown}", flush=True)
    try:
        await serving.serve(sockets=[listening])
    except asyncio.CancelledError:
        serving.should_exit = True
        raise


def http_app(server: MCPServer[Any]) -> ASGIApp:
    """The server as an ASGI application that answers only questions to the loopback, whatever a browser's page asks."""
    return server.streamable_http_app(
        streamable_http_path=PATH, host=LOOPBACK, max_request_body_size=MOST_BODY_BYTES
    )


def token_of(given: str) -> str:
    """The token of the environment, or a new one.

    Raises:
        UsageError: it is too short to be safe.
    """
    if given and len(given) < SHORTEST_TOKEN:
        raise UsageError(f"{TOKEN} is shorter than {SHORTEST_TOKEN} characters. Set a longer one, or none.")
    token = given or secrets.token_urlsafe(24)
    remember_secret(token)
    return token
