"""Finds the open document and the element in it that a running page names by a source position."""

import threading
from pathlib import Path, PurePosixPath

from viscodex_lsp.core.errors import DocumentError, UsageError
from viscodex_lsp.core.language.patience import ended_by
from viscodex_lsp.core.nouns import Document, Span
from viscodex_lsp.core.pointing.elements import element_named
from viscodex_lsp.core.pointing.source_position import read_position
from viscodex_lsp.edges.bounded_work.bounds import Bounds
from viscodex_lsp.server.documents import Documents, path_of

# The editor waits for the answer to a command.
SECONDS = 0.5


def element_of(at: str, documents: Documents) -> tuple[Document, Span]:
    """The document and the element at a position like "src/Card.tsx:12:5".

    Raises:
        UsageError: it is no position, or names no element.
        DocumentError: its file is not open, or several open ones are meant alike.
        TooHardToParse: the document is beyond the parser.
    """
    position = read_position(at)
    if position is None:
        raise UsageError(f"at is {at[:60]!r}; write it as FILE:LINE:COLUMN.")
    document = _document(position.path, documents)
    with ended_by(Bounds(SECONDS, abandoned=threading.Event())):
        return document, element_named(document.text, document.language, at)


def _document(name: str, documents: Documents) -> Document:
    """The open document whose path is `name`, or ends in it: pages know their files by the path in their project."""
    wanted = PurePosixPath(name).parts
    paths = {uri: path for uri in documents.uris if (path := path_of(uri)) is not None}
    exact = [uri for uri, path in paths.items() if path == Path(name)]
    ends = exact or [uri for uri, path in paths.items() if path.parts[-len(wanted) :] == wanted]
    if len(ends) != 1:
        happened = "is not open in the editor" if not ends else "means several open files"
        raise DocumentError(f"{name} {happened}; open that file alone, and ask again.")
    return documents.read(ends[0])
