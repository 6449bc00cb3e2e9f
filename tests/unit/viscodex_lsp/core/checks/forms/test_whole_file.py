"""whole_file: of a file that comes again only what is new at the cursor is taken."""

import pytest

from viscodex_lsp.core.checks.forms.whole_file import without_file
from viscodex_lsp.core.nouns import Document, Patch, Reason, Refusal, Span

FILE = "<head>\n<script>\na1();\n</script>\n</head>\n<main>\n  <h1>Shop</h1>\n|\n  <p>Bye</p>\n</main>\n"


def taken(code: str, *, text: str = FILE, language: str = "html") -> str | Reason:
    place = text.index("|")
    document = Document("file:///a", language, 1, text.replace("|", ""))
    result = without_file(Patch(code, None, False), document, Span(place, place))
    return result.reason if isinstance(result, Refusal) else result.code


@pytest.mark.parametrize(
    ("code", "new"),
    [
        (FILE.replace("|", "  <b>new</b>"), "  <b>new</b>"),
        ("<main>\n<h1>Shop</h1>\n<b>new</b>\n<p>Bye</p>\n</main>", "<b>new</b>"),
        (
            FILE.replace("|", "<b>new</b>").replace("a1();", "a1();\nb2();"),
            "<script>\nb2();\n</script>\n<b>new</b>",
        ),
        (FILE.replace("|", "<b>new</b>").replace("<main>", "<nav></nav>\n<main>"), Reason.OTHER_PLACE),
        ("<b>new</b>\n<p>Bye</p>", "<b>new</b>\n<p>Bye</p>"),
        ("<b>new</b>", "<b>new</b>"),
    ],
)
def test_what_is_new_in_a_file_that_comes_again(code: str, new: str | Reason) -> None:
    """The lines at the cursor, and those of a script; a change elsewhere is refused; other code stays as it is."""
    assert taken(code) == new


def test_an_import_that_came_along_stays_with_the_code() -> None:
    """It then moves to the import block like any other."""
    text = "import a\n\nfirst()\n|\nlast_one()\n"
    code = "import a\nimport b\n\nfirst()\nb.go()\nlast_one()\n"
    assert taken(code, text=text, language="python") == "import b\nb.go()"
