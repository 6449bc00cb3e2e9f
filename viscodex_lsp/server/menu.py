"""What is offered at a place: code actions, completions, ghost text; from state alone, without IO and the model."""

from collections.abc import Callable

from lsprotocol import types

from viscodex_lsp.core.errors import DocumentError
from viscodex_lsp.core.menu.completions import list_completions
from viscodex_lsp.core.menu.ghost_text import ghost_text
from viscodex_lsp.core.menu.offers import list_offers, wanted
from viscodex_lsp.core.nouns import Document
from viscodex_lsp.core.text.positions import LineIndex
from viscodex_lsp.edges.lsp.code_actions import to_code_actions
from viscodex_lsp.edges.lsp.completion_items import to_completion_items, to_inline_item
from viscodex_lsp.server.documents import Documents
from viscodex_lsp.server.editor import Editor
from viscodex_lsp.server.results.proposals import Proposals
from viscodex_lsp.session import Session


class Menu:
    """Each list is empty where the document cannot be edited."""

    def __init__(
        self,
        *,
        documents: Documents,
        editor: Editor,
        session: Session,
        proposals: Proposals,
        closest: Callable[[str, str], tuple[bool, str]],
    ) -> None:
        """`closest` tells of a document whether its code can be brought closer to a picture, and the picture of what
        was made there last."""
        self._closest = closest
        self._documents, self._editor = documents, editor
        self._session, self._proposals = session, proposals

    def code_actions(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        """The actions at a range."""
        document = self._editable(params.text_document.uri)
        if document is None or not wanted(params.context.only):
            return []
        can_refine, just_made = self._closest(document.uri, document.text)
        offers = list_offers(
            document,
            self._documents.clamped_span(document, params.range),
            attached=self._session.attached_to(document.uri),
            proposals=self._proposals.pending(document),
            can_preview=self._editor.confirms_edits,
            can_refine=can_refine,
            just_made=just_made,
        )
        lines = self._documents.index(document)
        return to_code_actions(
            offers,
            document,
            params.range,
            lines=lines,
            encoding=self._documents.encoding,
            tagged=self._editor.takes_tags,
        )

    def completions(self, params: types.CompletionParams) -> list[types.CompletionItem]:
        """The completions at the cursor."""
        document = self._editable(params.text_document.uri)
        if document is None:
            return []
        lines, offset = self._cursor(document, params.position)
        line = lines.line_span(lines.line_at(offset))
        attached = self._session.attached_to(document.uri)
        by_hand = not params.context or params.context.trigger_kind is types.CompletionTriggerKind.Invoked
        found = list_completions(document, offset, line, attached=attached, by_hand=by_hand)
        return to_completion_items(found, document.uri, lines=lines, encoding=self._documents.encoding)

    def inline_completions(self, params: types.InlineCompletionParams) -> list[types.InlineCompletionItem]:
        """The pending proposals that can be shown at the cursor, newest first."""
        document = self._editable(params.text_document.uri)
        if document is None or not self._session.pending(document.uri):
            return []
        lines, offset = self._cursor(document, params.position)
        line = lines.line_span(lines.line_at(offset))
        pending = self._proposals.pending(document)
        ready = [each for each in pending if each.checked.document.revision == document.revision]
        shown = [ghost_text(proposal, offset, line) for proposal in ready]
        return [
            to_inline_item(ghost, lines=lines, encoding=self._documents.encoding) for ghost in shown if ghost
        ]

    def _editable(self, uri: str) -> Document | None:
        try:
            return self._documents.read(uri)
        except DocumentError:
            return None

    def _cursor(self, document: Document, position: types.Position) -> tuple[LineIndex, int]:
        lines = self._documents.index(document)
        return lines, lines.offset_at(position.line, position.character, self._documents.encoding)
