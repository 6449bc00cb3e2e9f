"""What a person does while the model works, thousands of times: no edit lands in a wrong place, hardly any is refused.

The oracle knows every character by its identity (`tests.fixtures.people.person`) and shares no code with what it
judges. The changes go through the server's own documents, in the client's units.
"""

import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, cast

import pytest
from lsprotocol import types

from tests.fixtures.people.person import LINE, Event, Person, Spot, Text, moves, outcome, readings, written
from tests.fixtures.replies.checking import check
from viscodex_lsp.core.checks.rebase import rebase
from viscodex_lsp.core.nouns import CheckedPatch, Document, Patch, Reason, Refusal, Span, Style
from viscodex_lsp.core.text.difference import apply_replacements
from viscodex_lsp.core.text.positions import Encoding
from viscodex_lsp.server.documents import Documents, LspTextDocument

RACES = {"events": 3000, "whole": 1000}
"""For each of three encodings; 12,000 in all."""

CODES = ["zz_a = 1", "zz_a = 1\nzz_b = 2", "zz()\n", "    zz_a = 1\n        zz_b = 2"]


class Known(Documents):
    """Documents without a server: all that is needed of one is its encoding."""

    def __init__(self, encoding: Encoding) -> None:
        super().__init__(cast(Any, None))
        self.units = encoding

    @property
    def encoding(self) -> Encoding:
        return self.units


def opened(text: str, encoding: Encoding) -> LspTextDocument:
    document = LspTextDocument("file:///a", source=text, version=1, language_id="plaintext")
    document.begin(Known(encoding))
    return document


def position(text: str, offset: int, encoding: Encoding) -> types.Position:
    """A place in the client's units."""
    starts = [match.start() for match in LINE.finditer(text) if match.start() <= offset]
    if len(starts) > 1 and starts[-1] == len(text) and text[-1] not in "\r\n":
        starts.pop()
    before = text[starts[-1] : offset]
    width = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding]
    codec = {"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}[encoding]
    return types.Position(len(starts) - 1, len(before.encode(codec)) // width)


def report(document: LspTextDocument, event: Event, encoding: Encoding) -> None:
    """Tell the server of a change."""
    text = document.source
    if event.whole:
        document.apply_change(types.TextDocumentContentChangeWholeDocument(event.new))
        return
    place = types.Range(position(text, event.start, encoding), position(text, event.end, encoding))
    document.apply_change(types.TextDocumentContentChangePartial(range=place, text=event.new))


def prepared(chance: random.Random) -> CheckedPatch | None:
    """A checked patch for a random place of a random text."""
    text = written(chance)
    ends = [end for end in range(len(text) + 1) if text[max(end - 1, 0) : end + 1] != "\r\n"]
    start = chance.choice(ends)
    end = chance.choice([start, start, *[end for end in ends if start <= end <= start + 20]])
    document = Document("file:///a", "plaintext", 1, text)
    newline = "\r\n" if "\r\n" in text else "\n"
    patch = Patch(chance.choice(CODES), None, cut_off=False)
    result = check(patch, document, Span(start, end), depth="", style=Style("    ", newline, '"'))
    return None if isinstance(result, Refusal) else result


def race(chance: random.Random, encoding: Encoding, kind: str) -> str:
    """One race; what came of it."""
    checked = prepared(chance)
    if checked is None:
        return "no patch"
    (main,) = checked.replacements
    text = Text.of(checked.document.text)
    spot = Spot(text, main.span.start, main.span.end)
    person = Person(text, chance, near=main.span.start, looked=spot.look)
    document = opened(text.characters, encoding)
    checked = replace(checked, document=replace(checked.document, revision=document.revision))
    doubtful = False
    for _ in range(chance.randint(1, 5)):
        if kind == "events":
            for event in person.work():
                report(document, event, encoding)
        else:
            doubtful |= work_unseen(person, spot) if kind == "whole" else work_twice(person)
            report(document, Event(0, 0, text.characters, whole=True), encoding)
    assert document.source == text.characters
    newer = Document("file:///a", "plaintext", 2, document.source, document.revision)
    changes = document.changes_since(checked.document.revision)
    result = rebase(checked, newer, changes)
    if isinstance(result, Refusal):
        assert result.reason is Reason.STALE
        return "refused" if spot.touched else "doubtful" if doubtful else "needless"
    after = apply_replacements(newer.text, result.replacements)
    if spot.touched:
        return "unseen" if doubtful else "touched"
    return "right" if after == spot.filled(main.text) else "misplaced"


def work_unseen(person: Person, spot: Spot) -> bool:
    """One deed, of which the client sends nothing but the text that came of it. Whether nobody can tell from that where
    the place is: the smallest changes that explain it do not agree.

    What leaves the text as it was is no deed, whatever was put in the place of what.
    """
    before, touched, known = person.text.copy(), spot.touched, set(spot.known)
    person.work()
    now = person.text
    if now.characters == before.characters:
        now.ids, spot.touched, spot.known = before.ids, touched, known
        return False
    after, now.ids, now.characters = now.copy(), before.ids, before.characters
    was, spot.touched = spot.touched, touched
    ways: list[tuple[Event, ...]] = [*moves(before.characters, after.characters)]
    ways = ways or [(event,) for event in readings(before.characters, after.characters)]
    found = {outcome(imagined(spot, way)) for way in ways}
    now.ids, now.characters, spot.touched = after.ids, after.characters, was
    return len(found) > 1


def work_twice(person: Person) -> bool:
    """Two deeds, of which the client sends nothing but the text that came of both: true, since nobody can tell."""
    person.work()
    person.work()
    return True


def imagined(spot: Spot, way: Iterable[Event]) -> Spot:
    """The spot after changes that were not made."""
    for event in way:
        spot = spot.imagined(event.start, event.end, event.new)
    return spot


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
@pytest.mark.parametrize("kind", ["events", "whole"])
def test_no_edit_is_misplaced(encoding: Encoding, kind: str) -> None:
    """Where the person did not touch the place, the code lands there; where they did, nothing is changed.

    Clients that send whole texts are refused where these leave doubt, and never misled. Lines that were cut and put
    in elsewhere are theirs that moved along, since nothing tells them from others that read the same.
    """
    chance = random.Random(f"{encoding} {kind}")
    outcomes = Counter(race(chance, encoding, kind) for _ in range(RACES[kind]))
    needless = outcomes["needless"] / (outcomes["right"] + outcomes["needless"])
    assert outcomes["misplaced"] == 0, outcomes
    assert outcomes["touched"] == 0, outcomes
    assert needless <= (0.003 if kind == "events" else 0.01), outcomes
