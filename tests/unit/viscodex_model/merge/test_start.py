"""What a merge has to import before its first byte, and what becomes of those imports."""

import gc
import subprocess
import sys
from pathlib import Path

import pytest
from viscodex_model.core.quick_start import long_lived

ROOT = Path(__file__).resolve().parents[4]


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("viscodex_model.merge.planning.plan", "torch"),
        ("viscodex_model.merge.streaming.finished_folder", "transformers"),
    ],
)
def test_heavy_libraries_are_left_where_they_are(module: str, heavy: str) -> None:
    """A plan is made without torch, and a merge without transformers: they take longer to import than a small merge."""
    code = f"import sys, {module}; print({heavy!r} in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": str(ROOT / "model")}, capture_output=True, check=True
    )
    assert done.stdout.strip() == b"False"


@pytest.mark.parametrize("was_enabled", [True, False])
def test_the_collector_is_left_as_it_was(was_enabled: bool) -> None:
    """What is made within is out of the garbage collector's sight; the collector itself is on or off as before."""
    frozen = gc.get_freeze_count()
    (gc.enable if was_enabled else gc.disable)()
    try:
        with long_lived():
            made: list[list[object]] = [[] for _ in range(1000)]
            assert not gc.isenabled()
        assert gc.isenabled() == was_enabled
        assert gc.get_freeze_count() >= frozen + len(made)
    finally:
        gc.enable()
        gc.unfreeze()
