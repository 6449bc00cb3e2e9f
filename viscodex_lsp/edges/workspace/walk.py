"""Walks a project's folder as git would: without ignored files, links, and what other people's tools put there.

No link to a folder is followed, so that links in a circle are no trouble and nothing outside of the project is read.
"""

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple

from pathspec import GitIgnoreSpec

from viscodex_lsp.core.components.configs import CONFIG_NAME
from viscodex_lsp.core.components.facts import ASSETS, is_read
from viscodex_lsp.core.components.workspace import SOURCE

MOST_FILES: Final = 100_000
_LONGEST_IGNORE: Final = 100_000
_SKIPPED: Final = frozenset(
    {
        "node_modules",
        "bower_components",
        "dist",
        "build",
        "out",
        "coverage",
        "vendor",
        "target",
        "__pycache__",
        "venv",
    }
)


class Found(NamedTuple):
    """A file of the project: its path there with `/`, and what tells whether it changed."""

    path: str
    changed_ns: int
    size: int


class _Folder(NamedTuple):
    path: str
    ignored: "tuple[tuple[str, GitIgnoreSpec], ...]"


def is_wanted(path: str) -> bool:
    """Whether a file of this path may offer something: by its name alone."""
    pure = PurePosixPath(path)
    suffix = pure.suffix.lower()
    return suffix in SOURCE or suffix in ASSETS or is_read(path) or bool(CONFIG_NAME.fullmatch(pure.name))


def walk(root: Path, *, most: int = MOST_FILES, wanted: Callable[[str], bool] = is_wanted) -> Iterator[Found]:
    """The files that are wanted by their paths, at most `most` of them; folders in the order of their names, level by
    level, so that what is deepest is given up first."""
    waiting, count = [_Folder("", ())], 0
    while waiting:
        folders: list[_Folder] = []
        for folder in waiting:
            for found in _read(root, folder, folders, wanted):
                yield found
                count += 1
                if count >= most:
                    return
        waiting = folders


def look_at(root: Path, path: str) -> Found | None:
    """One file, as `walk` would find it; None where it is gone, or a link."""
    try:
        status = os.lstat(root / path)
    except (OSError, ValueError):
        return None
    return Found(path, status.st_mtime_ns, status.st_size) if stat.S_ISREG(status.st_mode) else None


def _read(
    root: Path, folder: _Folder, folders: list[_Folder], wanted: Callable[[str], bool]
) -> Iterator[Found]:
    try:
        with os.scandir(root / folder.path) as entries:
            listed = sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return
    ignored = folder.ignored
    if any(entry.name == ".gitignore" for entry in listed):
        spec = _ignore_file(root / folder.path / ".gitignore")
        ignored = (*ignored, (folder.path, spec)) if spec is not None else ignored
    for entry in listed:
        path = f"{folder.path}/{entry.name}" if folder.path else entry.name
        try:
            if entry.is_dir(follow_symlinks=False):
                hidden = entry.name.startswith(".") or entry.name in _SKIPPED
                if not hidden and not _is_ignored(f"{path}/", ignored):
                    folders.append(_Folder(path, ignored))
            elif wanted(path) and entry.is_file(follow_symlinks=False) and not _is_ignored(path, ignored):
                status = entry.stat(follow_symlinks=False)
                yield Found(path, status.st_mtime_ns, status.st_size)
        except (OSError, UnicodeError):
            continue


def _ignore_file(place: Path) -> GitIgnoreSpec | None:
    try:
        with place.open("rb") as file:
            text = file.read(_LONGEST_IGNORE).decode("utf-8", errors="replace")
        return GitIgnoreSpec.from_lines(text.splitlines())
    except (OSError, ValueError):
        return None


def _is_ignored(path: str, ignored: "tuple[tuple[str, GitIgnoreSpec], ...]") -> bool:
    """Whether the innermost `.gitignore` that says anything of a path ignores it."""
    for folder, spec in reversed(ignored):
        told = spec.check_file(path[len(folder) + 1 :] if folder else path).include
        if told is not None:
            return told
    return False
