"""A real third-party server as a fixture: `transformers serve` on a tiny random Qwen2.5-VL.

Use it from a test module by `from tests.contract.third_party_server_fixture import third_party_server`
and an argument of that name: a `Served` with `url`, `model`, `token` (empty) and `pid`. It has no key,
answers fields it does not know with 422, and ends its stream without `[DONE]`.
"""

import importlib.util
import sys
from collections.abc import Iterator

import pytest

from tests.contract.served import Served, free_port, running, wait_until_healthy
from tests.tiny_checkpoints import tiny_vlm


@pytest.fixture(scope="session")
def third_party_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """`transformers serve` on a tiny checkpoint, ready to answer; one for the whole test run."""
    missing = [name for name in ("fastapi", "openai", "uvicorn") if importlib.util.find_spec(name) is None]
    if missing:
        pytest.skip(f"`transformers serve` needs {' and '.join(missing)}, which are not installed")
    folder = tiny_vlm(tmp_path_factory.mktemp("third-party") / "tiny-vlm")
    log = folder.parent / "server.log"
    port = free_port()
    program = [sys.executable, "-m", "tests.contract.third_party_server_main", str(folder), str(port)]
    with running(program, log=log) as process:
        url = f"http://127.0.0.1:{port}"
        wait_until_healthy(url, process, log=log)
        yield Served(url=url, model=str(folder), token="", pid=process.pid)
