"""The benchmark of one GPU, in small on the processor: every part runs, and says the same as the processor does."""

import json
from pathlib import Path

import torch

from benchmarks.gpu import main


def test_every_part_runs_in_small(tmp_path: Path) -> None:
    """A tuning step whole and by adapters, a merge and the local server's answers; nothing is skipped."""
    torch.set_num_threads(1)
    assert main(["--small", "--out", str(tmp_path / "gpu.json")]) == 0
    report = json.loads((tmp_path / "gpu.json").read_text())
    assert report["skipped"] == {}
    assert report["card"].startswith("none")
    whole, adapters = report["tuning"]["tiny, whole"], report["tuning"]["tiny, adapters"]
    assert whole["learning_parameters"] > adapters["learning_parameters"] > 0
    assert report["merge"]["cpu"]["same_bytes"] == 1
    assert report["serving"]["local server, cpu"]["same_answers"] == 1
    assert report["serving"]["generate, cpu"]["tokens_per_second"] > 0
