"""The path of the picture that a document names at a place.

Known forms: Markdown `![alt](path "title")`, HTML `src`, `srcset` and `poster`, CSS `url()`, the forms of
`markup_paths`, and a string literal of any language that ends like a picture. Nothing is read: whether the file exists
is for others.
"""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from viscodex_lsp.core.nouns import Document
from viscodex_lsp.core.picture.markup_paths import markup_candidates, reference_targets, targets_in_folder

PIXELS = ("png", "jpg", "jpeg", "gif", "webp", "bmp", "tif", "tiff", "ico", "avif", "heic")
SUFFIXES = tuple(f".{suffix}" for suffix in (*PIXELS, "svg", "pdf"))
REACH = 2048
LONGEST_PATH = 1024

_LINK = re.compile(r"!?\[[^\[\]]*\]\(")
_TAG = re.compile(r"<(?:img|source|video|image|input|embed|object|picture)\b[^<>]*>?", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"\b(src|srcset|poster|href|data)\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+))", re.IGNORECASE
)
_URL = re.compile(r"\burl\(\s{0,9}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'()]*))\s{0,9}\)", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+:", re.IGNORECASE)
_NOT_IN_PATHS = re.compile(r"[\x00-\x1f\x7f*{}|<>\ud800-\udfff]")


def picture_path_at(document: Document, offset: int) -> str | None:
    """The path as the file means it (percent signs decoded, queries dropped), or None.

    Addresses on the network and `data:` URLs are no paths. SVG and PDF are answered too, so that it can be
    said why they are refused. At most 2,048 characters on either side of `offset`, in its line, are read.
    """
    line, place = _line_around(document.text, offset)
    text = document.text
    around = (
        *targets_in_folder(text, line, place, offset),
        *_candidates(line, place),
        *reference_targets(text, line, place),
    )
    for candidate in around:
        path = _as_path(candidate)
        if path is not None:
            return path
    return None


def _line_around(text: str, offset: int) -> tuple[str, int]:
    """The part of a line in reach of `offset`, and where in it `offset` is."""
    place = min(max(offset, 0), len(text))
    low, high = max(0, place - REACH), min(len(text), place + REACH)
    start = max(low, text.rfind("\n", low, place) + 1, text.rfind("\r", low, place) + 1)
    ends = [end for end in (text.find("\n", place, high), text.find("\r", place, high)) if end >= 0]
    return text[start : min(ends, default=high)], place - start


def _candidates(line: str, place: int) -> Iterator[str]:
    """What may be a path, the most certain first."""
    for match in _ATTRIBUTE.finditer(line):
        if match.start() <= place <= match.end():
            yield from _attribute_values(match, place)
    for match in _URL.finditer(line):
        if match.start() <= place <= match.end():
            yield match[1] or match[2] or match[3] or ""
    yield from _links(line, place)
    yield from markup_candidates(line, place)
    yield from _literals(line, place)
    for tag in _TAG.finditer(line):
        if tag.start() <= place <= tag.end():
            for match in _ATTRIBUTE.finditer(line, tag.start(), tag.end()):
                yield from _attribute_values(match, place)


def _attribute_values(match: re.Match[str], place: int) -> Iterator[str]:
    """The value of an attribute; of a `srcset` the picture at `place` first, then the others."""
    value = match[2] or match[3] or match[4] or ""
    if match[1].lower() != "srcset":
        yield value
        return
    pieces = value.split(",")
    inside = place - (match.end() - len(value) - (0 if match[4] else 1))
    here = value.count(",", 0, inside) if 0 <= inside <= len(value) else 0
    yield from (piece.split()[0] for piece in (pieces[here], *pieces) if piece.strip())


def _links(line: str, place: int) -> Iterator[str]:
    for match in _LINK.finditer(line):
        target, end = _link_target(line, match.end())
        if match.start() <= place <= end:
            yield target


def _link_target(line: str, start: int) -> tuple[str, int]:
    """The target of a Markdown link whose bracket opens before `start`, and where the link ends."""
    while start < len(line) and line[start] in " \t":
        start += 1
    if line.startswith("<", start):
        end = line.find(">", start)
        target, rest = (line[start + 1 : end], end) if end >= 0 else ("", start)
    else:
        rest = _unbalanced(line, start)
        target = line[start:rest]
    end = line.find(")", rest)
    return target, end + 1 if end >= 0 else rest


def _unbalanced(line: str, start: int) -> int:
    """The first blank or closing bracket without a partner at or after `start`."""
    depth = 0
    for position in range(start, len(line)):
        letter = line[position]
        depth += (letter == "(") - (letter == ")")
        if depth < 0 or letter in " \t":
            return position
    return len(line)


def _literals(line: str, place: int) -> Iterator[str]:
    """What stands between two equal quotes around `place`, the narrowest first."""
    found = []
    for quote in "\"'`":
        for inside in {
            place,
            place + line.startswith(quote, place),
            place - line.startswith(quote, place - 1),
        }:
            start, end = line.rfind(quote, 0, max(inside, 0)), line.find(quote, max(inside, 0))
            if 0 <= start < end:
                found.append(line[start + 1 : end].replace("\\\\", "\\"))
    yield from sorted(found, key=len)


# A file URI has a slash before Windows' drive letter; its path has none (RFC 8089, appendix E.2).
_DRIVE = re.compile(r"^/([A-Za-z]:[\\/])")


def _as_path(raw: str) -> str | None:
    candidate = raw.strip()
    if candidate[:7].lower() == "file://":
        candidate = candidate[7:]
    elif _SCHEME.match(candidate) or candidate.startswith("//"):
        return None
    shorter = re.split(r"[?#]", candidate, maxsplit=1)[0]
    path = _DRIVE.sub(r"\1", unquote(shorter if _is_picture(shorter) else candidate))
    if not _is_picture(path) or len(path) > LONGEST_PATH or _NOT_IN_PATHS.search(path):
        return None
    return path


def _is_picture(path: str) -> bool:
    """Whether a path ends like a picture and has a name before its suffix."""
    lowered = path.lower()
    return any(lowered.endswith(suffix) and len(lowered) > len(suffix) for suffix in SUFFIXES)
