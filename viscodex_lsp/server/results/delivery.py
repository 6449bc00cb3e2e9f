"""How a checked patch reaches the document: rebased, versioned, applied, and seen to have landed.

What the client answers is not enough: some say that an edit is applied when they refused it, some answer late, with
an error or not at all. So a patch counts as applied when the document that the client reports has it, and is offered
again only where the document moved on without it. In every doubt it is kept, for a second edit would double the first.
"""

import asyncio
import contextlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field

from viscodex_lsp.core.errors import VisCodexError
from viscodex_lsp.core.nouns import CheckedPatch, Document, Refusal
from viscodex_lsp.core.place.landing import came_along, has_landed
from viscodex_lsp.core.text.difference import apply_replacements
from viscodex_lsp.edges.bounded_work import run_bounded
from viscodex_lsp.edges.lsp.workspace_edit import to_workspace_edit
from viscodex_lsp.server.documents import Documents
from viscodex_lsp.server.editor import Editor
from viscodex_lsp.server.results.assets import Assets
from viscodex_lsp.server.results.companions import as_they_are

MOST_TRIES = 3
LANDING_SECONDS = 1.0


class HandedOver(VisCodexError):
    """The person cancelled when the editor had the edit already: it may land, and nothing here can hold it back."""

    log_level = logging.INFO

    def __init__(self) -> None:
        super().__init__("Cancelled, but the editor had the edit already. Undo it there if it was applied.")


@dataclass(frozen=True, slots=True)
class Delivered:
    """The patch as it was last offered, and whether it is in the document."""

    checked: CheckedPatch
    applied: bool


@dataclass(eq=False)
class _Landing:
    """Waits until the client's document has the edit that leads from `before` to `after`, and writes `written`."""

    before: str
    after: str
    written: str
    seen: asyncio.Event = field(default_factory=asyncio.Event)

    def look(self, text: str, *, settled: bool) -> None:
        """Judge a text of the client. Where it is `settled`, all of a notification being done, typing may have come
        along in one change with the edit."""
        landed = text == self.after
        if not landed and settled:
            landed = has_landed(text, before=self.before, written=self.written)
        if landed:
            self.seen.set()


class Delivery:
    """Applies patches; learns from `didChange`, not from the client's answer, whether an edit landed."""

    def __init__(self, documents: Documents, editor: Editor) -> None:
        self._documents, self._editor = documents, editor
        self._landings: dict[str, list[_Landing]] = {}
        self.assets = Assets()

    def changed(self, uri: str, text: str, *, settled: bool) -> None:
        """The client reported a change; `settled` at the end of its notification."""
        for landing in self._landings.get(uri, ()):
            if not landing.seen.is_set():
                landing.look(text, settled=settled)

    def waits_for(self, uri: str) -> bool:
        """Whether an edit of `uri` is on its way."""
        return bool(self._landings.get(uri))

    def is_there(self, checked: CheckedPatch, text: str) -> bool:
        """Whether a client that was not asked to has applied `checked`, and typing came along in one change with it."""
        changes = self._documents.changes_since(checked.document)
        return came_along(checked, changes or (), text)

    def rebased_now(self, checked: CheckedPatch, newer: Document) -> CheckedPatch | Refusal:
        """`checked` for `newer`, which is the document as it is now; done before anything else goes on.

        Raises:
            TooHardToParse: see `core.language.patience`.
        """
        from viscodex_lsp.core.checks.rebase import rebase

        moved = rebase(checked, newer, self._documents.changes_since(checked.document))
        return moved if isinstance(moved, Refusal) else as_they_are(moved, self._documents)

    async def rebased(self, checked: CheckedPatch) -> CheckedPatch | Refusal:
        """`checked` for the document as it is now.

        Raises:
            DocumentError: the document was closed.
            TooHardToParse: the document is beyond the parser.
        """
        from viscodex_lsp.core.checks.rebase import rebase

        for _ in range(MOST_TRIES):
            older, newer = checked.document, self._documents.read(checked.document.uri)
            changes = self._documents.changes_since(older)
            moved = await run_bounded(rebase, len(newer.text), checked, newer, changes)
            if isinstance(moved, Refusal):
                return moved
            checked = moved
            if self._documents.read(newer.uri).revision == newer.revision:
                break
        return as_they_are(checked, self._documents)

    async def apply(self, checked: CheckedPatch) -> Delivered | Refusal:
        """Apply `checked` to the document as it is now; a Refusal says that it no longer fits.

        Raises:
            DocumentError: the document was closed, or a picture that belongs to the edit cannot be saved.
            TooHardToParse: the document is beyond the parser.
            HandedOver: it was cancelled too late; the pictures that belong to the edit stay.
        """
        saving = asyncio.ensure_future(asyncio.to_thread(self.assets.save, checked))
        applied = False
        try:
            await asyncio.shield(saving)
            for _ in range(MOST_TRIES):
                moved = await self.rebased(checked)
                if isinstance(moved, Refusal):
                    return moved
                checked = moved
                taken = await self._offer(checked)
                applied = bool(taken)
                if taken is not None:
                    break
        except HandedOver:
            applied = True
            raise
        finally:
            await self._saved(saving, checked, applied=applied)
        return Delivered(checked, applied=applied)

    async def _saved(self, saving: "asyncio.Future[None]", checked: CheckedPatch, *, applied: bool) -> None:
        """The edit is over: its pictures stay, or are taken back."""
        await asyncio.wait({saving})
        if saving.exception() is None:
            await asyncio.to_thread(self.assets.release, checked, landed=applied)

    async def _offer(self, checked: CheckedPatch) -> bool | None:
        """One try; None when the document moved on without the edit, so that another try is right."""
        document = checked.document
        after = apply_replacements(document.text, checked.replacements)
        written = "\n".join(part.text for part in checked.replacements)
        with self._landing(document.uri, _Landing(document.text, after, written)) as landing:
            edit = to_workspace_edit(
                checked,
                encoding=self._documents.encoding,
                index=self._documents.index(document),
                snippets=self._editor.takes_snippets,
            )
            try:
                answer = await self._editor.apply(edit)
                if answer:
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(landing.seen.wait(), LANDING_SECONDS)
            except asyncio.CancelledError as error:
                raise HandedOver from error
            if landing.seen.is_set():
                return True
        changes = self._documents.changes_since(document)
        # Without a word of what changed, an edit that was typed over cannot be told from one that was refused.
        told = changes is not None and not any(change.whole for change in changes)
        return None if changes and told and answer is not None else False

    @contextlib.contextmanager
    def _landing(self, uri: str, landing: _Landing) -> Iterator[_Landing]:
        mine = self._landings.setdefault(uri, [])
        mine.append(landing)
        try:
            yield landing
        finally:
            mine.remove(landing)
