"""Servers as processes, for the contract tests: a free port, a start that waits for health, a sure end."""

import json
import os
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
# A start takes 5 s of work; a machine that is busy with much else may need far longer for it.
START_SECONDS = 300.0


@dataclass(frozen=True)
class Served:
    """A running server: `url` without a path, the `model` to ask for, the bearer `token` (empty: none)."""

    url: str
    model: str
    token: str
    pid: int


def free_port() -> int:
    """A loopback port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(
    command: Sequence[str], *, log: Path, environment: dict[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Run `command` with the repository's packages importable, output in `log`; ended by its process id."""
    paths = os.pathsep.join([str(REPOSITORY / "model"), str(REPOSITORY)])
    variables = os.environ | {"PYTHONPATH": paths, "HF_HUB_OFFLINE": "1"} | (environment or {})
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, env=variables, cwd=REPOSITORY)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until_healthy(url: str, process: subprocess.Popen[bytes], *, log: Path) -> dict[str, Any]:
    """Poll `url`/health until it answers 200 and return its JSON; fail with the log if the process ends."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        answer = _health(url)
        if answer is not None:
            return answer
        # The server's own start is the event; there is nothing else to wait on.
        threading.Event().wait(0.05)
    raise RuntimeError(f"the server did not become ready:\n{log.read_text(errors='replace')[-4000:]}")


def _health(url: str) -> dict[str, Any] | None:
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=5) as response:
            content: dict[str, Any] = json.load(response)
            return content
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return None
