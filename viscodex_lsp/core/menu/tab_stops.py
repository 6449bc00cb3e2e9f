"""Which values of a piece of code are only guessed, as tab stops of a snippet: a person goes through them by Tab.

A picture shows neither where a link leads nor which file an image is, so models write `#`, `image.png` of no folder or
an address of example.com there. Everything else in the code was read off the picture and is no tab stop.
"""

import re

MOST_STOPS = 20

_GUESSED = re.compile(
    r"""\b(?:href|action|to)=(["'])(?P<link>\#|javascript:void\(0\);?)\1"""
    r"""|\b(?:src|poster)=(["'])(?P<file>[^"'\s]*(?:placeholder|placehold\.co|picsum\.photos)[^"'\s]*)\3"""
    r"""|(["'])(?P<address>https?://(?:www\.)?example\.(?:com|org|net)[^"'\s]*)\5"""
)
_SPECIAL = re.compile(r"[\\$}]")


def to_snippet(code: str) -> str | None:
    """The code in the snippet syntax of LSP 3.18; None where nothing in it is guessed."""
    found = list(_GUESSED.finditer(code))[:MOST_STOPS]
    if not found:
        return None
    parts: list[str] = []
    done = 0
    for number, match in enumerate(found, 1):
        name = next(name for name in ("link", "file", "address") if match[name] is not None)
        start, end = match.span(name)
        parts += _escaped(code[done:start]), f"${{{number}:{_escaped(code[start:end])}}}"
        done = end
    return "".join([*parts, _escaped(code[done:])])


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda sign: "\\" + sign[0], text)
