"""Finding text on pages: recolouring, cleaning, and blocks on given pictures."""

import numpy as np
import pytest
from PIL import Image
from viscodex_model.evaluate.metrics.pages.cleaning import (
    clean_page,
    cut_repetition,
    drop_repeated_elements,
    frame,
)
from viscodex_model.evaluate.metrics.pages.recoloring import TextRun, TooManyElements, recolor, text_runs
from viscodex_model.evaluate.metrics.pages.text import find_blocks

from tests.fixtures.judges.golden_numbers import GOLDEN, load, needs_golden

RENDERED = [
    (side, page) for page in (10582, 11465, 13692, 13935) for side in ("gpt4v_direct_prompting", "reference")
]


def test_each_text_element_gets_a_color_of_its_own() -> None:
    """Two paragraphs are told apart by colour, and the nested one by its own."""
    runs = text_runs(recolor("<html><body><p>One <b>Two</b></p><p>Three</p></body></html>"))
    assert [run.text for run in runs] == ["one", "two", "three"]
    assert len({run.color for run in runs}) == 3


def test_more_elements_than_colors_is_an_error() -> None:
    """4097 text elements cannot be told apart."""
    with pytest.raises(TooManyElements):
        recolor("<p>x</p>" * 4097)


def test_text_is_found_where_its_color_stands() -> None:
    """A block's box and colour are those of its pixels."""
    plain = np.full((100, 200, 3), 255, np.uint8)
    first, second = plain.copy(), plain.copy()
    plain[20:30, 40:80] = (10, 120, 30)
    first[20:30, 40:80] = (250, 250, 250)
    second[20:30, 40:80] = (44, 44, 44)
    found = find_blocks(
        plain, first, second, [TextRun("hello", (250, 250, 250)), TextRun("unseen", (10, 10, 10))]
    )
    assert [(block.text, block.box, block.color) for block in found] == [
        ("hello", (0.2, 0.2, 0.2, 0.1), (10.0, 120.0, 30.0))
    ]


def test_recoloured_pictures_of_different_sizes_hold_no_block() -> None:
    """Where the two recoloured copies have another layout nothing is found."""
    small, large = np.zeros((5, 5, 3), np.uint8), np.zeros((6, 5, 3), np.uint8)
    assert find_blocks(large, small, large, [TextRun("a", (10, 10, 10))]) == []


@pytest.mark.parametrize(("height", "count"), [(100, 1), (90, 1), (30, 1), (29, 0)])
def test_a_plain_picture_of_another_size_is_read_at_the_same_places(height: int, count: int) -> None:
    """Recolouring may move a page by its margin; only a place outside of the plain picture ends the measure."""
    first = np.full((100, 200, 3), 255, np.uint8)
    second = first.copy()
    first[20:30, 40:80], second[20:30, 40:80] = 250, 44
    plain = np.full((height, 200, 3), 9, np.uint8)
    found = find_blocks(plain, first, second, [TextRun("hello", (250, 250, 250))])
    assert [(block.box, block.color) for block in found] == [((0.2, 0.2, 0.2, 0.1), (9.0, 9.0, 9.0))] * count


def test_a_page_that_repeats_itself_is_cut() -> None:
    """Text that comes again and again is cut where it first stood; a page without repetition stays."""
    unit = "The same sentence of just about fifty letters, or so. " * 2
    assert len(cut_repetition("<p>start</p>" + unit * 20)) < 300
    assert cut_repetition("<p>no repetition here</p>") == "<p>no repetition here</p>"


def test_only_a_page_that_opens_with_html_keeps_its_frame() -> None:
    """Everything else is put into html, body and p, a doctype too."""
    assert frame("<html><body>x</body></html>") == "<html><body>x</body></html>"
    assert frame("<!DOCTYPE html><html></html>").startswith("<html><body><p><!DOCTYPE")


def test_the_fifty_first_equal_element_is_dropped() -> None:
    """Fifty equal elements stay."""
    assert drop_repeated_elements("<i>x</i>" * 60).count("<i>") == 50


@needs_golden
@pytest.mark.parametrize(("side", "page"), RENDERED)
def test_blocks_on_the_original_pictures(side: str, page: str) -> None:
    """On the original's pictures, recoloured pages and blocks are exactly the original's."""
    place = GOLDEN / "design2code" / "rendered" / side
    source = (
        place / f"{page}.preprocessed.html"
        if side != "reference"
        else GOLDEN / f"design2code/reference/{page}.html"
    )
    recolored = (place / f"{page}_p.html").read_text(encoding="utf-8")
    assert recolor(source.read_text(encoding="utf-8")) == recolored
    plain, first, second = (
        np.asarray(Image.open(place / f"{page}{kind}.png").convert("RGB")) for kind in ("", "_p", "_p_1")
    )
    found = [
        (block.text, list(block.box), list(block.color))
        for block in find_blocks(plain, first, second, text_runs(recolored))
    ]
    wanted = load("design2code/blocks.json")[f"gpt4v_direct_prompting/{page}"]
    entries = wanted["ref_blocks" if side == "reference" else "pred_blocks"]
    assert found == [(entry["text"], entry["bbox"], entry["color"]) for entry in entries]


@needs_golden
@pytest.mark.parametrize("page", [10582, 11465, 13692, 13935])
def test_cleaned_pages_are_the_original_ones(page: str) -> None:
    """The measured HTML is the original's to the letter."""
    place = GOLDEN / "design2code"
    raw = (place / f"gpt4v_direct_prompting/{page}.html").read_text(encoding="utf-8")
    wanted = (place / f"rendered/gpt4v_direct_prompting/{page}.preprocessed.html").read_text(encoding="utf-8")
    assert clean_page(raw) == wanted
