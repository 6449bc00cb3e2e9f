"""The workspace that makes its documents of our own kind. What that kind needs is loaded with the first document, after
`initialize` was answered."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.workspace import TextDocument, Workspace

if TYPE_CHECKING:
    from viscodex_lsp.server.documents import Documents


class LspWorkspace(Workspace):
    """A workspace of `LspTextDocument`s."""

    documents: "Callable[[], Documents]"

    def _create_text_document(
        self,
        doc_uri: str,
        source: str | None = None,
        version: int | None = None,
        language_id: str | None = None,
    ) -> TextDocument:
        from viscodex_lsp.server.documents import LspTextDocument

        document = LspTextDocument(
            doc_uri,
            source=source,
            version=version,
            language_id=language_id,
            sync_kind=self._sync_kind,
            position_codec=self.position_codec,
        )
        document.begin(self.documents())
        return document


def install(
    server: LanguageServer, documents: "Callable[[], Documents]", params: types.InitializeParams
) -> None:
    """Put an `LspWorkspace` in the place of the one that pygls has just made. `documents` is asked with the first
    document, not before."""
    made = server.workspace
    workspace = LspWorkspace(
        made.root_uri,
        types.TextDocumentSyncKind.Incremental,
        params.workspace_folders or [],
        made.position_encoding,
    )
    workspace.documents = documents
    server.protocol._workspace = workspace
