"""Photos are found to the pixel and taken out whole; what a browser draws is none."""

import cv2
import numpy as np
import pytest
from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.scene.photos import find_photos, see_with_photos, without_photos

from tests.unit.viscodex_model.read.scenes import Canvas

BORDER = (221, 221, 221)


def photo(height: int, width: int, *, seed: int = 0) -> Pixels:
    """Soft shapes with the grain of a camera: smooth in places, never flat."""
    random = np.random.default_rng(seed)
    small = random.integers(40, 220, (5, 6, 3)).astype(np.float32)
    soft = np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC))
    return np.clip(soft + random.normal(0, 3, soft.shape), 0, 255).astype(np.uint8)


def boxes(pixels: Pixels, canvas: Canvas) -> list[tuple[float, float, float, float]]:
    found = (each.box for each in find_photos(pixels, canvas.lines) if not each.banner)
    return [(box.left, box.top, box.right, box.bottom) for box in found]


@pytest.mark.parametrize("place", [(40, 64, 340, 244), (43, 61, 337, 239)])
def test_a_photo_is_found_to_the_pixel(place: tuple[int, int, int, int]) -> None:
    """Wherever it lies, and with a border around it."""
    left, top, right, bottom = place
    canvas = Canvas(700, 500)
    canvas.box(left - 1, top - 1, right + 1, bottom + 60, (255, 255, 255), BORDER)
    canvas.write(left + 10, bottom + 20, "A caption below the photo")
    pixels = canvas.pixels.copy()
    pixels[top:bottom, left:right] = photo(bottom - top, right - left)
    assert boxes(pixels, canvas) == [place]


def test_photos_side_by_side_are_two() -> None:
    """A gap of a few pixels parts them."""
    canvas = Canvas(700, 300)
    pixels = canvas.pixels.copy()
    pixels[40:200, 40:240] = photo(160, 200)
    pixels[40:200, 252:452] = photo(160, 200, seed=1)
    assert boxes(pixels, canvas) == [(40, 40, 240, 200), (252, 40, 452, 200)]


def test_what_a_browser_draws_is_no_photo() -> None:
    """Flat boxes, gradients in any direction, a page of small text."""
    canvas = Canvas(700, 500)
    canvas.box(20, 20, 200, 120, (13, 110, 253))
    for row in range(12):
        canvas.write(20, 200 + 18 * row, "Small text that fills the page from one side to the other", size=13)
    pixels = canvas.pixels.copy()
    across, down = np.meshgrid(np.linspace(0, 200, 180), np.linspace(0, 50, 100))
    pixels[20:120, 240:420] = np.repeat((across + down)[:, :, None], 3, axis=2).astype(np.uint8)
    assert boxes(pixels, canvas) == []


def test_few_words_belong_to_a_photo_and_a_heading_does_not() -> None:
    """A sign in it is told as its words; a banner with a heading stays a box with text."""
    canvas = Canvas(900, 600)
    pixels = canvas.pixels.copy()
    pixels[40:240, 40:340] = photo(200, 300)
    sign = Canvas(900, 600)
    sign.write(100, 100, "HUT", size=14)
    assert [each.words for each in find_photos(pixels, sign.lines)] == ["HUT"]
    pixels[300:500, 20:880] = photo(200, 860)
    heading = Canvas(900, 600)
    heading.write(100, 380, "Welcome to the mountains", size=40)
    assert boxes(pixels, heading) == [(40, 40, 340, 240)]


def test_a_card_stays_whole_without_its_photo() -> None:
    """Its round border goes round the photo's corners, and is left."""
    canvas = Canvas(700, 500)
    canvas.box(50, 50, 352, 352, (255, 255, 255), BORDER, radius=10)
    canvas.write(70, 280, "A hut")
    pixels = canvas.pixels.copy()
    inside = np.zeros(pixels.shape[:2], np.uint8)
    cv2.rectangle(inside, (51, 51), (350, 230), 1, -1)
    frame = (pixels[:, :, 0] != 255).astype(np.uint8)
    _, labels = cv2.connectedComponents(1 - frame, connectivity=4)
    pixels[(inside == 1) & (labels == labels[150, 200])] = photo(500, 700)[
        (inside == 1) & (labels == labels[150, 200])
    ]
    (found,) = find_photos(pixels, canvas.lines)
    assert abs(found.box.left - 51) <= 1 and abs(found.box.bottom - 231) <= 1
    card = without_photos(pixels, [found])
    assert np.abs(card.astype(int) - canvas.pixels).max(axis=2)[60:240, 60:340].max() == 0
    scene = see_with_photos(pixels, canvas.lines, find_photos(pixels, canvas.lines))
    (region,) = scene.root.inside
    assert region.box == Box(50, 50, 352, 352) and region.borders
    assert [graphic.box for graphic in scene.graphics] == [found.box]


def test_a_logo_is_one_drawing() -> None:
    """A round ground and what is drawn on it; a plain round ground, and a box to tick, are none."""
    canvas = Canvas(700, 500)
    canvas.write(300, 300, "Alpine Club")
    pixels = canvas.pixels.copy()
    cv2.circle(pixels, (60, 60), 20, (43, 108, 176), -1, cv2.LINE_AA)
    cv2.fillPoly(pixels, [np.array([(50, 66), (60, 50), (70, 66)])], (255, 255, 255))
    cv2.circle(pixels, (160, 60), 20, (43, 108, 176), -1, cv2.LINE_AA)
    cv2.rectangle(pixels, (250, 50), (266, 66), (90, 90, 90), 1)
    scene = see_with_photos(pixels, canvas.lines, find_photos(pixels, canvas.lines))
    large = [graphic.box for graphic in scene.graphics if graphic.box.width > 24]
    assert len(large) == 1 and abs(large[0].left - 40) <= 1 and abs(large[0].right - 81) <= 1


def test_a_round_photo_is_found_with_its_whole_edge() -> None:
    """A portrait: the box around it, and nothing of its edge is left on the page."""
    canvas = Canvas(700, 300)
    canvas.write(180, 100, "Minka Weiss")
    pixels = canvas.pixels.copy()
    disc = np.zeros(pixels.shape[:2], np.uint8)
    cv2.circle(disc, (108, 108), 48, 1, -1)
    pixels[disc == 1] = photo(300, 700)[disc == 1]
    scene = see_with_photos(pixels, canvas.lines, find_photos(pixels, canvas.lines))
    (portrait,) = scene.graphics
    assert abs(portrait.box.left - 60) <= 1 and abs(portrait.box.bottom - 157) <= 1
    assert scene.rules == () and scene.root.inside == []


def test_a_banner_is_a_plain_box_with_its_words() -> None:
    """White words on a photo stay white, on a ground that they can be read on."""
    canvas = Canvas(900, 400)
    drawn = Canvas(900, 400, (0, 0, 0))
    drawn.write(60, 100, "Welcome to the mountains", size=40, ink=(255, 255, 255))
    letters = drawn.pixels.astype(np.float32) / 255
    pixels = canvas.pixels.copy()
    pixels[:300] = photo(300, 900)
    pixels = np.round(pixels * (1 - letters) + 255 * letters).astype(np.uint8)
    (found,) = find_photos(pixels, drawn.lines)
    assert found.banner
    scene = see_with_photos(pixels, drawn.lines, [found])
    assert scene.graphics == () and [piece.text for piece in scene.pieces] == ["Welcome to the mountains"]
    style = scene.pieces[0].style
    assert min(style.ink) > 235 and max(style.ground) < 150
