"""HTML, imports and components in an MDX file."""

import pytest

from tests.fixtures.replies.reply_cases import Told, told_of

MDX = "import { A } from './a'\n\n# Title\n\n¦\n"


@pytest.mark.parametrize(
    ("html", "mdx"),
    [
        ("<p>a<br>b</p>", "<p>a<br />b</p>"),
        ('<b style="margin-top: 0">x</b>', "<b style={{ marginTop: '0' }}>x</b>"),
        ('<label class="a" for="b">x</label>', '<label className="a" htmlFor="b">x</label>'),
        ("<b>x</b>\n<!-- y -->", "<b>x</b>\n{/* y */}"),
    ],
)
async def test_html_is_written_as_mdx_wants_it(html: str, mdx: str) -> None:
    assert await told_of("mdx", MDX, html, "html") == Told(MDX.replace("¦", mdx), "wrote the HTML as MDX")


async def test_the_names_of_html_stay_where_the_file_has_them_or_is_of_astro() -> None:
    for head in ('<b class="a">x</b>', "import L from './L.astro'"):
        text = f"{head}\n\n¦\n"
        told = await told_of("mdx", text, '<p class="c">x</p>', "html")
        assert told.after == text.replace("¦", '<p class="c">x</p>')


@pytest.mark.parametrize(
    "code", ["<A>x</A>", "<p>a<br />b</p>", "Use `<br>` for a new line.", "- one <b>two</b>"]
)
async def test_what_is_sound_stays(code: str) -> None:
    assert await told_of("mdx", MDX, f"```mdx\n{code}\n```") == Told(MDX.replace("¦", code), "")


async def test_imports_go_to_those_of_the_file() -> None:
    told = await told_of("mdx", MDX, "```mdx\nimport { B } from './b'\n\n<B />\n```")
    assert told.after == MDX.replace("'./a'\n", "'./a'\nimport { B } from './b'\n").replace("¦", "<B />")
    code = "# Title\n\n```js\nimport { A } from './a'\n```\n\n¦\n"
    told = await told_of("mdx", code, "```mdx\nimport { B } from './b'\n\n<B />\n```")
    assert told.after == code.replace("¦", "import { B } from './b'\n\n<B />")


@pytest.mark.parametrize(
    ("language", "text", "reply", "named"),
    [
        ("mdx", MDX, "<B />", True),
        ("mdx", MDX.removeprefix("import { A } from './a'\n\n"), "<B />", False),
        ("mdx", MDX, "<A />", False),
        ("svelte", "<script>\n  import A from './A.svelte';\n</script>\n\n<A />\n¦\n", "<B x={1} />", True),
        ("svelte", "<p>a</p>\n¦\n", "<script>\n  import B from './B.svelte';\n</script>\n\n<B />", False),
        ("astro", "---\nconst a = 1;\n---\n<p>{a}</p>\n¦\n", "<B.Root>x</B.Root>", True),
        ("astro", "---\nconst a = 1;\n---\n<p>{a}</p>\n¦\n", "<Fragment>x</Fragment>", False),
        ("vue", "<template>\n  <p>\n    ¦\n  </p>\n</template>\n", "<B />", False),
    ],
)
async def test_a_component_that_nothing_imports_is_named(
    language: str, text: str, reply: str, named: bool
) -> None:
    """In Vue it may be one that is registered for all files."""
    told = await told_of(language, text, f"```{language}\n{reply}\n```")
    assert told.after is not None
    assert ("`B` is not defined or imported" in told.words) == named
