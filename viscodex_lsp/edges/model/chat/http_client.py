"""An HTTP client that is safe to send pictures with.

A redirect is followed within the origin only (a picture goes to the configured server alone). The configured key is
sent, or none at all. Proxies of the environment are used except for this machine. Answers that are no 200 are raised
as our errors. Connections are kept between questions, so that TLS is spoken of once.
"""

import os
import ssl
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from viscodex_lsp.core.errors import ServerUnreachable
from viscodex_lsp.edges.model.chat.address import is_this_machine, shown
from viscodex_lsp.edges.model.chat.engine_errors import Answer, Endpoint, from_answer
from viscodex_lsp.edges.model.chat.event_stream import inflated

if TYPE_CHECKING:
    import httpx2

# Until a server closes it by itself; whether it did is seen before the connection is used again.
KEPT_SECONDS = 300.0
_MOST_ERROR_BYTES = 64 * 1024
_MOST_REDIRECTS = 3
_REDIRECTS = (301, 302, 307, 308)
# Beyond a day it is no waiting time.
_LONGEST_WAIT_SECONDS = 86_400.0


def open_client(url: str, *, key: str, ca_file: str, connect_seconds: float) -> "httpx2.AsyncClient":
    """A client for the server at `url`.

    Raises:
        ServerUnreachable: the file of the certificate authority cannot be read.
    """
    import httpx2

    async def authorize(request: httpx2.Request) -> None:
        request.headers.pop("authorization", None)
        if key:
            request.headers["authorization"] = f"Bearer {key}"

    return httpx2.AsyncClient(
        timeout=httpx2.Timeout(None, connect=connect_seconds),
        limits=httpx2.Limits(max_keepalive_connections=8, keepalive_expiry=KEPT_SECONDS),
        verify=_trust(url, ca_file),
        trust_env=not is_this_machine(url),
        follow_redirects=False,
        # Compressed answers are read within bounds all the same; plain ones arrive word by word through every proxy.
        headers={"user-agent": "viscodex-lsp", "accept-encoding": "identity"},
        event_hooks={"request": [authorize]},
    )


async def send(
    client: "httpx2.AsyncClient", method: str, url: str, place: Endpoint, **content: Any
) -> "httpx2.Response":
    """The open answer, its status 200; whoever gets it closes it.

    Raises:
        CompleterError: any other answer, in words.
        httpx2.HTTPError: there was none.
    """
    request = client.build_request(method, url, **content)
    for left in range(_MOST_REDIRECTS, -1, -1):
        response = await client.send(request, stream=True)
        if response.status_code == 200:
            return response
        try:
            target = _target(response) if left else None
            if target is None:
                raise await _refusal(response, place)
        finally:
            await response.aclose()
        request = client.build_request(method, target, **content)
    raise AssertionError("unreachable: the last answer is returned or raised")


def _target(response: "httpx2.Response") -> "httpx2.URL | None":
    """Where a redirect within the origin leads; None for every other answer."""
    if response.status_code not in _REDIRECTS or "location" not in response.headers:
        return None
    target = response.url.join(response.headers["location"])
    return target if shown(str(target)) == shown(str(response.url)) else None


async def _refusal(response: "httpx2.Response", place: Endpoint) -> Exception:
    return from_answer(
        Answer(
            response.status_code,
            content_type=content_type_of(response),
            body=await read_body(response, most=_MOST_ERROR_BYTES),
            retry_after=_seconds(response.headers.get("retry-after")),
            location=response.headers.get("location", ""),
        ),
        place,
    )


def content_type_of(response: "httpx2.Response") -> str:
    """The header in lower case; "" where there is none."""
    content_type: str = response.headers.get("content-type", "")
    return content_type.lower()


async def read_body(response: "httpx2.Response", *, most: int) -> bytes:
    """The body, or its first `most` bytes."""
    body = bytearray()
    async with aclosing(raw_steps(response)) as steps:
        async for step in steps:
            body += step
            if len(body) >= most:
                break
    return bytes(body[:most])


def raw_steps(response: "httpx2.Response") -> AsyncGenerator[bytes, None]:
    """The body behind its content encoding, as it comes; close it."""
    raw: Any = response.aiter_raw()
    return inflated(raw, response.headers.get("content-encoding", ""))


def _trust(url: str, ca_file: str) -> "ssl.SSLContext | bool":
    if url.startswith("http://"):
        return False  # no certificates are read for plain HTTP: that costs 20 ms
    if not ca_file and not os.environ.get("SSL_CERT_FILE"):
        return True
    # Reads SSL_CERT_FILE, which httpx2 would pass over for a server on this machine.
    context = ssl.create_default_context()
    try:
        if ca_file:
            context.load_verify_locations(cafile=ca_file)
    except (OSError, ssl.SSLError) as error:
        raise ServerUnreachable(
            f"The file of viscodex.server.caFile cannot be used ({error.strerror or error}). Set it to a PEM "
            "file with certificates."
        ) from error
    return context


def _seconds(header: str | None) -> float | None:
    """Retry-After in seconds; its other form, a date, is left to the own waiting time, as is what is no time."""
    try:
        seconds = float(header or "")
    except ValueError:
        return None
    return seconds if 0 <= seconds <= _LONGEST_WAIT_SECONDS else None
