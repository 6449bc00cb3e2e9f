"""Builds the index of all tensors in a checkpoint folder: names, shapes and positions. No tensor is read.

Reads `model.safetensors`, or the shards that `model.safetensors.index.json` names, and holds both to each other.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from viscodex_model.checkpoint.header import ShardHeader, TensorEntry, read_header
from viscodex_model.core.errors import UserError

SINGLE_NAME = "model.safetensors"
INDEX_NAME = "model.safetensors.index.json"
PICKLE_SUFFIXES = (".bin", ".pt", ".pth", ".ckpt", ".pkl")


class CheckpointProblems(UserError):
    """A folder that is no sound checkpoint; `problems` holds one sentence for each thing that is wrong."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class CheckpointIndex:
    """Every tensor of a checkpoint by its name in the files, and the files in name order."""

    folder: Path
    entries: dict[str, TensorEntry]
    shards: tuple[ShardHeader, ...]

    @property
    def nbytes(self) -> int:
        return sum(entry.nbytes for entry in self.entries.values())


def read_index(folder: Path) -> CheckpointIndex:
    """Index the checkpoint in `folder`.

    Raises:
        CheckpointProblems: no safetensors, a shard missing or damaged, an index that disagrees with its shards,
            a file name that leads out of the folder. All of them at once.
    """
    folder = folder.expanduser()
    if not folder.is_dir():
        raise CheckpointProblems((f"There is no folder {folder}.",))
    if (folder / INDEX_NAME).exists():
        return _read_sharded(folder)
    if (folder / SINGLE_NAME).exists():
        shards, problems = _read_shards(folder, {SINGLE_NAME})
        return _gather(folder, shards, problems)
    raise CheckpointProblems((_nothing_here(folder),))


def read_json(path: Path) -> dict[str, Any]:
    """The JSON object in `path`.

    Raises:
        UserError: it cannot be read or is not an object.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise UserError(f"{path} is not valid JSON ({error}). Download it again.") from error
    if not isinstance(content, dict):
        raise UserError(f"{path} does not hold a JSON object. Download it again.")
    return content


def _read_sharded(folder: Path) -> CheckpointIndex:
    path = folder / INDEX_NAME
    weight_map = read_json(path).get("weight_map")
    if not isinstance(weight_map, dict) or not all(isinstance(name, str) for name in weight_map.values()):
        raise CheckpointProblems((f"{path} has no usable weight_map. Download it again.",))
    shards, problems = _read_shards(folder, set(weight_map.values()))
    return _gather(folder, shards, [*problems, *_disagreements(path, weight_map, shards)])


def _read_shards(folder: Path, names: set[str]) -> tuple[list[ShardHeader], list[str]]:
    shards: list[ShardHeader] = []
    problems: list[str] = []
    for name in sorted(names):
        problem = _unsafe(folder, name)
        if problem is None and not (folder / name).is_file():
            problem = f"{folder} lacks the shard {name} that its index names. Download it again."
        if problem is not None:
            problems.append(problem)
            continue
        try:
            shards.append(read_header(folder / name))
        except UserError as error:
            problems.append(str(error))
    return shards, problems


def _unsafe(folder: Path, name: str) -> str | None:
    """Why `name` must not be opened, if so. The hub's cache links its files into `blobs`; no other link may leave."""
    if Path(name).name != name or "\\" in name or not name.endswith(".safetensors"):
        return f"The index of {folder} names {name!r}, which is not the plain name of a safetensors file: refused."
    target, home = (folder / name).resolve(), folder.resolve()
    blobs = home.parent.parent / "blobs" if home.parent.name == "snapshots" else home
    if target.parent not in (home, blobs):
        return f"{folder / name} is a link that leads out of its folder, to {target}: refused."
    return None


def _disagreements(path: Path, weight_map: dict[str, str], shards: list[ShardHeader]) -> Iterator[str]:
    """Where the index and the shards that could be read say different things."""
    for shard in shards:
        said = {name for name, file in weight_map.items() if file == shard.path.name}
        found = {entry.name for entry in shard.entries}
        for name in sorted(said - found):
            yield f"{path} places {name} in {shard.path.name}, but that file does not hold it."
        for name in sorted(found - said):
            yield f"{shard.path} holds {name}, but {path.name} does not name it there."


def _gather(folder: Path, shards: list[ShardHeader], problems: list[str]) -> CheckpointIndex:
    if problems:
        raise CheckpointProblems(tuple(problems))
    entries = {
        entry.name: entry for shard in shards for entry in sorted(shard.entries, key=lambda e: e.start)
    }
    return CheckpointIndex(folder, entries, tuple(shards))


def _nothing_here(folder: Path) -> str:
    if any(path.suffix in PICKLE_SUFFIXES for path in folder.iterdir()):
        return (
            f"{folder} holds its weights as pickle files, which can run code when they are opened: refused. "
            "Use a safetensors version, or convert it with transformers (save_pretrained)."
        )
    return f"{folder} holds no {SINGLE_NAME} and no {INDEX_NAME}: it is not a checkpoint."
