"""Reads the answers of shards, and selects pictures whose answers training does not contain."""

from collections.abc import Iterator
from pathlib import Path

from viscodex_model.data.synth.shards import Shard, list_shards


def answers_in(folder: Path) -> list[str]:
    """Every answer of a folder, in order; walls have none."""
    return [answer for shard, at in _records(folder) if (answer := shard.answer(at))]


def held_out(folder: Path, known: frozenset[str], count: int) -> list[tuple[Shard, int]]:
    """The first `count` records of a folder with an answer that is not `known`: the shard and the number in it."""
    found = [(shard, at) for shard, at in _records(folder) if shard.answer(at) not in known | {""}]
    return found[:count]


def _records(folder: Path) -> Iterator[tuple[Shard, int]]:
    for path in list_shards(folder):
        shard = Shard(path)
        yield from ((shard, at) for at in range(len(shard.names)))
