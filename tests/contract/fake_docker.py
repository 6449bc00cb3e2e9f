"""Stands in for the program `docker`: what it is told goes to a file, `run` answers like an engine on the port.

Behaviour by the environment: FAKE_DOCKER_LOG (the file), FAKE_DOCKER_WITHOUT (service, image or nothing),
FAKE_DOCKER_ENDS (`run` ends with an error at once).
"""

import json
import os
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

LOG = Path(os.environ["FAKE_DOCKER_LOG"])


class Engine(BaseHTTPRequestHandler):
    """Health, the models, and a reply that names the colour where a picture came along with the right key."""

    def do_GET(self) -> None:
        self._answer({"data": [{"id": "tgi"}]})

    def do_POST(self) -> None:
        question = self.rfile.read(int(self.headers["content-length"])).decode()
        key = os.environ.get("API_KEY") or os.environ.get("VLLM_API_KEY")
        allowed = self.headers["authorization"] == f"Bearer {key}" and "data:image/png;base64," in question
        self._answer({"choices": [{"message": {"content": "Red." if allowed else "?"}}]})

    def _answer(self, content: Any) -> None:
        body = json.dumps(content).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Nothing: the engine's words are printed below."""


def run(words: list[str]) -> int:
    """Serve on the published port until the end."""
    if os.environ.get("FAKE_DOCKER_ENDS"):
        print("CUDA out of memory", flush=True)
        return 3
    address, port, _ = words[words.index("--publish") + 1].split(":")
    server = ThreadingHTTPServer((address, int(port)), Engine)
    (LOG.parent / f"{words[words.index('--name') + 1]}.pid").write_text(str(os.getpid()))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print("words of the engine", flush=True)
    server.serve_forever()
    return 0


def main(words: list[str]) -> int:
    """One call of docker."""
    with LOG.open("a") as log:
        log.write(json.dumps(words) + "\n")
    without = os.environ.get("FAKE_DOCKER_WITHOUT")
    if words[0] == "run":
        return run(words)
    if words[0] == "stop":
        os.kill(int((LOG.parent / f"{words[-1]}.pid").read_text()), signal.SIGTERM)
    if words[0] == "version" and without == "service":
        print("Cannot connect to the Docker daemon", file=sys.stderr)
        return 1
    return int(words[:2] == ["image", "inspect"] and without == "image")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
