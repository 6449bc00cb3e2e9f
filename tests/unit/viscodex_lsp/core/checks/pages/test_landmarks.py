"""What is around a place already, and a page has once, is not written into itself."""

import pytest

from tests.fixtures.replies.reply_cases import Told, told_of

HTML = '<body>\n  <main class="page">\n    <h1>Shop</h1>\n    <p>Welcome to the shop</p>\n    ¦\n  </main>\n</body>\n'
ASTRO = "---\nimport Layout from './L.astro';\n---\n<Layout>\n  <main>\n    ¦\n  </main>\n</Layout>\n"
NAV = '<header>\n  <nav>\n¦    <a href="/home">Home</a>\n¦  </nav>\n</header>\n'


@pytest.mark.parametrize(
    ("language", "text", "reply", "told"),
    [
        (
            "astro",
            ASTRO,
            '<Layout title="a">\n<main>\n<b>x</b>\n</main>\n</Layout>',
            ('<Layout title="a">', "<main>"),
        ),
        ("astro", ASTRO, "<Layout>\n<b>x</b>\n</Layout>", ("<Layout>",)),
        ("html", HTML, '<main class="x">\n<b>x</b>\n</main>', ('<main class="x">',)),
        ("html", HTML.replace("main", "footer"), "<footer>\n<b>x</b>\n</footer>", ("<footer>",)),
    ],
)
async def test_its_content_is_taken(language: str, text: str, reply: str, told: tuple[str, ...]) -> None:
    found = await told_of(language, text, reply)
    words = "; ".join(f"left out `{tag}`: it is around the place already" for tag in told)
    assert found == Told(text.replace("¦", "<b>x</b>"), words)


@pytest.mark.parametrize("language", ["html", "svelte", "vue"])
async def test_lines_that_are_around_the_place_are_not_written_twice(language: str) -> None:
    """With the element's content they would be there again; which are to go is not known."""
    page = NAV.replace("¦", "").replace("  <nav>", "  ¦\n  <nav>")
    text = f"<template>\n{page}</template>\n" if language == "vue" else page
    links = '<a href="/home">Home</a>\n    <a href="/a">A</a>'
    reply = f'<header class="x">\n  <b>x</b>\n  <nav>\n    {links}\n  </nav>\n</header>'
    told = await told_of(language, text, reply, "html")
    assert told.after is None
    assert '`<a href="/home">Home</a>`' in told.words


async def test_lines_that_a_main_has_already_are_not_written_twice() -> None:
    told = await told_of("html", HTML, "<main>\n<p>Welcome to the shop</p>\n<b>x</b>\n</main>")
    assert told.after is None
    assert "`<p>Welcome to the shop</p>`" in told.words


async def test_a_script_behind_it_stays() -> None:
    script = "<script>\n  go();\n</script>"
    told = await told_of("astro", ASTRO, f"<Layout>\n<b>x</b>\n</Layout>\n\n{script}")
    assert told.after == ASTRO.replace("¦", f"<b>x</b>\n{script}".replace("\n", "\n    "))


@pytest.mark.parametrize(
    "reply", ["<section>\n  <b>x</b>\n</section>", "<header>x</header>\n<p>y</p>", "<header>x</header>"]
)
async def test_other_elements_stay(reply: str) -> None:
    assert (await told_of("html", HTML, reply)).after == HTML.replace("¦", reply.replace("\n", "\n    "))


async def test_what_replaces_all_that_is_in_it_is_its_content() -> None:
    told = await told_of("html", NAV, '<nav>\n  <a href="/a">Shop</a>\n</nav>')
    assert told.after == NAV.replace('¦    <a href="/home">Home</a>\n¦', '    <a href="/a">Shop</a>\n')


VUE = "<template>\n  <p>a</p>\n  ¦\n</template>\n\n<style scoped>\np { top: 0; }\n</style>\n"
PAGE = (
    "<!doctype html>\n<html>\n<head>\n<style>\nbody { left: 0; }\n.b { top: 0; }\n</style>\n</head>\n"
    "<body>\n¦</body>\n</html>"
)
B = '<b class="b">x</b>\n'


async def test_the_rules_of_a_page_for_all_of_it_are_for_the_new_part_of_a_component() -> None:
    told = await told_of("vue", VUE, PAGE.replace("¦", B), "html")
    new = f'<div class="from-picture">\n    {B}  </div>'
    rules = "p { top: 0; }\n.from-picture { left: 0; }\n.b { top: 0; }\n"
    assert told.after == VUE.replace("¦", new).replace("p { top: 0; }\n", rules)


async def test_markup_for_an_empty_file_of_vue_gets_a_template() -> None:
    assert (await told_of("vue", "¦", "<b>x</b>", "html")).after == "<template>\n  <b>x</b>\n</template>\n"
    told = await told_of(
        "vue", "¦", PAGE.replace("¦", B + "<script>\ndocument.title = 'a'\n</script>\n"), "html"
    )
    rules = "<style scoped>\nbody { left: 0; }\n.b { top: 0; }\n</style>\n"
    assert told.after == f"<template>\n  {B}</template>\n\n{rules}"
    assert "left out a script of the page" in told.words


@pytest.mark.parametrize(
    "code", ["<template>\n  <b>x</b>\n</template>", "<script setup>\nconst a = 1\n</script>"]
)
async def test_a_component_for_an_empty_file_stays(code: str) -> None:
    assert (await told_of("vue", "¦", code)).after == f"{code}\n"


async def test_rules_for_an_astro_component_go_into_its_style_sheet() -> None:
    text = ASTRO + "\n<style>\n  h1 {\n    top: 0;\n  }\n</style>\n"
    told = await told_of("astro", text, "<b>x</b>\n\n<style>\n  b {\n    top: 1;\n  }\n</style>")
    assert told.after == text.replace("¦", "<b>x</b>").replace(
        "</style>", "  b {\n    top: 1;\n  }\n</style>"
    )
    inline = "<b>x</b>\n<style is:global>\n  b { top: 1; }\n</style>"
    assert (await told_of("astro", text, inline)).after == text.replace("¦", inline.replace("\n", "\n    "))


LOADS = '<link href="https://a/a.css" rel="stylesheet">\n<script src="https://a/a.js"></script>\n'


@pytest.mark.parametrize(("language", "kept"), [("html", True), ("blade", True), ("svelte", False)])
async def test_what_a_page_without_a_head_loads_is_of_its_head(language: str, kept: bool) -> None:
    """A browser makes a head of what is above the body; links work in a page's body too, and not in a component."""
    text = "<section>\n  <p>a</p>\n  ¦\n</section>\n"
    told = await told_of(language, text, f"<html>\n{LOADS}<body>\n  <b>x</b>\n</body>\n</html>", "html")
    link = LOADS.split("\n")[0]
    assert told.after == text.replace("¦", f"{link}\n  <b>x</b>" if kept else "<b>x</b>")
    assert ("`https://a/a.css`" in told.words) != kept
    assert "`https://a/a.js`" in told.words


async def test_no_blank_lines_are_left_where_a_script_was() -> None:
    page = PAGE.replace("¦", f"{B}\n\n<script>\ngo()\n</script>\n")
    told = await told_of("vue", VUE, page, "html")
    assert f'<div class="from-picture">\n    {B}  </div>' in (told.after or "")


INERTIA = (
    '<template>\n  <Head title="a" />\n  <AppLayout>\n    <div>\n      ¦\n    </div>\n  </AppLayout>\n'
    "</template>\n"
)


async def test_a_component_that_is_called_head_is_no_head() -> None:
    told = await told_of("vue", INERTIA, '<Head title="b" />\n<b>x</b>')
    assert told.after == INERTIA.replace("¦", '<Head title="b" />\n      <b>x</b>')
    told = await told_of("vue", INERTIA, '<Head title="b" />\n\n<AppLayout>\n  <b>x</b>\n</AppLayout>')
    assert told.after == INERTIA.replace("¦", "<b>x</b>")
    assert 'left out `<Head title="b" />`: the file has its own' in told.words


HEAD = (
    "<html>\n<head>\n  <meta charset='utf-8'>\n  <title>Own</title>\n  ¦\n</head>\n<body></body>\n</html>\n"
)


@pytest.mark.parametrize(("body", "named"), [("", False), ("<p>x</p>", True)])
async def test_a_page_for_a_place_in_a_head_gives_what_its_own_has(body: str, named: bool) -> None:
    head = '<meta charset="utf-8">\n<title>Other</title>\n<link rel="icon" href="a.png">'
    told = await told_of("html", HEAD, f"<html>\n<head>\n{head}\n</head>\n<body>{body}</body>\n</html>")
    assert told.after == HEAD.replace("¦", '<link rel="icon" href="a.png">')
    assert ("left out the page's body" in told.words) == named


@pytest.mark.parametrize(("one", "other"), [("preload", "stylesheet"), ("icon", "apple-touch-icon")])
async def test_an_address_that_the_page_loads_for_another_end_is_loaded(one: str, other: str) -> None:
    text = f'<html><head>\n  <link rel="{one}" href="a">\n  ¦\n</head><body><p>x</p></body></html>\n'
    told = await told_of("html", text, f'<link rel="{other}" href="a">\n<meta name="author" content="b">')
    assert told.after is not None
    assert f'<link rel="{other}" href="a">' in told.after


async def test_a_row_of_equal_cards_stays() -> None:
    card = '<article class="card"><h3>Lorem ipsum dolor</h3></article>'
    text = f"<div>\n  {card}\n  ¦\n</div>\n"
    told = await told_of("html", text, f"{card}\n{card}\n<p>more</p>")
    assert told.after is not None
    assert told.after.count(card) == 3


LINKS = '<a href="/">Our home page</a> <a href="/about">About us</a>'


@pytest.mark.parametrize(
    ("there", "new"),
    [
        (f'<nav class="wide">{LINKS}</nav>', f'<nav class="narrow">{LINKS}</nav>'),
        (f"<nav>{LINKS}</nav>", f"<nav>{LINKS.replace('/about', '/us')}</nav>"),
        (
            "<article><header>By Anna, yesterday</header></article>",
            '<header class="a">By Anna, yesterday</header>',
        ),
    ],
)
async def test_another_element_with_the_same_words_stays(there: str, new: str) -> None:
    told = await told_of("html", f"<body>\n{there}\n<div>\n¦\n</div>\n</body>\n", f"{new}\n<p>b</p>")
    assert told.after is not None
    assert new in told.after
