"""The local server from its start to its end, in this process."""

import asyncio
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from viscodex_model.core.errors import UserError
from viscodex_model.serve.generation.weights import Placement
from viscodex_model.serve.local.embedded import Options, _on_signals, serve_embedded

from tests.fixtures.models.tiny_checkpoints import tiny_vlm

CPU = Placement(device="cpu", threads=1)


@pytest.fixture(autouse=True)
def _signals_as_before() -> Iterator[None]:
    """Serving listens to signals; afterwards the test run hears them again."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def test_it_ends_by_itself_when_nobody_asks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Idle for long enough, it ends with 0, takes its state file along, and has printed its token once."""
    state = tmp_path / "run" / "state.json"
    folder = tiny_vlm(tmp_path / "vlm")
    assert serve_embedded(Options(folder, placement=CPU, idle_seconds=0.01, state=state)) == 0
    assert state.parent.is_dir()
    assert not state.exists()
    assert capsys.readouterr().err.count("VISCODEX_EMBEDDED_TOKEN=") == 1


def test_weights_that_do_not_load_end_it_in_a_sentence(tmp_path: Path) -> None:
    """A truncated weight file, found while loading, ends it with a sentence for the user and no state file."""
    folder = tiny_vlm(tmp_path / "broken")
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:5000])
    state = tmp_path / "state.json"
    with pytest.raises(UserError, match="broken cannot be loaded"):
        serve_embedded(Options(folder, placement=CPU, state=state))
    assert not state.exists()


async def test_a_signal_ends_it_where_loops_hear_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows an event loop cannot listen to signals: the process does."""
    stopped = asyncio.Event()
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.delattr(type(asyncio.get_running_loop()), "add_signal_handler", raising=False)
    _on_signals(stopped.set)
    signal.raise_signal(signal.SIGTERM)
    await asyncio.wait_for(stopped.wait(), 10)
