"""An edit's other files as they are now: those that are open as the editor has them, all others as they are on disk."""

import contextlib
from dataclasses import replace
from pathlib import Path

from viscodex_lsp.core.errors import DocumentError
from viscodex_lsp.core.nouns import CheckedPatch, Document, Reason, Refusal
from viscodex_lsp.edges.documents import read_document
from viscodex_lsp.server.documents import Documents, path_of


def as_they_are(checked: CheckedPatch, documents: Documents) -> CheckedPatch | Refusal:
    """The edit with its companions in the versions that the editor has now; a refusal where one changed, or came."""
    companions: list[CheckedPatch] = []
    for companion in checked.companions:
        path = path_of(companion.document.uri)
        there = _there(path, documents) if path is not None else None
        text = None if companion.creates else companion.document.text
        if (there.text if there is not None else None) != text:
            name = path.name if path is not None else companion.document.uri
            happened = "is there by now" if companion.creates else "changed"
            return Refusal(
                Reason.STALE,
                f"{name}, which belongs to the edit, {happened} since the model was asked, so nothing was applied. "
                "Ask again.",
            )
        companions.append(companion if there is None else replace(companion, document=there))
    return replace(checked, companions=tuple(companions)) if companions else checked


def _there(path: Path, documents: Documents) -> Document | None:
    with contextlib.suppress(DocumentError):
        return documents.read_at(path) or read_document(path)
    return None
