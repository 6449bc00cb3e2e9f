"""notebooks: a cell may hold lines of IPython; a file of Python may not."""

import pytest

from tests.fixtures.replies.checking import check
from viscodex_lsp.core.nouns import CheckedPatch, Document, Patch, Reason, Refusal, Span, Style
from viscodex_lsp.core.text.difference import apply_replacements

CODE = "%matplotlib inline\nimport os\n!pip list\nprint(os.name)"


def edited(uri: str, text: str, code: str) -> str | Reason:
    place = text.index("|")
    document = Document(uri, "python", 1, text.replace("|", ""))
    result = check(
        Patch(code, None, False), document, Span(place, place), depth="", style=Style("    ", "\n", '"')
    )
    if isinstance(result, Refusal):
        return result.reason
    assert isinstance(result, CheckedPatch)
    assert result.document == document
    return apply_replacements(document.text, result.replacements)


@pytest.mark.parametrize("uri", ["vscode-notebook-cell:/a.ipynb#W0", "file:///a.ipynb"])
def test_magics_stand_in_cells(uri: str) -> None:
    """In a new cell and below one of the person's own, each line as it was written."""
    assert edited(uri, "|", CODE) == CODE + "\n"
    assert edited(uri, "%time\nx = 1\n|", "!ls\ny = 2") == "%time\nx = 1\n!ls\ny = 2\n"


def test_magics_are_no_python() -> None:
    """In a file they are refused; so is code in a cell that is broken otherwise."""
    assert edited("file:///a.py", "|", CODE) is Reason.SYNTAX
    assert edited("vscode-notebook-cell:/a.ipynb#W0", "|", "%time\nx = (") is Reason.SYNTAX
