"""Reads what a workspace's files point to: pictures, and the names of a project's dependencies.

What a workspace's file points to may lie only inside the workspace, links resolved. Nothing but regular files is
opened, and nothing over the limit is read.
"""

import os
import stat
from collections.abc import Sequence
from functools import reduce
from operator import or_
from pathlib import Path

from viscodex_lsp.core.context.dependencies import LONGEST_FILE, dependency_names
from viscodex_lsp.core.errors import NoPicture, OutsideWorkspace, UnreadablePicture
from viscodex_lsp.core.picture.decoding import MAX_BYTES, too_many_bytes
from viscodex_lsp.edges.pictures.other_names import is_on_network, lies_in, other_names
from viscodex_lsp.edges.roots import root_of

PROJECT_FILES = ("package.json", "pyproject.toml")


def sites_around(folder: Path | None, roots: Sequence[Path]) -> tuple[Path, ...]:
    """The folders that a document's site may be built from: its own one and those above it, up to its root; then all
    roots. None of them leads out of the roots, also not by a link."""
    around = (folder, *folder.parents) if folder is not None else ()
    below = [each for each in around if any(each.is_relative_to(root) for root in roots)]
    inside = [each for each in below if _root_of(_resolved(each), roots) is not None]
    return tuple(dict.fromkeys((*inside, *roots)))


def read_picture(path: Path, *, roots: Sequence[Path] | None) -> bytes:
    """The file's bytes, not yet checked to be a picture.

    Where there is no such file, it is looked for by the other names that a document may mean (see `other_names`).

    Args:
        roots: The workspace folders, of which one must hold the file; None where a person named it themselves.

    Raises:
        OutsideWorkspace: the file, or what its links lead to, is in none of the roots.
        NoPicture: there is no such file, or several look like it, or it is a folder.
        UnreadablePicture: it may not be read, or is no regular file.
        PictureTooLarge: over 20 MB.
    """
    if roots is not None and is_on_network(path) and not lies_in(path, roots):
        raise _outside(path)  # before anything asks that other machine for it
    resolved = _found(path, roots)
    try:
        return _read(resolved, name=path.name)
    except FileNotFoundError as error:
        raise NoPicture(f"There is no file {path.name}. It may have been moved or not been saved.") from error
    except OSError as error:
        if os.path.isdir(resolved):  # Windows only says that it may not be opened
            raise NoPicture(f"{path.name} is a folder. Choose a picture file in it.") from error
        raise UnreadablePicture(
            f"{path.name} cannot be read ({(error.strerror or 'unknown error').lower()}). Check its permissions, "
            "or choose another picture."
        ) from error


def _found(path: Path, roots: Sequence[Path] | None) -> Path:
    """The file that is meant, links resolved; `path` itself where none is there."""
    resolved = _resolved(path)
    inside = roots is None or _root_of(resolved, roots) is not None
    if inside and os.path.lexists(resolved):
        return resolved
    for other in other_names(path, roots=roots):
        candidate = _resolved(other)
        if roots is None or _root_of(candidate, roots) is not None:
            return candidate
    if not inside:
        raise _outside(path)
    return resolved


def _outside(path: Path) -> OutsideWorkspace:
    return OutsideWorkspace(
        f"{path.name} is not inside the workspace, so it is not read. Copy it into the workspace, or attach "
        "it in the editor."
    )


def read_dependencies(path: Path, *, roots: Sequence[Path]) -> tuple[str, ...]:
    """The names that the nearest package.json or pyproject.toml lists, at or above the file `path`.

    The search ends at the root that holds the file. Empty where there is none, outside of every root, and for a
    file that cannot be read or is too large: an answer without these names is still an answer.
    """
    resolved = _resolved(path)
    root = _root_of(resolved, roots)
    folder = resolved.parent
    while root is not None and folder.is_relative_to(root):
        for name in PROJECT_FILES:
            # A link could lead out of the workspace.
            found = _resolved(folder / name)
            text = _text(found) if found.is_relative_to(root) else None
            if text is not None:
                return dependency_names(name, text)
        if folder == root:
            break
        folder = folder.parent
    return ()


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):  # links in a circle, a NUL in the name
        return Path(os.path.abspath(path.as_posix().replace("\0", "?")))


def _root_of(resolved: Path, roots: Sequence[Path]) -> Path | None:
    """The innermost of the roots that hold the file, wherever their links lead."""
    return root_of(resolved, map(_resolved, roots))


def _read(resolved: Path, *, name: str) -> bytes:
    # Opened without waiting, then asked what was opened: a pipe must not block, a swapped file must not slip in.
    # Binary: Windows would change line ends, and end at a Ctrl-Z.
    wanted = (getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOFOLLOW", "O_BINARY"))
    handle = os.open(resolved, reduce(or_, wanted, os.O_RDONLY))
    try:
        found = os.fstat(handle)
        if stat.S_ISDIR(found.st_mode):
            raise IsADirectoryError
        if not stat.S_ISREG(found.st_mode):
            raise UnreadablePicture(f"{name} is not a regular file. Choose a picture file.")
        with os.fdopen(handle, "rb", closefd=False) as file:
            data = file.read(MAX_BYTES + 1) if found.st_size <= MAX_BYTES else b""
    finally:
        os.close(handle)
    size = max(found.st_size, len(data))
    if size > MAX_BYTES:
        raise too_many_bytes(name, size)
    return data


def _text(resolved: Path) -> str | None:
    """The file's text; None where there is no such file; empty where it is of no use."""
    try:
        if not resolved.is_file():
            return None
        with resolved.open("rb") as file:
            data = file.read(LONGEST_FILE + 1)
    except OSError:
        return None
    return data.decode("utf-8", errors="replace") if len(data) <= LONGEST_FILE else ""
