"""This project's own model server as a fixture: `viscodex-model serve embedded` on a tiny random Qwen2.5-VL.

Use it from a test module by `from tests.contract.embedded_server_fixture import embedded_server` and an
argument of that name: a `Served` with `url`, `model`, `token` and `pid`. For a server with options of your own, call
`serving_embedded(folder, log=..., ...)` as a context manager.
"""

import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.contract.served import Served, free_port, running, wait_until_healthy
from tests.tiny_checkpoints import tiny_vlm


@contextmanager
def serving_embedded(folder: Path, *options: str, log: Path) -> Iterator[Served]:
    """`serve embedded FOLDER` with further `options`, ready to answer; ended with the block."""
    token = secrets.token_hex(8)
    port = free_port()
    program = [
        sys.executable,
        "-m",
        "viscodex_model.cli",
        "serve",
        "embedded",
        str(folder),
        "--port",
        str(port),
    ]
    with running([*program, *options], log=log, environment={"VISCODEX_EMBEDDED_TOKEN": token}) as process:
        url = f"http://127.0.0.1:{port}"
        health = wait_until_healthy(url, process, log=log)
        yield Served(url=url, model=health["model"], token=token, pid=process.pid)


@pytest.fixture(scope="session")
def embedded_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The embedded server on a tiny checkpoint; one for the whole test run."""
    folder = tiny_vlm(tmp_path_factory.mktemp("embedded") / "tiny-vlm")
    with serving_embedded(
        folder, "--device", "cpu", "--queue", "2", log=folder.parent / "server.log"
    ) as served:
        yield served
