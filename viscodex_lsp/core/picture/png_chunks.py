"""A PNG's chunks: which of them a decoder is shown, and which leave this machine.

Text, profiles and times are no part of the pixels; a large or damaged one must not stand in the picture's way.
Chunks: PNG specification (third edition), sections 5 and 11.
"""

import zlib
from collections.abc import Iterator
from typing import NamedTuple

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# With an APNG's or a palette's chunks the pixels would not be what was decoded.
_PIXELS = (b"IHDR", b"IDAT", b"IEND")
_EIGHT_BIT_RGB = b"\x08\x02"
# What changes how the pixels look: a transparent colour, the orientation.
_LOOKS = (b"tRNS", b"eXIf")


class _Chunk(NamedTuple):
    kind: bytes
    whole: bytes

    @property
    def sound(self) -> bool:
        """Whether its check sum is right."""
        return int.from_bytes(self.whole[-4:], "big") == zlib.crc32(self.whole[4:-4])


def _chunks(data: bytes) -> Iterator[_Chunk]:
    """The chunks up to the end of the picture, the last one perhaps cut off."""
    place = len(_SIGNATURE)
    while place < len(data):
        end = place + 12 + int.from_bytes(data[place : place + 4], "big")
        chunk = _Chunk(data[place + 4 : place + 8], data[place:end])
        yield chunk
        if chunk.kind == b"IEND":
            break
        place = end


def decodable_png(data: bytes) -> bytes:
    """The same picture without what is beside the pixels: critical chunks stay as they are, of the others only sound
    ones that change how it looks."""
    kept = [
        chunk.whole
        for chunk in _chunks(data)
        if chunk.kind[:1].isupper() or (chunk.kind in _LOOKS and chunk.sound)
    ]
    return b"".join([data[: len(_SIGNATURE)], *kept])


def bare_png(data: bytes) -> bytes | None:
    """Only the header, the pixels and the end; None where that would not show the same picture.

    None for a file that is not 8-bit RGB, has no end, has a chunk that is critical beside these, or whose
    colours or first frame are given by another chunk (a transparent colour, an animation).
    """
    if data[:8] != _SIGNATURE or data[24:26] != _EIGHT_BIT_RGB:
        return None
    kept = [_SIGNATURE]
    for chunk in _chunks(data):
        if chunk.kind in (b"acTL", b"tRNS"):
            return None
        if chunk.kind in _PIXELS:
            kept.append(chunk.whole)
        elif chunk.kind[:1].isupper() and chunk.kind != b"PLTE":
            return None
        if chunk.kind == b"IEND" and len(chunk.whole) >= 12:
            return b"".join(kept)
    return None
