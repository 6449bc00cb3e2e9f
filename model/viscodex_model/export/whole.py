"""Builds finished export folders: written aside first, renamed when they are complete."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from viscodex_model import __version__
from viscodex_model.checkpoint.journal import JOURNAL_NAME, Journal
from viscodex_model.checkpoint.writer import aside, put_in_place
from viscodex_model.core.errors import UserError
from viscodex_model.core.sizes import say_bytes
from viscodex_model.export.papers import write_papers
from viscodex_model.export.plan import ExportPlan
from viscodex_model.export.stream import stream

_SMALL_FILES_BYTES = 64 << 20


def export(
    plan: ExportPlan,
    out: Path,
    *,
    threads: int | None = None,
    resume: bool = False,
    modelfile: bool = False,
    report: Callable[[int], None] = lambda _done: None,
) -> None:
    """Do the export that `plan` describes, and leave it at `out`; what is unfinished lies beside it, for `resume`.

    Raises:
        UserError: a value does not fit, a file cannot be read or written.
    """
    partial = aside(out)
    try:
        if partial.exists() and not resume:
            shutil.rmtree(partial)
        partial.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"{partial} cannot be made: {error.strerror}.") from error
    journal = Journal(partial, _fingerprint(plan), work="export")
    try:
        stream(plan, partial, journal, threads=threads, report=report)
        write_papers(plan, partial, modelfile=modelfile)
    finally:
        journal.close()
    (partial / JOURNAL_NAME).unlink()
    put_in_place(partial, out)


def destination_problems(plan: ExportPlan, out: Path, *, resume: bool, force: bool) -> Iterator[str]:
    """Why the plan's files cannot be written to `out`, one sentence each."""
    theirs, ours = plan.source.folder.resolve(), out.resolve()
    if ours == theirs or ours in theirs.parents or theirs in ours.parents:
        yield f"{out} and the checkpoint, {theirs}, lie in one another: choose another --out."
    if out.exists() and not force:
        yield f"{out} exists already: choose another --out, or replace it with --force."
    elif out.exists() and not _replaceable(out):
        yield f"{out} is not the folder of an export, so --force does not replace it: choose another --out."
    if aside(out).exists() and not resume and not force:
        yield f"An unfinished export lies in {aside(out)}: go on with it by --resume, or start over with --force."
    parent = _existing_parent(out)
    if not os.access(parent, os.W_OK | os.X_OK):
        yield f"{parent} cannot be written: choose another --out, or change its rights."
        return
    needed, free = plan.bytes_to_write + _SMALL_FILES_BYTES, shutil.disk_usage(parent).free
    if free < needed and not resume:
        yield f"{parent} has {say_bytes(free)} free, but {say_bytes(needed)} are needed: make room there."


def _replaceable(out: Path) -> bool:
    """Whether `out` is a folder that an export made, or an empty one."""
    if not out.is_dir() or out.is_symlink():
        return False
    return not any(out.iterdir()) or any(out.glob("*.gguf"))


def _existing_parent(out: Path) -> Path:
    parent = out.absolute().parent
    while not parent.exists():
        parent = parent.parent
    return parent


def _fingerprint(plan: ExportPlan) -> str:
    """A digest of everything that decides the files' bytes."""
    shards = [
        [str(shard.path.resolve()), shard.size, shard.path.stat().st_mtime_ns]
        for shard in plan.source.index.shards
    ]
    tensors = [
        [tensor.name, tensor.shape, int(tensor.type)] for file in plan.files for tensor in file.tensors
    ]
    settings = [file.metadata for file in plan.files]
    raw = json.dumps([__version__, plan.quantisation, shards, tensors, settings], sort_keys=True)
    return hashlib.sha256(raw.encode()).hexdigest()
