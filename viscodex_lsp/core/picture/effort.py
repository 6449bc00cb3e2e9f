"""Whether a picture is sure to be decoded in a moment, told from its header alone.

What a decoder has to do grows with the pixels in most formats. It does not in a JPEG of many scans, in a TIFF of tiny
tiles or an animation, and some of Pillow's decoders go from pixel to pixel in Python: for none of these anything is
promised here.
"""

import struct

from viscodex_lsp.core.picture.jpeg_scans import count_scans, frame_size

QUICK_PIXELS = 8_300_000
"""A 4K screen. Up to there, decoding, scaling and encoding take some tenths of a second."""
QUICK_BYTES = 8 * 2**20
# As cameras and libraries write them; each goes over every pixel once more.
_USUAL_SCANS = 12
_BMP_UNCOMPRESSED = (0, 3)


def is_quick(data: bytes) -> bool:
    """Whether it is: False where the header does not say so."""
    if len(data) > QUICK_BYTES:
        return False
    try:
        width, height = _size(data)
    except struct.error:
        return False
    return 0 < width * abs(height) <= QUICK_PIXELS


def _size(data: bytes) -> tuple[int, int]:
    """Width and height; (0, 0) where they say nothing about the effort.

    Raises:
        struct.error: the header is cut off.
    """
    size = (0, 0)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        size = struct.unpack_from(">II", data, 16)
    elif data.startswith(b"\xff\xd8\xff"):
        size = frame_size(data) if count_scans(data, most=_USUAL_SCANS) <= _USUAL_SCANS else size
    elif data.startswith(b"BM"):
        plain = struct.unpack_from("<I", data, 30)[0] in _BMP_UNCOMPRESSED
        size = struct.unpack_from("<ii", data, 18) if plain else size
    elif data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        size = _webp_size(data)
    return size


def _webp_size(data: bytes) -> tuple[int, int]:
    """Of a still WebP picture (RFC 9649, section 2)."""
    if data[12:16] == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    if data[12:16] == b"VP8L":
        bits = struct.unpack_from("<I", data, 21)[0]
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    flags = struct.unpack_from("<B", data, 20)[0]
    animated = flags & 0x02
    sides = (int.from_bytes(data[at : at + 3], "little") + 1 for at in (24, 27))
    return (0, 0) if animated or data[12:16] != b"VP8X" else (next(sides), next(sides))
