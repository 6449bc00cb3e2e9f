"""What a merge makes, and what of it may be replaced."""

from collections.abc import Iterator
from pathlib import Path

from viscodex_model.checkpoint import destination
from viscodex_model.checkpoint.index import INDEX_NAME, SINGLE_NAME
from viscodex_model.merge.planning.plan import MergePlan


def destination_problems(plan: MergePlan, out: Path, *, resume: bool, force: bool) -> Iterator[str]:
    """Why the plan's outputs cannot be written to `out`, one sentence each."""
    making = destination.Making(
        work="merge",
        result="a checkpoint",
        sources={donor.role: donor.source.folder for donor in plan.donors},
        nbytes=plan.bytes_to_write + len(plan.outputs) * destination.SMALL_FILES_BYTES,
        can_replace=_can_replace,
    )
    yield from destination.destination_problems(making, out, resume=resume, force=force)


def _can_replace(out: Path) -> bool:
    """Whether the folder `out` is a checkpoint, or a sweep's folder of them, or empty."""
    inside = list(out.iterdir())
    names = {path.name for path in inside}
    if not inside or names & {SINGLE_NAME, INDEX_NAME}:
        return True
    return all(path.is_dir() and path.name.startswith("lambda-") for path in inside)
