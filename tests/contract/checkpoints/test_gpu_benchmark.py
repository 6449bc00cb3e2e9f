"""The benchmark of one GPU, in small on the processor: every part runs, and says the same as the processor does."""

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import torch

from benchmarks.gpu import OVER, main, run
from benchmarks.one_gpu.bench import Bench, Skipped, ended_at


def test_every_part_runs_in_small(tmp_path: Path) -> None:
    """A tuning step whole and by adapters, a merge and the local server's answers; nothing is skipped."""
    torch.set_num_threads(1)
    assert main(["--small", "--out", str(tmp_path / "gpu.json")]) == 0
    report = json.loads((tmp_path / "gpu.json").read_text())
    assert report["skipped"] == {}
    assert report["device"].startswith("none")
    assert report["card"]["merging, cpu"]["bytes_per_second"] > 0
    whole, adapters = report["tuning"]["tiny, whole"], report["tuning"]["tiny, adapters"]
    assert whole["estimated_bytes"] > adapters["estimated_bytes"] > 0
    assert whole["learning_parameters"] > adapters["learning_parameters"] > 0
    assert report["merge"]["cpu"]["same_bytes"] == 1
    assert report["serving"]["local server, cpu"]["same_answers"] == 1
    assert report["serving"]["generate, cpu"]["tokens_per_second"] > 0


ROOT = Path(__file__).resolve().parents[3]
TORCH_ALONE = """
import sys
for name in ("transformers", "tokenizers", "safetensors", "peft", "xxhash", "PIL", "yaml", "pydantic"):
    sys.modules[name] = None
from benchmarks.gpu import main
sys.exit(main(["--small", "--out", sys.argv[1]]))
"""


def test_where_only_torch_is_the_rest_is_skipped_and_said(tmp_path: Path) -> None:
    """The card itself is measured; each other part names the library that is missing."""
    variables = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'model'}", "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-c", TORCH_ALONE, str(tmp_path / "gpu.json")]
    subprocess.run(command, env=variables, check=True, capture_output=True, timeout=600)
    report = json.loads((tmp_path / "gpu.json").read_text())
    assert report["card"]["product, bfloat16"]["flops"] > 0
    assert report["skipped"].keys() == {"serving", "merge", "tuning"}
    assert all("None in sys.modules" in reason for reason in report["skipped"].values())


def test_no_part_goes_on_when_the_time_is_over(tmp_path: Path) -> None:
    """What has not begun is skipped, and what goes on for too long is ended in its middle."""
    report = run(Bench("cpu", True, tmp_path, time.monotonic() - 1))
    assert set(report["skipped"].values()) == {OVER}
    with pytest.raises(Skipped, match="over"), ended_at(time.monotonic() + 0.01, OVER):
        threading.Event().wait(30)
