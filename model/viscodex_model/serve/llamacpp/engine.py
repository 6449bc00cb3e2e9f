"""The local server's hold on the process of llama.cpp: start it, ask it, free it at once, start it again."""

import contextlib
import http.client
import json
import os
import queue
import secrets
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from viscodex_model.core.errors import UserError
from viscodex_model.serve.protocol.refusal import Refused
from viscodex_model.serve.protocol.speech import Cancelled

_LOOK_SECONDS = 0.05
# An engine that writes ends within a token; one that looks at a picture does not, and is ended.
_FREE_SECONDS = 1.0
_GONE = object()


@dataclass(frozen=True)
class EngineSettings:
    """What the process loads: two files, CPU threads, tokens of prompt and reply together, and how many at once."""

    text: str
    projector: str
    threads: int
    context: int
    batch: int = 256


class Engine:
    """One process of llama.cpp. `start` returns at once; use the rest from one thread."""

    def __init__(self, settings: EngineSettings) -> None:
        self._settings = settings
        self._key = secrets.token_urlsafe(32)
        self._process: subprocess.Popen[str] | None = None
        self._address = ("", 0)

    def start(self) -> None:
        """Start the process, in place of one that was there."""
        self.close()
        paths = os.pathsep.join(
            filter(None, [str(Path(__file__).parents[3]), os.environ.get("PYTHONPATH", "")])
        )
        self._process = subprocess.Popen(
            [sys.executable, "-m", "viscodex_model.serve.llamacpp.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": paths},
        )
        self._address = ("", 0)
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):  # it has ended already, which `wait` tells
            self._process.stdin.write(json.dumps({**asdict(self._settings), "key": self._key}) + "\n")
            self._process.stdin.flush()

    def wait(self) -> None:
        """Return when the model is loaded.

        Raises:
            UserError: it cannot be loaded; the engine's own words are in the log.
        """
        if self._address[1]:
            return
        line = self._process.stdout.readline() if self._process and self._process.stdout else ""
        told = json.loads(line) if line.startswith("{") else {}
        if "url" not in told:
            self.close()
            raise UserError(
                f"llama.cpp cannot load {self._settings.text}. Its own words are in the lines above; "
                "viscodex-model inspect says what the file is."
            )
        place = urlsplit(told["url"])
        self._address = (place.hostname or "127.0.0.1", place.port or 0)

    def stream(self, body: dict[str, Any], gone: Callable[[], bool]) -> Iterator[dict[str, Any]]:
        """The events of the answer to a chat request.

        Raises:
            Cancelled: `gone()` became true; the engine is free again, or being started again.
            Refused: it refuses the request, or has ended.
        """
        if self._process is None or self._process.poll() is not None:
            self.start()
        self.wait()
        connection = http.client.HTTPConnection(*self._address)
        arrivals: queue.SimpleQueue[Any] = queue.SimpleQueue()
        threading.Thread(
            target=_pump, args=(connection, self._headers(), body, arrivals), daemon=True
        ).start()
        try:
            yield from self._events(arrivals, gone)
        except Cancelled:
            _hang_up(connection)
            self._free()
            raise
        finally:
            _hang_up(connection)

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _events(
        self, arrivals: "queue.SimpleQueue[Any]", gone: Callable[[], bool]
    ) -> Iterator[dict[str, Any]]:
        while True:
            if gone():
                raise Cancelled
            try:
                arrived = arrivals.get(timeout=_LOOK_SECONDS)
            except queue.Empty:
                continue
            if isinstance(arrived, Refused):
                raise arrived
            if arrived is _GONE:
                self.start()
                raise Refused(
                    500,
                    "llama.cpp ended while it answered, and is started again. Try it with fewer or smaller pictures; "
                    "the local server's log says more.",
                )
            if arrived is None:
                return
            yield arrived

    def _free(self) -> None:
        """Return once the engine is idle; one that does not become so soon is ended and started again."""
        until = time.monotonic() + _FREE_SECONDS
        while time.monotonic() < until:
            if self._is_idle(until - time.monotonic()):
                return
            time.sleep(_LOOK_SECONDS)
        self.start()

    def _is_idle(self, patience: float) -> bool:
        connection = http.client.HTTPConnection(*self._address, timeout=max(patience, _LOOK_SECONDS))
        try:
            connection.request("GET", "/slots", headers=self._headers())
            slots = json.load(connection.getresponse())
            return isinstance(slots, list) and not any(slot.get("is_processing") for slot in slots)
        except (OSError, http.client.HTTPException, ValueError):
            return False
        finally:
            connection.close()

    def _headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self._key}", "content-type": "application/json"}


def _pump(
    connection: http.client.HTTPConnection,
    headers: dict[str, str],
    body: dict[str, Any],
    arrivals: "queue.SimpleQueue[Any]",
) -> None:
    """Put what the engine sends: events, then None; a `Refused`; or `_GONE` where it ended in the middle."""
    try:
        connection.request("POST", "/v1/chat/completions", json.dumps(body), headers)
        response = connection.getresponse()
        if response.status != http.client.OK:
            arrivals.put(_refusal(response.status, response.read()))
            return
        for raw in response:
            line = raw.decode("utf-8", errors="replace").strip()
            if line == "data: [DONE]":
                arrivals.put(None)
                return
            if line.startswith("data: "):
                arrivals.put(json.loads(line.removeprefix("data: ")))
        arrivals.put(_GONE)
    except (OSError, http.client.HTTPException, ValueError):
        arrivals.put(_GONE)


def _refusal(status: int, raw: bytes) -> Refused:
    """What the engine refuses, as a sentence."""
    try:
        error = json.loads(raw)["error"]
        kind, message = str(error.get("type", "")), str(error.get("message", ""))
    except (ValueError, LookupError, TypeError, AttributeError):
        kind, message = "", raw[:300].decode(errors="replace")
    if "exceed_context" in kind or "context" in message:
        return Refused(
            400,
            "The prompt is longer than the model's context. Send less text, or fewer or smaller pictures.",
            code="context_length_exceeded",
        )
    return Refused(400 if status < 500 else 500, f"llama.cpp refuses the request: {message}")


def _hang_up(connection: http.client.HTTPConnection) -> None:
    """Close the connection under the thread that reads from it."""
    if connection.sock is not None:
        with contextlib.suppress(OSError):
            connection.sock.shutdown(socket.SHUT_RDWR)
    connection.close()
