"""Messages cut out of the bytes of a connection: the header part of the LSP base protocol.

Header names are read in any case of their letters (they are HTTP's), and a header that cannot be used costs its own
message only.
"""

import re

MOST_HEADER_BYTES = 64 * 1024
MOST_BODY_BYTES = 512 * 2**20

_END = re.compile(rb"\r?\n\r?\n")
_LENGTH = re.compile(rb"^content-length[ \t]*:[ \t]*(\d{1,15})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)


class Framing:
    """Takes bytes as they come, gives whole messages."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._wanted: int | None = None
        self._skipped = 0

    def feed(self, data: bytes) -> list[bytes]:
        """The bodies that are whole with `data`. One that is too large to be read is given as b""."""
        self._bytes += data
        bodies: list[bytes] = []
        while self._skip() and self._read_header():
            wanted = self._wanted or 0
            if len(self._bytes) < wanted:
                break
            bodies.append(bytes(self._bytes[:wanted]))
            del self._bytes[:wanted]
            self._wanted = None
            if self._skipped:
                bodies[-1] = b""
        return bodies

    def _skip(self) -> bool:
        """Drop what is left of a body that is too large; whether there is none left."""
        dropped = min(self._skipped, len(self._bytes))
        del self._bytes[:dropped]
        self._skipped -= dropped
        return not self._skipped

    def _read_header(self) -> bool:
        """Read up to the body, where its header has come; whether it has."""
        while self._wanted is None:
            end = _END.search(bytes(self._bytes[:MOST_HEADER_BYTES]))
            if end is None:
                if len(self._bytes) > MOST_HEADER_BYTES:
                    self._bytes.clear()
                return False
            length = _LENGTH.search(bytes(self._bytes[: end.start()]))
            del self._bytes[: end.end()]
            if length is not None:
                self._wanted = int(length[1])
                if self._wanted > MOST_BODY_BYTES:
                    self._skipped, self._wanted = self._wanted, 0
        return True
