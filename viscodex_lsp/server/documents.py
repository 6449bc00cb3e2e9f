"""The client's open documents as frozen `Document`s, and its positions as offsets.

pygls splits lines as `str.splitlines` does, at form feeds and U+2028 too; LSP 3.17 knows only \\n, \\r\\n and \\r.
Incremental changes would land on the wrong line, so the workspace is given documents that split rightly.
"""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path
from pygls.workspace import TextDocument, Workspace

from viscodex_lsp.core.errors import DocumentError
from viscodex_lsp.core.language.languages import language_id
from viscodex_lsp.core.nouns import Document, Span
from viscodex_lsp.core.text.positions import Encoding, LineIndex, Position, split_lines

MOST_CHARACTERS = 5_000_000


class LspTextDocument(TextDocument):
    """A document whose lines end where LSP says they end."""

    @property
    def lines(self) -> Sequence[str]:
        return split_lines(self.source)


class LspWorkspace(Workspace):
    """A workspace of such documents."""

    def _create_text_document(
        self,
        doc_uri: str,
        source: str | None = None,
        version: int | None = None,
        language_id: str | None = None,
    ) -> TextDocument:
        return LspTextDocument(
            doc_uri,
            source=source,
            version=version,
            language_id=language_id,
            sync_kind=self._sync_kind,
            position_codec=self.position_codec,
        )


def install(server: LanguageServer, params: types.InitializeParams) -> None:
    """Put an `LspWorkspace` in the place of the one that pygls has just made."""
    made = server.workspace
    server.protocol._workspace = LspWorkspace(
        made.root_uri,
        types.TextDocumentSyncKind.Incremental,
        params.workspace_folders or [],
        made.position_encoding,
    )


class Documents:
    """Reads the client's documents; keeps one line index, for the document that was asked about last.

    `client` is the name by which the client introduced itself.
    """

    def __init__(self, server: LanguageServer) -> None:
        self._server = server
        self._index: tuple[str, LineIndex] | None = None
        self.client = ""

    @property
    def encoding(self) -> Encoding:
        """The units of the client's positions."""
        match self._server.workspace.position_encoding:
            case types.PositionEncodingKind.Utf8:
                return "utf-8"
            case types.PositionEncodingKind.Utf32:
                return "utf-32"
            case _:
                return "utf-16"

    @property
    def roots(self) -> tuple[Path, ...]:
        """The workspace's folders on this machine."""
        workspace = self._server.workspace
        uris = [folder.uri for folder in workspace.folders.values()] or [workspace.root_uri or ""]
        paths = [to_fs_path(uri) for uri in uris if uri.startswith("file:")]
        return tuple(Path(path) for path in paths if path)

    def read(self, uri: str) -> Document:
        """The document as it is now.

        Raises:
            DocumentError: it is not open, is binary, or is too large to be edited here.
        """
        known = self._server.workspace.text_documents
        document = known.get(uri) or next((known[key] for key in known if known[key].uri == uri), None)
        if document is None:
            raise DocumentError("The document is not open in the editor; open it and ask again.")
        text = document.source
        if len(text) > MOST_CHARACTERS:
            raise DocumentError(
                f"The document has {len(text):,} characters; up to {MOST_CHARACTERS:,} can be edited here."
            )
        if "\0" in text:
            raise DocumentError("The document holds binary data; open a text file and ask again.")
        language = language_id(document.language_id or "", unquote(uri))
        return Document(uri, language, self.checked_version(document.version), text)

    def checked_version(self, version: int | None) -> int | None:
        """The version under which the client checks an edit.

        Neovim up to 0.10 opens a file with version 0, and applies edits of version 0 without looking, also to what
        was typed since: 1 is looked at, and is still below the version of the first change.
        """
        return 1 if version == 0 and self.client == "Neovim" else version

    def span(self, document: Document, start: Position, end: Position) -> Span:
        """The offsets between two positions of the client.

        Raises:
            DocumentError: a position lies beyond the document.
        """
        return self.index(document).span_at(start, end, self.encoding)

    def clamped_span(self, document: Document, place: types.Range) -> Span:
        """The offsets of a range; what lies beyond the document is taken as its end."""
        index = self.index(document)
        start = index.offset_at(place.start.line, place.start.character, self.encoding)
        end = index.offset_at(place.end.line, place.end.character, self.encoding)
        return Span(min(start, end), max(start, end))

    def index(self, document: Document) -> LineIndex:
        """The line index of this version of the document."""
        if self._index is None or self._index[0] is not document.text:
            self._index = (document.text, LineIndex(document.text))
        return self._index[1]


def path_of(uri: str) -> Path | None:
    """The file behind `uri` on this machine; None for untitled and remote documents."""
    path = to_fs_path(uri) if uri.startswith("file:") else None
    return Path(path) if path else None
