"""A merge on what is made to look like macOS or Windows gives the bytes that it gives here."""

from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from tests.fixtures.machine.other_systems import pretend_mac, pretend_windows
from tests.fixtures.models.merging import merged
from tests.fixtures.models.tiny_checkpoints import tiny_coder, tiny_vlm


@pytest.mark.parametrize("pretend", [pretend_mac, pretend_windows], ids=["macos", "windows"])
def test_a_merge_has_the_same_bytes_everywhere(
    pretend: Callable[[pytest.MonkeyPatch], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without reading and writing at a place, room taken beforehand, and data synced alone."""
    keys = {
        "vlm": tiny_vlm(tmp_path / "vlm", dtype=torch.bfloat16),
        "coder": tiny_coder(tmp_path / "coder", dtype=torch.bfloat16),
        "lambda": 0.7,
    }
    here = merged(tmp_path / "here", 2, **keys)
    with monkeypatch.context() as patch:
        pretend(patch)
        there = merged(tmp_path / "there", 2, **keys)
    names = sorted(path.name for path in here.iterdir() if path.suffix == ".safetensors")
    assert names
    assert all((here / name).read_bytes() == (there / name).read_bytes() for name in names)
