"""Does a model really see? It is asked for the colour of a plain picture, and its answer is read.

Model names say nothing about eyesight; this question does, and a small model can answer it as well.
"""

import math
import re
import struct
import zlib

from viscodex_lsp.core.nouns import Message, Picture, Prompt

SIDE = 112
COLOURS: dict[str, tuple[int, int, int]] = {"red": (220, 38, 38), "blue": (37, 99, 235)}

# Far enough to forgive a palette, near enough to tell the two colours, black and white apart.
FARTHEST = 130.0

_QUESTION = (
    "What colour is this picture? Answer with one ```html block that holds one div with that background colour, "
    'written as #rrggbb: <div style="background:#rrggbb"></div>'
)
_HEX = re.compile(r"#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b")
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})")


def plain_picture(name: str) -> Picture:
    """A square of one colour as PNG (RFC 2083), `SIDE` pixels wide."""
    row = b"\0" + bytes(COLOURS[name]) * SIDE
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(row * SIDE)),
        (b"IEND", b""),
    ]
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
    return Picture(b"\x89PNG\r\n\x1a\n" + b"".join(chunks), "image/png", SIDE, SIDE, f"a {name} square")


def ask_colour(picture: Picture) -> Prompt:
    """The question, with the picture before it."""
    return Prompt((Message("user", (picture, _QUESTION)),))


def names_colour(reply: str, name: str) -> bool:
    """Whether `reply` says the colour `name`: by a code near it, or else by its word."""
    codes = _codes(reply)
    if codes:
        return any(_distance(code, COLOURS[name]) <= FARTHEST for code in codes[:1])
    named = [colour for colour in COLOURS if re.search(rf"\b{colour}\b", reply, re.IGNORECASE)]
    return named == [name]


def _codes(reply: str) -> list[tuple[int, int, int]]:
    found: list[tuple[int, int, int]] = []
    for digits in _HEX.findall(reply):
        wide = digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
        found.append((int(wide[:2], 16), int(wide[2:4], 16), int(wide[4:], 16)))
    found += [(int(red), int(green), int(blue)) for red, green, blue in _RGB.findall(reply)]
    return found


def _distance(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    return math.dist(one, other)
