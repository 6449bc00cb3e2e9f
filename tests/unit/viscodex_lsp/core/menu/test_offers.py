"""The menu: what is offered where, and to which client."""

from typing import Any

import pytest

from viscodex_lsp.core.menu.announced import KIND
from viscodex_lsp.core.menu.offers import Attached, list_offers, wanted
from viscodex_lsp.core.nouns import CheckedPatch, Document, Proposal, Span

TEXT = "# Plan\n\n![](shots/mock.png)\n"
DOCUMENT = Document("file:///plan.md", "markdown", 3, TEXT)


def titles(span: Span, **state: object) -> list[str]:
    known: dict[str, Any] = {"attached": (), "proposals": (), "can_preview": False, **state}
    return [offer.title for offer in list_offers(DOCUMENT, span, **known)]


def test_clipboard_and_screen_are_always_offered() -> None:
    """An empty place offers the sources that need no hint."""
    assert titles(Span(0, 0)) == [
        "Image to code: from clipboard",
        "Image to code: from a screenshot",
        "Image to code: from a region of the screen",
    ]


def test_a_picture_path_under_the_cursor_is_offered_by_its_name() -> None:
    """The path in the Markdown link is a source."""
    place = TEXT.index("mock")
    offers = list_offers(DOCUMENT, Span(place, place), attached=(), proposals=(), can_preview=False)
    assert offers[0].title == "Image to code: from mock.png"
    assert offers[0].picture == {"kind": "file", "path": "shots/mock.png"}


def test_code_never_lands_inside_a_path() -> None:
    """With the cursor in a path the code goes to the end of its line; elsewhere, and for a selection, where asked."""
    inside = TEXT.index("mock")
    for span, place in [
        (Span(inside, inside), len(TEXT) - 1),
        (Span(2, 2), None),
        (Span(inside, inside + 2), None),
    ]:
        offers = list_offers(DOCUMENT, span, attached=(), proposals=(), can_preview=False)
        assert {offer.place for offer in offers} == {place}


def test_attached_pictures_come_first() -> None:
    """A picture the editor sent is the likeliest one."""
    attached = (Attached("id1", "pasted, 20x10"),)
    assert titles(Span(0, 0), attached=attached)[0] == "Image to code: from pasted, 20x10"


def test_only_the_newest_attached_pictures_are_offered() -> None:
    """A long afternoon of pasting does not bury the menu."""
    attached = tuple(Attached(f"id{number}", f"pasted {number}") for number in range(9))
    offered = [title for title in titles(Span(0, 0), attached=attached) if "pasted" in title]
    assert offered == [f"Image to code: from pasted {number}" for number in range(3)]


def test_a_selection_is_rewritten() -> None:
    """With a selection the same sources rewrite it."""
    assert titles(Span(0, 6))[0] == "Rewrite selection to match picture: from clipboard"


@pytest.mark.parametrize(
    ("can_preview", "verbs"), [(False, ["apply", "discard"]), (True, ["apply", "preview", "discard"])]
)
def test_a_pending_proposal_is_offered_before_all(can_preview: bool, verbs: list[str]) -> None:
    """Ready results come first; a preview only where the client can show one; unchecked syntax is said."""
    proposal = Proposal("p", "mock.png", "12 lines of markdown", CheckedPatch(DOCUMENT, (), (), False))
    offers = list_offers(DOCUMENT, Span(0, 0), attached=(), proposals=(proposal,), can_preview=can_preview)
    ready = [offer for offer in offers if offer.proposal is proposal]
    assert [offer.verb for offer in ready] == verbs
    assert offers[: len(ready)] == tuple(ready)
    assert ready[0].title == "Apply 12 lines of markdown from mock.png (syntax not checked)"


@pytest.mark.parametrize(
    ("only", "answer"),
    [
        (None, True),
        ([], True),
        ([""], True),
        (["refactor"], True),
        (["refactor.rewrite"], True),
        ([KIND], True),
        (["refactor.rewrite.imageToCode.more"], False),
        (["refactor.rewriteX"], False),
        (["quickfix", "source.fixAll"], False),
        (["quickfix", "refactor"], True),
    ],
)
def test_a_client_gets_only_the_kinds_it_asks_for(only: list[str] | None, answer: bool) -> None:
    """`context.only` is a list of kinds, each with its sub-kinds."""
    assert wanted(only) is answer


def test_closer_is_offered_where_a_model_can_be_asked() -> None:
    """For what was made last, for a selection with the likeliest picture, and for each proposal; else nowhere."""
    attached = (Attached("id1", "pasted, 20x10"),)
    checked = CheckedPatch(DOCUMENT, (), (), syntax_checked=True)
    waiting = Proposal("p1", "mock.png", "2 lines of HTML", checked, told="60 % like the picture")
    known: dict[str, Any] = {"attached": attached, "proposals": (waiting,), "just_made": "shot.png"}
    found = [title for title in titles(Span(0, 4), can_refine=True, **known) if "closer" in title]
    assert found == [
        "Make it closer to the picture: 2 lines of HTML from mock.png, 60 % like the picture",
        "Make it closer to the picture: what was made from shot.png",
        "Make it closer to the picture: the selection, from pasted, 20x10",
    ]
    assert not [title for title in titles(Span(0, 4), **known) if "closer" in title]
