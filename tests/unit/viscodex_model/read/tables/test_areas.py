"""Areas that may be tables among the texts and rules of a region."""

from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.picture.surfaces import Rule
from viscodex_model.read.scene.see import see_page
from viscodex_model.read.tables.areas import find_areas

from tests.unit.viscodex_model.read.scenes import Canvas


def test_rules_with_no_whole_text_between_them_are_no_table() -> None:
    """Two texts that reach over the ends of the rules, side by side, stand between them and belong to none."""
    canvas = Canvas(520, 120)
    canvas.write(20, 40, "Both of them begin")
    canvas.write(300, 40, "left and end right")
    pieces = see_page(canvas.pixels, canvas.lines).pieces
    first, second = (piece.box for piece in pieces)
    rules = [Rule(Box(60, y, 400, y + 1), (0, 0, 0)) for y in (20, 80)]
    assert first.left < 60 < first.center[0] < second.center[0] < 400 < second.right
    assert find_areas(pieces, [], rules) == []
