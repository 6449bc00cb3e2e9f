"""Turns a CheckedPatch into a versioned LSP WorkspaceEdit. Nothing else can become an edit.

`documentChanges` with a version are sent to every client: some apply them without announcing it, and
unversioned changes land on the wrong line after typing.
"""

from lsprotocol import types

from viscodex_lsp.core.nouns import CheckedPatch, Span
from viscodex_lsp.core.text.positions import Encoding, LineIndex

ANNOTATION = "viscodex.proposal"


def to_workspace_edit(
    checked: CheckedPatch, *, encoding: Encoding, index: LineIndex | None = None, confirm: bool = False
) -> types.WorkspaceEdit:
    """Positions in the client's units; `confirm` asks the client to show the edit before it applies it
    (LSP 3.17, ChangeAnnotation.needsConfirmation: only where the client announces it)."""
    lines = index or LineIndex(checked.document.text)
    edits: list[types.TextEdit | types.AnnotatedTextEdit] = []
    for replacement in checked.replacements:
        place = to_range(replacement.span, lines, encoding)
        if confirm:
            edits.append(types.AnnotatedTextEdit(ANNOTATION, place, replacement.text))
        else:
            edits.append(types.TextEdit(place, replacement.text))
    document = types.OptionalVersionedTextDocumentIdentifier(
        uri=checked.document.uri, version=checked.document.version
    )
    annotation = types.ChangeAnnotation(label="Image to code", needs_confirmation=True)
    return types.WorkspaceEdit(
        document_changes=[types.TextDocumentEdit(text_document=document, edits=edits)],
        change_annotations={ANNOTATION: annotation} if confirm else None,
    )


def to_range(span: Span, lines: LineIndex, encoding: Encoding) -> types.Range:
    """Offsets as a range in the client's units."""
    start_line, start = lines.position_at(span.start, encoding)
    end_line, end = lines.position_at(span.end, encoding)
    return types.Range(types.Position(start_line, start), types.Position(end_line, end))
