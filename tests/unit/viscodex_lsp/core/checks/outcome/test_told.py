"""What a person is told of a style sheet, a Markdown file or a module that would have something twice."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

README = "# Tool\n\nText.\n\n## Usage\n\nRun it.\n\n¦\n\n## License\n\nMIT\n"


@pytest.mark.parametrize(
    ("language", "document", "reply", "words"),
    [
        (
            "css",
            ".a {\n  top: 0;\n}\n\n¦\n",
            ".a {\n  top: 1px;\n}",
            "the file has a rule for `.a` already, and sets `top` there",
        ),
        ("css", ".a {\n  top: 0;\n}\n\n¦\n", "@media print {\n  .a {\n    left: 0;\n  }\n}", ""),
        ("css", ".a {\n  top: 0;\n}\n\n¦\n", ".a:hover {\n  left: 0;\n}", ""),
        (
            "css",
            ".a {\n  top: 0;\n}\n\n¦\n",
            "body {\n  margin: 0;\n}\n\n.b {\n  left: 0;\n}",
            "the rule for `body` is for the whole page: the file has rules for classes alone",
        ),
        ("css", "p {\n  top: 0;\n}\n\n¦\n", "body {\n  margin: 0;\n}", ""),
        ("css", ".a {\n  top: 0;\n}\n\n¦\n", ".b p,\n.b a {\n  margin: 0;\n}", ""),
        ("scss", ".a {\n  top: $x;\n  ¦\n}\n", "top: 1px;\nleft: 0;", "the rule sets `top` already"),
        ("css", ".a {\n  height: 100vh;\n  ¦\n}\n", "height: 100dvh;", ""),
        ("css", ".a {\n  ¦\n}\n\n.b {\n  top: 0;\n}\n", "top: 1px;", ""),
        ("markdown", README, "# Other\n\nWords.", "the file has a title already"),
        ("markdown", README, "### Notes\n\nWords.", ""),
        (
            "markdown",
            README,
            "Words.\n\n## License\n\nBSD",
            "the file has a heading `License` at this level already",
        ),
        ("markdown", "# A\n\n## B\n\n### New\n\n## C\n\n¦\n", "### New\n\nWords.", ""),
        ("markdown", README, "```sh\n# Install\npip install tool\n```", ""),
        (
            "python",
            "rows = load()\n\n¦\n\nprint(rows)\n",
            "rows = [1, 2]\nshow(rows)",
            "`rows` gets another value, which lines below use; `show` is not defined or imported in this file",
        ),
        (
            "python",
            "class A:\n    x = 1\n\n    ¦\n\n    y = 2\n",
            "def f(a):\n    return a",
            "`f` takes no `self`, but stands in the class `A`",
        ),
        ("python", "class A:\n    x = 1\n\n    ¦\n\n    y = 2\n", "def f(self):\n    return 1", ""),
        (
            "python",
            "class A:\n    x = 1\n\n    ¦\n\n    y = 2\n",
            "@staticmethod\ndef f(a):\n    return a",
            "",
        ),
        ("python", "rows = [0]\nprint(rows)\n\n¦\n\nprint(1)\n", "rows = [1, 2]\nprint(rows)", ""),
    ],
)
async def test_the_person_is_told_of_what_a_file_would_have_twice(
    language: str, document: str, reply: str, words: str
) -> None:
    told = await told_of(language, document, reply if "```" not in reply else f"````markdown\n{reply}\n````")
    assert told.after is not None
    assert [word for word in told.words.split("; ") if word and word not in words] == []
    assert words in told.words


async def test_a_class_of_the_kind_of_the_one_around_goes_behind_it() -> None:
    document = "@dataclass\nclass A:\n    x: int\n\n    ¦\n\n\nclass B:\n    pass\n"
    told = await told_of("python", document, "@dataclass\nclass C:\n    y: int")
    assert told.after is not None
    assert "\n\n\n@dataclass\nclass C:\n    y: int\n\n\nclass B:" in told.after


@pytest.mark.parametrize("reply", ["class Meta:\n    ordering = ['x']", "class Kind(Enum):\n    A = 1"])
async def test_a_class_of_another_kind_stays_inside(reply: str) -> None:
    told = await told_of("python", "class A:\n    x = 1\n\n    ¦\n\n    y = 2\n", reply)
    assert told.after is not None
    assert f"    {reply.split(chr(10))[0]}" in told.after


@pytest.mark.parametrize(
    ("document", "reply", "said"),
    [
        (
            "<table>\n  <tr><td>a</td><td>b</td></tr>\n  ¦\n</table>\n",
            "<tr><td>c</td><td>d</td><td>e</td></tr>",
            "the new rows have 3 cells each, those of the table 2",
        ),
        ("<table>\n  <tr><td>a</td><td>b</td></tr>\n  ¦\n</table>\n", "<tr><td>c</td><td>d</td></tr>", ""),
        (
            "<table>\n  <tr><td>a</td><td>b</td></tr>\n  ¦\n</table>\n",
            '<tr><td colspan="2">c</td></tr>',
            "",
        ),
        (
            "<table>\n  <thead><tr><th>a</th></tr></thead>\n  <tbody>\n    ¦\n  </tbody>\n</table>\n",
            "<tr><td>c</td><td>d</td></tr>",
            "the new rows have 2 cells each, those of the table 1",
        ),
        (
            "<article><h1>a</h1>\n¦\n</article>\n",
            "<section><h1>b</h1></section>",
            "the page has an `<h1>` already",
        ),
        ("<article><h1>a</h1></article>\n¦\n", "<article><h1>b</h1></article>", ""),
        (
            "<style>\n  .a { top: 0; }\n  ¦\n</style>\n<p>b</p>\n",
            "```css\n.a { top: 1px; }\n```",
            "the file has a rule for `.a` already, and sets `top` there",
        ),
    ],
)
async def test_what_may_be_meant_in_a_page_is_told(document: str, reply: str, said: str) -> None:
    told = await told_of("html", document, reply)
    assert told.after is not None
    assert told.words == said


@pytest.mark.parametrize(
    ("language", "loop", "end"),
    [
        ("blade", "@foreach ($days as $day)", "@endforeach"),
        ("twig", "{% for day in days %}", "{% endfor %}"),
        ("erb", "<% days.each do |day| %>", "<% end %>"),
        ("handlebars", "{{#each days}}", "{{/each}}"),
    ],
)
async def test_a_style_sheet_stands_above_the_loop_and_a_script_in_it_is_told(
    language: str, loop: str, end: str
) -> None:
    sheet = "<style>\n  .a { top: 0; }\n</style>\n"
    text = f"<ul>\n  {loop}\n  <li>\n    ¦\n  </li>\n  {end}\n</ul>\n"
    told = await told_of(language, text, f'{sheet}<b class="a">b</b>')
    assert told.after == sheet + text.replace("¦", '<b class="a">b</b>')
    assert told.words == "put the style sheet above the loop"
    script = "<b>b</b>\n<script>\n  go()\n</script>"
    said = f"the script stands in the loop `{loop}`, so it comes once for each item"
    assert said in (await told_of(language, text, script)).words
    behind = f"<ul>\n  {loop}\n  <li>a</li>\n  {end}\n</ul>\n¦\n"
    assert "loop" not in (await told_of(language, behind, f"{sheet}<b>b</b>")).words


async def test_a_figure_that_is_made_again_where_one_was_drawn_in_is_told() -> None:
    made = "fig, ax = plt.subplots(figsize=(8, 4))"
    text = f"import matplotlib.pyplot as plt\n\n{made}\nax.plot([1])\n¦\nplt.show()\n"
    told = await told_of("python", text, f"{made}\nax.plot([1], label='a')\nax.legend()")
    assert f"the block has `{made}` already" in told.words
