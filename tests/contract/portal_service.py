"""A stand-in for the desktop's screenshot portal on a private message bus, for the tests.

Run as `python portal_service.py ANSWER FILE` with DBUS_SESSION_BUS_ADDRESS set; it prints a line when it is there.
ANSWER is `granted` (FILE's address is sent), `denied`, `failed`, `silent`, `elsewhere` (an http address is sent) or
`early` (the answer is sent before the call returns).
"""

import asyncio
import sys
from pathlib import Path
from typing import Any

from dbus_fast import BusType, Message, MessageType, Variant
from dbus_fast.aio import MessageBus

PATH = "/org/freedesktop/portal/desktop"


class Portal:
    """Answers Screenshot calls as it was told."""

    def __init__(self, bus: MessageBus, answer: str, file: Path) -> None:
        self._bus = bus
        self._answer = answer
        self._file = file

    def handle(self, call: Message) -> Message | bool:
        if call.message_type is not MessageType.METHOD_CALL or call.member != "Screenshot":
            return False
        options = call.body[1]
        assert options["interactive"].signature == "b"
        sender = str(call.sender).removeprefix(":").replace(".", "_")
        handle = f"{PATH}/request/{sender}/{options['handle_token'].value}"
        if self._answer == "early":
            self._respond(str(call.sender), handle)
        elif self._answer != "silent":
            asyncio.get_running_loop().call_soon(self._respond, str(call.sender), handle)
        return Message.new_method_return(call, "o", [handle])

    def _respond(self, receiver: str, handle: str) -> None:
        code = {"denied": 1, "failed": 2}.get(self._answer, 0)
        uri = "http://127.0.0.1/shot.png" if self._answer == "elsewhere" else self._file.as_uri()
        results: dict[str, Any] = {"uri": Variant("s", uri)} if code == 0 else {}
        signal = Message(
            message_type=MessageType.SIGNAL,
            destination=receiver,
            path=handle,
            interface="org.freedesktop.portal.Request",
            member="Response",
            signature="ua{sv}",
            body=[code, results],
        )
        self._bus.send(signal)


async def main() -> None:
    bus = await MessageBus(bus_type=BusType.SESSION).connect()
    bus.add_message_handler(Portal(bus, sys.argv[1], Path(sys.argv[2])).handle)
    await bus.request_name("org.freedesktop.portal.Desktop")
    print("ready", flush=True)
    await bus.wait_for_disconnect()


if __name__ == "__main__":
    asyncio.run(main())
