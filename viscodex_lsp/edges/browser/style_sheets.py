"""Reads the style sheets that a document names, so that it can be drawn: files of the workspace, and nothing else."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import unquote

LONGEST = 2**20
MOST_SHEETS = 20
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
