"""whole_file: of a file that comes again only what is new at the cursor is taken."""

import pytest

from tests.fixtures.reply_cases import told_of
from viscodex_lsp.core.checks.forms.whole_file import without_file
from viscodex_lsp.core.nouns import Document, Patch, Reason, Refusal, Replacement, Span

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


def test_what_others_write_in_their_own_way_is_the_same_line() -> None:
    """Quotes, separators at the end of a line and the `/` of a tag without an end differ from model to model."""
    text = 'import { a } from "a"\n\nonMount(() => {\n  first("x")\n  |\n})\n'
    code = "import { a } from 'a';\n\nonMount(() => {\n  first('x');\n  a(2);\n});\n"
    assert taken(code, text=text, language="javascript") == "  a(2);"
    text = "<form>\n<input name='a' />\n<br>\n|\n<b>Send it</b>\n</form>\n"
    assert (
        taken(text.replace("|", "<i>new</i>").replace(" />", ">").replace("<br>", "<br/>"), text=text)
        == "<i>new</i>"
    )


def test_a_rule_added_at_the_end_of_a_style_sheet_is_whole() -> None:
    """Of two equal lines, `}`, the first is the one that the file has."""
    text = "<main>\n<h1>Shop</h1>\n|\n<p>Good bye</p>\n</main>\n<style>\n.a {\n  top: 0;\n}\n</style>\n"
    code = text.replace("|", "<b>new</b>").replace("top: 0;\n}", "top: 0;\n}\n.b {\n  top: 1;\n}")
    assert taken(code, text=text) == "<style>\n.b {\n  top: 1;\n}\n</style>\n<b>new</b>"


def test_the_file_ends_with_the_last_of_many_equal_lines() -> None:
    text = "<h1>Counter</h1>\n|\n@code {\n  int first = 0;\n  void Add()\n  {\n    first++;\n  }\n}\n"
    assert taken(text.replace("|", "<b>new</b>"), text=text) == "<b>new</b>"


def test_what_the_code_of_a_script_needs_elsewhere_is_added_there() -> None:
    text = "class A {\n  b = 1;\n\n  show() {\n    first(this.b);\n|\n  }\n}\n"
    code = text.replace("|", "    second(this.c);").replace("b = 1;", "b = 1;\n  c = 2;")
    place = text.index("|")
    document = Document("file:///a", "javascript", 1, text.replace("|", ""))
    result = without_file(Patch(code, None, False), document, Span(place, place))
    assert isinstance(result, Patch)
    assert result.code == "    second(this.c);"
    assert result.others == (Replacement(Span(18, 18), "\n  c = 2;"),)
    assert "added what it needs elsewhere: `c = 2;`" in result.notes


def test_markup_elsewhere_is_nothing_that_the_code_needs() -> None:
    text = "const a = (\n  <main>\n    <h1>Shop</h1>\n|\n    <p>Bye</p>\n  </main>\n);\n"
    code = text.replace("|", "    <b>new</b>").replace("<main>", "<main>\n    <nav />")
    assert taken(code, text=text, language="javascriptreact") == Reason.OTHER_PLACE


async def test_an_end_tag_ends_the_element_that_it_stands_as_deep_as() -> None:
    """Of a row of cards that is written again with one more, that one is taken whole."""
    row = (
        '<div class="row">\n  <div class="col">\n    <b>Visitors</b>\n    <i>1,204</i>\n  </div>\n{}</div>\n'
    )
    new = '  <div class="col">\n    <b>Orders</b>\n    <i>87</i>\n  </div>\n'
    page = "<body>\n<div>\n" + row.format("  ¦\n") + "</div>\n</body>\n"
    told = await told_of("html", page, row.format(new))
    assert told.after == page.replace("  ¦\n", new)
