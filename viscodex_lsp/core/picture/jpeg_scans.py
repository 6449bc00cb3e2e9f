"""How often a JPEG's picture is gone over: a small file with thousands of scans keeps a decoder busy for minutes.

Markers: ITU-T T.81, annex B. Only markers are read, no picture data.
"""

import re

_NEXT_MARKER = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]", re.DOTALL)
_START_OF_SCAN, _END = 0xDA, 0xD9
_WITHOUT_LENGTH = (0x01, 0xD8)


def count_scans(data: bytes, *, most: int) -> int:
    """The number of scans, counted no further than `most` + 1."""
    scans, place = 0, 2
    while scans <= most and (found := _NEXT_MARKER.search(data, place)) is not None:
        marker, place = found[0][-1], found.end()
        if marker == _END:
            break
        scans += marker == _START_OF_SCAN
        if marker not in _WITHOUT_LENGTH:
            place += int.from_bytes(data[place : place + 2], "big")
    return scans
