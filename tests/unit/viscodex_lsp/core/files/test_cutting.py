"""Regions that a reply names, and the code with files in their place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viscodex_lsp.core.files.cutting import (
    cuts_in,
    lacks_alt,
    same_region,
    unread_cut,
    with_references,
)


def test_regions_are_read_once_and_replaced_everywhere() -> None:
    """In attributes and in style sheets; every file is a PNG."""
    text = "<img src='cut:1,2,3,4/a.jpg'> url(cut:5,6,7,8/b-2.png) cut:1,2,3,4/a.jpg cut:1,2,3/x.png"
    cuts = cuts_in(text)
    assert [(cut.region, cut.name) for cut in cuts] == [((1, 2, 3, 4), "a.png"), ((5, 6, 7, 8), "b-2.png")]
    there = with_references(text, {cuts[0].text: "/a.png", cuts[1].text: "b.png"})
    assert there == "<img src='/a.png'> url(b.png) /a.png cut:1,2,3/x.png"


@pytest.mark.parametrize("name", ["../evil", "a/b", "a.b", ""])
def test_a_name_cannot_lead_elsewhere(name: str) -> None:
    """It is letters, digits and hyphens."""
    assert all("/" not in cut.name and ".." not in cut.name for cut in cuts_in(f"cut:1,2,3,4/{name}.png"))


@pytest.mark.parametrize(
    ("code", "lacks"),
    [
        ('<img src="cut:1,2,3,4/a.png">', True),
        ('<img alt="A" src="cut:1,2,3,4/a.png">', False),
        ('<img src="cut:1,2,3,4/a.png" alt="">', False),
        ('<Image src="cut:1,2,3,4/a.png" />', True),
        ("<img src='b.png'>", False),
        ("background: url(cut:1,2,3,4/a.png)", False),
    ],
)
def test_images_say_what_they_show(code: str, lacks: bool) -> None:
    """An empty alt text is said, too; a background needs none."""
    assert lacks_alt(code) is lacks


def test_the_same_region_may_be_off_by_a_little() -> None:
    """Marked twice, it is one picture; a part of it is another."""
    assert same_region((100, 50, 200, 100), (102, 51, 198, 100))
    assert not same_region((100, 50, 200, 100), (100, 50, 100, 100))
    assert not same_region((0, 0, 10, 10), (20, 20, 10, 10))


@pytest.mark.parametrize(
    ("code", "left"),
    [
        ('<img src="cut:1,2,3,4/a.png" alt="">', ""),
        ('<img src="cut:1,2,3/a.png" alt="">', "cut:1,2,3/a.png"),
        ("background: url(cut:1.5,2,3,4/a.png)", "cut:1.5,2,3,4/a.png"),
        ("<p>a shortcut:1,2</p>", ""),
    ],
)
def test_an_address_that_is_no_region_is_seen(code: str, left: str) -> None:
    """It would be left in the code, where no picture answers to it."""
    assert unread_cut(code) == left


@given(st.text(alphabet="cut:0123456789,/ab.png<img >'\"", max_size=200))
def test_no_text_makes_it_raise(text: str) -> None:
    """Whatever a model says."""
    cuts_in(text)
    lacks_alt(text)
    unread_cut(text)
