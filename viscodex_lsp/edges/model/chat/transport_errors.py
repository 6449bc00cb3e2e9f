"""Failures below HTTP, from a name that does not resolve to a stream that breaks, as our errors with a sentence."""

import socket
import ssl
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from viscodex_lsp.core.errors import (
    CompleterError,
    RequestRejected,
    ServerUnreachable,
    StreamBroken,
    TimedOut,
    VisCodexError,
)
from viscodex_lsp.edges.model.chat.engine_errors import Answer, Endpoint, found_in, from_answer, one_line
from viscodex_lsp.edges.model.chat.event_stream import MOST_EVENT_BYTES, TooMuchAnswer, UnknownEncoding

_NO_NAME = r"name or service|name resolution|nodename nor servname|getaddrinfo|no address associated"


_NONSENSE = (ValueError, TypeError, LookupError, AttributeError, RecursionError, zlib.error)
# X.509 verification results (RFC 5280 by OpenSSL's numbers): expired, not yet valid, another name or address.
_EXPIRED, _EARLY, _OTHER_NAME = (10,), (9,), (62, 64)


class TlsRefused(ServerUnreachable):
    """No secure connection: trying again is useless."""


class Dropped(ServerUnreachable):
    """The connection was closed before an answer, as happens to one that was kept open for too long."""


@contextmanager
def translated(place: Callable[[], Endpoint], *, began: bool) -> Iterator[None]:
    """Nothing foreign leaves the block: every exception of the HTTP client, and of reading what is no chat completion,
    becomes a `CompleterError`."""
    import httpx2

    try:
        yield
    except VisCodexError:
        raise
    except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError) as error:
        raise from_transport(error, place(), began=began) from error
    except TooMuchAnswer as error:
        raise RequestRejected(
            f"{place().server} sent over {MOST_EVENT_BYTES // 2**20} MB without an end; nothing of it was used. Check "
            "viscodex.server.url: it may not be a model server."
        ) from error
    except UnknownEncoding as error:
        raise RequestRejected(
            f"{place().server} compresses its answers ({one_line(str(error))}), which was not asked for. Turn "
            "compression off on the server or the proxy before it."
        ) from error
    except _NONSENSE as error:
        if began:
            raise StreamBroken(
                f"The reply of {place().server} cannot be understood from some point on. Try again; its log may "
                "say why."
            ) from error
        raise from_answer(Answer(200), place()) from error


def from_transport(error: BaseException, place: Endpoint, *, began: bool) -> CompleterError:
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
    return Dropped(
        f"{place.server} closed the connection without an answer{_bracketed(error)}. Check that a model server "
        "runs there, and whether it wants https."
    )


def _not_connected(error: BaseException, names: set[str], place: Endpoint) -> CompleterError:
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
    refused = next((cause for cause in causes if isinstance(cause, ssl.SSLCertVerificationError)), None)
    if refused is not None:
        return TlsRefused(_certificate_refused(refused, server))
    return TlsRefused(
        f"{server} does not speak TLS{_bracketed(causes[-1])}. If it is a plain server, write http:// "
        "instead of https:// in viscodex.server.url."
    )


def _certificate_refused(error: ssl.SSLCertVerificationError, server: str) -> str:
    code, detail = getattr(error, "verify_code", 0), _bracketed(error)
    if code in _OTHER_NAME:
        return (
            f"The certificate of {server} is for another name{detail}. Write the name that the certificate has in "
            "viscodex.server.url, or have the certificate made for this one."
        )
    if code in (*_EXPIRED, *_EARLY):
        return (
            f"The certificate of {server} is not valid today{detail}. Check this machine's date, or have the "
            "certificate renewed."
        )
    return (
        f"The certificate of {server} is not trusted{detail}. Set viscodex.server.caFile to the PEM file of your "
        "company's certificate authority."
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
