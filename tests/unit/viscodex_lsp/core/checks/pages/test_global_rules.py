"""global_rules and whole_page: a page's rules restyle nothing but the page's own content."""

import pytest

from tests.fixtures.replies.checking import place_in
from tests.fixtures.replies.reply_cases import told_of
from viscodex_lsp.core.checks.pages.frame.whole_page import has_own_content, without_page
from viscodex_lsp.core.checks.pages.global_rules import free_class, has_global_rules, under_class
from viscodex_lsp.core.nouns import Document, Span


@pytest.mark.parametrize(
    ("css", "scoped"),
    [
        ("body { margin: 0 }", ".new { margin: 0 }"),
        ("* { margin: 0 }", ":where(.new) * { margin: 0 }"),
        ("h1, .a h2 { margin: 0 }", ":where(.new) h1, .a h2 { margin: 0 }"),
        ("html body > p { margin: 0 }", ":where(.new) > p { margin: 0 }"),
        (":root { --a: 1px }", ".new { --a: 1px }"),
        ("a:hover::before { margin: 0 }", ":where(.new) a:hover::before { margin: 0 }"),
        ("@media print { p { margin: 0 } }", "@media print { :where(.new) p { margin: 0 } }"),
    ],
)
def test_global_rules_are_put_under_a_class(css: str, scoped: str) -> None:
    """Bare tags, `*` and the root elements; what has a class of its own stays."""
    assert has_global_rules(css)
    assert under_class(css, "new")[0] == scoped


@pytest.mark.parametrize(
    "css",
    [".a p { margin: 0 }", "#b { margin: 0 }", "@keyframes x { from { top: 0 } }", ".a { p { top: 0 } }"],
)
def test_rules_of_the_parts_own_stay(css: str) -> None:
    """Classes, ids, keyframes and nested rules reach nothing else."""
    assert not has_global_rules(css)
    assert under_class(css, "new") == (css, ())


def test_the_class_is_a_new_one() -> None:
    """A name that the document has is not taken."""
    assert free_class("<p>") == "from-picture"
    assert free_class('<p class="from-picture">', ".from-picture-2 {}") == "from-picture-3"


@pytest.mark.parametrize(
    ("around", "own"),
    [
        ("<html><head><title>a</title></head><body>\n</body></html>", False),
        ("<!doctype html>\n<!-- a -->\n<script>a()</script>", False),
        ("<body><p>a</p></body>", True),
        ("a", True),
    ],
)
def test_what_counts_as_a_documents_own_content(around: str, own: bool) -> None:
    """Anything to see; not the frame of a page."""
    assert has_own_content(around) == own


def test_the_body_s_class_and_style_stay_on_an_element() -> None:
    """They colour the content, so they stay around it; the person is told."""
    page = '<body class="dark" style="padding: 8px">\n<p>a</p>\n</body>'
    text = "<main>b</main>\n"
    document = Document("file:///a", "html", 1, text)
    left = without_page(page, document, place_in(document, Span(len(text), len(text))))
    assert left.content == '<div class="dark" style="padding: 8px">\n  <p>a</p>\n</div>'
    assert left.notes[-1] == "kept the class and style of the page's body on a div"


SHEET = "<style>\np { top: 0; }\n</style>\n<p>x</p>"


@pytest.mark.parametrize(
    "text",
    [
        '<style>\n  .all { display: grid; }\n</style>\n<div class="all">\n  <p>a</p>\n  ¦\n</div>\n',
        '<div class="all md:grid">\n  <p>a</p>\n  ¦\n</div>\n',
        '<div class="row">\n  <p>a</p>\n  ¦\n</div>\n',
        '<div style="display: flex">\n  <p>a</p>\n  ¦\n</div>\n',
    ],
)
async def test_the_layout_around_the_place_lays_out_what_is_new(text: str) -> None:
    """A box of its own around the new elements would be one column of a grid."""
    told = await told_of("html", text, SHEET)
    assert '<div class="from-picture" style="display: contents">' in (told.after or "")
    assert "display: contents" in told.words


async def test_elsewhere_the_new_part_is_a_box() -> None:
    told = await told_of("html", "<div>\n  <p>a</p>\n  ¦\n</div>\n", SHEET)
    assert '<div class="from-picture">' in (told.after or "")
    assert "display" not in told.words
