"""Takes a screenshot by the desktop portal's dialog: the way to the screen on Wayland.

Imported by `screen` when it is needed, and not before. Interfaces: org.freedesktop.portal.Screenshot and
org.freedesktop.portal.Request (XDG Desktop Portal, version 1).
"""

import asyncio
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from jeepney import (  # type: ignore[import-untyped]
    DBusAddress,
    HeaderFields,
    MatchRule,
    Message,
    MessageType,
    message_bus,
    new_method_call,
)
from jeepney.io.asyncio import DBusRouter, Proxy, open_dbus_connection  # type: ignore[import-untyped]
from jeepney.io.common import RouterClosed  # type: ignore[import-untyped]

from viscodex_lsp.core.errors import CaptureError
from viscodex_lsp.core.picture.picture import MAX_BYTES

ANSWER_SECONDS = 120.0
_BUS = "org.freedesktop.portal.Desktop"
_PATH = "/org/freedesktop/portal/desktop"
_GRANTED, _DENIED = 0, 1


async def capture_by_portal(
    *, interactive: bool, environment: Mapping[str, str], limit_seconds: float = ANSWER_SECONDS
) -> bytes:
    """Ask the desktop for a screenshot; the file it makes is removed after reading.

    Args:
        interactive: Let the person choose what to show; else the whole desktop, which may still be confirmed.

    Raises:
        CaptureError: no session bus, no portal, refused by the person, no answer in time, or no file.
    """
    address = environment.get("DBUS_SESSION_BUS_ADDRESS")
    if not address:
        raise CaptureError(
            "This Wayland session has no message bus (DBUS_SESSION_BUS_ADDRESS is not set), by which screenshots "
            "are asked for. Start the editor inside the desktop session, or choose a picture file."
        )
    try:
        async with asyncio.timeout(limit_seconds):
            return _take(await _ask(address, interactive=interactive))
    except TimeoutError as error:
        raise CaptureError(
            f"The desktop's screenshot dialog was not answered within {limit_seconds:g} s. Capture again."
        ) from error
    # jeepney, ended while a call is not answered yet, sets its answer twice: InvalidStateError.
    except (OSError, EOFError, ValueError, RuntimeError, RouterClosed, asyncio.InvalidStateError) as error:
        raise CaptureError(
            "The session's message bus does not answer. Start the editor inside the desktop session, or choose a "
            "picture file."
        ) from error


async def _ask(address: str, *, interactive: bool) -> str:
    """The address of the screenshot's file."""
    connection = await open_dbus_connection(address)
    async with connection, DBusRouter(connection) as router:
        token = f"viscodex_{secrets.token_hex(8)}"
        sender = str(connection.unique_name).removeprefix(":").replace(".", "_")
        answer = MatchRule(
            type="signal",
            interface="org.freedesktop.portal.Request",
            member="Response",
            path=f"{_PATH}/request/{sender}/{token}",
        )
        # The answer may come before the call returns: listen first.
        await Proxy(message_bus, router).AddMatch(answer)
        with router.filter(answer) as answers:
            screenshot = DBusAddress(_PATH, bus_name=_BUS, interface="org.freedesktop.portal.Screenshot")
            options = {"handle_token": ("s", token), "interactive": ("b", interactive)}
            call = new_method_call(screenshot, "Screenshot", "sa{sv}", ("", options))
            _check_call(await router.send_and_get_reply(call))
            return _uri_of((await answers.get()).body)


def _check_call(reply: Message) -> None:
    if reply.header.message_type is not MessageType.error:
        return
    name = str(reply.header.fields.get(HeaderFields.error_name, ""))
    if name.endswith((".ServiceUnknown", ".UnknownMethod", ".UnknownInterface", ".NameHasNoOwner")):
        raise CaptureError(
            "This desktop offers no screenshots to programs. Install xdg-desktop-portal and the portal of your "
            "desktop (xdg-desktop-portal-gnome, -kde, -wlr), or choose a picture file."
        )
    raise CaptureError(f"The desktop refused to take a screenshot ({name}). Choose a picture file instead.")


def _uri_of(body: Any) -> str:
    code, results = body
    if code == _DENIED:
        raise CaptureError(
            "The screenshot was cancelled. Capture again, and allow it in the desktop's dialog."
        )
    if code != _GRANTED or "uri" not in results:
        raise CaptureError(
            "The desktop could not take the screenshot. Capture again, or choose a picture file."
        )
    return str(results["uri"][1])


def _take(uri: str) -> bytes:
    parts = urlsplit(uri)
    path = Path(unquote(parts.path))
    try:
        if parts.scheme != "file" or not path.is_file():
            raise CaptureError("The desktop's screenshot is not a file here. Choose a picture file instead.")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        path.unlink()
    except OSError as error:
        raise CaptureError(
            f"The desktop's screenshot cannot be read ({error.strerror}). Choose a picture file instead."
        ) from error
    return data
