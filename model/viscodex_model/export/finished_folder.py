"""Builds finished export folders: written aside first, renamed when they are complete."""

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path

from viscodex_model import __version__
from viscodex_model.checkpoint import destination
from viscodex_model.checkpoint.journal import JOURNAL_NAME, Journal
from viscodex_model.checkpoint.writer import put_in_place
from viscodex_model.export.plan import ExportPlan
from viscodex_model.export.side_files import write_side_files
from viscodex_model.export.stream import stream


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
    partial = destination.prepare(out, resume=resume)
    journal = Journal(partial, _fingerprint(plan), work="export")
    try:
        stream(plan, partial, journal, threads=threads, report=report)
        write_side_files(plan, partial, modelfile=modelfile)
    finally:
        journal.close()
    (partial / JOURNAL_NAME).unlink()
    put_in_place(partial, out)


def destination_problems(plan: ExportPlan, out: Path, *, resume: bool, force: bool) -> Iterator[str]:
    """Why the plan's files cannot be written to `out`, one sentence each."""
    making = destination.Making(
        work="export",
        result="the folder of an export",
        sources={"checkpoint": plan.source.folder},
        nbytes=plan.bytes_to_write + destination.SMALL_FILES_BYTES,
        can_replace=_can_replace,
    )
    yield from destination.destination_problems(making, out, resume=resume, force=force)


def _can_replace(out: Path) -> bool:
    """Whether an export made the folder `out`, or it is empty."""
    return not any(out.iterdir()) or any(out.glob("*.gguf"))


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
