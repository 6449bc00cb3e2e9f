"""proposals: what the person is told of a result."""

import pytest

from viscodex_lsp.core.nouns import CheckedPatch, Document, Replacement, Span
from viscodex_lsp.server.results.proposals import remarks


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
