"""A local server without a model, for the tests of those who start one: the options and routes of the real one.

Run as `python fake_local_server.py STARTS MODE [FOLDER] --state FILE --idle-seconds N`. It appends its process id
to the file STARTS. MODE is `ready` (at once), `slow` (the third question about its health finds it ready), `held`
(ready once there is a file STARTS.go) or `broken` (it ends with a message).
"""

import argparse
import json
import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

TOKEN = os.environ["VISCODEX_EMBEDDED_TOKEN"]
VERSION = os.environ.get("FAKE_VERSION", "0.1.0")


class Handler(BaseHTTPRequestHandler):
    """Answers /health without a token, the rest with it."""

    protocol_version = "HTTP/1.1"
    asked = 0
    least = 1
    """The question about its health that finds it ready."""
    go: Path | None = None
    """The file that it waits for."""

    def do_GET(self) -> None:
        if self.path == "/health":
            Handler.asked += 1
            if Handler.asked < Handler.least or (Handler.go and not Handler.go.exists()):
                self._send(503, {"status": "loading", "progress": f"part {Handler.asked} of 2"})
            else:
                self._send(200, {"status": "ok", "model": "fake"})
        elif self.headers.get("authorization") == f"Bearer {TOKEN}":
            self._send(200, {"object": "list", "data": [{"id": "fake"}]})
        else:
            self._send(401, {"error": {"message": "wrong token"}})

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        if self.headers.get("authorization") != f"Bearer {TOKEN}":
            self._send(401, {"error": {"message": "wrong token"}})
            return
        choice = {"index": 0, "delta": {"content": f"from {os.getpid()}"}, "finish_reason": "stop"}
        body = f"data: {json.dumps({'choices': [choice]})}\n\ndata: [DONE]\n\n".encode()
        self._send_bytes(200, body, "text/event-stream")

    def _send(self, status: int, content: Any) -> None:
        self._send_bytes(status, json.dumps(content).encode(), "application/json")

    def _send_bytes(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        del format, args


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("starts", type=Path)
    parser.add_argument("mode")
    parser.add_argument("folder", nargs="?", default="")
    parser.add_argument("--state", type=Path, required=True)
    parser.add_argument("--idle-seconds", required=True)
    arguments = parser.parse_args()
    with arguments.starts.open("a") as starts:
        starts.write(f"{os.getpid()}\n")
    if arguments.mode == "broken":
        sys.exit("something\nThe checkpoint has no weights.")
    Handler.least = 3 if arguments.mode == "slow" else 1
    Handler.go = arguments.starts.with_suffix(".go") if arguments.mode == "held" else None
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state = {
        "pid": os.getpid(),
        "port": server.server_port,
        "url": f"http://127.0.0.1:{server.server_port}",
        "model": "fake",
        "folder": arguments.folder,
        "version": VERSION,
        "started": 0,
    }
    aside = arguments.state.with_suffix(".aside")
    aside.write_text(json.dumps(state))
    aside.replace(arguments.state)
    # No test lasts this long: a forgotten process ends by itself.
    threading.Timer(60, server.shutdown).start()
    server.serve_forever()
    os._exit(0)


if __name__ == "__main__":
    main()
