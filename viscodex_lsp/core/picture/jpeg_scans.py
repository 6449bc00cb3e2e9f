"""How often a JPEG's picture is gone over: a small file with thousands of scans keeps a decoder busy for minutes.

Markers: ITU-T T.81, annex B. Only markers are read, no picture data.
"""

import re
import struct
from collections.abc import Iterator

_NEXT_MARKER = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]", re.DOTALL)
_START_OF_SCAN, _END = 0xDA, 0xD9
_WITHOUT_LENGTH = (0x01, 0xD8)
# All frames but those of lossless and hierarchical coding, which nothing here decodes.
_SEQUENTIAL, _PROGRESSIVE = (0xC0, 0xC1, 0xC9), (0xC2, 0xCA)


def count_scans(data: bytes, *, most: int) -> int:
    """The number of scans that a decoder goes over, counted no further than `most` + 1."""
    scans, components = 0, b""
    for marker, place in _segments(data):
        if marker in _SEQUENTIAL:
            components = data[place + 7 : place + 8]
        if marker == _START_OF_SCAN:
            scans += 1
            # One scan with all components is the whole picture, if it is not refined by more: nothing after it counts.
            if scans > most or (components and data[place + 2 : place + 3] == components):
                break
    return scans


def frame_size(data: bytes) -> tuple[int, int]:
    """Width and height as the first frame says; (0, 0) without one.

    Raises:
        struct.error: it is cut off.
    """
    for marker, place in _segments(data):
        if marker in _SEQUENTIAL + _PROGRESSIVE:
            height, width = struct.unpack_from(">HH", data, place + 3)
            return width, height
    return 0, 0


def _segments(data: bytes) -> Iterator[tuple[int, int]]:
    """Each marker up to the end of the picture, and where what follows it starts."""
    place = 2
    while (found := _NEXT_MARKER.search(data, place)) is not None:
        marker, place = found[0][-1], found.end()
        if marker == _END:
            return
        yield marker, place
        if marker not in _WITHOUT_LENGTH:
            place += int.from_bytes(data[place : place + 2], "big")
