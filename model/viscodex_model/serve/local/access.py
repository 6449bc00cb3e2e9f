"""Who may reach the server: this machine alone, and of its users the one who has the token."""

import hmac
import ipaddress
import os
import secrets
import socket
from collections.abc import Mapping

from viscodex_model.core.errors import UserError
from viscodex_model.serve.protocol.refusal import Refused

TOKEN_VARIABLE = "VISCODEX_EMBEDDED_TOKEN"


def take_token(environment: Mapping[str, str] = os.environ) -> tuple[str, bool]:
    """The bearer token from the environment, or a new random one; and whether it is new."""
    given = environment.get(TOKEN_VARIABLE, "").strip()
    return (given, False) if given else (secrets.token_urlsafe(32), True)


def check_token(header: str | None, token: str) -> None:
    """Compare an `Authorization` header with `token`, in the same time whatever the difference.

    Raises:
        Refused: with 401 where it is missing or another.
    """
    scheme, _, given = (header or "").partition(" ")
    if scheme.lower() != "bearer":
        raise Refused(
            401, f"Send the token of this server as `Authorization: Bearer …` (see {TOKEN_VARIABLE})."
        )
    if not hmac.compare_digest(given.strip().encode(), token.encode()):
        raise Refused(401, "The token is not that of this server; a restarted server may have a new one.")


def listen(host: str, port: int) -> socket.socket:
    """A listening socket on `host`, which must be a loopback address; port 0 takes any free one.

    Raises:
        UserError: the address is not this machine's own, or the port is taken.
    """
    address = _loopback(host)
    family = socket.AF_INET6 if address.version == 6 else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((str(address), port))
        listener.listen()
    except (OSError, OverflowError) as error:
        listener.close()
        raise UserError(
            f"Cannot listen on {host} port {port}: {error}. Take another port, or 0 for any."
        ) from error
    return listener


def url_of(listener: socket.socket) -> str:
    """The address of `listener` as a URL without a path."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if listener.family == socket.AF_INET6 else f"http://{host}:{port}"


def _loopback(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    name = "127.0.0.1" if host == "localhost" else host
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        raise UserError(f"{host} is not an address: use 127.0.0.1, ::1 or localhost.") from None
    if not address.is_loopback:
        raise UserError(
            f"{host} can be reached from other machines. The local server is for this one alone: use 127.0.0.1."
        )
    return address
