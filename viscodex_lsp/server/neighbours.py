"""The files around an open document, from which a reply's other files take their places: unsaved text counts.

What makes companions is loaded with it, which is for the first picture and not for the start.
"""

from pathlib import Path

from viscodex_lsp.core.menu.request import Request
from viscodex_lsp.core.nouns import Document
from viscodex_lsp.edges.roots import root_of
from viscodex_lsp.edges.workspace.neighbours import Neighbours
from viscodex_lsp.flow.companions import Beside, beside
from viscodex_lsp.server.documents import Documents
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
