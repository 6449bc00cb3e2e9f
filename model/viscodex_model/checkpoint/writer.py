"""Writes a folder of safetensors shards whose tensors can arrive in any order.

Headers are written first, so that every later write has its place. `aside` and `put_in_place` make the folder
appear at its name only when it is whole.
"""

import json
import math
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from viscodex_model.checkpoint.direct import PAGE, is_refusal, open_direct
from viscodex_model.checkpoint.header import DTYPE_BYTES, encode_header
from viscodex_model.checkpoint.index import INDEX_NAME, SINGLE_NAME
from viscodex_model.core.descriptors import BINARY, reserve, sync_data, sync_path, write_at
from viscodex_model.core.errors import UserError

DEFAULT_SHARD_BYTES = 5_000_000_000


@dataclass(frozen=True)
class TensorSpec:
    """A tensor to be written."""

    name: str
    dtype: str
    shape: tuple[int, ...]

    @property
    def nbytes(self) -> int:
        return math.prod(self.shape) * DTYPE_BYTES[self.dtype]


@dataclass(frozen=True)
class ShardLayout:
    """One file to be: its header's bytes, and where each tensor begins in the file."""

    name: str
    header: bytes
    starts: dict[str, int]
    size: int


def lay_out(
    specs: Sequence[TensorSpec], *, shard_bytes: int = DEFAULT_SHARD_BYTES
) -> tuple[ShardLayout, ...]:
    """Split `specs`, in their order, into shards of at most `shard_bytes` (a larger tensor gets its own)."""
    groups = list(_split(specs, shard_bytes))
    if len(groups) == 1:
        return (_lay_out_shard(SINGLE_NAME, groups[0]),)
    return tuple(
        _lay_out_shard(f"model-{number:05d}-of-{len(groups):05d}.safetensors", group)
        for number, group in enumerate(groups, start=1)
    )


def _split(specs: Sequence[TensorSpec], shard_bytes: int) -> Iterator[list[TensorSpec]]:
    group: list[TensorSpec] = []
    size = 0
    for spec in specs:
        if group and size + spec.nbytes > shard_bytes:
            yield group
            group, size = [], 0
        group.append(spec)
        size += spec.nbytes
    yield group


def _lay_out_shard(name: str, specs: list[TensorSpec]) -> ShardLayout:
    # Whole pages first, so that they begin at pages and can be written past the page cache. Then wide dtypes first,
    # which keeps every tensor aligned to its own element, as safetensors' own writer does.
    ordered = sorted(specs, key=lambda spec: (spec.nbytes % PAGE != 0, -DTYPE_BYTES[spec.dtype]))
    places: dict[str, tuple[str, tuple[int, ...], int, int]] = {}
    position = 0
    for spec in ordered:
        places[spec.name] = (spec.dtype, spec.shape, position, position + spec.nbytes)
        position += spec.nbytes
    header = encode_header(places, multiple=PAGE if ordered[0].nbytes >= PAGE else 8)
    starts = {tensor: len(header) + place[2] for tensor, place in places.items()}
    return ShardLayout(name, header, starts, len(header) + position)


@dataclass(frozen=True)
class _File:
    """A shard that is open for writing, and once more past the page cache where that can be."""

    descriptor: int
    direct: int | None


class CheckpointWriter:
    """Writes slices of tensors into their places, from any thread.

    Whole pages go past the page cache if `data` begins at a page too: nobody reads them soon.
    """

    def __init__(self, folder: Path, shards: Sequence[ShardLayout]) -> None:
        """Make the files at their full size; what is in them already stays.

        Raises:
            UserError: the folder cannot be written, or has no room.
        """
        self._shards = tuple(shards)
        self._folder = folder
        self._places: dict[str, tuple[_File, int]] = {}
        self._files: list[_File] = []
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for shard in self._shards:
                self._add(shard)
        except OSError as error:
            self.close()
            raise UserError(f"{folder} cannot be written: {error.strerror}.") from error

    def __enter__(self) -> "CheckpointWriter":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def write(self, name: str, offset: int, data: memoryview) -> None:
        """Write `data` at `offset` bytes into the tensor `name`."""
        file, start = self._places[name]
        position = start + offset
        try:
            done = _write_pages(file, data, position)
            while done < len(data):
                done += write_at(file.descriptor, data[done:], position + done)
        except OSError as error:
            raise UserError(f"{self._folder} cannot be written: {error.strerror}.") from error

    def sync(self) -> None:
        """Return when everything written so far is on the disk."""
        try:
            for file in self._files:
                sync_data(file.descriptor)
        except OSError as error:
            raise UserError(f"{self._folder} cannot be written: {error.strerror}.") from error

    def write_index(self) -> None:
        """Write the index of the shards; a single file needs none."""
        if len(self._shards) > 1:
            weight_map = {name: shard.name for shard in self._shards for name in shard.starts}
            total = sum(shard.size - len(shard.header) for shard in self._shards)
            content = {"metadata": {"total_size": total}, "weight_map": dict(sorted(weight_map.items()))}
            write_json(self._folder / INDEX_NAME, content)

    def close(self) -> None:
        """Close the files; what was written stays."""
        for file in self._files:
            os.close(file.descriptor)
            if file.direct is not None:
                os.close(file.direct)
        self._files = []

    def _add(self, shard: ShardLayout) -> None:
        path = self._folder / shard.name
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | BINARY, 0o644)
        file = _File(descriptor, open_direct(path, os.O_WRONLY))
        self._files.append(file)
        reserve(descriptor, shard.size)
        write_at(descriptor, shard.header, 0)
        for name, start in shard.starts.items():
            self._places[name] = (file, start)


def _write_pages(file: _File, data: memoryview, position: int) -> int:
    """Write the whole pages that `data` begins with past the page cache; returns how many bytes that were."""
    whole = len(data) - len(data) % PAGE
    if file.direct is None or position % PAGE or not whole:
        return 0
    try:
        return write_at(file.direct, data[:whole], position)
    except OSError as error:
        if is_refusal(error):
            return 0
        raise


def write_json(path: Path, content: object) -> None:
    """Write `content` as JSON, indented."""
    write_text(path, json.dumps(content, indent=2, ensure_ascii=False) + "\n")


def write_text(path: Path, text: str) -> None:
    """Write `text`; a failure is a sentence."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UserError(f"{path} cannot be written: {error.strerror}.") from error


def aside(folder: Path) -> Path:
    """Where `folder` is made until it is whole: a hidden neighbour."""
    return folder.parent / f".{folder.name}.partial"


def put_in_place(partial: Path, folder: Path) -> None:
    """Rename the whole `partial` to `folder`; what was at `folder` is removed only after that."""
    retired = folder.parent / f".{folder.name}.retired"
    try:
        _sync_tree(partial)
        if folder.exists():
            shutil.rmtree(retired, ignore_errors=True)
            folder.rename(retired)
        partial.rename(folder)
        _sync_paths([folder.parent])
    except OSError as error:
        raise UserError(f"{folder} cannot be put in place: {error.strerror}.") from error
    shutil.rmtree(retired, ignore_errors=True)


def _sync_tree(folder: Path) -> None:
    _sync_paths([folder, *sorted(folder.rglob("*"))])


def _sync_paths(paths: Iterable[Path]) -> None:
    for path in paths:
        sync_path(path)
