"""Opens the port of the loopback that a page or agents are served on."""

import socket

from viscodex_lsp.core.errors import UsageError

LOOPBACK = "127.0.0.1"


def listen_on_loopback(port: int, *, advice: str) -> socket.socket:
    """A socket that listens on `port`, or on any free one for 0. `advice` says what to do where it is taken.

    Raises:
        UsageError: the port is taken, or not for this user.
    """
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((LOOPBACK, port))
        # Whoever reads the address may connect at once: the system keeps them until the server answers.
        listening.listen()
    except OSError as error:
        listening.close()
        raise UsageError(f"Port {port} cannot be used ({error.strerror}). {advice}") from error
    return listening
