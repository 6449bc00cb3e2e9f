"""The files beside an open document: those that are open as the editor has them, all others as they are on disk."""

import contextlib
from dataclasses import replace
from pathlib import Path

from viscodex_lsp.companions import Beside, beside
from viscodex_lsp.core.errors import DocumentError
from viscodex_lsp.core.menu.request import Request
from viscodex_lsp.core.nouns import CheckedPatch, Document, Reason, Refusal
from viscodex_lsp.edges.documents import read_document
from viscodex_lsp.edges.workspace.neighbours import Neighbours
from viscodex_lsp.server.documents import Documents, path_of, root_of
from viscodex_lsp.server.editor import Editor


class OpenNeighbours(Neighbours):
    """Like `Neighbours`, but unsaved text counts."""

    def __init__(self, root: Path, documents: Documents) -> None:
        super().__init__(root)
        self._documents = documents

    def read(self, name: str) -> Document | None:
        """See `Neighbours.read`."""
        return self._documents.read_at(self.root / name) or super().read(name)


def beside_open(
    path: Path | None, documents: Documents, editor: Editor, asked: Request | None
) -> Beside | None:
    """Where other files may come: in the workspace of a file, in an editor that lets edits create files."""
    root = root_of(path, documents.roots) if path is not None and editor.creates_files else None
    if root is None:
        return None
    kinds, cut_outs = (asked.companions, asked.cut_outs) if asked is not None else ((), False)
    return beside(OpenNeighbours(root, documents), path, kinds, cut_outs=cut_outs)


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
