"""Builds finished checkpoint folders: written aside first, renamed when they are complete."""

import shutil
from collections.abc import Callable
from pathlib import Path

import torch

from viscodex_model.checkpoint.destination import prepare
from viscodex_model.checkpoint.journal import JOURNAL_NAME, Journal
from viscodex_model.checkpoint.writer import aside, put_in_place
from viscodex_model.core.errors import UserError
from viscodex_model.merge.planning.plan import MergePlan, output_folder
from viscodex_model.merge.streaming.journal import fingerprint
from viscodex_model.merge.streaming.side_files import write_side_files
from viscodex_model.merge.streaming.slices import UnfitInput
from viscodex_model.merge.streaming.stream import WorkOptions, stream

_DEFAULTS = WorkOptions()


def merge(
    plan: MergePlan,
    out: Path,
    options: WorkOptions = _DEFAULTS,
    *,
    resume: bool = False,
    report: Callable[[int], None] = lambda _done: None,
) -> None:
    """Do the merge that `plan` describes, and leave it at `out`.

    What is unfinished lies beside it, under a hidden name, for `resume`. An input that turns out to be unfit leaves
    nothing. `report` is told the bytes of the inputs that are done.

    Raises:
        UserError: an input is unfit, a file cannot be read or written, there is no such device.
    """
    _check(options)
    partial = prepare(out, resume=resume)
    journal = Journal(partial, fingerprint(plan))
    try:
        stream(plan, partial, journal, options, report)
        for output in plan.outputs:
            write_side_files(
                plan,
                output,
                output_folder(partial, output),
                hash_name=options.hash_name,
                digests=journal.finished,
            )
    except UnfitInput:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    finally:
        journal.close()
    (partial / JOURNAL_NAME).unlink()
    put_in_place(aside(out), out)


def _check(options: WorkOptions) -> None:
    if options.device == "cuda" and not torch.cuda.is_available():
        raise UserError("There is no CUDA device, or this build of torch has none: use --device cpu.")
    if options.threads is not None and options.threads < 1:
        raise UserError("--threads must be at least 1.")
