"""What a photo or a pattern leaves behind is no part of a page."""

import cv2
import numpy as np
from viscodex_model.read.pages.page import TEXTURE, blocks_of, recognize
from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.picture.surfaces import Rule, find_surfaces
from viscodex_model.read.scene.graphics import Graphic
from viscodex_model.read.scene.photos import as_boxes, find_photos
from viscodex_model.read.scene.texture import MOST_SPECKS, MOST_STROKES, without_specks, without_strokes

from tests.unit.viscodex_model.read.scenes import Canvas

BLACK = (0, 0, 0)


def speck(x: int, y: int) -> Graphic:
    return Graphic(Box(x, y, x + 4, y + 4), BLACK)


def test_the_dots_of_a_pattern_are_left_out_and_bullets_are_kept() -> None:
    dots = [speck(10 * index, 10) for index in range(MOST_SPECKS)]
    bullet, icon = speck(5, 90), Graphic(Box(0, 100, 24, 124), BLACK)
    few = [*dots[1:], bullet]
    assert without_specks(few, lambda _: False) == few
    assert without_specks([*dots, bullet, icon], lambda one: one is bullet) == [bullet, icon]


def test_the_strokes_of_a_photo_are_left_out_and_long_rules_are_kept() -> None:
    strokes = [Rule(Box(0, 9 * row, 30, 9 * row + 1), BLACK) for row in range(MOST_STROKES + 1)]
    divider = Rule(Box(0, 400, 600, 401), BLACK)
    assert without_strokes([*strokes, divider]) == [divider]
    assert without_strokes(strokes[1:]) == strokes[1:]


def test_a_page_without_its_dots_says_so() -> None:
    for count, told in ((12, False), (MOST_SPECKS + 12, True)):
        canvas = Canvas(600, 500)
        for index in range(count):
            left, top = 20 + 48 * (index % 12), 20 + 48 * (index // 12)
            canvas.box(left, top, left + 9, top + 9, (200, 30, 60), radius=4)
        assert (TEXTURE in recognize(canvas.pixels, []).doubts) is told


def test_a_card_under_a_photo_keeps_its_small_corners() -> None:
    """The photo hides both of its upper corners."""
    canvas = Canvas(400, 400)
    canvas.box(50, 50, 350, 350, (230, 240, 250), radius=6)
    pixels = canvas.pixels.copy()
    pixels[50:150, 50:350] = np.random.default_rng(3).integers(0, 255, (100, 300, 3))
    pixels[150:190, 50:110] = pixels[150:190, 290:350] = pixels[60:100, 60:120]
    card = next(one for one in find_surfaces(pixels) if one.color == (230, 240, 250))
    assert card.radius < 12


def test_words_on_a_large_photo_keep_their_color_where_the_photo_becomes_a_box() -> None:
    soft = cv2.resize(np.random.default_rng(5).integers(20, 110, (6, 9, 3)).astype(np.float32), (800, 400))
    grain = np.random.default_rng(6).normal(0, 4, soft.shape)
    photo = np.clip(soft + grain, 0, 255)
    lettered = Canvas(800, 600, BLACK)
    lettered.write(120, 160, "Welcome to the studio", size=44, ink=(255, 255, 255))
    cover = lettered.pixels[:400].astype(np.float32) / 255
    pixels = np.full((600, 800, 3), 255, np.uint8)
    pixels[:400] = np.round(photo * (1 - cover) + 255 * cover)
    (hero,) = as_boxes(find_photos(pixels, lettered.lines), pixels)
    assert hero.banner
    page = recognize(pixels, lettered.lines)
    (block,) = blocks_of(page.root)
    assert block.text == "Welcome to the studio"
    assert min(block.style.ink) > 200


def test_an_upright_picture_of_a_telephone_is_a_whole_page() -> None:
    assert recognize(Canvas(390, 844).pixels, []).whole
    assert not recognize(Canvas(526, 196).pixels, []).whole
