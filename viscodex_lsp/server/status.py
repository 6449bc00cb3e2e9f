"""What the server is doing: the answer to `viscodex/status`, and the count of tokens that progress shows."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from viscodex_lsp.core.counted import counted
from viscodex_lsp.core.settings import Settings
from viscodex_lsp.server.editor import JobProgress
from viscodex_lsp.server.jobs import Job, Jobs
from viscodex_lsp.session import Session


def status_of(settings: Settings, jobs: Jobs, session: Session) -> dict[str, Any]:
    """Model, jobs and proposals, as `viscodex/status` gives them."""
    return {
        "model": settings.server.model or ("" if settings.server.url else _local_name(settings)),
        "engine": settings.server.url or "embedded",
        "jobs": [
            {"id": job.id, "uri": job.uri, "waiting": job.waiting, "tokens": job.tokens}
            for job in jobs.running.values()
        ],
        "proposals": [
            {
                "id": proposal.id,
                "uri": uri,
                "summary": proposal.summary,
                "origin": proposal.origin,
                "told": proposal.told,
                "held": proposal.held,
                "notes": list(proposal.checked.notes),
            }
            for uri, mine in session.proposals.items()
            for proposal in mine
        ],
    }


def counting(job: Job, progress: JobProgress) -> Callable[[int], None]:
    """Hears how many tokens have come, and shows it."""

    def heard(tokens: int) -> None:
        job.tokens = tokens
        progress.report(counted(tokens, "token"), always=False)

    return heard


def _local_name(settings: Settings) -> str:
    """What the local server serves: the reader, or the checkpoint in a folder."""
    return Path(settings.embedded.folder).name or "viscodex-reader"
