"""Where a model server's routes are, worked out from the one address that a person set.

The address is the base that clients of OpenAI-style servers are given (`http://host:8080/v1`, `…/api/v3`,
`…/v1beta/openai`), the server alone, or the whole route of chat completions; a query string stays.
"""

import re
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit, urlunsplit

from viscodex_lsp.core.errors import RequestRejected

_ROUTE = "/chat/completions"
_VERSION = re.compile(r"/v\d+(?:alpha|beta)?\d*(?:/|$)")


@dataclass(frozen=True, slots=True)
class Address:
    """`chat` and `models` are whole URLs. `other` is a second guess where no version was written: a gateway's prefix
    may have /v1 behind it, and some servers have their routes at the root."""

    chat: str
    models: str
    other: "Address | None" = None

    @property
    def shown(self) -> str:
        """How sentences name the server."""
        return shown(self.chat)


def address_of(url: str) -> Address:
    """The routes at the address `url`.

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
            "empty for the local server."
        )

    def at(path: str) -> str:
        return urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))

    def below(base: str, other: Address | None = None) -> Address:
        return Address(at(base + _ROUTE), at(base + "/models"), other)

    path = parts.path.rstrip("/")
    if path.endswith(_ROUTE):
        return Address(at(parts.path), at(path.removesuffix(_ROUTE) + "/models"))
    if not path:
        return below("/v1", below(""))
    return below(path) if _VERSION.search(path) else below(path, below(path + "/v1"))


def shown(url: str) -> str:
    """The address as sentences name it: without a user, a password or a path."""
    parts = urlsplit(url.strip())
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
