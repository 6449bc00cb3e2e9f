"""Items of a list, motions of Svelte and blocks of Liquid that a reply draws again."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

LIST = '<ul class="files">\n  <li>report.pdf</li>\n  <li>notes.txt</li>\n  ¦\n</ul>\n'
NEW = '<li class="new">photo.png</li>'


@pytest.mark.parametrize(
    "items",
    [
        '<li class="on">report.pdf</li>\n<li>notes.txt</li>\n',
        "<li><i>📄</i> report.pdf <small>2 MB</small></li>\n<li><i>📄</i> notes.txt <small>4 KB</small></li>\n",
    ],
)
@pytest.mark.parametrize("wrapped", [True, False])
async def test_items_that_the_list_has_go_whatever_else_is_in_them(items: str, wrapped: bool) -> None:
    reply = f'<ul class="files">\n{items}{NEW}\n</ul>' if wrapped else f"{items}{NEW}"
    told = await told_of("html", LIST, reply)
    assert told.after == LIST.replace("¦", NEW), told.words
    assert "`report.pdf`" in told.words or "there already" in told.words


@pytest.mark.parametrize(
    "items", ["<li>report.pdf by Ann</li>\n", "<li>notes.txt 2</li>\n<li>report.pdf 2</li>\n"]
)
async def test_some_items_that_are_like_those_of_the_list_stay(items: str) -> None:
    told = await told_of("html", LIST, f"{items}{NEW}")
    assert told.after == LIST.replace("¦", f"{items}{NEW}".replace("\n", "\n  "))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("<p transition:fade in:fly={{ y: 2 }}>b</p>", "<p transition:fade>b</p>"),
        ("<p in:fade out:fade>b</p>", "<p in:fade out:fade>b</p>"),
    ],
)
async def test_an_element_of_svelte_has_one_kind_of_motion(given: str, kept: str) -> None:
    script = "<script>\n  import { fade, fly } from 'svelte/transition';\n</script>\n\n"
    told = await told_of("svelte", f"{script}<main>\n  ¦\n</main>\n", given)
    assert told.after == f"{script}<main>\n  {kept}\n</main>\n"
    assert ("`in:fly={{ y: 2 }}`" in told.words) == (given != kept)


async def test_the_schema_of_a_section_stands_once() -> None:
    schema = '{% schema %}\n{ "name": "A" }\n{% endschema %}\n'
    item = "<p {{ block.shopify_attributes }}>{{ block.settings.text }}</p>"
    markup = f"{{% for block in section.blocks %}}\n  {item}\n{{% endfor %}}"
    text = f"<section>\n  <h2>a</h2>\n  ¦\n</section>\n\n{schema}"
    told = await told_of("liquid", text, f"{markup}\n\n{schema}")
    assert told.after == text.replace("¦", markup.replace("\n", "\n  "))
    assert "schema" in told.words


async def test_a_block_that_changes_a_part_of_the_code_above_is_named() -> None:
    reply = (
        "```html\n<p>a</p>\n<b>★★★★★</b>\n```\n\nFor real stars add a rating to your data and replace the stars line "
        "with:\n\n```html\n<b>{{ stars }}</b>\n```\n"
    )
    told = await told_of("html", "<main>\n  ¦\n</main>\n", reply)
    assert told.after == "<main>\n  <p>a</p>\n  <b>★★★★★</b>\n</main>\n"
    assert "it changes the code above" in told.words
    style = reply.replace("the stars line", "the style block").replace(
        "<b>{{ stars }}</b>", "<style>\nb { top: 0 }\n</style>"
    )
    told = await told_of("html", "<main>\n  ¦\n</main>\n", style)
    assert told.after is not None
    assert "top: 0" in told.after
