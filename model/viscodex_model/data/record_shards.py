"""Shards of clean records: zip files with pictures and `records.json`, and what reads any record of a folder of them.

A shard also holds `sizes.json`: for each record the bytes of its text and the sizes of its pictures, so that its length
can be told without opening it. Shards of `data synth` have the same form without it.
"""

import json
import os
import struct
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any

from viscodex_model.core.archive import write_member
from viscodex_model.core.errors import UserError
from viscodex_model.data.defects import Defect
from viscodex_model.data.pictures import Picture
from viscodex_model.data.records import Record, read_record

Size = tuple[int, int]
_PARSED = 8
"""Shards whose records are kept parsed in memory."""


class ShardWriter:
    """Writes one shard, aside first, so that a shard that exists is whole."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._aside = path.with_suffix(".part")
        self._records: list[dict[str, Any]] = []
        self._sizes: list[tuple[int, list[Size]]] = []
        self._archive = zipfile.ZipFile(self._aside, "w", zipfile.ZIP_STORED)

    def add(self, record: Record, pictures: tuple[Picture, ...]) -> tuple[str, ...]:
        """Write one record and its pictures under names of their own; returns these names."""
        number = len(self._records)
        names = []
        for at, picture in enumerate(pictures):
            name = f"{self._path.stem}/{number:05d}-{at}.{picture.suffix}"
            write_member(self._archive, name, picture.data)
            names.append(name)
        self._records.append(replace(record, images=tuple(names)).to_json())
        self._sizes.append(
            (len(record.text.encode("utf-8", "replace")), [(p.width, p.height) for p in pictures])
        )
        return tuple(names)

    def finish(self, extras: Mapping[str, object]) -> None:
        """Write the records and the `extras` (JSON by name), and put the shard in its place."""
        contents = {"records.json": self._records, "sizes.json": self._sizes, **extras}
        for name, content in contents.items():
            write_member(self._archive, name, json.dumps(content), deflated=True)
        self._archive.close()
        os.replace(self._aside, self._path)

    def __enter__(self) -> "ShardWriter":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            return
        try:
            self._archive.close()
        finally:
            self._aside.unlink(missing_ok=True)


@dataclass(frozen=True)
class RecordPlace:
    """Where a record is, and how long: bytes of text, sizes of pictures."""

    shard: Path
    number: int
    text_bytes: int
    pictures: tuple[Size, ...]


def read_part(path: Path, name: str) -> Any:
    """One JSON member of a shard. Raises UserError where the shard is damaged; None where it has no such member."""
    try:
        with zipfile.ZipFile(path) as archive:
            return json.loads(archive.read(name)) if name in archive.NameToInfo else None
    except (OSError, zipfile.BadZipFile, ValueError) as error:
        raise UserError(f"{path} is not a whole shard ({error}): delete it and make it again.") from error


def list_places(folder: Path) -> Iterator[RecordPlace]:
    """Every record of a folder that has an answer, in order.

    Raises:
        UserError: the folder holds no shards, or one is damaged.
    """
    paths = sorted(folder.glob("*.zip"))
    if not paths:
        raise UserError(f"{folder} holds no shards (*.zip): make them with `viscodex-model data`.")
    for path in paths:
        sizes = read_part(path, "sizes.json") or _measure(path)
        for number, (text_bytes, pictures) in enumerate(sizes):
            if text_bytes:
                yield RecordPlace(
                    path, number, text_bytes, tuple((width, height) for width, height in pictures)
                )


def _measure(path: Path) -> list[tuple[int, list[Size]]]:
    """The sizes of a shard that does not tell them; its pictures are PNG."""
    found = []
    with zipfile.ZipFile(path) as archive:
        for raw in read_part(path, "records.json") or []:
            said = sum(len(str(message["content"]).encode()) for message in raw["messages"])
            found.append((said, [_png_size(archive, str(name)) for name in raw["images"]]))
    return found


def _png_size(archive: zipfile.ZipFile, name: str) -> Size:
    with archive.open(name) as picture:
        width, height = struct.unpack(">II", picture.read(24)[16:24])
    return int(width), int(height)


def read_place(place: RecordPlace) -> tuple[Record, tuple[bytes, ...]]:
    """A record and its pictures as they are encoded.

    Raises:
        UserError: the shard is damaged.
    """
    archive, records = _open(place.shard, os.getpid())
    record = read_record(records[place.number])
    if isinstance(record, Defect):
        raise UserError(
            f"Record {place.number} of {place.shard} is damaged ({record.detail}): make it again."
        )
    try:
        return record, tuple(archive.read(name) for name in record.images)
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise UserError(f"A picture in {place.shard} is damaged ({error}): make the shard again.") from error


def read_shard(path: Path) -> Iterator[tuple[Record, tuple[Picture, ...]]]:
    """Every record of a shard with its pictures, in order.

    Raises:
        UserError: the shard is damaged.
    """
    sizes = read_part(path, "sizes.json") or _measure(path)
    with zipfile.ZipFile(path) as archive:
        for number, (raw, (_, pictures)) in enumerate(
            zip(read_part(path, "records.json") or [], sizes, strict=True)
        ):
            record = read_record(raw)
            if isinstance(record, Defect):
                raise UserError(f"Record {number} of {path} is damaged ({record.detail}): make it again.")
            shown = zip(record.images, pictures, strict=True)
            yield (
                record,
                tuple(Picture(archive.read(n), n.rpartition(".")[2], w, h) for n, (w, h) in shown),
            )


@lru_cache(maxsize=_PARSED)
def _open(path: Path, _process: int) -> tuple[zipfile.ZipFile, list[dict[str, Any]]]:
    """Opened once per process: forked processes would share one position in the file."""
    return zipfile.ZipFile(path), read_part(path, "records.json") or []
