"""Pictures inside the picture: a reply names their regions, and they become files that the code refers to.

A model that was asked writes `cut:LEFT,TOP,WIDTH,HEIGHT/name.png` wherever the code takes a picture's address.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

WISH = (
    "Where the picture holds a photo, a logo or a drawn icon, do not imitate it: write its address as "
    "cut:LEFT,TOP,WIDTH,HEIGHT/name.png, in pixels of the picture, with a name that says what it shows, and give every "
    "such image an alt text."
)
MOST_CUTS = 40
_CUT = re.compile(r"cut:(\d{1,5}),(\d{1,5}),(\d{1,5}),(\d{1,5})/([\w-]{1,60})\.(?:png|jpe?g|webp|svg)")
# What is left of one after all that can be read were replaced.
_UNREAD = re.compile(r"""["'(`]cut:\d[^"')`\s]{0,100}""")
_BARE_IMAGE = re.compile(r"<(?:img|Image)\b(?![^>]*\balt\s*=)[^>]*\bcut:[^>]*>", re.IGNORECASE)
# The same thing is seldom marked twice to the pixel.
_SAME = 0.85


class Cut(NamedTuple):
    """A region that a reply names, as it is written there; `name` has its suffix."""

    text: str
    region: tuple[int, int, int, int]
    name: str


def cuts_in(text: str) -> tuple[Cut, ...]:
    """The regions of a text, each once, in their order."""
    found = {
        match[0]: Cut(
            match[0], (int(match[1]), int(match[2]), int(match[3]), int(match[4])), f"{match[5]}.png"
        )
        for match in _CUT.finditer(text)
    }
    return tuple(found.values())


def lacks_alt(text: str) -> bool:
    """Whether an image element takes a cut-out and says nothing to who cannot see it."""
    return _BARE_IMAGE.search(text) is not None


def unread_cut(text: str) -> str:
    """The first address that looks like a region and is none; "" without one."""
    found = _UNREAD.search(_CUT.sub("", text))
    return found[0][1:] if found else ""


def with_references(text: str, references: Mapping[str, str]) -> str:
    """The text with the addresses of files in place of regions."""
    return _CUT.sub(lambda match: references.get(match[0], match[0]), text)


def same_region(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    """Whether two regions show the same: their overlap is most of both."""
    width = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    height = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    shared = max(width, 0) * max(height, 0)
    return shared >= _SAME * max(one[2] * one[3], other[2] * other[3], 1)
