"""Markup that a reply draws again around its place, has a second time, or puts where HTML has no place for it."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

CARD = """\
<main>
  <h1>Team</h1>
  <div class="card">
    <div class="card-body">
      <h5 class="title">Anna</h5>
      ¦
    </div>
  </div>
</main>
<footer class="end"><p>Green Leaf, 2024</p></footer>
"""


async def left_of(reply: str, document: str = CARD) -> str:
    """The lines that a reply adds to a page, without their indentation."""
    told = await told_of("html", document, reply)
    assert told.after is not None, told.words
    before, _, after = document.partition("      ¦")
    assert told.after.startswith(before)
    assert told.after.endswith(after)
    rows = told.after[len(before) : len(told.after) - len(after)].split("\n")
    return "".join(row.strip() for row in rows)


@pytest.mark.parametrize(
    "around",
    [
        '<div class="card">{}</div>',
        '<div class="card"><div class="card-body">{}</div></div>',
        '<div class="card-body">\n{}\n</div>',
        '<main>\n<div class="card">\n{}\n</div>\n</main>',
    ],
)
async def test_what_is_around_the_place_is_left_out(around: str) -> None:
    """An element that only wraps the new code in what the place is in already goes, and is named."""
    told = await told_of("html", CARD, around.format("<p>Designs things</p>"))
    assert told.after is not None
    assert told.after.count('class="card') == 2
    assert "<p>Designs things</p>" in told.after
    assert told.words


@pytest.mark.parametrize(
    "reply",
    [
        '<div class="card">\n  <h5 class="title">Eva</h5>\n  <p>Support</p>\n</div>',
        '<div class="card">\n  <div class="card-body">\n    <h5 class="title">Eva</h5>\n    <p>x</p>\n  </div>\n</div>',
        '<section>\n  <div class="card">\n    <h5>Eva</h5>\n  </div>\n</section>',
    ],
)
async def test_another_card_is_not_put_into_a_card(reply: str) -> None:
    told = await told_of("html", CARD, reply)
    assert told.after is None
    assert "draws" in told.words


@pytest.mark.parametrize("name", ["row", "flex gap-2", "comment", "form-group", "col-md-6"])
async def test_what_is_made_to_nest_may_nest(name: str) -> None:
    document = f'<div class="{name}">\n  <section>\n    ¦\n  </section>\n</div>\n'
    told = await told_of("html", document, f'<div class="{name}">\n  <h4>Two</h4>\n</div>')
    assert told.after is not None
    assert told.after.count(f'class="{name}"') == 2


async def test_a_file_that_nests_its_cards_may_go_on_so() -> None:
    document = '<div class="card">\n  <div class="card">a</div>\n  <section>\n    ¦\n  </section>\n</div>\n'
    told = await told_of("html", document, '<div class="card">\n  <h4>b</h4>\n</div>')
    assert told.after is not None
    assert told.after.count('class="card"') == 3


async def test_a_second_main_is_refused() -> None:
    told = await told_of("html", "<main>\n  <p>a</p>\n</main>\n¦\n", "<main>\n  <h2>b</h2>\n</main>")
    assert told.after is None
    assert "`<main>`" in told.words


@pytest.mark.parametrize(
    ("reply", "left"),
    [
        ('<h5 class="title">Anna</h5>\n<p>Lead</p>', "<p>Lead</p>"),
        ('<p>Lead</p>\n<footer class="end">\n  <p>Green Leaf, 2024</p>\n</footer>', "<p>Lead</p>"),
        ('<!-- End -->\n<footer class="end"><p>Green Leaf, 2024</p></footer>\n<p>Lead</p>', "<p>Lead</p>"),
        ("<h5>Skills</h5>\n<p>Lead</p>", "<h5>Skills</h5><p>Lead</p>"),
        ("<footer>\n  <b>Green Leaf,</b>\n  2024\n</footer>\n<p>Lead</p>", "<p>Lead</p>"),
    ],
)
async def test_what_the_page_has_already_is_left_out(reply: str, left: str) -> None:
    assert await left_of(reply) == left


@pytest.mark.parametrize(
    ("document", "reply", "told_of_it"),
    [
        ("<h1>A</h1>\n¦\n", "<section>\n  <h1>B</h1>\n</section>", "the page has an `<h1>` already"),
        (
            "<footer>a</footer>\n¦\n",
            "<footer>\n  <p>other</p>\n</footer>",
            "the page has a `<footer>` already",
        ),
        ("<footer>a</footer>\n¦\n", "<article>\n  <footer>b</footer>\n</article>", ""),
        ('<p id="a">x</p>\n¦\n', '<p id="a">y</p>', "the id `a` is in the file already"),
        (
            "<div>\n  ¦\n</div>\n",
            "<li>y</li>",
            "a `<li>` stands right in a `<div>`, which HTML does not allow",
        ),
        ("<ul>\n  ¦\n</ul>\n", "<li><p>y</p></li>", ""),
        ("<template>\n  ¦\n</template>\n", "<li>y</li>", ""),
    ],
)
async def test_the_person_is_told_of_what_a_page_has_once(document: str, reply: str, told_of_it: str) -> None:
    told = await told_of("html", document, reply)
    assert told.after is not None
    assert told.words == told_of_it


async def test_a_wrapper_with_a_heading_is_left_out_where_the_one_around_has_none() -> None:
    document = '<div class="container">\n  <section>\n    ¦\n  </section>\n</div>\n'
    told = await told_of(
        "html", document, '<div class="container">\n  <h2>Offers</h2>\n  <p>All of them</p>\n</div>'
    )
    assert told.after is not None
    assert told.after.count("container") == 1
    assert "<h2>Offers</h2>" in told.after


async def test_a_table_of_a_mail_is_not_put_into_itself() -> None:
    document = (
        '<table role="presentation">\n  <tr>\n    <td style="a">\n      ¦\n    </td>\n  </tr>\n</table>\n'
    )
    told = await told_of("html", document, document.replace("¦", "<p>On its way</p>"))
    assert told.after == document.replace("¦", "<p>On its way</p>")
    other = "<table>\n  <tr><td>Pot</td></tr>\n</table>"
    assert "Pot" in ((await told_of("html", document, other)).after or "")


@pytest.mark.parametrize(
    ("reply", "after"),
    [
        (
            '<a href="/b">B</a>\n<a href="/c">C</a>',
            '<li class="i"><a href="/b">B</a></li>\n  <li class="i"><a href="/c">C</a></li>',
        ),
        ("<span>\n  B\n</span>", '<li class="i">\n    <span>\n      B\n    </span>\n  </li>'),
        ('<nav class="n"><ol><li>B</li></ol></nav>', "<li>B</li>"),
        ('<nav>\n  <ul class="m">\n    <li>B</li>\n  </ul>\n</nav>', "<li>B</li>"),
    ],
)  # fmt: skip
async def test_links_become_items_of_the_list_around_the_place(reply: str, after: str) -> None:
    document = '<ul class="m">\n  <li class="i on">A</li>\n  <li class="i">a</li>\n  ¦\n</ul>\n'
    told = await told_of("html", document, reply)
    assert told.after == document.replace("¦", after)
    assert told.words


@pytest.mark.parametrize(
    "reply", ["<section>\n  <h3>B</h3>\n</section>", "<table><tr><td>b</td></tr></table>"]
)
async def test_a_block_right_in_a_list_is_refused(reply: str) -> None:
    told = await told_of("html", "<ul>\n  <li>A</li>\n  ¦\n</ul>\n", reply)
    assert told.after is None
    assert "HTML allows no" in told.words


@pytest.mark.parametrize(
    ("document", "reply", "left", "said"),
    [
        (
            "<fieldset>\n  <legend>A</legend>\n  ¦\n</fieldset>\n",
            '<legend>B</legend>\n<input name="c">',
            '<input name="c">',
            "`<legend>B</legend>`: there is one already",
        ),
        (
            '<div>\n  <article class="dish"><h3>Soup</h3><p>4</p></article>\n  ¦\n</div>\n',
            '<article class="dish"><h3>Soup</h3><p>5</p></article>\n<article class="dish"><h3>Pie</h3></article>',
            '<article class="dish"><h3>Pie</h3></article>',
            '`<article class="dish">` of `Soup`: the file has one',
        ),
        (
            '<form>\n  ¦\n  <button type="submit">Save</button>\n</form>\n',
            '<input name="c">\n<button type="submit">Send</button>',
            '<input name="c">',
            "the form has such a button",
        ),
    ],
)
async def test_what_the_place_has_with_other_words_is_left_out(
    document: str, reply: str, left: str, said: str
) -> None:
    told = await told_of("html", document, reply)
    assert told.after == document.replace("¦", left)
    assert said in told.words


async def test_a_second_section_of_its_kind_is_told() -> None:
    told = await told_of(
        "html", '<section class="offer"><p>a</p></section>\n¦\n', '<section class="offer"><p>b</p></section>'
    )
    assert told.words == 'the page has a `<section class="offer">` already'


async def test_of_a_section_with_a_heading_and_a_table_a_place_among_rows_gets_the_rows() -> None:
    document = "<table>\n  <tbody>\n    <tr><td>a</td></tr>\n    ¦\n  </tbody>\n</table>\n"
    reply = (
        '<div class="box">\n  <h2>Orders</h2>\n  <table><tbody><tr><td>b</td></tr></tbody></table>\n</div>'
    )
    told = await told_of("html", document, reply)
    assert told.after == document.replace("¦", "<tr><td>b</td></tr>")
    assert "`<h2>Orders</h2>` beside it" in told.words


async def test_of_a_selection_list_the_options_that_are_new_are_taken() -> None:
    document = '<select>\n  <option value="a">A</option>\n  ¦\n</select>\n'
    reply = '<select id="x">\n  <option value="a">A</option>\n  <option value="b">B</option>\n</select>'
    told = await told_of("html", document, reply)
    assert told.after == document.replace("¦", '<option value="b">B</option>')


async def test_a_card_of_a_library_is_not_put_into_a_card() -> None:
    document = "<mat-card>\n  <p>a</p>\n  ¦\n</mat-card>\n"
    told = await told_of(
        "html", document, '<mat-card class="b">\n  <h3>c</h3>\n</mat-card>', file="a.component.html"
    )
    assert told.after is None
    assert "draws" in told.words
    taken = await told_of("html", document, "<mat-card-content>\n  b\n</mat-card-content>")
    assert taken.after is not None


LIST = '<ul class="list">\n  {}\n</ul>'
LOOP = "{{% for day in days %}}\n    <li>{}</li>\n  {{% endfor %}}"


@pytest.mark.parametrize(
    ("language", "own", "reply"),
    [
        ("html", "<li>One</li>", "<li>One</li>\n  <li>Two</li>"),
        ("html", "<li>One</li>", "<li>One <b>day</b></li>"),
        ("twig", LOOP.format("{{ day }}"), LOOP.format("<b>{{ day }}</b>")),
        ("vue", '<li v-for="day in days">{{ day }}</li>', '<li v-for="day in days"><b>{{ day }}</b></li>'),
    ],
)
async def test_a_list_is_not_drawn_again_beside_itself(language: str, own: str, reply: str) -> None:
    text = f"<template>\n<main>\n{LIST.format(own)}\n¦\n</main>\n</template>\n"
    told = await told_of(language, text, LIST.format(reply))
    assert told.after is None
    assert "begins alike" in told.words
    apart = text.replace("¦", "<div>\n¦\n</div>")
    assert (await told_of(language, apart, LIST.format(reply))).after is not None
    other = LIST.format(reply.replace("One", "Three").replace("days", "weeks"))
    assert (await told_of(language, text, other)).after is not None


@pytest.mark.parametrize(
    ("own", "behind", "reply", "right"),
    [
        ("Hello Tom, ", "", "Hello Tom, <b>how</b> are you?", "Hello Tom, <b>how</b> are you?"),
        ("Hello Tom, ", " Bye", "Hello Tom, see you. Bye", "Hello Tom, see you. Bye"),
        ("Hello Tom, ", "", "how are you?", "Hello Tom, how are you?"),
    ],
)
async def test_words_of_the_line_that_come_again_in_its_element_stand_once(
    own: str, behind: str, reply: str, right: str
) -> None:
    told = await told_of("html", f"<main>\n  <p>{own}¦{behind}</p>\n</main>\n", f"<p>{reply}</p>")
    assert told.after == f"<main>\n  <p>{right}</p>\n</main>\n"
