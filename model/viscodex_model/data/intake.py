"""Cleans a stream of raw records into shards with an index: bounded memory, resumable after any stop.

Each window of `PER_SHARD` raw records becomes one shard, so a shard that is there is a window that is done: a run that
was stopped reads over it. What was left out is told with its number in the stream, in the shard and in `defects.jsonl`.

Shares of the work make every Nth window, and know nothing of each other's records. A run over all windows then takes
out what is there twice, and the shards are those that one run would have made, byte for byte.
"""

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count, islice
from pathlib import Path
from typing import Any
from uuid import uuid4

from viscodex_model.core.errors import UserError
from viscodex_model.core.work_share import WHOLE, WorkShare
from viscodex_model.data.cleaning import Clean, Cleaner
from viscodex_model.data.defects import Defect
from viscodex_model.data.record_shards import ShardWriter, read_part, read_shard

PER_SHARD = 1000
_TOGETHER = 8
"""Records in memory for each thread."""
INDEX = "index.json"
ORDER = "order.json"


@dataclass
class Tally:
    """What was found: raw records, those kept, by category, left out by defect, put right."""

    records: int = 0
    kept: int = 0
    categories: Counter[str] = field(default_factory=Counter)
    defects: Counter[str] = field(default_factory=Counter)
    mended: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Tally") -> None:
        self.records += other.records
        self.kept += other.kept
        self.categories += other.categories
        self.defects += other.defects
        self.mended += other.mended

    def to_json(self) -> dict[str, Any]:
        """The counts as they lie in a file."""
        return {
            name: dict(value) if isinstance(value, Counter) else value for name, value in vars(self).items()
        }


@dataclass
class _Window:
    """One shard's account, as it lies in the shard as `manifest.json`."""

    tally: Tally = field(default_factory=Tally)
    rejected: list[tuple[int, str, str]] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)
    mended: list[tuple[str, ...]] = field(default_factory=list)
    """What was put right in each record that was kept."""

    def keep(self, category: str, digest: str, mended: tuple[str, ...]) -> None:
        """Account for one record that is kept."""
        self.tally.records += 1
        self.tally.kept += 1
        self.tally.categories[category] += 1
        self.tally.mended.update(mended)
        self.digests.append(digest)
        self.mended.append(mended)

    def reject(self, number: int, defect: Defect) -> None:
        """Account for one record that is left out."""
        self.tally.records += 1
        self.tally.defects[defect.kind] += 1
        self.rejected.append((number, defect.kind, defect.detail))

    def to_json(self) -> dict[str, Any]:
        return vars(self) | {"tally": self.tally.to_json()}


def take_in(
    raw: Iterable[Any],
    cleaner: Cleaner,
    folder: Path,
    *,
    order: dict[str, Any],
    threads: int = 2,
    share: WorkShare = WHOLE,
) -> Tally:
    """Clean all of `raw`, or a share of it, into `folder`. `order` says what from: another order's shards are not mixed
    in. The index is written where all of it is done.

    Raises:
        UserError: the folder holds another set, or cannot be written; the shards that are done stay.
    """
    try:
        _claim(folder, order)
        with ThreadPoolExecutor(threads) as pool:
            total = _Intake(iter(raw), cleaner, pool, chunk=_TOGETHER * threads).fill(folder, share)
        if share == WHOLE:
            _write_index(folder, total)
    except OSError as error:
        raise UserError(
            f"{folder} cannot be written: {error.strerror}. What is there is whole: make room, and give the same "
            "command again."
        ) from error
    if not total.kept and share == WHOLE:
        raise UserError(f"None of the {total.records} records can be used: {_say_counts(total.defects)}.")
    return total


def _claim(folder: Path, order: dict[str, Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / ORDER
    if path.exists() and json.loads(path.read_text(encoding="utf-8")) != order:
        raise UserError(
            f"{folder} holds shards of another set or by other rules: name another folder, or empty it."
        )
    # Other shares may be reading or writing it at this moment, on machines with the same process numbers.
    aside = folder / f"{ORDER}.{uuid4().hex}.part"
    aside.write_text(json.dumps(order, indent=2) + "\n", encoding="utf-8")
    os.replace(aside, path)


class _Intake:
    """One run over a stream: window after window, each a shard."""

    def __init__(
        self, stream: Iterator[Any], cleaner: Cleaner, pool: ThreadPoolExecutor, *, chunk: int
    ) -> None:
        self._stream, self._cleaner, self._pool, self._chunk = stream, cleaner, pool, chunk
        self._seen: set[str] = set()

    def fill(self, folder: Path, share: WorkShare) -> Tally:
        """All windows of the share."""
        total = Tally()
        for number in count():
            path, first = folder / f"part-{number:05d}.zip", number * PER_SHARD
            if not share.owns(number):
                if not self._skip(PER_SHARD):
                    break
                continue
            window = self._pass_over(path, first) if path.exists() else self._make(path, first)
            if window is None:
                break
            total.add(window.tally)
        return total

    def _skip(self, many: int) -> int:
        """Read over so many records; returns how many there were."""
        return sum(1 for _ in islice(self._stream, many))

    def _pass_over(self, path: Path, first: int) -> _Window:
        window = _read_window(path)
        self._skip(window.tally.records)
        if not self._seen.isdisjoint(window.digests):
            window = _without(self._seen, window, path, first)
        self._seen.update(window.digests)
        return window

    def _make(self, path: Path, first: int) -> _Window | None:
        head = list(islice(self._stream, min(self._chunk, PER_SHARD)))
        if not head:
            return None
        window = _Window()
        with ShardWriter(path) as writer:
            while head:
                for result in self._pool.map(self._cleaner, head):
                    self._account(window, result, first + window.tally.records, writer)
                head = list(islice(self._stream, min(self._chunk, PER_SHARD - window.tally.records)))
            writer.finish({"manifest.json": window.to_json()})
        return window

    def _account(self, window: _Window, result: Clean | Defect, number: int, writer: ShardWriter) -> None:
        if isinstance(result, Clean) and result.digest in self._seen:
            result = Defect("duplicate", result.digest)
        if isinstance(result, Defect):
            window.reject(number, result)
            return
        writer.add(result.record, result.pictures)
        self._seen.add(result.digest)
        window.keep(result.record.category, result.digest, result.mended)


def _without(seen: set[str], old: _Window, path: Path, first: int) -> _Window:
    """Write a shard anew without the records that are in `seen`."""
    window, rejected = _Window(), {number: Defect(kind, detail) for number, kind, detail in old.rejected}
    kept = iter(zip(read_shard(path), old.digests, old.mended, strict=True))
    with ShardWriter(path) as writer:
        for number in range(first, first + old.tally.records):
            if number in rejected:
                window.reject(number, rejected[number])
                continue
            (record, pictures), digest, mended = next(kept)
            if digest in seen:
                window.reject(number, Defect("duplicate", digest))
                continue
            writer.add(record, pictures)
            window.keep(record.category, digest, mended)
        next(kept, None)  # the old shard is read to its end, and closed, before the new one takes its place
        writer.finish({"manifest.json": window.to_json()})
    return window


def _read_window(path: Path) -> _Window:
    manifest = read_part(path, "manifest.json")
    if manifest is None:
        raise UserError(f"{path} was not made by this command: name another folder.")
    told = manifest["tally"]
    counters = {name: Counter(told[name]) for name in ("categories", "defects", "mended")}
    tally = Tally(told["records"], told["kept"], **counters)
    rejected = [tuple(one) for one in manifest["rejected"]]
    return _Window(tally, rejected, manifest["digests"], [tuple(one) for one in manifest["mended"]])


def _write_index(folder: Path, total: Tally) -> None:
    """`defects.jsonl` and, last, `index.json`: the shards and all counts."""
    shards = []
    with (folder / "defects.part").open("w", encoding="utf-8") as lines:
        for path in sorted(folder.glob("part-*.zip")):
            window = _read_window(path)
            shards.append({"name": path.name, "bytes": path.stat().st_size, **window.tally.to_json()})
            for number, kind, detail in window.rejected:
                line = {"record": number, "defect": kind, "detail": detail}
                lines.write(json.dumps(line) + "\n")
    os.replace(folder / "defects.part", folder / "defects.jsonl")
    aside = folder / f"{INDEX}.part"
    aside.write_text(json.dumps({**total.to_json(), "shards": shards}, indent=1) + "\n", encoding="utf-8")
    os.replace(aside, folder / INDEX)


def _say_counts(counts: Counter[str]) -> str:
    return ", ".join(f"{kind} {many}" for kind, many in counts.most_common()) or "there are none"


def describe(tally: Tally, kinds: dict[str, str]) -> str:
    """The counts as lines for people."""
    lines = [f"{tally.records} records read, {tally.kept} kept, {sum(tally.defects.values())} left out"]
    for category, many in tally.categories.most_common():
        shown = category if category.isprintable() else repr(category)
        lines.append(f"  category {shown}: {many}")
    for kind, many in tally.defects.most_common():
        lines.append(f"  left out, {kind}: {many} ({kinds[kind]})")
    for kind, many in tally.mended.most_common():
        lines.append(f"  mended, {kind}: {many} (pictures without a mark in the text were put first)")
    return "\n".join(lines)
