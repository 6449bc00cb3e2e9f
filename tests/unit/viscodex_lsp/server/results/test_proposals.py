"""proposals: what the person is told of a result."""

from pathlib import Path
from typing import cast

import pytest

from viscodex_lsp.core.checks.rebase import STALE
from viscodex_lsp.core.nouns import Asset, CheckedPatch, Document, Refusal, Replacement, Span
from viscodex_lsp.server.editor import Editor
from viscodex_lsp.server.results.assets import save_assets
from viscodex_lsp.server.results.delivery import Delivery
from viscodex_lsp.server.results.proposals import Proposals, remarks
from viscodex_lsp.session import Session


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


class TakenMeanwhile:
    """A delivery that finds its place changed: the person pressed Tab on the ghost text just then."""

    def __init__(self) -> None:
        self.proposals: Proposals | None = None
        self.writes = True

    async def apply(self, checked: CheckedPatch) -> Refusal:
        saved = save_assets(checked)
        assert self.proposals is not None
        if self.writes:
            self.proposals.changed(checked.document.uri, "x = 1\n")
        else:
            self.proposals.discard(None)
        for change in saved:
            change.path.unlink()
        return STALE


@pytest.mark.parametrize("writes", [True, False], ids=["taken by Tab", "discarded"])
async def test_what_the_editor_wrote_meanwhile_is_said_to_be_inserted(tmp_path: Path, writes: bool) -> None:
    """Applied by command and by the editor at once: it is in the document with its pictures, so nothing is refused."""
    logo = tmp_path / "logo.png"
    document = Document((tmp_path / "a.py").as_uri(), "python", 1, "")
    asset = Asset(logo.as_uri(), b"logo", "8x8")
    checked = CheckedPatch(document, (Replacement(Span(0, 0), "x = 1\n"),), (), True, assets=(asset,))
    delivery = TakenMeanwhile()
    session = Session()
    session.propose(document.uri, origin="a.png", summary="1 line of Python", checked=checked)
    proposals = Proposals(session=session, editor=cast("Editor", None), delivery=cast("Delivery", delivery))
    delivery.proposals, delivery.writes = proposals, writes
    said = await proposals.apply(None)
    assert said == ("Inserted 1 line of Python from a.png." if writes else STALE.sentence)
    assert logo.exists() is writes
    assert session.pending(document.uri) == ()
