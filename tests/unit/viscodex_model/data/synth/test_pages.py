"""Made-up pages: their words, their HTML, their splits."""

import random
import re
from collections.abc import Callable

import pytest
import tree_sitter_html
from hypothesis import given
from hypothesis import strategies as st
from tree_sitter import Language, Parser
from viscodex_model.data.synth.content.documents import draw_document
from viscodex_model.data.synth.content.look import PALETTE, nearest
from viscodex_model.data.synth.content.pages import draw_page
from viscodex_model.data.synth.content.words import Writer, is_held_out, listed_words
from viscodex_model.data.synth.produce import draw_swatch, page_words, split_of
from viscodex_model.data.synth.walls import draw_wall, transcribe

PARSER = Parser(Language(tree_sitter_html.language()))
seeds = st.integers(0, 2**32)
makers = st.sampled_from([draw_page, draw_document])
Maker = Callable[..., str]


@given(makers, seeds)
def test_every_page_parses_without_error(make: Maker, seed: int) -> None:
    """A page is HTML that its grammar accepts, with its theme on the root element."""
    html = make(random.Random(seed))
    assert not PARSER.parse(html.encode()).root_node.has_error
    assert html.split('style="', 1)[1].startswith("font:")


@given(makers, seeds)
def test_a_seed_gives_the_same_page_again(make: Maker, seed: int) -> None:
    """Pages depend on their seed alone."""
    assert make(random.Random(seed)) == make(random.Random(seed))


@given(makers, seeds)
def test_lines_are_indented_by_two_spaces_a_level(make: Maker, seed: int) -> None:
    """Each line of a page stands two spaces deeper for each element that is open; a listing's lines are as shown."""
    depth = 0
    page = re.sub(r"(<pre[^>]*>)[^<]*", r"\1", make(random.Random(seed)))
    for line in page.splitlines():
        text = line.lstrip(" ")
        closes = text.startswith("</")
        assert len(line) - len(text) == 2 * (depth - closes)
        depth += len(re.findall(r"<(?!/|input|hr)", text)) - text.count("</")


def test_documents_have_what_real_ones_have() -> None:
    """Among many: contents in numbered links, lists within lists, listings, signs, and words in other languages."""
    drawn = [draw_document(random.Random(seed)) for seed in range(300)]
    for pattern in (
        r'<li>\d\. <a href="#">',
        r"<li>[^\n]*\n +<ul>",
        r"<pre[^>]*>[^<]*\n",
        r"&lt;/\w+&gt;",
        "é",
    ):
        assert any(re.search(pattern, document) for document in drawn), pattern


@given(seeds)
def test_words_stay_on_their_side_of_the_hold_out(seed: int) -> None:
    """No word written for training is a held-out one, and unseen words are nothing else."""
    source = random.Random(seed)
    assert not is_held_out(Writer(source).word())
    assert is_held_out(Writer(source, unseen=True).word())


def test_the_word_list_is_split_whole() -> None:
    """The two sides of the hold-out share no word and both hold many."""
    seen, unseen = (set(listed_words(held_out=side)) for side in (False, True))
    assert not seen & unseen
    assert len(seen) > 4000
    assert len(unseen) > 200


@given(seeds)
def test_a_pages_split_depends_on_its_content_only(seed: int) -> None:
    """The same page is never in two splits."""
    html = draw_page(random.Random(seed))
    assert split_of(html) == split_of(str(html.encode(), "utf-8"))
    assert split_of(html) in {"train", "validation", "test"}


def test_the_splits_have_their_shares() -> None:
    """About one page in fifty goes to each of the small splits."""
    splits = [split_of(f"<p>{number}</p>") for number in range(5000)]
    assert 60 < splits.count("test") < 140
    assert 60 < splits.count("validation") < 140


@pytest.mark.parametrize("tone", PALETTE)
def test_a_palette_colour_is_its_own_nearest(tone: str) -> None:
    """A colour of the palette is named exactly."""
    channels = (int(tone[at : at + 2], 16) for at in (1, 3, 5))
    assert PALETTE[nearest(*channels)] == tone


@given(seeds)
def test_a_swatch_is_plain_and_named(seed: int) -> None:
    """A swatch has one colour throughout, and its page names the palette's nearest."""
    swatch = draw_swatch(random.Random(seed))
    colours = {tuple(pixel) for row in swatch.pixels.tolist() for pixel in row}
    assert len(colours) == 1
    named = PALETTE[nearest(*colours.pop())]
    assert swatch.html == f'<div style="background:{named};padding:40px"></div>'
    assert min(swatch.pixels.shape[:2]) >= 56


def test_words_of_a_page_come_in_order_with_hints_and_entities() -> None:
    """What a page shows is found in order: text, a field's hint, characters written as entities."""
    html = '<div>\n  <p>One &amp; two.</p>\n  <input placeholder="Your name">\n</div>'
    assert page_words(html) == ["One", "&", "two.", "Your", "name"]


@given(seeds)
def test_walls_parse(seed: int) -> None:
    """A word wall is HTML that its grammar accepts, whatever signs it shows."""
    assert PARSER.parse(draw_wall(random.Random(seed)).encode()).root_node.child_count > 0


WORDS = st.text("abc>\"'#7", min_size=1, max_size=4)


@given(st.lists(st.lists(WORDS, min_size=1, max_size=4), max_size=4))
def test_lines_say_each_row_s_words(rows: list[list[str]]) -> None:
    """What is answered to a wall is a page that parses and shows the words' rows as its paragraphs."""
    boxes = [
        (50.0 * column, 20.0 * row, 50.0 * column + 40, 20.0 * row + 16, 0, 1, word)
        for row, words in enumerate(rows)
        for column, word in enumerate(words)
    ]
    html = transcribe(boxes)
    assert page_words(html) == [word for words in rows for word in words]
    assert html.count("<p>") == len(rows)
    assert not PARSER.parse(html.encode()).root_node.has_error
