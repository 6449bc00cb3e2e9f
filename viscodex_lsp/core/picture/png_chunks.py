"""A PNG file in, the same pixels without text, EXIF, colour profile or anything behind its end out.

Chunks: PNG specification (third edition), sections 5 and 11.
"""

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# With an APNG's or a palette's chunks the pixels would not be what was decoded.
_PIXELS = (b"IHDR", b"IDAT", b"IEND")
_EIGHT_BIT_RGB = b"\x08\x02"


def bare_png(data: bytes) -> bytes | None:
    """Only the header, the pixels and the end; None where that would not show the same picture.

    None for a file that is not 8-bit RGB, has no end, has a chunk that is critical beside these, or whose
    colours or first frame are given by another chunk (a transparent colour, an animation).
    """
    if data[:8] != _SIGNATURE or data[24:26] != _EIGHT_BIT_RGB:
        return None
    kept = [_SIGNATURE]
    place = 8
    while place + 12 <= len(data):
        length = int.from_bytes(data[place : place + 4], "big")
        kind = data[place + 4 : place + 8]
        end = place + 12 + length
        if kind in (b"acTL", b"tRNS"):
            return None
        if kind in _PIXELS:
            kept.append(data[place:end])
        elif kind[:1].isupper() and kind != b"PLTE":
            return None
        if kind == b"IEND":
            return b"".join(kept)
        place = end
    return None
