"""Patterns and photos leave hundreds of specks and strokes: no person builds a page of those."""

from collections.abc import Callable, Sequence

from viscodex_model.read.picture.surfaces import Rule
from viscodex_model.read.scene.graphics import Graphic

# More specks of at most so many pixels, and more rules shorter than so many, are texture.
MOST_SPECKS, SPECK = 60, 12
MOST_STROKES, STROKE = 30, 80


def without_specks(graphics: Sequence[Graphic], belongs: Callable[[Graphic], bool]) -> list[Graphic]:
    """The drawings without the specks of a texture; a speck that belongs to text is its bullet."""
    larger = [max(one.box.width, one.box.height) > SPECK for one in graphics]
    if larger.count(False) <= MOST_SPECKS:
        return list(graphics)
    return [one for one, stays in zip(graphics, larger, strict=True) if stays or belongs(one)]


def without_strokes(rules: Sequence[Rule]) -> list[Rule]:
    """The rules without the short ones, where those are too many to divide anything."""
    long = [rule for rule in rules if max(rule.box.width, rule.box.height) >= STROKE]
    return long if len(rules) - len(long) > MOST_STROKES else list(rules)
