"""The file that a document means where the path it writes is not there to the letter.

A copied name has another blank than the file (macOS writes U+202F before AM and PM), accents are written in one
character or in two, HTML writes & as &amp;, and a path from a site's root lies in the folder that the site is built
from.
"""

import html
import os
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from urllib.parse import unquote

from viscodex_lsp.core.errors import NoPicture

# Where frameworks keep what a site serves from its root; and where else such a path may have been meant.
_SERVED = ("public", "static", "assets", "www", "wwwroot")
_OTHERS = ("src/assets", "src", "app", "docs", "")
_MOST_LISTED = 20_000
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"))


def is_on_network(path: Path) -> bool:
    """Whether the path names another machine (UNC), so that merely looking at it speaks to that machine."""
    return str(path).startswith(("\\\\", "//"))


def lies_in(path: Path, roots: Sequence[Path]) -> bool:
    """Whether a path is below a root by its words alone; nothing is looked at."""
    return any(Path(os.path.normpath(path)).is_relative_to(root) for root in roots)


def other_names(path: Path, *, roots: Sequence[Path] | None) -> Iterator[Path]:
    """Files that are there and that `path` may mean, the likeliest first. Only folders below the roots are looked into;
    None: any.

    Raises:
        NoPicture: two files look like the one that is meant.
    """
    spelled = list(dict.fromkeys([path, Path(html.unescape(str(path))), Path(unquote(str(path)))]))
    inside = [name for name in spelled if roots is None or lies_in(name, roots)]
    yield from (name for name in inside if name != path and _is_there(name))
    for name in inside:
        alike = _look_alike(name)
        if alike is not None:
            yield alike
    if path.is_absolute() and not is_on_network(path):
        for name in spelled:
            yield from _below_site(name, roots or ())


def _below_site(path: Path, roots: Sequence[Path]) -> Iterator[Path]:
    relative = path.relative_to(path.anchor)
    for folders in (_SERVED, _OTHERS):
        for root in roots:
            for folder in folders:
                candidate = root / folder / relative
                found = candidate if _is_there(candidate) else _look_alike(candidate)
                if found is not None:
                    yield found


def _look_alike(path: Path) -> Path | None:
    """The one entry beside a missing file whose name a person could not tell from it; folders may be alike too."""
    missing, folder = [path.name], path.parent
    while not _is_there(folder) and folder != folder.parent:
        missing.append(folder.name)
        folder = folder.parent
    found = folder
    for name in reversed(missing):
        alike = [name] if _is_there(found / name) else _alike_in(found, name)
        if not alike:
            return None
        if len(alike) > 1:
            shown = " and ".join(ascii(each) for each in sorted(alike)[:2])
            raise NoPicture(
                f"There is no file {name}, and {len(alike)} whose names look the same ({shown}). Rename one of them, "
                "or attach the picture in the editor."
            )
        found = found / alike[0]
    return found


def _alike_in(folder: Path, name: str) -> list[str]:
    wanted = _seen(name)
    try:
        with os.scandir(folder) as entries:
            return [entry.name for entry in islice(entries, _MOST_LISTED) if _seen(entry.name) == wanted]
    except OSError:
        return []


def _seen(name: str) -> str:
    """A name as a person sees it: composed, with plain blanks and without characters that take no room."""
    return " ".join(unicodedata.normalize("NFKC", name).translate(_UNSEEN).split())


def _is_there(path: Path) -> bool:
    try:
        return os.path.lexists(path)
    except ValueError:  # a NUL in the name
        return False
