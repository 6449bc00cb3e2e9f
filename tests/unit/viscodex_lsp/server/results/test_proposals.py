"""proposals: what the person is told of a result."""

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from viscodex_lsp.core.checks.rebase import STALE
from viscodex_lsp.core.nouns import Asset, CheckedPatch, Document, Refusal, Replacement, Span
from viscodex_lsp.server.editor import Editor
from viscodex_lsp.server.results.assets import Assets
from viscodex_lsp.server.results.delivery import Delivery
from viscodex_lsp.server.results.proposals import Proposals, remarks
from viscodex_lsp.session import Session
from viscodex_lsp.suggest import Suggestion


@pytest.mark.parametrize(
    ("notes", "said"),
    [
        ((), ""),
        (("moved 1 import to the import block",), " Moved 1 import to the import block."),
        (("left out a line.", "put 1 end tag right"), " Left out a line. Put 1 end tag right."),
    ],
)
def test_every_note_is_a_sentence_of_the_message(notes: tuple[str, ...], said: str) -> None:
    """What was adjusted in a reply is told in the editor's own message, sentence by sentence."""
    document = Document("file:///a.py", "python", 1, "")
    checked = CheckedPatch(document, (Replacement(Span(0, 0), "x = 1\n"),), notes, True)
    assert remarks(checked) == said


class Slow:
    """A delivery during which something else happens, and which then finds its place changed."""

    def __init__(self, meanwhile: Callable[[], None]) -> None:
        self.assets, self.meanwhile = Assets(), meanwhile

    async def apply(self, checked: CheckedPatch) -> Refusal:
        self.assets.save(checked)
        self.meanwhile()
        self.assets.release(checked)
        return STALE

    def is_there(self, checked: CheckedPatch, text: str) -> bool:
        raise NotImplementedError


def waiting(folder: Path) -> tuple[Proposals, Session, Slow]:
    """A proposal of one line with a picture."""
    document = Document((folder / "a.py").as_uri(), "python", 1, "")
    asset = Asset((folder / "logo.png").as_uri(), b"logo", "8x8")
    checked = CheckedPatch(document, (Replacement(Span(0, 0), "x = 1\n"),), (), True, assets=(asset,))
    session, delivery = Session(), Slow(lambda: None)
    session.propose(document.uri, origin="a.png", summary="1 line of Python", checked=checked)
    proposals = Proposals(session=session, editor=cast("Editor", None), delivery=cast("Delivery", delivery))
    return proposals, session, delivery


@pytest.mark.parametrize("writes", [True, False], ids=["taken by Tab", "touched"])
async def test_what_the_editor_wrote_meanwhile_is_said_to_be_inserted(tmp_path: Path, writes: bool) -> None:
    """Applied by command and by the editor at once: it is in the document with its pictures, so nothing is refused."""
    proposals, session, delivery = waiting(tmp_path)
    uri = (tmp_path / "a.py").as_uri()
    if writes:
        delivery.meanwhile = lambda: proposals.changed(uri, "x = 1\n")
    said = await proposals.apply(None)
    assert said == ("Inserted 1 line of Python from a.png." if writes else STALE.sentence)
    assert (tmp_path / "logo.png").exists() is writes
    assert session.pending(uri) == ()


async def test_a_proposal_that_is_being_applied_is_not_discarded(tmp_path: Path) -> None:
    """Nobody is told that it was discarded while it lands; nor is it applied a second time."""
    proposals, _, delivery = waiting(tmp_path)
    said: list[str] = []
    delivery.meanwhile = lambda: said.append(proposals.discard(None))
    assert await proposals.apply(None) == STALE.sentence
    assert said == [
        "1 line of Python from a.png is being applied already; undo that in the editor to be rid of it."
    ]
    assert proposals.discard(None) == "No proposal is waiting."


async def test_what_came_closer_to_a_proposal_that_is_gone_is_left_out(tmp_path: Path) -> None:
    """A discarded proposal does not come back because a better one was still being asked for."""
    proposals, session, _ = waiting(tmp_path)
    (proposal,) = session.pending((tmp_path / "a.py").as_uri())
    proposals.discard(proposal.id)
    said = await proposals.replace(proposal.id, cast("Suggestion", None))
    assert said == "The proposal is not there any more, so what came closer to its picture was left out."
    assert session.pending((tmp_path / "a.py").as_uri()) == ()
