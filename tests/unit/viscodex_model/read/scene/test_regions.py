"""Regions, borders, rules and drawings are found where they were drawn."""

from dataclasses import replace

import hypothesis.strategies as st
from hypothesis import given, settings
from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.picture.surfaces import find_rules, find_surfaces
from viscodex_model.read.scene.regions import Border, nest_regions
from viscodex_model.read.scene.see import see_page

from tests.unit.viscodex_model.read.scenes import Canvas

CARD, LINE = (248, 249, 250), (222, 226, 230)


@given(
    left=st.integers(4, 200), top=st.integers(4, 150), width=st.integers(30, 300), height=st.integers(20, 200)
)
@settings(max_examples=30, deadline=None)
def test_a_bordered_box_is_a_region_with_its_border(left: int, top: int, width: int, height: int) -> None:
    """Place, fill and border are exact to the pixel, also where fill and ground are the same white."""
    canvas = Canvas()
    canvas.box(left, top, left + width, top + height, (255, 255, 255), LINE)
    root = nest_regions(canvas.pixels, find_surfaces(canvas.pixels), [])
    [region] = root.inside
    assert region.box == Box(left, top, left + width, top + height)
    assert region.border == Border(1, LINE)


def test_regions_lie_inside_one_another() -> None:
    """A button on a card on a page."""
    canvas = Canvas()
    canvas.box(50, 50, 350, 250, CARD)
    canvas.box(80, 180, 180, 215, (13, 110, 253), radius=6)
    root = nest_regions(canvas.pixels, find_surfaces(canvas.pixels), [])
    [card] = root.inside
    [button] = card.inside
    assert (card.color, button.color) == (CARD, (13, 110, 253))
    assert abs(button.radius - 6) < 1.5


def test_the_insides_of_letters_are_no_regions() -> None:
    """Large type encloses white, and is text all the same."""
    canvas = Canvas()
    canvas.write(40, 100, "BOOD", size=90)
    assert see_page(canvas.pixels, canvas.lines).root.inside == []


def test_a_thin_line_is_a_rule() -> None:
    """Level and upright ones, with their thickness."""
    canvas = Canvas()
    canvas.box(20, 100, 500, 101, LINE)
    canvas.box(300, 150, 302, 350, LINE)
    boxes = {rule.box for rule in find_rules(canvas.pixels)}
    assert boxes == {Box(20, 100, 500, 101), Box(300, 150, 302, 350)}


def test_a_drawing_that_is_no_text_is_a_graphic() -> None:
    """An icon of strokes."""
    canvas = Canvas()
    for offset in range(0, 20, 4):
        canvas.box(100 + offset, 100 + offset, 103 + offset, 118, (60, 60, 60))
    [icon] = see_page(canvas.pixels, []).graphics
    assert icon.icon
    assert abs(icon.box.left - 100) <= 3
    assert abs(icon.box.right - 119) <= 3


def test_letters_of_a_badge_are_measured_without_its_round_corners() -> None:
    """The ground behind a badge is white, and so are its letters: text of one size is of one size in both."""
    sizes = []
    for radius in (0, 11):
        canvas = Canvas(300, 120)
        canvas.write(20, 20, "Ivan Petrov and others")
        canvas.box(20, 60, 80, 83, (22, 130, 74), radius=radius)
        canvas.write(30, 62, "Paid", ink=(255, 255, 255))
        canvas.lines[-1] = replace(canvas.lines[-1], box=Box(17, 57, 83, 86))
        badge = next(one for one in see_page(canvas.pixels, canvas.lines).pieces if one.text == "Paid")
        sizes.append(badge.style.size)
    assert sizes[0] == sizes[1]


def test_what_covers_the_corners_of_a_large_ground_does_not_make_them_round() -> None:
    """A head and a side over two corners each; a circle and a pill are round all the same."""
    canvas = Canvas(800, 600)
    canvas.box(100, 60, 800, 600, (230, 230, 230))
    for left, top in ((100, 60), (700, 60), (100, 540), (700, 540)):
        canvas.box(left, top, left + 100, top + 60, (255, 255, 255))
    canvas.box(300, 200, 440, 340, (20, 90, 200), radius=70)
    radii = {surface.box.width: surface.radius for surface in find_surfaces(canvas.pixels)}
    assert radii[700] == 0
    assert abs(radii[140] - 70) < 4
