"""whole_page: a reply that is a whole file gives up what the file around it has already."""

import pytest

from tests.fixtures.replies.checking import place_in
from tests.fixtures.replies.reply_cases import told_of
from viscodex_lsp.core.checks.pages.frame.whole_page import (
    Unframed,
    without_page,
    without_php_tag,
    without_shebang,
)
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.nouns import Document, Span

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
  <title>A</title>
  <style>
    p { color: red }
  </style>
  <script src="a.js"></script>
</head>
<body class="b">
  <main>
    <p>😀</p>
  </main>
</body>
</html>"""
TOOK = "took the content out of a whole page"
TITLE = "left out what describes the page: title `A`"
LANG = 'left out `lang="en"` of the page\'s own tags'
LEFT = "left out the scripts and links of the page's head: `a.js`"


def html(text: str) -> tuple[Document, Place]:
    """A page and the "|" in it, or what two of them enclose."""
    first, last = text.index("|"), text.rindex("|")
    document = Document("file:///a", "html", 1, text.replace("|", ""))
    return document, place_in(document, Span(first, max(last - 1, first)))


def test_a_page_becomes_its_content_and_its_styles() -> None:
    """The body's content and the head's styles stay; doctype, title, scripts and tags of the frame go."""
    left = without_page(PAGE, *html("<html><body>\n|\n</body></html>"))
    assert left.styles == "  <style>\n    p { color: red }\n  </style>"
    assert left.content.strip("\n") == "  <main>\n    <p>😀</p>\n  </main>"
    assert left.notes == (TOOK, TITLE, LEFT, 'gave the file\'s body `class="b"`', LANG)
    assert [edit.text for edit in left.others] == [' class="b"']


def test_a_style_block_that_is_there_already_is_left_out() -> None:
    """The same styles, however they are spaced, are not repeated."""
    left = without_page(PAGE, *html("<style>p{color:red}</style>\n|\n"))
    assert left.styles == ""
    assert "<p>😀</p>" in left.content


@pytest.mark.parametrize(
    ("reply", "content"),
    [
        ("<body>\n<p>a</p>\n</body>", "<p>a</p>"),
        ("<head></head><p>a</p>", "<p>a</p>"),
        ("<html><p>a</p></html>", "<p>a</p>"),
        ("<!doctype html>\n<p>a</p>", "<p>a</p>"),
        ("<HTML><BODY><p>a</p></BODY></HTML>", "<p>a</p>"),
    ],
)
def test_parts_of_a_page_are_taken_off_too(reply: str, content: str) -> None:
    """Any of doctype, html, head and body is enough."""
    left = without_page(reply, *html("<main>\n|\n</main>"))
    assert (left.styles, left.content.strip(), left.notes) == ("", content, (TOOK,))


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("|", PAGE),
        (" \n|\n", PAGE),
        ("|<html><body></body></html>|\n<!-- end -->", PAGE),
        ("<html>\n|<body></body>|\n</html>", "<body><p>a</p></body>"),
        ("<main>\n|\n</main>", "<header>a</header>"),
        ("<main>\n|\n</main>", "<p>the &lt;body> of it</p>"),
    ],
)
def test_a_page_stays_whole_where_it_belongs(text: str, reply: str) -> None:
    """In an empty document, instead of a page, and where it is none."""
    assert without_page(reply, *html(text)) == Unframed("", reply)


@pytest.mark.parametrize(
    ("text", "reply", "code"),
    [
        ("<?php\n|", "<?php\n\necho 1;\n", "echo 1;"),
        ("<?php\n|", "<?php echo 1; ?>", " echo 1; "),
        ("<?php\n|", "echo 1;", "echo 1;"),
        ("<?php a(); ?>\n|", "<?php\necho 1;\n?>", "<?php\necho 1;\n?>"),
        ("<?php\n|", "<?php a(); ?>\n<p>b</p>\n<?php c();", "<?php a(); ?>\n<p>b</p>\n<?php c();"),
        ("|", "<?php\necho 1;", "<?php\necho 1;"),
    ],
)
def test_php_gives_up_its_tag_inside_php(text: str, reply: str, code: str) -> None:
    """Where the place is PHP already the opening tag goes; in HTML, and around HTML, it stays."""
    document = Document("file:///a", "php", 1, text.replace("|", ""))
    assert without_php_tag(reply, document, Span(text.index("|"), text.index("|"))).content == code


@pytest.mark.parametrize(
    ("text", "content"),
    [("#!/bin/sh\nset -e\n|", "ls\n"), ("|", "#!/bin/bash\nls\n"), ("\n|\nls", "#!/bin/bash\nls\n")],
)
def test_a_line_for_the_loader_is_only_ever_the_first(text: str, content: str) -> None:
    """Further down in a file a `#!` line is left out."""
    document = Document("file:///a", "shellscript", 1, text.replace("|", ""))
    span = Span(text.index("|"), text.index("|"))
    assert without_shebang("#!/bin/bash\nls\n", document, span).content == content


def test_what_a_page_does_by_itself_is_named() -> None:
    head = '<head><meta charset="utf-8"><meta http-equiv="refresh" content="5"><base href="/a"></head>'
    left = without_page(f"<html>{head}<body><p>b</p></body></html>", *html("<body>\n<i>c</i>\n|\n</body>"))
    assert 'left out what describes the page: `refresh`, `<base href="/a">`' in left.notes


SHOP = """\
<html>
<head>
    <title>Shop</title>
{}</head>
<body class="a">
    <p>own</p>
    ¦
</body>
</html>
"""
CSS = "<style>\n.b {\n  top: 0;\n}\n</style>"


@pytest.mark.parametrize(
    ("own", "after"),
    [
        ("", "    <style>\n        .b {\n            top: 0;\n        }\n    </style>\n"),
        (
            "    <style>\n      .a { top: 1px; }\n    </style>\n",
            "    <style>\n      .a { top: 1px; }\n      .b {\n          top: 0;\n      }\n    </style>\n",
        ),
    ],
)
@pytest.mark.parametrize("reply", [f"{CSS}\n<b>new</b>", f"<b>new</b>\n\n{CSS}"])
async def test_a_style_sheet_goes_into_the_head(own: str, after: str, reply: str) -> None:
    """Into the sheet that the page has there, or as one at its end."""
    told = await told_of("html", SHOP.format(own), reply)
    assert told.after == SHOP.format(after).replace("¦", "<b>new</b>"), told.words
    assert "put the style sheet into the page's" in told.words


@pytest.mark.parametrize(
    ("body", "after", "said"),
    [
        ("<body>", '<body class="b" onload="go()">', "gave the file's body"),
        (
            '<body class="a">',
            '<body class="a" onload="go()">',
            'left out `class="b"` of the page\'s own tags',
        ),
    ],
)
async def test_what_the_body_of_a_page_says_is_kept_or_named(body: str, after: str, said: str) -> None:
    document = f"<html>\n<head>\n  <title>A</title>\n</head>\n{body}\n  ¦\n</body>\n</html>\n"
    reply = '<html>\n<body class="b" onload="go()">\n  <p>new</p>\n</body>\n</html>'
    told = await told_of("html", document, reply)
    assert told.after == document.replace(body, after).replace("¦", "<p>new</p>")
    assert said in told.words
