"""How a checked patch reaches the document: rebased, versioned, applied, and seen to have landed."""

import asyncio
import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from viscodex_lsp.core.checks.rebase import rebase
from viscodex_lsp.core.nouns import CheckedPatch, Document, Refusal
from viscodex_lsp.core.text.difference import apply_replacements
from viscodex_lsp.edges.lsp.workspace_edit import to_workspace_edit
from viscodex_lsp.server.documents import Documents
from viscodex_lsp.server.editor import Editor

MOST_TRIES = 3
LANDING_SECONDS = 1.0

Outcome = Literal["applied", "refused"]


@dataclass(eq=False)
class _Landing:
    """Waits until the client's document reads `text`."""

    text: str
    seen: asyncio.Event = field(default_factory=asyncio.Event)


class Delivery:
    """Applies patches; learns from `didChange`, not from the client's answer, whether an edit landed."""

    def __init__(self, documents: Documents, editor: Editor) -> None:
        self._documents, self._editor = documents, editor
        self._landings: dict[str, list[_Landing]] = {}

    def changed(self, document: Document) -> None:
        """The client reported a change."""
        for landing in self._landings.get(document.uri, []):
            if landing.text == document.text:
                landing.seen.set()

    def waits_for(self, uri: str) -> bool:
        """Whether an edit of `uri` is on its way."""
        return bool(self._landings.get(uri))

    async def apply(self, checked: CheckedPatch) -> Outcome | Refusal:
        """Apply `checked` to the document as it is now.

        "refused" means that the editor did not take the edit; a Refusal, that it no longer fits.

        Raises:
            DocumentError: the document was closed.
        """
        for _ in range(MOST_TRIES):
            moved = rebase(checked, self._documents.read(checked.document.uri))
            if isinstance(moved, Refusal):
                return moved
            landed = await self._offer(moved)
            if landed is not None:
                return landed
        return "refused"

    async def _offer(self, checked: CheckedPatch) -> Outcome | None:
        """One try; None when the document moved under the edit, so that another try is right."""
        uri = checked.document.uri
        expected = apply_replacements(checked.document.text, checked.replacements)
        with self._landing(uri, expected) as landing:
            edit = to_workspace_edit(
                checked, encoding=self._documents.encoding, index=self._documents.index(checked.document)
            )
            answer = await self._editor.apply(edit)
            if answer.applied:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(landing.seen.wait(), LANDING_SECONDS)
            if landing.seen.is_set():
                return "applied"
        now = self._documents.read(uri)
        if answer.applied and _holds(now.text, checked):
            return "applied"
        return None if now.version != checked.document.version else "refused"

    @contextlib.contextmanager
    def _landing(self, uri: str, text: str) -> Iterator[_Landing]:
        landing = _Landing(text)
        self._landings.setdefault(uri, []).append(landing)
        try:
            yield landing
        finally:
            self._landings[uri].remove(landing)


def _holds(text: str, checked: CheckedPatch) -> bool:
    """Whether `text` has every new part of `checked` that the old text did not have: typing that arrives in the
    same change as the edit hides the exact text, and a second try would insert it twice."""
    parts = [replacement.text.strip() for replacement in checked.replacements]
    return all(text.count(part) > checked.document.text.count(part) for part in parts if part)
