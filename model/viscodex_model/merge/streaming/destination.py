"""Checks that the output folder can be written, and creates the hidden folder in which it is built."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from viscodex_model.checkpoint.index import INDEX_NAME, SINGLE_NAME
from viscodex_model.checkpoint.writer import aside
from viscodex_model.core.descriptors import bytes_on_disk
from viscodex_model.core.errors import UserError
from viscodex_model.core.sizes import say_bytes
from viscodex_model.merge.planning.plan import MergePlan

# Config, tokenizer, card and the like, beside the weights.
_SMALL_FILES_BYTES = 64 << 20


def destination_problems(plan: MergePlan, out: Path, *, resume: bool, force: bool) -> Iterator[str]:
    """Why the plan's outputs cannot be written to `out`, one sentence each."""
    for donor in plan.donors:
        theirs, ours = donor.source.folder.resolve(), out.resolve()
        if ours == theirs or ours in theirs.parents or theirs in ours.parents:
            yield f"{out} and the {donor.role}, {theirs}, lie in one another: choose another --out."
    if out.exists() and not force:
        yield f"{out} exists already: choose another --out, or replace it with --force."
    elif out.exists() and not _replaceable(out):
        yield f"{out} is not a checkpoint, so --force does not replace it: choose another --out."
    if aside(out).exists() and not resume and not force:
        yield (
            f"An unfinished merge lies in {aside(out)}: go on with it by --resume, or start over with --force."
        )
    yield from _room_problems(plan, out, resume=resume)


def _replaceable(out: Path) -> bool:
    """Whether `out` is a checkpoint, or a sweep's folder of them, or empty."""
    if not out.is_dir() or out.is_symlink():
        return False
    inside = list(out.iterdir())
    names = {path.name for path in inside}
    if not inside or names & {SINGLE_NAME, INDEX_NAME}:
        return True
    return all(path.is_dir() and path.name.startswith("lambda-") for path in inside)


def _room_problems(plan: MergePlan, out: Path, *, resume: bool) -> Iterator[str]:
    parent = _existing_parent(out)
    if not os.access(parent, os.W_OK | os.X_OK):
        yield f"{parent} cannot be written: choose another --out, or change its rights."
        return
    free = shutil.disk_usage(parent).free
    taken = _bytes_in(aside(out)) if resume else 0
    needed = plan.bytes_to_write + len(plan.outputs) * _SMALL_FILES_BYTES - taken
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
