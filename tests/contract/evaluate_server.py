"""A chat-completions server that says what it is told, for the tests of asking and judging."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[[dict[str, Any], int], "str | int | bytes"]


@contextmanager
def serving(answer: Answer, *, loading: int = 0) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The server's URL and the requests it got; `answer(request, number)` gives a text, a status to fail with, or
    the very bytes of the reply's body.

    It is not ready, and answers 503 to everything, until it was asked for its health `loading` times.
    """
    requests: list[dict[str, Any]] = []
    looks = [None] * loading

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            ready = not looks
            if looks:
                looks.pop()
            self.send_response((200 if ready else 503) if self.path == "/health" else 404)
            self.send_header("content-length", "0")
            self.end_headers()

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            body["authorization"] = self.headers.get("authorization")
            body["path"] = self.path
            requests.append(body)
            said = 503 if looks else answer(body, len(requests) - 1)
            if isinstance(said, int):
                self.send_error(said)
                return
            self.send_response(200)
            self.send_header("content-type", "text/event-stream")
            self.end_headers()
            if isinstance(said, bytes):
                self.wfile.write(said)
                return
            for piece in (said[: len(said) // 2], said[len(said) // 2 :]):
                self._send({"choices": [{"delta": {"content": piece}, "finish_reason": None}]})
            self._send({"choices": [{"delta": {}, "finish_reason": "stop"}]})
            self.wfile.write(b"data: [DONE]\n\n")

        def _send(self, event: dict[str, Any]) -> None:
            self.wfile.write(b"data: " + json.dumps(event).encode() + b"\n\n")

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", requests
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
