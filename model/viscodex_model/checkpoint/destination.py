"""Checks that a folder can be made at its place, and creates the hidden folder beside it in which it is built."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from viscodex_model.checkpoint.writer import aside
from viscodex_model.core.descriptors import bytes_on_disk
from viscodex_model.core.errors import UserError
from viscodex_model.core.sizes import say_bytes

SMALL_FILES_BYTES = 64 << 20
"""Config, tokenizer, card and the like, beside the weights."""


@dataclass(frozen=True)
class Making:
    """What is to be made: a "merge" of `sources` (their folders by name), which gives "a checkpoint" of `nbytes`.

    `can_replace` tells whether --force may replace what is at a place.
    """

    work: str
    result: str
    sources: Mapping[str, Path]
    nbytes: int
    can_replace: Callable[[Path], bool]


def destination_problems(making: Making, out: Path, *, resume: bool, force: bool) -> Iterator[str]:
    """Why it cannot be made at `out`, one sentence each."""
    for name, folder in making.sources.items():
        theirs, ours = folder.resolve(), out.resolve()
        if ours == theirs or ours in theirs.parents or theirs in ours.parents:
            yield f"{out} and the {name}, {theirs}, lie in one another: choose another --out."
    if out.exists() and not force:
        yield f"{out} exists already: choose another --out, or replace it with --force."
    elif out.exists() and (not out.is_dir() or out.is_symlink() or not making.can_replace(out)):
        yield f"{out} is not {making.result}, so --force does not replace it: choose another --out."
    if aside(out).exists() and not resume and not force:
        yield (
            f"An unfinished {making.work} lies in {aside(out)}: go on with it by --resume, or start over with --force."
        )
    yield from _room_problems(making, out, resume=resume)


def _room_problems(making: Making, out: Path, *, resume: bool) -> Iterator[str]:
    parent = _existing_parent(out)
    if not os.access(parent, os.W_OK | os.X_OK):
        yield f"{parent} cannot be written: choose another --out, or change its rights."
        return
    free = shutil.disk_usage(parent).free
    needed = making.nbytes - (_bytes_in(aside(out)) if resume else 0)
    if free < needed:
        yield (
            f"{parent} has {say_bytes(free)} free, but {say_bytes(needed)} are needed: "
            "make room, or choose another --out."
        )


def _existing_parent(out: Path) -> Path:
    parent = out.absolute().parent
    while not parent.exists():
        parent = parent.parent
    return parent


def _bytes_in(folder: Path) -> int:
    return sum(bytes_on_disk(path) for path in folder.rglob("*") if path.is_file())


def prepare(out: Path, *, resume: bool) -> Path:
    """The hidden folder beside `out`, made, or with `resume` as it was left.

    Raises:
        UserError: it cannot be made.
    """
    partial = aside(out)
    try:
        if partial.exists() and not resume:
            shutil.rmtree(partial)
        partial.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"{partial} cannot be made: {error.strerror}.") from error
    return partial
