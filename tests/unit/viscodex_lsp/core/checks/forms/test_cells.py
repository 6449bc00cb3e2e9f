"""Cells of a notebook as editors send them: IPython's lines stay where they work, and a cell of another language
takes code of that language."""

import pytest

from tests.fixtures.replies.checking import check
from viscodex_lsp.core.language.languages import language_id
from viscodex_lsp.core.nouns import Document, Patch, Reason, Refusal, Span, Style
from viscodex_lsp.core.text.difference import apply_replacements

URI = "vscode-notebook-cell:/a/b.ipynb#W0"


def given(cell: str, code: str, label: str | None = None) -> str | Reason:
    """The cell with the code at its `¦`, or why not."""
    place = cell.index("¦")
    document = Document(URI, language_id("python", URI), 1, cell.replace("¦", ""))
    result = check(
        Patch(code, label, False), document, Span(place, place), depth="", style=Style("    ", "\n", '"')
    )
    return (
        result.reason
        if isinstance(result, Refusal)
        else apply_replacements(document.text, result.replacements)
    )


@pytest.mark.parametrize(
    "code",
    [
        "%matplotlib inline\nplt.plot([1])",
        "!pip install 'a[b]' && echo (",
        "?help",
        "df.head??",
        "files = !ls -l",
        "for i in a:\n    !echo {i}",
        "await f()",
    ],
)
def test_lines_of_ipython_are_taken(code: str) -> None:
    """As they were written."""
    assert given("import pandas as pd\n¦\n", code) == f"import pandas as pd\n{code}\n"


@pytest.mark.parametrize("first", ["!pip install b", "%pip install b", "%%time", "\n%%capture out"])
def test_an_import_stays_below_the_line_that_it_needs(first: str) -> None:
    """What installs a package runs before its import, and `%%time` is the first line of its cell."""
    assert given(f"{first}\n¦\n", "import b\nb.c()", "python") == f"{first}\nimport b\nb.c()\n"


@pytest.mark.parametrize(
    "code", ["%%time\ny = 1", "%%html\n<b>a</b>", "plt.plot(", "%matplotlib inline\nx = ("]
)
def test_what_ipython_does_not_read_is_refused(code: str) -> None:
    """A magic of a whole cell below other lines, and broken Python."""
    assert given("x = 1\n¦\n", code) is Reason.SYNTAX


@pytest.mark.parametrize(
    ("cell", "code", "label"),
    [
        ("%%bash\nls\n¦", "echo a", "bash"),
        ("%%html\n<p>\n¦", "<b>a</b>", "html"),
        ("%%sql\n¦", "select 1", "sql"),
    ],
)
def test_a_cell_of_another_language_takes_its_code(cell: str, code: str, label: str) -> None:
    """Its first line says for whom it is; Python has no place there."""
    assert given(cell, code, label) == cell.replace("¦", f"{code}\n")
    if label != "sql":
        assert given(cell, "x = 1", "python") is Reason.WRONG_LANGUAGE


def test_a_notebook_as_text_is_json() -> None:
    """Whatever an editor calls it."""
    assert language_id("jupyter", "file:///a.ipynb") == "json"
