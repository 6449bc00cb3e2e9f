"""Turns a CheckedPatch into a versioned LSP WorkspaceEdit. Nothing else can become an edit.

`documentChanges` with a version are sent to every client: some apply them without announcing it, and
unversioned changes land on the wrong line after typing.
"""

from lsprotocol import types

from viscodex_lsp.core.menu.tab_stops import to_snippet
from viscodex_lsp.core.nouns import CheckedPatch, Replacement, Span
from viscodex_lsp.core.text.positions import Encoding, LineIndex

ANNOTATION = "viscodex.proposal"
# A file that came meanwhile is never written over: the client then makes nothing of the edit.
_ONLY_NEW = types.CreateFileOptions(overwrite=False, ignore_if_exists=False)


def to_workspace_edit(
    checked: CheckedPatch,
    *,
    encoding: Encoding,
    index: LineIndex | None = None,
    confirm: bool = False,
    snippets: bool = False,
) -> types.WorkspaceEdit:
    """Positions in the client's units. Only where the client announces it: `confirm` asks it to show the edit before it
    applies it (LSP 3.17, ChangeAnnotation.needsConfirmation), `snippets` makes guessed values tab stops (LSP 3.18,
    SnippetTextEdit). Files that the edit creates come first: what can fail fails before any text is changed."""
    documents = (*checked.companions, checked)
    edits: list[types.TextDocumentEdit | types.CreateFile | types.RenameFile | types.DeleteFile] = [
        types.CreateFile(each.document.uri, options=_ONLY_NEW) for each in documents if each.creates
    ]
    for each in documents:
        lines = index if each is checked and index is not None else LineIndex(each.document.text)
        edits.append(_document_edit(each, lines, encoding, confirm=confirm, snippets=snippets))
    annotation = types.ChangeAnnotation(label="Image to code", needs_confirmation=True)
    return types.WorkspaceEdit(
        document_changes=edits, change_annotations={ANNOTATION: annotation} if confirm else None
    )


def _document_edit(
    checked: CheckedPatch, lines: LineIndex, encoding: Encoding, *, confirm: bool, snippets: bool
) -> types.TextDocumentEdit:
    edits: list[types.TextEdit | types.AnnotatedTextEdit | types.SnippetTextEdit] = []
    for replacement in checked.replacements:
        place = to_range(replacement.span, lines, encoding)
        snippet = _snippet(replacement, place) if snippets and not confirm and not checked.creates else None
        if confirm:
            edits.append(types.AnnotatedTextEdit(ANNOTATION, place, replacement.text))
        elif snippet is not None:
            edits.append(types.SnippetTextEdit(place, types.StringValue(snippet)))
        else:
            edits.append(types.TextEdit(place, replacement.text))
    document = types.OptionalVersionedTextDocumentIdentifier(
        uri=checked.document.uri, version=checked.document.version
    )
    return types.TextDocumentEdit(text_document=document, edits=edits)


def _snippet(replacement: Replacement, place: types.Range) -> str | None:
    """The text with tab stops, where it has guessed values and would be inserted letter for letter."""
    # Clients indent the further lines of a snippet as deep as the line it begins on; ours are indented already.
    if place.start.character and "\n" in replacement.text:
        return None
    return to_snippet(replacement.text)


def to_range(span: Span, lines: LineIndex, encoding: Encoding) -> types.Range:
    """Offsets as a range in the client's units."""
    start_line, start = lines.position_at(span.start, encoding)
    end_line, end = lines.position_at(span.end, encoding)
    return types.Range(types.Position(start_line, start), types.Position(end_line, end))
