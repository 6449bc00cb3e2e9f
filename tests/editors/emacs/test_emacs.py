"""The server in a real Emacs, by eglot 1.9: no resolve and no progress there, so actions and messages alone."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fixtures.pictures.scenes import PAGE, REPLY, png
from tests.fixtures.servers.scripted_engine import scripted_engine, stream

LINKED = PAGE.replace("\n\n", '\n      <img src="mock.png">\n')
EDITED = LINKED.replace('png">\n', 'png">\n      <h1>Hello</h1>\n      <p>World</p>\n')
HERE = Path(__file__).parent
LIMIT_SECONDS = 600


@pytest.fixture(scope="module")
def emacs() -> str:
    """Emacs with eglot."""
    program = shutil.which("emacs")
    if program is None:
        pytest.skip("Emacs is not installed")
    found = subprocess.run([program, "-q", "--batch", "--eval", "(require 'eglot)"], capture_output=True)
    if found.returncode:
        pytest.skip("this Emacs has no eglot")
    return program


async def test_an_action_is_offered_and_applied(emacs: str, tmp_path: Path) -> None:
    """The action of a linked picture is offered at its path; running its command brings the edit."""
    home = tmp_path / "site"
    home.mkdir()
    (home / "mock.png").write_bytes(png())
    (home / "linked.html").write_text(LINKED)
    async with scripted_engine(stream(REPLY)) as engine:
        environment = os.environ | {
            "HOME": str(tmp_path),
            "VISCODEX_SERVER_URL": engine.url,
            "VISCODEX_API_KEY": "",
            "VISCODEX_TEST_SERVER": json.dumps([sys.executable, "-m", "viscodex_lsp", "--stdio"]),
            "VISCODEX_TEST_WORKSPACE": str(home),
        }
        process = await asyncio.create_subprocess_exec(
            *(emacs, "-q", "--batch", "-l", str(HERE / "apply.el")),
            cwd=HERE.parents[2],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        try:
            said, _ = await asyncio.wait_for(process.communicate(), LIMIT_SECONDS)
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        assert "PASSED" in said.decode().splitlines(), said.decode()
        text = next(line for line in said.decode().splitlines() if line.startswith("TEXT"))
        assert json.loads(text.removeprefix("TEXT ")) == EDITED
        assert len(engine.requests) == 1
