"""However a client applies, reports and answers an edit: it is in the document once, or kept and not there at all."""

import asyncio
import random
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from lsprotocol import types

from tests.fixtures.people.person import Event, Person, Text
from tests.unit.viscodex_lsp.server.test_races import Known, prepared, report
from viscodex_lsp.core.nouns import Asset, Document, Refusal
from viscodex_lsp.core.text.positions import LineIndex
from viscodex_lsp.server.documents import Documents, LspTextDocument
from viscodex_lsp.server.editor import Editor
from viscodex_lsp.server.results import delivery
from viscodex_lsp.server.results.delivery import Delivery, HandedOver

RACES = 400
"""For each kind of client."""
KINDS = ("joins typing", "reports later", "reports in one", "lies", "refuses", "errs", "errs and applies")


class Client:
    """Holds the text, applies edits in its own way, and counts how often it did."""

    takes_snippets = False

    def __init__(self, kind: str, text: str, chance: random.Random, near: int) -> None:
        self.kind, self.chance, self.applied = kind, chance, 0
        self.text = Text.of(text)
        self.person = Person(self.text, chance, near=near)
        self.documents = Opened(text, self)
        self.late: list[asyncio.Task[None]] = []

    async def apply(self, edit: types.WorkspaceEdit) -> bool | None:
        if self.kind == "refuses":
            return False
        if self.kind == "errs":
            return None
        if self.kind == "lies" and not self.late:
            self.late.append(asyncio.ensure_future(asyncio.sleep(0)))
            self.tell(self.person.work())
            return True
        events = self.made(edit)
        for _ in range(self.chance.randrange(3)):
            events += self.person.work()
        if self.kind == "reports later":
            self.late.append(asyncio.ensure_future(self.tell_later(events)))
        elif self.kind == "reports in one":
            self.tell([Event(0, 0, self.text.characters, whole=True)])
        else:
            self.tell(events)
        return self.kind != "errs and applies" or None

    def made(self, edit: types.WorkspaceEdit) -> list[Event]:
        self.applied += 1
        (part,) = edit.document_changes or []
        assert isinstance(part, types.TextDocumentEdit)
        index, events = LineIndex(self.text.characters), []
        for change in reversed(part.edits):
            assert isinstance(change, types.TextEdit)
            start = index.offset_at(change.range.start.line, change.range.start.character, "utf-16")
            end = index.offset_at(change.range.end.line, change.range.end.character, "utf-16")
            self.text.put(start, end, change.new_text)
            events.append(Event(start, end, change.new_text))
        return events

    def tell(self, events: list[Event]) -> None:
        """One notification."""
        for event in events:
            report(self.documents.document, event, "utf-16")
        self.delivery.changed("file:///a", self.documents.document.source, settled=True)

    async def tell_later(self, events: list[Event]) -> None:
        await asyncio.sleep(0.001)
        self.tell(events)

    @property
    def delivery(self) -> Delivery:
        return self.documents.delivery


class Opened(Known):
    """The one open document."""

    def __init__(self, text: str, client: Client) -> None:
        super().__init__("utf-16")
        self.document = LspTextDocument("file:///a", source=text, version=1, language_id="plaintext")
        self.document.begin(self)
        self.delivery = Delivery(cast(Documents, self), cast(Editor, client))
        self.on_change = lambda uri, text: self.delivery.changed(uri, text, settled=False)

    def read(self, uri: str) -> Document:
        return Document(uri, "plaintext", 1, self.document.source, self.document.revision)

    def changes_since(self, document: Document) -> Any:
        return self.document.changes_since(document.revision)


async def race(kind: str, chance: random.Random) -> str:
    checked = None
    while checked is None:
        checked = prepared(chance)
    client = Client(kind, checked.document.text, chance, checked.replacements[-1].span.start)
    revision = client.documents.document.revision
    checked = replace(checked, document=replace(checked.document, revision=revision))
    outcome = await client.delivery.apply(checked)
    await asyncio.gather(*client.late)
    if client.applied > 1:
        return "doubled"
    if isinstance(outcome, Refusal):
        return "refused" if not client.applied else "told that nothing was applied"
    if outcome.applied:
        return "applied" if client.applied else "lost"
    return "kept" if not client.applied else "kept though it is there"


@pytest.mark.parametrize("kind", KINDS)
async def test_an_edit_is_there_once_or_kept(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "LANDING_SECONDS", 0.02)
    chance = random.Random(kind)
    outcomes = Counter([await race(kind, chance) for _ in range(RACES)])
    # Where nothing was typed besides, a lie is not found out by a change: the edit is kept. What was typed over in the
    # same change, and reported as a new text, cannot be told from an edit that was refused; it is not made again.
    doubtful = {"lies": {"refused", "kept"}, "reports in one": {"kept though it is there"}}
    right = {"applied"} | doubtful.get(kind, set())
    assert set(outcomes) <= ({"kept"} if kind in ("refuses", "errs") else right), outcomes


class Waiting(Client):
    """Has the edit, and says nothing yet."""

    asked: asyncio.Event

    async def apply(self, edit: types.WorkspaceEdit) -> bool | None:
        del edit
        self.asked.set()
        return await asyncio.Event().wait()


async def test_who_cancels_too_late_is_told_that_the_editor_has_the_edit(tmp_path: Path) -> None:
    """Not that nothing was changed; and the picture that the edit refers to stays, since the edit may land."""
    chance, checked = random.Random(0), None
    while checked is None:
        checked = prepared(chance)
    logo = tmp_path / "logo.png"
    client = Waiting("waits", checked.document.text, chance, 0)
    client.asked = asyncio.Event()
    document = replace(checked.document, revision=client.documents.document.revision)
    checked = replace(checked, document=document, assets=(Asset(logo.as_uri(), b"logo", "8x8"),))
    delivering = asyncio.ensure_future(client.delivery.apply(checked))
    await client.asked.wait()
    delivering.cancel()
    with pytest.raises(HandedOver, match="the editor had the edit already"):
        await delivering
    assert logo.read_bytes() == b"logo"
