"""A whole page of HTML for a place in JSX gives its content and its rules."""

from tests.fixtures.replies.reply_cases import told_of

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
  <title>A</title>
  <style>
    body { margin: 0; }
    .b { color: red; }
  </style>
</head>
<body>
  <p class="b" tabindex="0">c &amp; d<br></p>
  <script>go();</script>
</body>
</html>"""
PLACE = "export const A = () => (\n  <main>\n    ¦\n  </main>\n);\n"


async def test_its_content_lands_between_tags_with_its_rules_kept_to_itself() -> None:
    told = await told_of("javascriptreact", PLACE, PAGE, "html")
    assert told.after == (
        "export const A = () => (\n  <main>\n"
        "    <style>{`\n      .from-picture { margin: 0; }\n      .b { color: red; }\n    `}</style>\n"
        '    <div className="from-picture">\n      <p className="b" tabIndex={0}>c &amp; d<br /></p>\n    </div>\n'
        "  </main>\n);\n"
    )
    assert "left out a script of the page" in told.words
    assert "took the content out of a whole page" in told.words


async def test_for_an_empty_file_it_becomes_a_component() -> None:
    told = await told_of("typescriptreact", "¦", PAGE, "html", file="src/user-card.tsx")
    assert told.after is not None, told.words
    assert told.after.startswith(
        "export default function UserCard() {\n  return (\n    <>\n      <style>{`\n"
    )
    assert "<html" not in told.after


async def test_an_index_is_named_after_its_folder() -> None:
    """But for the first page of a site."""
    for file, name in (
        ("src/nav-bar/index.tsx", "NavBar"),
        ("pages/index.tsx", "Home"),
        ("a/[id].tsx", "Id"),
    ):
        told = await told_of("typescriptreact", "¦", "<p>a</p>", file=file)
        assert told.after is not None
        assert f"function {name}()" in told.after


async def test_rules_that_would_end_their_text_are_refused() -> None:
    """A backtick ends it."""
    page = PAGE.replace("red", "var(--`)")
    assert (await told_of("javascriptreact", PLACE, page, "html")).after is None
