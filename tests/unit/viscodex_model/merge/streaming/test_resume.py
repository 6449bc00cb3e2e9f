"""A merge that is killed: nothing looks finished, and going on ends with the same bytes."""

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch
from viscodex_model.checkpoint.journal import JOURNAL_NAME, Journal
from viscodex_model.checkpoint.writer import aside
from viscodex_model.core.errors import UserError
from viscodex_model.merge.streaming.finished_folder import merge
from viscodex_model.merge.streaming.journal import fingerprint
from viscodex_model.merge.streaming.stream import WorkOptions

from tests.fixtures.models.merging import merged, plan_of
from tests.fixtures.models.tiny_checkpoints import tiny_coder, tiny_vlm

ROOT = Path(__file__).resolve().parents[5]
# Dies of SIGKILL, as in a loss of power, once a good part is done: `report` is called after each note in the journal.
KILLED = """
import os, signal, sys
from pathlib import Path
from tests.fixtures.models.merging import plan_of
from viscodex_model.merge.streaming.stream import WorkOptions
from viscodex_model.merge.streaming.finished_folder import merge

vlm, coder, out = map(Path, sys.argv[1:])
plan = plan_of(vlm=vlm, coder=coder, **{"lambda": [0.7, 0.9]}, shard_gb=0.0003)
def report(done):
    if done > plan.bytes_to_read // 3:
        os.kill(os.getpid(), signal.SIGKILL)
merge(plan, out, WorkOptions(threads=1, sync_bytes=1), report=report)
"""


@pytest.fixture
def models(tmp_path: Path) -> dict[str, Path]:
    """A vlm and a coder."""
    return {
        "vlm": tiny_vlm(tmp_path / "vlm", dtype=torch.bfloat16),
        "coder": tiny_coder(tmp_path / "coder", dtype=torch.bfloat16),
    }


def everything(folder: Path) -> dict[str, bytes]:
    """Every file below `folder` with its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")
def test_a_killed_merge_goes_on_to_the_same_bytes(models: dict[str, Path], tmp_path: Path) -> None:
    """After kill -9 there is no output folder and no config; --resume ends with every byte of an unbroken run."""
    out = tmp_path / "out"
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(models["vlm"]), str(models["coder"]), str(out)],
        env={"PYTHONPATH": f"{ROOT}:{ROOT / 'model'}", "PATH": ""},
        capture_output=True,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert not out.exists()
    left = everything(aside(out))
    assert not any(name.endswith(".json") for name in left)
    finished = left[JOURNAL_NAME].count(b"\n") - 1
    assert 0 < finished < 57

    how: dict[str, Any] = {"lambda": [0.7, 0.9], "shard_gb": 0.0003}
    merge(plan_of(**models, **how), out, WorkOptions(threads=2), resume=True)
    assert everything(out) == everything(merged(tmp_path / "unbroken", **models, **how))
    assert not aside(out).exists()


def test_only_the_same_merge_goes_on(models: dict[str, Path], tmp_path: Path) -> None:
    """A resume with another recipe, or with an input that changed, is refused and spoils nothing."""
    plan = plan_of(**models)
    partial = aside(tmp_path / "out")
    partial.mkdir()
    Journal(partial, fingerprint(plan)).close()
    before = everything(partial)
    with pytest.raises(UserError, match="another recipe or other inputs"):
        merge(plan_of(**models, **{"lambda": 0.9}), tmp_path / "out", resume=True)
    tiny_coder(models["coder"], seed=7, dtype=torch.bfloat16)
    with pytest.raises(UserError, match="another recipe or other inputs"):
        merge(plan_of(**models), tmp_path / "out", resume=True)
    assert everything(partial) == before


def test_a_note_cut_short_is_not_believed(models: dict[str, Path], tmp_path: Path) -> None:
    """Half a line at the journal's end, as a crash leaves it, is dropped; the whole lines count."""
    mark = fingerprint(plan_of(**models))
    journal = Journal(tmp_path, mark)
    journal.record({"a": {"vlm": "1"}, "b": {}})
    journal.close()
    path = tmp_path / JOURNAL_NAME
    path.write_bytes(path.read_bytes() + b'{"tensor": "c", "dig')
    again = Journal(tmp_path, mark)
    assert again.finished == {"a": {"vlm": "1"}, "b": {}}
    again.record({"c": {}})
    again.close()
    assert path.read_bytes().count(b"\n") == 4


def test_two_merges_do_not_write_to_one_place(models: dict[str, Path], tmp_path: Path) -> None:
    """While a merge is under way a second one to the same folder is refused."""
    mark = fingerprint(plan_of(**models))
    first = Journal(tmp_path, mark)
    with pytest.raises(UserError, match="Another merge is writing"):
        Journal(tmp_path, mark)
    first.close()
