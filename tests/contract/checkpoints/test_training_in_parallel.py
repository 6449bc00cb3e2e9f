"""Tuning by two processes with data in parallel, beside one process that sees the same records in each step."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch
import yaml
from PIL import Image
from safetensors.torch import load_file
from viscodex_model.data.pictures import Picture
from viscodex_model.data.record_shards import ShardWriter
from viscodex_model.data.records import Message, Record
from viscodex_model.train.scratch.parallel import Team

from tests.fixtures.models.tiny_checkpoints import tiny_vlm

TRAIN = ["-m", "viscodex_model.cli", "train"]
IN_PARALLEL = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]


def write_data(folder: Path) -> Path:
    """Eight pages, each with a red picture."""
    folder.mkdir()
    with ShardWriter(folder / "part-00000.zip") as writer:
        for number in range(8):
            side, buffer = 56 + 28 * (number % 3), io.BytesIO()
            Image.new("RGB", (side, side), "red").save(buffer, "PNG")
            answer = f"```html\n<p>{number}</p>\n```"
            messages = (Message("user", "<image>\nPage."), Message("assistant", answer))
            writer.add(Record(("",), messages, "html"), (Picture(buffer.getvalue(), "png", side, side),))
        writer.finish({})
    return folder


def tuned(
    command: list[str], recipe: dict[str, Any], folder: Path
) -> tuple[list[float], dict[str, torch.Tensor]]:
    """The losses of a run and the weights that it wrote."""
    folder.mkdir()
    path = folder / "recipe.yaml"
    path.write_text(yaml.safe_dump(recipe | {"out": str(folder / "out"), "work": str(folder / "work")}))
    ran = subprocess.run(
        [sys.executable, *command, str(path)], capture_output=True, text=True, timeout=900, check=False,
        env=os.environ | {"GLOO_SOCKET_IFNAME": "lo"},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    lines = (folder / "work" / "log.jsonl").read_text().splitlines()
    losses = [line["loss"] for line in map(json.loads, lines) if "loss" in line]
    return losses, load_file(folder / "out" / "model.safetensors")


def test_two_processes_learn_what_one_does(tmp_path: Path) -> None:
    """A step over eight records is the same step where each of two processes has four of them."""
    recipe = {
        "model": str(tiny_vlm(tmp_path / "tiny")), "data": [{"path": str(write_data(tmp_path / "data"))}],
        "steps": 2, "rate": 1e-2, "warm_up": 0, "device": "cpu", "precision": "float32", "workers": 0,
        "log_steps": 1, "gradient_checkpointing": False,
    }  # fmt: skip
    losses, weights = tuned(TRAIN, recipe | {"batch": 8}, tmp_path / "one")
    halves, split = tuned([*IN_PARALLEL, *TRAIN], recipe | {"batch": 4}, tmp_path / "two")
    assert len(losses) == 2
    assert losses[1] < losses[0]
    assert halves == pytest.approx(losses, rel=1e-5)
    assert weights.keys() == split.keys()
    for name, tensor in weights.items():
        torch.testing.assert_close(split[name], tensor, atol=2e-3, rtol=0)


def _meet(rank: int, meeting: Path) -> None:
    team, idle = Team(rank, 2), torch.nn.Parameter(torch.zeros(3))
    team.join(meeting)
    assert team.average([idle], float(rank)) == 0.5
    assert idle.grad is None
    if rank:
        idle.grad = torch.ones(3)
    team.average([idle], 0.0)
    assert idle.grad is not None
    assert idle.grad.tolist() == [0.5] * 3
    team.leave()


def test_a_step_in_which_nobody_learnt_leaves_no_gradient(tmp_path: Path) -> None:
    """What one of the two learnt is halved; where neither did, there is nothing to average."""
    torch.multiprocessing.spawn(_meet, (tmp_path / "meeting",), nprocs=2)  # type: ignore[attr-defined, no-untyped-call]
