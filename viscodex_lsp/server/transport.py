"""How the server is reached: standard input and output, or one TCP connection."""

import asyncio
import logging
import sys
from threading import Event

from pygls.io_ import run_async

from viscodex_lsp.core.errors import UsageError
from viscodex_lsp.server.server import VisCodexServer

logger = logging.getLogger(__name__)


def serve_stdio(server: VisCodexServer) -> None:
    """Speak LSP on standard input and output until the client says exit."""
    server.start_io()


def serve_tcp(server: VisCodexServer, host: str, port: int) -> None:
    """Listen on `host`:`port`, serve the first client that connects, and no other; port 0 takes a free one.

    Raises:
        UsageError: the address cannot be listened on.
    """
    asyncio.run(_serve_one(server, host, port))


async def _serve_one(server: VisCodexServer, host: str, port: int) -> None:
    connected: asyncio.Future[tuple[asyncio.StreamReader, asyncio.StreamWriter]]
    connected = asyncio.get_running_loop().create_future()

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # One client: a second one would read the first one's documents.
        if connected.done():
            writer.close()
        else:
            connected.set_result((reader, writer))

    try:
        listener = await asyncio.start_server(accept, host, port)
    except OSError as error:
        raise UsageError(f"Cannot listen on {host}:{port}: {error.strerror or error}.") from error
    bound = listener.sockets[0].getsockname()[1]
    print(f"viscodex-lsp: listening on {host}:{bound}", file=sys.stderr, flush=True)
    reader, writer = await connected
    listener.close()
    server.protocol.set_writer(writer)
    await run_async(
        stop_event=Event(),
        reader=reader,
        protocol=server.protocol,
        logger=logger,
        error_handler=server.report_server_error,
    )
