"""An address and its settings in, an HTTP client out that is safe to send pictures with.

It follows no redirect (a picture goes to the configured address only), sends the configured key or none at all,
uses the proxies of the environment except for this machine, and raises our errors for every refusal.
"""

import os
import ssl
from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from viscodex_lsp.core.errors import RequestRejected, ServerUnreachable
from viscodex_lsp.edges.model.engine_errors import Answer, Place, from_answer

if TYPE_CHECKING:
    import httpx2

_MOST_ERROR_BYTES = 64 * 1024
_EVENT_STREAM = "text/event-stream"


def base_of(url: str) -> str:
    """The address without /v1, /chat/completions and a slash at the end: what every route is added to.

    Raises:
        RequestRejected: no http or https URL with a host.
    """
    try:
        parts = urlsplit(url.strip())
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https"):
        raise RequestRejected(
            "viscodex.server.url is not the address of a server. Write it like http://host:8080/v1, or leave it "
            "empty for the local model."
        )
    path = parts.path.rstrip("/").removesuffix("/chat/completions").rstrip("/").removesuffix("/v1")
    return urlunsplit((parts.scheme, parts.netloc, path.rstrip("/"), "", ""))


def shown(url: str) -> str:
    """The address as sentences name it: without a user, a password or a path."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def is_this_machine(url: str) -> bool:
    """Whether the host is the loopback, by name or by number, or 0.0.0.0, by which servers say "all"."""
    host = urlsplit(url).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def open_client(
    base: str, *, key: str, ca_file: str, place: Callable[[], Place], connect_seconds: float
) -> "httpx2.AsyncClient":
    """A client whose answers are checked before anybody reads them.

    Args:
        place: Tells whom an error is about; asked when one happens, since the model's name may come later.

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
        verify=_trust(base, ca_file),
        trust_env=not is_this_machine(base),
        follow_redirects=False,
        event_hooks={"request": [authorize], "response": [_checker(place)]},
    )


def _trust(base: str, ca_file: str) -> "ssl.SSLContext | bool":
    if base.startswith("http://"):
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


def _checker(place: Callable[[], Place]) -> "Callable[[httpx2.Response], Awaitable[None]]":
    async def check(response: "httpx2.Response") -> None:
        content_type = response.headers.get("content-type", "").lower()
        wanted = "json" if response.request.method == "GET" else _EVENT_STREAM
        if response.status_code == 200 and wanted in content_type:
            return
        raise from_answer(
            Answer(
                response.status_code,
                content_type=content_type,
                body=await _beginning_of(response),
                retry_after=_seconds(response.headers.get("retry-after")),
                location=response.headers.get("location", ""),
            ),
            place(),
        )

    return check


async def _beginning_of(response: "httpx2.Response") -> bytes:
    body = b""
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) >= _MOST_ERROR_BYTES:
            break
    return body[:_MOST_ERROR_BYTES]


def _seconds(header: str | None) -> float | None:
    """Retry-After in seconds; its other form, a date, is left to the own waiting time."""
    try:
        seconds = float(header or "")
    except ValueError:
        return None
    return seconds if 0 <= seconds < float("inf") else None
