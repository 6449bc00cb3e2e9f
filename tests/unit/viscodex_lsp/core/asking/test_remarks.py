"""Notes that a model puts after its code reach the person."""

import pytest

from viscodex_lsp.core.asking.remarks import without_notes
from viscodex_lsp.core.asking.reply import read_reply
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Patch, Reply

TEXT = "```python\na = 1\n```\n\nNote: copied by the reader\n\nNote: line 3 is doubtful\n"


def test_notes_are_taken_off_the_end() -> None:
    """The code stays as it was."""
    assert without_notes(TEXT) == ("```python\na = 1\n```", ("copied by the reader", "line 3 is doubtful"))


@pytest.mark.parametrize(
    "text", ["", "a = 1", "Note: I am sorry.", "```python\n# Note: x\n```", "Note: x\n```\na\n```"]
)
def test_what_is_no_note_stays(text: str) -> None:
    """Only lines after a closed fence count."""
    assert without_notes(text) == (text, ())


@pytest.mark.parametrize("language", ["python", "markdown"])
def test_a_patch_carries_them(language: str) -> None:
    """Also in a file of Markdown, where the words of a reply may be its content."""
    text = TEXT.replace("python", language)
    patch = read_reply(Reply(text, "stop"), language_of(language))
    assert isinstance(patch, Patch)
    assert patch.code == "a = 1"
    assert patch.notes == ("copied by the reader", "line 3 is doubtful")
