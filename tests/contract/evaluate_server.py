"""A chat-completions server that says what it is told, for the tests of asking and judging."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[[dict[str, Any], int], "str | int | bytes"]


class ToldServer(ThreadingHTTPServer):
    """Keeps the requests it got; how many times its health will still be asked for before it is ready."""

    def __init__(self, answer: Answer, loading: int) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer, self.loading = answer, loading
        self.requests: list[dict[str, Any]] = []


class _Handler(BaseHTTPRequestHandler):
    server: ToldServer

    def do_GET(self) -> None:
        ready = self.server.loading == 0
        self.server.loading -= not ready
        self.send_response((200 if ready else 503) if self.path == "/health" else 404)
        self.send_header("content-length", "0")
        self.end_headers()

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        body["authorization"] = self.headers.get("authorization")
        body["path"] = self.path
        self.server.requests.append(body)
        said = 503 if self.server.loading else self.server.answer(body, len(self.server.requests) - 1)
        if isinstance(said, int):
            self.send_error(said)
            return
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()
        self.wfile.write(said if isinstance(said, bytes) else _stream(said))

    def log_message(self, *_: object) -> None:
        return


def _stream(text: str) -> bytes:
    """A text in two pieces, its end, and the mark that all is said, as server-sent events."""
    deltas = [({"content": piece}, None) for piece in (text[: len(text) // 2], text[len(text) // 2 :])]
    events = [{"choices": [{"delta": said, "finish_reason": end}]} for said, end in [*deltas, ({}, "stop")]]
    return b"".join(
        b"data: %s\n\n" % one for one in [*(json.dumps(one).encode() for one in events), b"[DONE]"]
    )


@contextmanager
def serving(answer: Answer, *, loading: int = 0) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The server's URL and the requests it got; `answer(request, number)` gives a text, a status to fail with, or
    the very bytes of the reply's body.

    It is not ready, and answers 503 to everything, until it was asked for its health `loading` times.
    """
    server = ToldServer(answer, loading)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", server.requests
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
