"""Finished results that wait: kept, offered against the present text, applied, discarded, dropped when stale.

One deed at a time: while a proposal is being applied, the commands that mean it say so and change nothing. What the
editor does by itself (a code action with an edit, Tab on ghost text) is learnt from the changes that it reports.
"""

import asyncio
import contextlib
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from viscodex_lsp.core.errors import DocumentError, NotWritten, TooHardToParse, VisCodexError
from viscodex_lsp.core.language.patience import ended_by
from viscodex_lsp.core.nouns import CheckedPatch, Document, Proposal, Refusal
from viscodex_lsp.core.text.capitals import as_sentence
from viscodex_lsp.core.text.difference import apply_replacements
from viscodex_lsp.server.editor import Editor
from viscodex_lsp.server.results.delivery import Delivery
from viscodex_lsp.session import Session

if TYPE_CHECKING:
    from viscodex_lsp.suggest import Suggestion

NOTHING_WAITS = "No proposal is waiting."
MENU_SECONDS = 0.002
"""How long a menu may wait for proposals to be checked again; a few hundred lines are parsed in that time."""


class Proposals:
    """The pending proposals of every open document."""

    def __init__(self, *, session: Session, editor: Editor, delivery: Delivery) -> None:
        self._session, self._editor, self._delivery = session, editor, delivery
        self._checking: asyncio.Task[None] | None = None
        self._applying: dict[str, asyncio.Event] = {}
        """Proposals that are on their way to the editor; set when that is over."""
        self._written: set[str] = set()
        """Those of them that the editor wrote by itself meanwhile."""

    async def deliver(self, suggestion: "Suggestion") -> str:
        """Apply a result; what the editor refuses is kept. A sentence for the person comes back.

        Raises:
            DocumentError: the document was closed.
            NotWritten: its pictures cannot be saved; it is kept.
        """
        try:
            outcome = await self._delivery.apply(suggestion.checked)
        except NotWritten as error:
            raise self._kept(suggestion, error) from error
        if isinstance(outcome, Refusal):
            return outcome.sentence
        moved = replace(suggestion, checked=outcome.checked)
        if outcome.applied:
            self._session.note_made(moved.checked.document.uri, moved.checked, moved.basis)
            return f"Inserted {moved.sentence}.{remarks(moved.checked)}"
        uri = moved.checked.document.uri
        self.keep(moved)
        self._session.replace(uri, replace(self._session.pending(uri)[0], refused=True))
        return "The editor did not take the edit; it is kept, and offered as a code action."

    def save_pictures(self, suggestion: "Suggestion") -> None:
        """Save what belongs to a result that is about to be handed over as an answer.

        Raises:
            DocumentError: something else has the name of a picture.
            NotWritten: they cannot be saved; it is kept.
        """
        try:
            self._delivery.assets.keep(suggestion.checked)
        except NotWritten as error:
            raise self._kept(suggestion, error) from error

    def _kept(self, suggestion: "Suggestion", error: NotWritten) -> NotWritten:
        self.keep(suggestion)
        return NotWritten(f"{error} The edit is kept, and offered as a code action.")

    def keep(self, suggestion: "Suggestion") -> str:
        """Keep a result as a proposal. A sentence for the person comes back."""
        checked, summary = suggestion.checked, suggestion.summary
        self._session.propose(
            checked.document.uri,
            origin=suggestion.origin,
            summary=summary,
            checked=checked,
            told=suggestion.told,
            held=suggestion.held,
            basis=suggestion.basis,
        )
        one = summary.startswith("1 ")
        if suggestion.held:
            waits, look = ("waits", "Look at it") if one else ("wait", "Look at them")
            return (
                f"{summary} from {suggestion.origin} {waits} as a proposal, {suggestion.told}: {suggestion.held}. "
                f"{look}, then apply or discard from the code actions.{remarks(checked)}"
            )
        ready = "is ready: apply it" if one else "are ready: apply them"
        told = f", {suggestion.told}," if suggestion.told else ""
        return f"{summary} from {suggestion.origin}{told} {ready} from the code actions.{remarks(checked)}"

    async def replace(self, name: str, suggestion: "Suggestion") -> str:
        """Put a better result in the place of the proposal `name`. A sentence for the person comes back."""
        if name in self._applying:
            await self._applying[name].wait()
        found = self._session.find(name)
        if found is None:
            return "The proposal is not there any more, so what came closer to its picture was left out."
        uri, proposal = found
        better = replace(
            proposal, checked=suggestion.checked, summary=suggestion.summary, told=suggestion.told, held=""
        )
        self._session.replace(uri, better)
        if suggestion.basis is not None:
            self._session.bases[name] = suggestion.basis
        return (
            f"The proposal is now {better.sentence}. Apply it from the code actions.{remarks(better.checked)}"
        )

    async def apply(self, name: str | None) -> str:
        """Apply the proposal `name`, or the newest. A sentence for the person comes back.

        Raises:
            DocumentError: the document was closed.
        """
        found = self._session.find(name)
        if found is None:
            return NOTHING_WAITS
        uri, proposal = found
        if proposal.id in self._applying:
            return f"{_already(proposal)}."
        basis = self._session.bases.get(proposal.id)
        over = self._applying[proposal.id] = asyncio.Event()
        try:
            outcome = await self._delivery.apply(proposal.checked)
            if proposal.id not in self._written:
                if isinstance(outcome, Refusal):
                    self._session.drop(uri, proposal.id)
                    return outcome.sentence
                if not outcome.applied:
                    self._session.replace(uri, replace(proposal, checked=outcome.checked, refused=True))
                    return "The editor did not take the edit; the proposal is kept."
                self._session.drop(uri, proposal.id)
                self._session.note_made(uri, outcome.checked, basis)
            return f"Inserted {proposal.sentence}.{remarks(proposal.checked)}"
        finally:
            self._written.discard(proposal.id)
            del self._applying[proposal.id]
            over.set()

    def discard(self, name: str | None) -> str:
        """Forget the proposal `name`, or the newest. A sentence for the person comes back."""
        found = self._session.find(name)
        if found is None:
            return NOTHING_WAITS
        uri, proposal = found
        if proposal.id in self._applying:
            return f"{_already(proposal)}; undo that in the editor to be rid of it."
        self._session.discard(uri, proposal)
        return f"Discarded {proposal.summary} from {proposal.origin}."

    def pending(self, document: Document) -> tuple[Proposal, ...]:
        """The proposals for `document`; those that no longer fit it as it is now are dropped with a message.

        A menu waits for this, so it takes a moment at most: a proposal that could not be checked again by then is
        still for an older revision, and is checked beside the event loop.
        """
        end = time.thread_time() + MENU_SECONDS
        with ended_by(lambda: "the menu waits" if time.thread_time() > end else ""):
            for proposal in self._session.pending(document.uri):
                if proposal.checked.document.revision == document.revision or proposal.id in self._applying:
                    continue
                try:
                    moved = self._delivery.rebased_now(proposal.checked, document)
                except TooHardToParse:
                    self._check_later(proposal, document.uri)
                    break
                self._settle(proposal, document.uri, moved)
        return self._session.pending(document.uri)

    def _settle(self, proposal: Proposal, uri: str, moved: CheckedPatch | Refusal) -> None:
        if isinstance(moved, Refusal):
            self._session.drop(uri, proposal.id)
            self._editor.say(f"Dropped {proposal.summary} from {proposal.origin}. {moved.sentence}")
        else:
            self._session.replace(uri, replace(proposal, checked=moved))

    def _check_later(self, proposal: Proposal, uri: str) -> None:
        if self._checking is None or self._checking.done():
            self._checking = asyncio.ensure_future(self._check(proposal, uri))

    async def _check(self, proposal: Proposal, uri: str) -> None:
        # Whatever goes wrong here is told when the proposal is applied.
        with contextlib.suppress(VisCodexError):
            moved = await self._delivery.rebased(proposal.checked)
            still = any(proposal is other for other in self._session.pending(uri))
            if still and proposal.id not in self._applying:
                self._settle(proposal, uri, moved)

    def are_kept(self, uri: str) -> bool:
        """Whether the editor may apply a proposal of `uri` by itself."""
        return bool(self._session.pending(uri) or self._session.discarded.get(uri))

    def changed(self, uri: str, text: str) -> None:
        """One change of `uri` is made: forget proposals that the client has just applied by itself, from a code action
        with an edit, as ghost text, or late."""
        self._look(
            uri, lambda checked: apply_replacements(checked.document.text, checked.replacements) == text
        )

    def settled(self, uri: str, text: str) -> None:
        """The same where all changes of a notification are made, and typing may have come along with the code."""
        self._look(uri, lambda checked: self._delivery.is_there(checked, text))
        self._session.discarded.pop(uri, None)

    def _look(self, uri: str, is_there: Callable[[CheckedPatch], bool]) -> None:
        for proposal in self._session.pending(uri):
            if is_there(proposal.checked):
                self._was_written(uri, proposal)
                if proposal.id in self._applying:
                    self._written.add(proposal.id)
                elif proposal.refused:
                    self._editor.say(f"Inserted {proposal.sentence} after all.")
        taken = [each for each in self._session.discarded.get(uri, ()) if is_there(each.checked)]
        if taken:
            del self._session.discarded[uri]
            self._was_written(uri, taken[0])
            self._editor.say(f"Inserted {taken[0].sentence}, though it was discarded before.")

    def _was_written(self, uri: str, proposal: Proposal) -> None:
        self._session.note_made(uri, proposal.checked, self._session.bases.get(proposal.id))
        self._session.drop(uri, proposal.id)
        try:
            self._delivery.assets.keep(proposal.checked)
        except DocumentError as error:
            self._editor.say(
                f"{error} The code is there all the same: undo it before you ask again, or put a picture there."
            )


def _already(proposal: Proposal) -> str:
    are = "is" if proposal.summary.startswith("1 ") else "are"
    return f"{proposal.summary} from {proposal.origin} {are} being applied already"


def remarks(checked: CheckedPatch) -> str:
    """What was adjusted or left out, as sentences to follow another; nothing where the reply was taken as it is."""
    return "".join(f" {as_sentence(note)}" for note in checked.notes)
