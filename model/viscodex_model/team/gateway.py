"""Updates the token map of a running HAProxy over its runtime socket: no restart, no stream dropped.

Source: HAProxy 2.6 management guide, section 9.3, `prepare map`, `add map @<ver>`, `commit map`.
"""

import re
import socket
from pathlib import Path

from viscodex_model.core.errors import UserError

_PATIENCE_SECONDS = 20.0
# A command has to fit the gateway's buffer: 16 kB where nobody raised it.
_LINES_A_COMMAND = 100


def tell_gateway(admin_socket: Path, *, map_name: str, text: str) -> bool:
    """Replace the gateway's map named `map_name` (without its folder) by `text`, in one step.

    Returns:
        Whether a gateway was there to be told.

    Raises:
        UserError: it was there and refused; the sentence says what to do.
    """
    try:
        listing = _ask(admin_socket, "show map")
    except (FileNotFoundError, ConnectionRefusedError):
        return False
    except OSError as error:
        raise _refused(str(error.strerror or error)) from error
    reference = _find(listing, map_name)
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    try:
        _replace(admin_socket, reference, lines)
    except OSError as error:
        raise _refused(str(error.strerror or error)) from error
    return True


def _replace(admin_socket: Path, reference: str, lines: list[str]) -> None:
    """Fill a new version of the map beside the one in use, then let it take its place."""
    begun = _ask(admin_socket, f"prepare map {reference}")
    version = re.search(r"version created: (\d+)", begun)
    if version is None:
        raise _refused(begun)
    for start in range(0, len(lines), _LINES_A_COMMAND):
        payload = "\n".join(lines[start : start + _LINES_A_COMMAND])
        _demand_silence(_ask(admin_socket, f"add map @{version[1]} {reference} <<\n{payload}\n"))
    _demand_silence(_ask(admin_socket, f"commit map @{version[1]} {reference}"))


def _find(listing: str, map_name: str) -> str:
    """The map's number in `show map`: its path is the gateway's own, which may run in a container."""
    found = re.search(rf"^(\d+) \((?:[^)]*/)?{re.escape(map_name)}\)", listing, re.MULTILINE)
    if found is None:
        raise _refused(f"it has no map named {map_name}")
    return f"#{found[1]}"


def _ask(admin_socket: Path, command: str) -> str:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(_PATIENCE_SECONDS)
        connection.connect(str(admin_socket))
        connection.sendall(command.encode() + b"\n")
        answer = b""
        while chunk := connection.recv(65536):
            answer += chunk
        return answer.decode(errors="replace").strip()


def _demand_silence(answer: str) -> None:
    if answer:
        raise _refused(answer)


def _refused(reason: str) -> UserError:
    return UserError(
        f"The file is changed, but the running gateway did not take it over ({reason}). Reload the gateway: "
        "docker compose kill -s USR2 gateway"
    )
