"""The client's open documents as frozen `Document`s, its positions as offsets, and what it changed.

pygls splits lines as `str.splitlines` does, at form feeds and U+2028 too; LSP 3.17 knows only \\n, \\r\\n and \\r.
Incremental changes would land on the wrong line, so the workspace (`server.workspace`) is given documents that split
rightly, and that keep a log of their changes for the places that follow them.
"""

import itertools
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import unquote

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path
from pygls.workspace import TextDocument

from viscodex_lsp.core.errors import DocumentError
from viscodex_lsp.core.language.languages import language_id
from viscodex_lsp.core.nouns import Document, Span
from viscodex_lsp.core.place.change import Change, change_of
from viscodex_lsp.core.text.positions import Encoding, LineIndex, Position, split_lines

MOST_CHARACTERS = 5_000_000
MOST_CHANGES = 20_000
"""Changes of a document that are kept; what was read before the oldest of them is stale."""
MOST_CHANGED = 20_000_000
"""Characters in these changes."""


class LspTextDocument(TextDocument):
    """A document whose lines end where LSP says they end, and which logs its changes.

    `revision` is another number after every change, also where the client repeats its version.
    """

    documents: "Documents"
    revision: int

    def begin(self, documents: "Documents") -> None:
        """Start the log."""
        self.documents = documents
        self.revision = documents.next_revision()
        self.forget_changes()

    def forget_changes(self) -> None:
        """Empty the log."""
        self._log: list[tuple[int, Change]] = []
        self._logged, self._since = 0, self.revision

    def changes_since(self, revision: int) -> tuple[Change, ...] | None:
        """What changed after `revision`; None if that is no longer known."""
        if revision < self._since or revision > self.revision:
            return None
        return tuple(change for number, change in self._log if number > revision)

    def apply_change(self, change: types.TextDocumentContentChangeEvent) -> None:
        """Make one change of a `textDocument/didChange`, and log it."""
        text = self.source
        if isinstance(change, types.TextDocumentContentChangePartial):
            index, encoding = self.documents.index_of(text), self.documents.encoding
            start, end = change.range.start, change.range.end
            first = index.offset_at(start.line, start.character, encoding)
            last = max(first, index.offset_at(end.line, end.character, encoding))
            made = change_of(text, first, last, change.text)
        else:
            made = Change(0, text, change.text, whole=True)
        self._source = text[: made.start] + made.new + text[made.end :]
        self.revision = self.documents.next_revision()
        self._note(made)
        self.documents.on_change(self.uri, self._source)

    def _note(self, change: Change) -> None:
        self._log.append((self.revision, change))
        self._logged += len(change.old) + len(change.new)
        if len(self._log) > MOST_CHANGES or self._logged > MOST_CHANGED:
            self.forget_changes()

    @property
    def lines(self) -> Sequence[str]:
        return split_lines(self.source)


class Documents:
    """Reads the client's documents; keeps one line index, for the document that was asked about last.

    `client` is the name by which the client introduced itself. `on_change` gets the uri and the text of a document
    after each single change of it: a client may put several into one notification.
    """

    def __init__(self, server: LanguageServer, *, client: str = "") -> None:
        self._server, self.client = server, client
        self._index = LineIndex("")
        self._revisions = itertools.count(1)
        self.on_change: Callable[[str, str], None] = lambda *_: None

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
        document = self._open(uri)
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
        version = self.checked_version(document.version)
        return Document(document.uri, language, version, text, document.revision)

    def text(self, uri: str) -> str:
        """What the client has in `uri` now, also where that cannot be edited here; "" where it is not open."""
        document = self._open(uri)
        return document.source if document is not None else ""

    @property
    def uris(self) -> tuple[str, ...]:
        """Those of all open documents."""
        return tuple(each.uri for each in self._server.workspace.text_documents.values())

    def read_at(self, path: Path) -> Document | None:
        """The open document of a file on this machine; None where it is not open.

        Raises:
            DocumentError: it cannot be edited here.
        """
        # Asked for from a thread, too, while the client opens and closes documents.
        known = list(self._server.workspace.text_documents.values())
        uri = next((each.uri for each in known if path_of(each.uri) == path), None)
        return self.read(uri) if uri is not None else None

    def changes_since(self, document: Document) -> tuple[Change, ...] | None:
        """What the client changed since `document` was read; None if that is no longer known."""
        known = self._open(document.uri)
        return None if known is None else known.changes_since(document.revision)

    def forget_changes(self, uri: str) -> None:
        """Nothing follows the changes of `uri` any more."""
        known = self._open(uri)
        if known is not None:
            known.forget_changes()

    def next_revision(self) -> int:
        """A number that no version of any document had before."""
        return next(self._revisions)

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
        return self.index_of(document.text)

    def index_of(self, text: str) -> LineIndex:
        """The line index of a text; the last one is kept."""
        if self._index.text is not text:
            self._index = LineIndex(text)
        return self._index

    def _open(self, uri: str) -> LspTextDocument | None:
        known = self._server.workspace.text_documents
        document = known.get(uri) or next((known[key] for key in known if known[key].uri == uri), None)
        return document if isinstance(document, LspTextDocument) else None


def path_of(uri: str) -> Path | None:
    """The file behind `uri` on this machine; None for untitled and remote documents."""
    path = to_fs_path(uri) if uri.startswith("file:") else None
    return Path(path) if path else None
