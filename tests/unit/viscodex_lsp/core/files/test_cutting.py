"""Regions that a reply names, where their files lie, and how the code refers to them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viscodex_lsp.core.files.cutting import (
    asset_folder,
    cuts_in,
    lacks_alt,
    reference_to,
    same_region,
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
    ("pictures", "project", "folder"),
    [
        (["public/img/a.png", "public/img/b.svg", "src/x.png"], ["src/a.tsx"], "public/img"),
        ([], ["public/robots.html", "src/a.tsx"], "public/images"),
        ([], ["src/pages/a.tsx"], "src/pages/images"),
        (["a/x.png", "src/pages/img/y.png"], [], "src/pages/img"),
    ],
)
def test_pictures_lie_where_the_project_keeps_them(
    pictures: list[str], project: list[str], folder: str
) -> None:
    """Where most are; else in a public folder; else beside the file."""
    assert asset_folder(pictures, beside="src/pages/a.tsx", project=project) == folder


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("public/images/a.png", "/images/a.png"),
        ("src/pages/images/a.png", "./images/a.png"),
        ("src/assets/a.png", "../assets/a.png"),
        ("a.png", "../../a.png"),
    ],
)
def test_the_code_refers_to_them(path: str, told: str) -> None:
    """From the root of what is served, or from the file."""
    assert reference_to(path, beside="src/pages/a.tsx") == told


@given(st.text(alphabet="cut:0123456789,/ab.png<img >'\"", max_size=200))
def test_no_text_makes_it_raise(text: str) -> None:
    """Whatever a model says."""
    cuts_in(text)
    lacks_alt(text)
