"""mergekit as the peer to be held against, in a virtual environment of its own (build/mergekit-venv).

`mergekit_venv()` makes the environment where it is missing; `merge_by_mergekit` runs one merge in it.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / "build" / "mergekit-venv"
# torch first, by its exact version: so pip takes the build without CUDA where the index offers it.
REQUIREMENTS = ("torch==2.13.0", "mergekit==0.1.5")
_INSTALL_SECONDS = 1500


class MergekitUnavailable(Exception):
    """The environment cannot be made; says why."""


def mergekit_venv() -> Path:
    """The environment that holds mergekit, made now if need be.

    Raises:
        MergekitUnavailable: it cannot be installed here (no network, most likely).
    """
    ready = VENV / ".ready"
    if ready.exists() or (VENV / "bin" / "mergekit-yaml").exists():
        return VENV
    try:
        _run([sys.executable, "-m", "venv", str(VENV)])
        for requirement in REQUIREMENTS:
            _run([str(VENV / "bin" / "python"), "-m", "pip", "install", "--quiet", requirement])
    except (subprocess.SubprocessError, OSError) as error:
        raise MergekitUnavailable(f"mergekit cannot be installed: {error}") from error
    ready.touch()
    return VENV


def write_recipe(
    path: Path, models: Sequence[Path], *, method: str, weights: Sequence[float], density: float
) -> None:
    """A recipe for mergekit with float32 arithmetic: `models` are (first, second, base)."""
    first, second, base = (str(model) for model in models)
    members = [
        {"model": model, "parameters": {"weight": weight, **_density(method, density)}}
        for model, weight in zip((first, second), weights, strict=True)
    ]
    recipe: dict[str, Any] = {"merge_method": method, "models": members, "dtype": "float32"}
    recipe["out_dtype"] = "bfloat16"
    if method != "linear":
        recipe["base_model"] = base
    path.write_text(yaml.safe_dump(recipe), encoding="utf-8")


def mergekit_command(venv: Path, recipe: Path, out: Path) -> list[str]:
    """The command that runs `recipe` into `out`, offline."""
    return [str(venv / "bin" / "mergekit-yaml"), str(recipe), str(out), "--no-write-model-card"]


def merge_by_mergekit(venv: Path, recipe: Path, out: Path) -> Path:
    """Run `recipe`; returns `out`."""
    _run(mergekit_command(venv, recipe, out), HF_HUB_OFFLINE="1")
    return out


def _density(method: str, density: float) -> dict[str, float]:
    return {"density": density} if method in ("ties", "dare_linear", "dare_ties") else {}


def _run(command: Sequence[str], **environment: str) -> None:
    done = subprocess.run(
        command,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=_INSTALL_SECONDS,
        check=False,
    )
    if done.returncode != 0:
        raise subprocess.SubprocessError(f"{Path(command[0]).name} failed: {done.stderr[-1500:]}")
