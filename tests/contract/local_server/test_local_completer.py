"""What `LocalCompleter` promises with the real local server, on a tiny random checkpoint."""

import os
import signal
from collections.abc import Iterator
from contextlib import aclosing, suppress
from pathlib import Path

import pytest

from tests.fixtures.models.tiny_checkpoints import tiny_vlm
from tests.fixtures.servers.questions import PROMPT
from tests.fixtures.servers.served import REPOSITORY, Served
from viscodex_lsp.core.errors import KeyRefused, NoLocalServer
from viscodex_lsp.core.settings import EmbeddedSettings, RequestSettings, ServerSettings, Settings
from viscodex_lsp.edges.model.chat_client import ChatCompleter
from viscodex_lsp.edges.model.local_completer import LocalCompleter
from viscodex_lsp.edges.model.run_folder import RunFolder


def hub(server: Served, *, key: str | None = None, max_tokens: int = 8, model: str = "") -> ChatCompleter:
    return ChatCompleter(
        server=ServerSettings(url=server.url, model=model),
        request=RequestSettings(max_tokens=max_tokens),
        key=server.token if key is None else key,
    )


async def test_the_embedded_server_speaks_the_same_wire(embedded_server: Served) -> None:
    """It is asked like any other server, by the first name that it lists, and stops at the limit."""
    asked = hub(embedded_server)
    assert await asked.identify() == embedded_server.model
    pieces = [piece async for piece in asked.stream(PROMPT, notify=print)]
    await asked.close()
    assert pieces[-1].finish in ("length", "stop")
    assert "".join(piece.text for piece in pieces)


async def test_the_embedded_server_wants_its_token(embedded_server: Served) -> None:
    """Another program of this machine, which does not know the token, is refused with a sentence."""
    for key in ("wrong", ""):
        asked = hub(embedded_server, key=key)
        with pytest.raises(KeyRefused):
            await anext(asked.stream(PROMPT, notify=print))
        await asked.close()


async def test_a_dropped_stream_frees_the_model(embedded_server: Served) -> None:
    """After a long reply is dropped, more questions than the queue holds are answered one after another."""
    for _ in range(4):
        asked = hub(embedded_server, max_tokens=2000)
        async with aclosing(asked.stream(PROMPT, notify=print)) as pieces:
            assert (await anext(pieces)).text
        await asked.close()


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A run folder of its own; the server that was started in it is ended."""
    monkeypatch.setenv("PYTHONPATH", f"{REPOSITORY / 'model'}{os.pathsep}{REPOSITORY}")
    yield tmp_path / "run"
    for state in (tmp_path / "run").glob("*.json"):
        found = RunFolder(tmp_path / "run", checkpoint="")
        found.state = state
        running = found.read_state()
        if running is not None:
            with suppress(ProcessLookupError):
                os.kill(running.pid, signal.SIGTERM)


async def test_the_real_server_is_started_and_shared(place: Path, tmp_path: Path) -> None:
    """The first question starts it and shows its loading; a second editor is answered by the same process."""
    folder = tiny_vlm(tmp_path / "tiny-vlm")
    settings = Settings(
        embedded=EmbeddedSettings(folder=str(folder), idle_seconds=60, threads=1),
        request=RequestSettings(max_tokens=8),
    )
    notes: list[str] = []
    first, second = LocalCompleter(settings, place=place), LocalCompleter(settings, place=place)
    replies = []
    for asked in (first, second):
        replies.append("".join([piece.text async for piece in asked.stream(PROMPT, notify=notes.append)]))
        await asked.close()
    assert replies[0] == replies[1] != ""
    assert notes[0] == "Starting the local server"
    assert notes.count("Starting the local server") == 1
    assert len(list(place.glob("*.json"))) == 1


async def test_a_folder_without_a_checkpoint_is_told(place: Path, tmp_path: Path) -> None:
    """The real server's own sentence about a wrong folder reaches the person."""
    (tmp_path / "empty").mkdir()
    settings = Settings(embedded=EmbeddedSettings(folder=str(tmp_path / "empty")))
    with pytest.raises(NoLocalServer, match=r"ended while it started \(.*empty.*\)"):
        await anext(LocalCompleter(settings, place=place).stream(PROMPT, notify=print))
