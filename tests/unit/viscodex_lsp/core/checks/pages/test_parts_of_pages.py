"""Replies that are more than their place holds, or of another form: heads, tables, lists, components, style sheets."""

import pytest

from tests.fixtures.replies.reply_cases import Case, Told, play

FRAME = "<html>\n<head>\n  <title>Document</title>\n</head>\n<body>\n  ¦\n</body>\n</html>\n"
FULL = FRAME.replace("<body>", "<body>\n  <h1>Own</h1>")
PAGE = """<html>
<head>
  <title>Shop</title>
  <meta charset="utf-8">
  <meta property="og:type" content="site">
  <link href="a.css" rel="stylesheet">
  <script>
    go = 1
  </script>
</head>
<body>
  <p>Hi</p>
</body>
</html>"""


async def told(text: str, reply: str, *, label: str = "html", language: str = "html") -> Told:
    fenced = reply if "```" in reply else f"```{label}\n{reply}\n```"
    return await play(Case("a", "page", language, "a", text, fenced, {}))


async def test_a_frame_gets_what_the_page_loads() -> None:
    """Scripts and links go to the end of the head; what describes the other page is named."""
    result = await told(FRAME, PAGE)
    head = '  <link href="a.css" rel="stylesheet">\n  <script>\n    go = 1\n  </script>\n</head>'
    assert result.after == FRAME.replace("</head>", head).replace("¦", "<p>Hi</p>")
    assert "title `Shop`, `og:type`" in result.words
    assert "moved 2 parts of the page's head" in result.words


async def test_a_page_with_content_of_its_own_is_told_what_is_left_out() -> None:
    """A style sheet that is loaded could change what is there."""
    result = await told(FULL, PAGE)
    assert result.after == FULL.replace("¦", "<p>Hi</p>")
    assert "title `Shop`, `og:type`" in result.words
    assert "scripts and links of the page's head: `a.css`" in result.words


async def test_what_the_file_loads_already_is_neither_moved_nor_named() -> None:
    """It is there."""
    result = await told(FRAME.replace("</head>", '<link href="a.css" rel="stylesheet">\n</head>'), PAGE)
    assert result.after is not None
    assert result.after.count("a.css") == 1
    assert "1 part of" in result.words


@pytest.mark.parametrize(
    ("page", "after", "note"),
    [
        (
            '<html>\n<head>\n  <link rel="stylesheet" href="s.css">\n</head>\n<body>\n  <p>a</p>\n</body>\n</html>',
            "<html>\n<head>\n  <style>\n    p { margin: 0 }\n  </style>\n</head>\n<body>\n  <p>a</p>\n  <script>\n"
            "    go()\n  </script>\n</body>\n</html>\n",
            "put the code of `s.css` in the place of its link",
        ),
        (
            '<html>\n<head>\n</head>\n<body>\n  <p>a</p>\n  <script src="s.js"></script>\n</body>\n</html>',
            "<html>\n<head>\n<style>\n  p { margin: 0 }\n</style>\n</head>\n<body>\n  <p>a</p>\n  <script>\n"
            "    go()\n  </script>\n</body>\n</html>\n",
            "put the code of `s.js` in the place of its link",
        ),
    ],
)
async def test_blocks_beside_a_whole_page_go_into_it(page: str, after: str, note: str) -> None:
    """In a new file nobody writes the files that it links to; nothing stands before the doctype or behind the end."""
    css, script = "```css\np { margin: 0 }\n```", "```js\ngo()\n```"
    result = await told("¦\n", f"```html\n{page}\n```\n\nstyles:\n\n{css}\n\nscript:\n\n{script}")
    assert result.after == after
    assert note in result.words


@pytest.mark.parametrize(
    ("text", "reply", "after"),
    [
        (
            "<table>\n  <tbody>\n    <tr><td>1</td></tr>\n    ¦\n  </tbody>\n</table>\n",
            "<table>\n  <tbody>\n    <tr>\n      <td>1</td>\n    </tr>\n    <tr><td>2</td></tr>\n  </tbody>\n</table>",
            "<table>\n  <tbody>\n    <tr><td>1</td></tr>\n    <tr><td>2</td></tr>\n  </tbody>\n</table>\n",
        ),
        ("<ol>\n  ¦\n</ol>\n", '<ul class="x">\n  <li>b</li>\n</ul>', "<ol>\n  <li>b</li>\n</ol>\n"),
        ("<li>\n  ¦\n</li>\n", "<ul>\n  <li>b</li>\n</ul>", "<li>\n  <ul>\n    <li>b</li>\n  </ul>\n</li>\n"),
        (
            "<select>\n  ¦\n</select>\n",
            "<select>\n  <option>b</option>\n</select>",
            "<select>\n  <option>b</option>\n</select>\n",
        ),
        (
            "<select><option>a</option></select>\n<select>\n  ¦\n</select>\n",
            "<select>\n  <option>a</option>\n  <option>c</option>\n</select>",
            "<select><option>a</option></select>\n<select>\n  <option>a</option>\n  <option>c</option>\n</select>\n",
        ),
        (
            "<table>\n  <tr>\n    <td>\n      ¦\n    </td>\n  </tr>\n</table>\n",
            "<table><tr><td>1</td></tr></table>",
            "<table>\n  <tr>\n    <td>\n      <table><tr><td>1</td></tr></table>\n    </td>\n  </tr>\n</table>\n",
        ),
        (
            "<div>\n  ¦\n</div>\n",
            "<div>\n  <p>a</p>\n</div>",
            "<div>\n  <div>\n    <p>a</p>\n  </div>\n</div>\n",
        ),
        (
            '<div class="card">\n  <div class="body">\n    ¦\n  </div>\n</div>\n',
            '<div class="card">\n  <img src="a.png">\n  <div class="body">\n    <p>a</p>\n  </div>\n</div>',
            '<div class="card">\n  <div class="body">\n    <p>a</p>\n  </div>\n</div>\n',
        ),
    ],
)
async def test_an_element_does_not_land_in_its_like(text: str, reply: str, after: str) -> None:
    """Of a table the new rows, of a list the items; where such an element may be nested it stays."""
    result = await told(text, reply)
    assert result.after == after


ROWS = "<table>\n  <tbody>\n    <tr><td>Anna</td></tr>\n    ¦\n  </tbody>\n</table>\n"


@pytest.mark.parametrize(
    ("reply", "rows", "note"),
    [
        (
            "<table><tbody>\n<tr><td>Anna</td></tr><tr><td>Bert</td></tr>\n<tr><td>Cleo</td></tr>\n</tbody></table>",
            "<tr><td>Bert</td></tr>\n    <tr><td>Cleo</td></tr>",
            "left out lines that are there already",
        ),
        (
            "<table>\n  <tr><th>Name</th></tr>\n  <tbody>\n    <tr><td>Bert</td></tr>\n  </tbody>\n</table>",
            "<tr><td>Bert</td></tr>",
            "left out its `<tr>`",
        ),
        (
            "<table>\n  <colgroup><col></colgroup>\n  <tbody>\n    <tr><td>Bert</td></tr>\n  </tbody>\n</table>",
            "<tr><td>Bert</td></tr>",
            "left out its `<colgroup>`",
        ),
        (
            "<table>\n  <thead><tr><th>Name</th></tr></thead>\n  <tr><td>Bert</td></tr>\n</table>",
            "<tr><td>Bert</td></tr>",
            "left out its `<thead>`",
        ),
        (
            "<table>\n  <tr><td><table><tbody><tr><td>Bert</td></tr></tbody></table></td></tr>\n</table>",
            "<tr><td><table><tbody><tr><td>Bert</td></tr></tbody></table></td></tr>",
            "took the rows out of their table",
        ),
    ],
)
async def test_of_a_table_no_row_goes_without_a_word(reply: str, rows: str, note: str) -> None:
    """A row on one line with a known one is new; what stands beside the section is named; a cell keeps its table."""
    result = await told(ROWS, reply)
    assert result.after == ROWS.replace("¦", rows)
    assert note in result.words


async def test_php_is_no_html() -> None:
    """A file of HTML is sent as it is."""
    assert (
        await told(
            "<ul>\n  ¦\n</ul>\n", "<?php foreach ($a as $b): ?>\n<li></li>\n<?php endforeach; ?>", label="php"
        )
    ).after is None


@pytest.mark.parametrize("reply", ["| a | b |\n|---|---|\n| 1 | 2 |", "# Title\n\nText", "- one\n- two"])
async def test_markdown_is_no_html(reply: str) -> None:
    """It would be shown with its signs."""
    result = await told("<div>\n  ¦\n</div>\n", reply, label="")
    assert result.after is None
    assert "The answer is Markdown" in result.words


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("<pre>\n¦\n</pre>\n", "## Usage\n\n- one\n- two"),
        ("<p>\n<textarea>\n¦\n</textarea>\n</p>\n", "# Title"),
        ("<!--\n¦\n-->\n<p>a</p>\n", "- one\n- two"),
        ("<div>\n  ¦\n</div>\n", "### Chapter one ###"),
    ],
)
async def test_signs_of_markdown_in_text_that_shows_them(text: str, reply: str) -> None:
    """What a page shows as it is, or never, may have any signs, and a line may be framed by them."""
    after = (await told(text, reply, label="html")).after
    assert after is not None
    assert all(line in after for line in reply.split("\n"))


async def test_behind_text_that_shows_signs_markdown_is_none() -> None:
    """A closed comment or element says nothing of what follows."""
    assert (
        await told("<!-- a -->\n<pre>b</pre>\n<div>\n  ¦\n</div>\n", "# Title", label="html")
    ).after is None


@pytest.mark.parametrize(
    ("language", "text", "label", "reply", "after"),
    [
        (
            "html",
            "<head>\n  ¦\n</head>\n",
            "css",
            "p { a: b }",
            "<head>\n  <style>\n    p { a: b }\n  </style>\n</head>\n",
        ),
        ("html", "<div>\n  ¦\n</div>\n", "css", "p { margin: 0 }", None),
        (
            "css",
            "a { color: red }\n\n¦\n",
            "html",
            PAGE.replace("<title>", "<style>\n.b { a: b }\n</style>\n<title>"),
            "a { color: red }\n\n.b { a: b }\n",
        ),
        ("css", "a { color: red }\n\n¦\n", "html", "<p>a</p>", None),
        (
            "html",
            "<div>\n  ¦\n</div>\n",
            "vue",
            "<template>\n  <p>a</p>\n</template>\n\n<style scoped>\n.b { a: b }\n</style>",
            "<div>\n  <style>\n    .b { a: b }\n  </style>\n  <p>a</p>\n</div>\n",
        ),
        ("html", "<div>\n  ¦\n</div>\n", "markdown", "<p>a</p>", "<div>\n  <p>a</p>\n</div>\n"),
        ("html", "<p>a</p>\n¦\n", "svg", '<?xml version="1.0"?>\n<svg></svg>', "<p>a</p>\n<svg></svg>\n"),
        (
            "html",
            "<!-- hero -->\n¦\n<!-- /hero -->\n",
            "html",
            "<!-- hero -->\n<p>a</p>\n<!-- /hero -->",
            "<!-- hero -->\n<p>a</p>\n<!-- /hero -->\n",
        ),
    ],
)
async def test_code_of_a_pages_languages_takes_the_form_of_its_place(
    language: str, text: str, label: str, reply: str, after: str | None
) -> None:
    """Rules become an element in a page's head, a page gives a style sheet its rules, a component its markup."""
    assert (await told(text, reply, label=label, language=language)).after == after
