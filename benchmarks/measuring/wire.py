"""A language server's process, and the smallest client that can time it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


class Wire:
    """See the module."""

    def __init__(self, *command: str, quiet: bool = False) -> None:
        self.process = subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL if quiet else None,
        )
        self._number = 0

    def send(self, method: str, params: Any, *, id: int | None = None) -> None:
        message = {"jsonrpc": "2.0", "method": method, "params": params} | ({} if id is None else {"id": id})
        self.write(message)

    def ask(self, method: str, params: Any) -> Any:
        """Send a request and wait for its answer, answering the server's own requests meanwhile."""
        number = self.begin(method, params)
        return self.until(lambda message: message.get("id") == number and "method" not in message)["result"]

    def begin(self, method: str, params: Any) -> int:
        """Send a request; its id."""
        self._number += 1
        self.send(method, params, id=self._number)
        return self._number

    def until(self, wanted: Any) -> dict[str, Any]:
        while True:
            message = self.read()
            if wanted(message):
                return message
            if "id" in message and "method" in message:
                self.write({"jsonrpc": "2.0", "id": message["id"], "result": None})

    def reply(self, message: dict[str, Any], result: Any) -> None:
        self.write({"jsonrpc": "2.0", "id": message["id"], "result": result})

    def close(self) -> None:
        self.ask("shutdown", None)
        self.send("exit", None)
        self.process.wait(10)

    def write(self, message: Any) -> None:
        body = json.dumps(message).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def read(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        length = 0
        while (line := self.process.stdout.readline().strip()) or not length:
            if line.lower().startswith(b"content-length:"):
                length = int(line.partition(b":")[2])
            if not line and self.process.poll() is not None:
                raise RuntimeError("the server ended")
        answer: dict[str, Any] = json.loads(self.process.stdout.read(length))
        return answer
