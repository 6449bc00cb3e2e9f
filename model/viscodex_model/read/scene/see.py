"""All that is seen on a page before it is arranged: regions, rules, drawings and pieces of text."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.picture.nearby import Nearby
from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.picture.surfaces import MOST, Rule, abrupt, find_rules, find_surfaces
from viscodex_model.read.recognition.lines import Line
from viscodex_model.read.scene.graphics import Graphic, find_graphics, overlap, prune_regions
from viscodex_model.read.scene.pieces import BULLET, BULLETS, Piece, make_pieces
from viscodex_model.read.scene.regions import Region, contains, nest_regions, with_square_corners
from viscodex_model.read.scene.repeats import with_strokes
from viscodex_model.read.scene.texture import without_specks, without_strokes

# Texts so short may be icons, among at least so many others; a single sign is from this misfit on, and any is from
# this code point on.
SHORT, FEW, UNLIKE_TEXT, SYMBOLS = 2, 4, 9.0, 0x2500
# A single sign of less confidence than this is an icon.
UNSURE_SIGN = 0.7
# The middle of a text that a region marks is no farther above or below it.
MARK_REACH = 4.0
# A rule so near to a region's edge is its border or its shadow.
NEAR_EDGE = 5.0
_BULLET = re.compile(rf"^[{''.join(sorted(BULLETS))}]\s*(?=\S)")
_NUMBER = re.compile(r"^\d{1,2}[.)]\s+(?=\S)")


@dataclass(frozen=True)
class Scene:
    """What was seen: `root` is the whole picture with its regions inside one another. `textured` is whether specks,
    strokes or boxes were left out, as too many to be parts of a page."""

    root: Region
    rules: tuple[Rule, ...]
    graphics: tuple[Graphic, ...]
    pieces: tuple[Piece, ...]
    textured: bool = False

    def redrawn(self, boxes: Sequence[Box], drawn: Sequence[Graphic]) -> "Scene":
        """The scene with `drawn` in place of the rules and drawings that overlap one of the boxes."""

        def stays(box: Box) -> bool:
            return not any(overlap(box, other) for other in boxes)

        graphics = (graphic for graphic in self.graphics if stays(graphic.box))
        rules = tuple(rule for rule in self.rules if stays(rule.box))
        return replace(self, graphics=(*graphics, *drawn), rules=rules)


def see_page(pixels: Pixels, lines: Sequence[Line], signs: Sequence[Box] = ()) -> Scene:
    """Regions, rules, drawings and text of a page, in pixels of the picture. What stands in one of `signs` is text,
    though it is a single sign that might be an icon."""
    texts = [line.box for line in lines]
    changes = abrupt(pixels)
    surfaces = find_surfaces(pixels, changes)
    root = nest_regions(pixels, surfaces, texts)
    regions = list(root.walk())
    pieces = make_pieces(
        with_square_corners(pixels, regions), lines, lambda box: _innermost(regions, box).inner
    )
    icons = _icons(pieces)
    pieces = [p for p in pieces if p not in icons or any(overlap(p.box, sign) for sign in signs)]
    inks = [piece.box for piece in pieces]
    marks = _drop_marks(root, pieces)
    strokes = _unexplained(find_rules(pixels, changes), root, inks)
    rules = without_strokes(strokes)
    drawn = find_graphics(pixels, changes, root, inks + marks, rules)
    graphics = without_specks(drawn, lambda speck: any(_is_bullet(speck, piece) for piece in pieces))
    textured = len(rules) < len(strokes) or len(graphics) < len(drawn) or len(surfaces) == MOST
    prune_regions(root, graphics, inks)
    pieces, graphics = _with_markers(*with_strokes(pieces, graphics))
    return Scene(root, tuple(_joined(rules)), tuple(graphics), tuple(pieces), textured)


def _icons(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces that are icons taken for text: a sign or two that no typeface draws so, or of a script of their own."""
    latin = sum(piece.text.isascii() for piece in pieces) >= 0.7 * len(pieces)
    least = UNLIKE_TEXT if len(pieces) >= FEW else 2 * UNLIKE_TEXT
    return [
        piece
        for piece in pieces
        if len(piece.text) <= SHORT
        and len(pieces) > 1
        and (
            (len(piece.text) == 1 and (piece.misfit > least or piece.confidence < UNSURE_SIGN))
            or (latin and ord(max(piece.text)) >= SYMBOLS)
        )
    ]


def _innermost(regions: Sequence[Region], box: Box) -> Region:
    x, y = box.center
    return next(
        (
            region
            for region in reversed(regions)
            if region.box.left <= x < region.box.right and region.box.top <= y < region.box.bottom
        ),
        regions[0],
    )


def _drop_marks(root: Region, pieces: Sequence[Piece]) -> list[Box]:
    """Take out regions that only mark some words of a line: their colour is the ground of those words."""
    marks = []
    ordered = sorted(pieces, key=lambda piece: piece.box.top)
    tops = [piece.box.top for piece in ordered]
    highest = max((piece.box.height for piece in ordered), default=0.0)
    for region in list(root.walk()):
        marking = []
        for one in region.inside:
            first = bisect_left(tops, one.box.top - MARK_REACH - highest)
            beside = ordered[first : bisect_right(tops, one.box.bottom + MARK_REACH)]
            marking += [one] if any(_marks(one, piece) for piece in beside) else []
        region.inside = [one for one in region.inside if one not in marking]
        marks += [one.box for one in marking]
    return marks


def _marks(region: Region, piece: Piece) -> bool:
    """Whether a region lies behind some words of a piece and not behind others."""
    low = region.box.height < 2.2 * piece.box.height + 4
    if low and overlap(region.box, piece.box) and not contains(region.box, piece.box, slack=4):
        shared = min(region.box.bottom, piece.box.bottom) - max(region.box.top, piece.box.top)
        across = min(region.box.right, piece.box.right) - max(region.box.left, piece.box.left)
        narrower = min(region.box.width, piece.box.width)
        if shared < 0.8 * piece.box.height and across > 0.3 * narrower:
            return True  # it cuts through letters: the space below a line's underline, say
    x_inside = [region.box.left <= run.box.center[0] < region.box.right for run in piece.runs]
    middle = piece.box.center[1]
    within = region.box.top - MARK_REACH <= middle < region.box.bottom + MARK_REACH
    return low and within and any(x_inside) and not contains(region.box, piece.box)


def _unexplained(rules: Sequence[Rule], root: Region, texts: Sequence[Box]) -> list[Rule]:
    """The rules that are no edge of a region, no line under words, and no part of a letter."""
    boxes = [region.box for region in root.walk() if region is not root]
    regions = Nearby((box, box) for box in boxes)
    around = Nearby(
        (text, Box(text.left - 3, text.top - 1, text.right + 3, text.bottom + 5)) for text in texts
    )
    left = []
    for rule in rules:
        along = sum(_edge_shared(rule, box) for box in regions.near(rule.box, NEAR_EDGE))
        if along < 0.7 * max(rule.box.width, rule.box.height):
            words = around.near(rule.box, NEAR_EDGE + 1)
            left += [] if any(contains(text, rule.box, slack=1) for text in words) else [rule]
    return left


def _edge_shared(rule: Rule, outer: Box) -> float:
    """How much of a rule runs along an edge of a box, in pixels."""
    box, (x, y) = rule.box, rule.box.center
    if rule.level:
        near = min(abs(y - outer.top), abs(y - outer.bottom)) <= NEAR_EDGE
        return max(0.0, min(box.right, outer.right) - max(box.left, outer.left)) if near else 0.0
    near = min(abs(x - outer.left), abs(x - outer.right)) <= NEAR_EDGE
    return max(0.0, min(box.bottom, outer.bottom) - max(box.top, outer.top)) if near else 0.0


def _joined(rules: Sequence[Rule]) -> list[Rule]:
    """Rules without those that repeat another's place."""
    kept: list[Rule] = []
    for rule in sorted(rules, key=lambda one: -max(one.box.width, one.box.height)):
        if not any(overlap(rule.box, other.box) for other in kept):
            kept.append(rule)
    return kept


def _with_markers(pieces: Sequence[Piece], graphics: Sequence[Graphic]) -> tuple[list[Piece], list[Graphic]]:
    """Pieces that know their bullet or number, and the drawings that are no bullets."""
    left, marked = list(graphics), []
    for piece in pieces:
        bullet = next((one for one in left if _is_bullet(one, piece)), None)
        if bullet is not None:
            left.remove(bullet)
            piece = replace(piece, marker=BULLET)
        elif not piece.marker:
            piece = _with_said_marker(piece)
        marked.append(piece)
    return marked, left


def _is_bullet(graphic: Graphic, piece: Piece) -> bool:
    """A small blot left of a text, as high as the middle of its small letters."""
    size, box = piece.style.size, graphic.box
    middle = piece.baseline - 0.3 * size
    longer, shorter = max(box.width, box.height), min(box.width, box.height)
    small = longer <= 0.7 * size and shorter >= 0.6 * longer
    gap = piece.box.left - box.right
    return small and 0.15 * size < gap < 1.4 * size and abs(box.center[1] - middle) < 0.35 * size


def _with_said_marker(piece: Piece) -> Piece:
    """A piece whose text begins with a bullet or a number, without it."""
    found = _BULLET.match(piece.text) or _NUMBER.match(piece.text)
    first = piece.runs[0]
    if not found or len(first.text) <= len(found[0]):
        return piece
    style = first.style
    skipped = style.face.advance(found[0]) * style.size
    left = min(first.box.right - 1, first.box.left + skipped)
    run = replace(first, text=first.text[len(found[0]) :], box=replace(first.box, left=left))
    marker = BULLET if found[0][0] in BULLETS else found[0].strip()
    return replace(piece, runs=(run, *piece.runs[1:]), box=replace(piece.box, left=left), marker=marker)
