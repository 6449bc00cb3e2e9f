"""An exception of the HTTP client for what is below HTTP in, one of our errors with its sentence out."""

import socket
import ssl

from viscodex_lsp.core.errors import CompleterError, ServerUnreachable, StreamBroken, TimedOut
from viscodex_lsp.edges.model.engine_errors import Place, found_in, one_line

_NO_NAME = r"name or service|name resolution|nodename nor servname|getaddrinfo|no address associated"


class TlsRefused(ServerUnreachable):
    """No secure connection: trying again is useless."""


def from_transport(error: BaseException, place: Place, *, began: bool) -> CompleterError:
    """The error for a connection that could not be made or broke.

    Args:
        error: An exception of httpx2, with its causes; matched by name, so that httpx2 need not be imported.
        began: The reply had begun.
    """
    names = {kind.__name__ for kind in type(error).__mro__}
    if names & {"ConnectTimeout", "ConnectError", "ProxyError"}:
        return _not_connected(error, names, place)
    if began:
        return StreamBroken(
            f"The connection to {place.server} broke before the reply was complete. Try again."
        )
    return ServerUnreachable(
        f"{place.server} closed the connection without an answer{_bracketed(error)}. Check that a model server "
        "runs there, and whether it wants https."
    )


def _not_connected(error: BaseException, names: set[str], place: Place) -> CompleterError:
    server, causes = place.server, _causes(error)
    if "ConnectTimeout" in names:
        return TimedOut(
            f"{server} did not accept a connection within {place.connect_seconds:g} s. Check "
            "viscodex.server.url, the network and VPN, or raise viscodex.request.connectSeconds."
        )
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return _from_tls(causes, server)
    if any(isinstance(cause, socket.gaierror) for cause in causes) or found_in(_NO_NAME, str(error)):
        return ServerUnreachable(
            f"The name of {server} cannot be resolved. Check viscodex.server.url, the network and VPN."
        )
    if "ProxyError" in names:
        return ServerUnreachable(
            f"The proxy on the way to {server} does not connect{_bracketed(error)}. Check HTTPS_PROXY and "
            "NO_PROXY."
        )
    return ServerUnreachable(
        f"Nothing listens at {server}. Start the model server there, or correct viscodex.server.url."
    )


def _from_tls(causes: list[BaseException], server: str) -> CompleterError:
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return TlsRefused(
            f"The certificate of {server} is not trusted{_bracketed(causes[-1])}. Set viscodex.server.caFile "
            "to the PEM file of your company's certificate authority."
        )
    return TlsRefused(
        f"{server} does not speak TLS{_bracketed(causes[-1])}. If it is a plain server, write http:// "
        "instead of https:// in viscodex.server.url."
    )


def _causes(error: BaseException) -> list[BaseException]:
    chain: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in chain:
        chain.append(current)
        current = current.__cause__ or current.__context__
    return chain


def _bracketed(error: BaseException) -> str:
    detail = one_line(str(error))
    return f" ({detail})" if detail else ""
