"""Updates the token map of a running HAProxy over its runtime socket: no restart, no stream dropped.

Success is said only after the gateway was asked what its map now holds.

Source: HAProxy 2.6 management guide, section 9.3, `prepare map`, `add map @<ver>`, `commit map`, `show map`.
"""

import re
import socket
import sys
from pathlib import Path

from viscodex_model.core.errors import UserError

_PATIENCE_SECONDS = 20.0
# A command has to fit the gateway's buffer: 16 kB where nobody raised it.
_LINES_A_COMMAND = 100
# Somebody else who changes the map by hand makes a version end before it is filled.
_TRIES = 5


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
        for _ in range(_TRIES):
            refusal = _replace(admin_socket, reference, lines)
            if refusal is None and _held(admin_socket, reference) == set(lines):
                return True
    except OSError as error:
        raise _refused(str(error.strerror or error)) from error
    raise _refused(refusal or "its map holds something else afterwards")


def _replace(admin_socket: Path, reference: str, lines: list[str]) -> str | None:
    """Fill a new version of the map beside the one in use, then let it take its place; None, or what it said."""
    begun = _ask(admin_socket, f"prepare map {reference}")
    version = re.search(r"version created: (\d+)", begun)
    if version is None:
        return begun
    for start in range(0, len(lines), _LINES_A_COMMAND):
        payload = "\n".join(lines[start : start + _LINES_A_COMMAND])
        if refusal := _ask(admin_socket, f"add map @{version[1]} {reference} <<\n{payload}\n"):
            return refusal
    return _ask(admin_socket, f"commit map @{version[1]} {reference}") or None


def _held(admin_socket: Path, reference: str) -> set[str]:
    """The map's lines as the gateway has them; it puts an address before each."""
    listed = _ask(admin_socket, f"show map {reference}").splitlines()
    return {line.partition(" ")[2] for line in listed if line.startswith("0x")}


def _find(listing: str, map_name: str) -> str:
    """The map's number in `show map`: its path is the gateway's own, which may run in a container."""
    found = re.search(rf"^(\d+) \((?:[^)]*/)?{re.escape(map_name)}\)", listing, re.MULTILINE)
    if found is None:
        raise _refused(f"it has no map named {map_name}")
    return f"#{found[1]}"


def _ask(admin_socket: Path, command: str) -> str:
    if sys.platform == "win32":
        raise FileNotFoundError("the gateway's socket lies where the gateway runs: on Linux")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(_PATIENCE_SECONDS)
        connection.connect(str(admin_socket))
        connection.sendall(command.encode() + b"\n")
        answer = b""
        while chunk := connection.recv(65536):
            answer += chunk
        return answer.decode(errors="replace").strip()


def _refused(reason: str) -> UserError:
    return UserError(
        f"The file is changed, but the running gateway did not take it over ({reason}). Reload the gateway: "
        "docker compose kill -s USR2 gateway"
    )
