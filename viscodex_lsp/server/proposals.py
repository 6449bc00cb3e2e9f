"""Finished results that wait: kept, offered against the present text, applied, discarded, dropped when stale."""

from dataclasses import replace

from viscodex_lsp.core.checks.rebase import rebase
from viscodex_lsp.core.nouns import CheckedPatch, Document, Proposal, Refusal
from viscodex_lsp.core.text.difference import apply_replacements
from viscodex_lsp.server.delivery import Delivery
from viscodex_lsp.server.editor import Editor
from viscodex_lsp.session import Session
from viscodex_lsp.suggest import Suggestion


class Proposals:
    """The pending proposals of every open document."""

    def __init__(self, *, session: Session, editor: Editor, delivery: Delivery) -> None:
        self._session, self._editor, self._delivery = session, editor, delivery

    async def deliver(self, suggestion: Suggestion) -> str:
        """Apply a result; what the editor refuses is kept. A sentence for the person comes back.

        Raises:
            DocumentError: the document was closed.
        """
        outcome = await self._delivery.apply(suggestion.checked)
        if isinstance(outcome, Refusal):
            return outcome.sentence
        if outcome == "applied":
            return f"Inserted {suggestion.summary} from {suggestion.origin}.{remarks(suggestion.checked)}"
        self.keep(suggestion)
        return "The editor did not take the edit; it is kept, and offered as a code action."

    def keep(self, suggestion: Suggestion) -> str:
        """Keep a result as a proposal. A sentence for the person comes back."""
        checked, summary, origin = suggestion.checked, suggestion.summary, suggestion.origin
        self._session.propose(checked.document.uri, origin=origin, summary=summary, checked=checked)
        ready = "is ready: apply it" if summary.startswith("1 ") else "are ready: apply them"
        return f"{summary} from {origin} {ready} from the code actions.{remarks(checked)}"

    async def apply(self, name: str | None) -> str:
        """Apply the proposal `name`, or the newest. A sentence for the person comes back.

        Raises:
            DocumentError: the document was closed.
        """
        found = self._session.find(name)
        if found is None:
            return "No proposal is waiting."
        uri, proposal = found
        outcome = await self._delivery.apply(proposal.checked)
        if outcome == "refused":
            return "The editor did not take the edit; the proposal is kept."
        self._session.drop(uri, proposal.id)
        if isinstance(outcome, Refusal):
            return outcome.sentence
        return f"Inserted {proposal.summary} from {proposal.origin}.{remarks(proposal.checked)}"

    def discard(self, name: str | None) -> str:
        """Forget the proposal `name`, or the newest. A sentence for the person comes back."""
        found = self._session.find(name)
        if found is None:
            return "No proposal is waiting."
        uri, proposal = found
        self._session.drop(uri, proposal.id)
        return f"Discarded {proposal.summary} from {proposal.origin}."

    def pending(self, document: Document) -> tuple[Proposal, ...]:
        """The proposals that fit `document` as it is now; those that no longer do are dropped with a message."""
        for proposal in self._session.pending(document.uri):
            if _same_version(proposal.checked, document):
                continue
            moved = rebase(proposal.checked, document)
            if isinstance(moved, Refusal):
                self._session.drop(document.uri, proposal.id)
                self._editor.say(f"Dropped {proposal.summary} from {proposal.origin}. {moved.sentence}")
            else:
                self._session.replace(document.uri, replace(proposal, checked=moved))
        return self._session.pending(document.uri)

    def changed(self, document: Document) -> None:
        """Forget proposals that the client has just applied by itself, from a code action with an edit."""
        for proposal in self._session.pending(document.uri):
            checked = proposal.checked
            if apply_replacements(checked.document.text, checked.replacements) == document.text:
                self._session.drop(document.uri, proposal.id)


def remarks(checked: CheckedPatch) -> str:
    """What was adjusted or left out, as sentences to follow another; nothing where the reply was taken as it is."""
    return "".join(f" {note[:1].upper()}{note[1:].rstrip('.')}." for note in checked.notes)


def _same_version(checked: CheckedPatch, document: Document) -> bool:
    known = checked.document
    return known.version == document.version and known.text == document.text
