"""Reads the style sheets that a document names, so that it can be drawn: files of the workspace, and nothing else."""

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

LONGEST = 2**20
MOST_SHEETS, MOST_PAGES = 20, 50
_HREF = re.compile(r"""href\s*=\s*["']?([^"'\s>]+\.css[^"'\s>]*)""", re.IGNORECASE)
# Where servers of web pages find what a page names from its root.
_PUBLIC = ("", "public", "static", "src")


def read_sheets(names: Iterable[str], path: Path | None, roots: Sequence[Path]) -> dict[str, str]:
    """The texts of the sheets that are there, by the names that the document at `path` gives them.

    A sheet has to lie in one of the roots or, where there are none, in the document's folder, links resolved.
    """
    if path is None:
        return {}
    allowed = [_resolved(root) for root in roots] or [_resolved(path.parent)]
    found: dict[str, str] = {}
    for name in list(names)[:MOST_SHEETS]:
        text = next(filter(None, (_text(place, allowed) for place in _places(name, path, allowed))), None)
        if text is not None:
            found[name] = text
    return found


class Page(NamedTuple):
    """A page of the workspace, and the names by which it links to the style sheet that was asked for."""

    path: Path
    text: str
    names: tuple[str, ...]


def page_using(sheet: Path, roots: Sequence[Path]) -> Page | None:
    """The nearest page that links to a style sheet: beside the sheet, or above it within the roots."""
    sheet = _resolved(sheet)
    allowed = [_resolved(root) for root in roots] or [sheet.parent]
    folder = sheet.parent
    while any(folder.is_relative_to(root) for root in allowed):
        for page in islice(sorted(folder.glob("*.htm*")), MOST_PAGES):
            text = _text(page, allowed)
            names = _names_of(sheet, text, page, allowed) if text and sheet.name in text else ()
            if text and names:
                return Page(page, text, names)
        if folder == folder.parent:
            break
        folder = folder.parent
    return None


def _names_of(sheet: Path, text: str, page: Path, roots: Sequence[Path]) -> tuple[str, ...]:
    names = (found[1] for found in islice(_HREF.finditer(text), MOST_SHEETS))
    return tuple(name for name in names if any(_resolved(one) == sheet for one in _places(name, page, roots)))


def _places(name: str, path: Path, roots: Sequence[Path]) -> Iterable[Path]:
    plain = unquote(name.split("?")[0].split("#")[0])
    if "://" in plain or plain.startswith(("//", "data:")) or "\0" in plain:
        return ()
    if plain.startswith("/"):
        return (root / folder / plain.lstrip("/") for root in roots for folder in _PUBLIC)
    return (path.parent / plain,)


def _text(place: Path, roots: Sequence[Path]) -> str | None:
    resolved = _resolved(place)
    try:
        if not any(resolved.is_relative_to(root) for root in roots) or not resolved.is_file():
            return None
        if resolved.stat().st_size > LONGEST:
            return None
        return resolved.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path.absolute()
