"""Reads a text file as a document, and writes changed files: all of them, or none.

For the shell and for agents, which have no editor that keeps documents.
"""

import contextlib
import errno
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from viscodex_lsp.core.errors import DocumentError, NotWritten
from viscodex_lsp.core.language.languages import language_of_path
from viscodex_lsp.core.nouns import CheckedPatch, Document
from viscodex_lsp.core.text.difference import apply_replacements

MOST_BYTES = 10_000_000
_FULL = (errno.ENOSPC, errno.EDQUOT)


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file's text before and after; `old` None creates the file, bytes in `new` are written as they are."""

    path: Path
    old: str | None
    new: str | bytes

    @property
    def data(self) -> bytes:
        """What the file holds afterwards."""
        return self.new if isinstance(self.new, bytes) else self.new.encode("utf-8")


def changes_of(checked: CheckedPatch) -> tuple[FileChange, ...]:
    """What an edit changes on disk: its own file first, then those that belong to it, pictures last.

    Raises:
        DocumentError: one is no file of this machine.
    """
    texts = tuple(
        FileChange(
            _path_of(each.document.uri),
            None if each.creates else each.document.text,
            apply_replacements(each.document.text, each.replacements),
        )
        for each in (checked, *checked.companions)
    )
    return *texts, *pictures_of(checked)


def pictures_of(checked: CheckedPatch) -> tuple[FileChange, ...]:
    """The pictures that an edit refers to, as new files.

    Raises:
        DocumentError: one is no file of this machine.
    """
    return tuple(FileChange(_path_of(asset.uri), None, asset.data) for asset in checked.assets)


def _path_of(uri: str) -> Path:
    parts = urlsplit(uri)
    if parts.scheme != "file" or parts.netloc:
        raise DocumentError(f"{uri} is no file of this machine; open it in the editor.")
    return Path(url2pathname(parts.path))


def read_document(path: Path) -> Document:
    """The file as a document.

    Raises:
        DocumentError: it is missing, no regular file, too large, or no UTF-8 text.
    """
    try:
        if not path.is_file() and path.exists():
            raise DocumentError(f"{path} is not a regular file; name a text file.")
        if path.stat().st_size > MOST_BYTES:
            raise DocumentError(f"{path} is larger than {MOST_BYTES // 1_000_000} MB; name a smaller file.")
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise DocumentError(f"Cannot read {path}: {error.strerror}. Create the file first.") from error
    except UnicodeDecodeError as error:
        raise DocumentError(f"{path} is not UTF-8 text; convert it first.") from error
    if "\0" in text:
        raise DocumentError(f"{path} holds binary data; name a text file.")
    return Document(path.resolve().as_uri(), language_of_path(path.name).id, None, text)


def write_changes(changes: Sequence[FileChange]) -> list[Path]:
    """Write every file, or leave all of them as they were; the folders that were made for them come back.

    New content is written beside each file first and then renamed over it, so that no reader sees half a file.

    Raises:
        DocumentError: a file changed since it was read, or is there already. Nothing was written.
        NotWritten: the disk did not take one. Nothing was written.
    """
    for change in changes:
        _require_unchanged(change)
    made: list[Path] = []
    asides = {change.path: _aside_of(change.path) for change in changes}
    done: list[FileChange] = []
    at: Path | None = None
    try:
        for change in changes:
            at = change.path
            _make_folder(at.parent, made)
            _write_aside(change, asides[at])
        # New files first: on a full disk one of them may fail still, and a rename over a file hardly can.
        for change in sorted(changes, key=lambda change: change.old is not None):
            at = change.path
            _put_in_place(change, asides[at])
            done.append(change)
    except OSError as error:
        _undo(done, asides.values(), made)
        advice = " Make room there, and try again." if error.errno in _FULL else ""
        raise NotWritten(f"Cannot write {at}: {error.strerror}. Nothing was written.{advice}") from error
    return made


def write_file(path: Path, data: bytes) -> None:
    """Write a file that a person named, whole or not at all; what was there stays where it cannot be written.

    Only where its folder takes no new file is it written over as it stands.

    Raises:
        OSError: it cannot be written.
    """
    if path.exists() and not path.is_file():  # a pipe or a terminal
        path.write_bytes(data)
        return
    aside = _aside_of(path.resolve())
    try:
        aside.write_bytes(data)
        if path.exists():
            aside.chmod(path.stat().st_mode)
        aside.replace(path.resolve())
    except PermissionError:
        if not path.exists():
            raise
        path.write_bytes(data)
    finally:
        aside.unlink(missing_ok=True)


def _require_unchanged(change: FileChange) -> None:
    try:
        present = None if change.old is None else change.path.read_bytes().decode("utf-8")
        if change.old is None and os.path.lexists(change.path):
            present = ""
    except FileNotFoundError:
        present = None
    except (OSError, UnicodeDecodeError) as error:
        raise DocumentError(f"Cannot read {change.path}. Nothing was written.") from error
    if present == change.old:
        return
    happened = "is there already" if change.old is None else "changed while the model worked"
    raise DocumentError(f"{change.path} {happened}, so nothing was written. Try again.")


def _make_folder(folder: Path, made: list[Path]) -> None:
    """Make a folder and those above it; the new ones are added to `made`."""
    above = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(above):
        each.mkdir(exist_ok=True)
        made.append(each)


def _aside_of(path: Path) -> Path:
    return path.with_name(f".{path.name}.viscodex")


def _write_aside(change: FileChange, aside: Path) -> None:
    aside.write_bytes(change.data)
    if change.old is not None:
        aside.chmod(change.path.stat().st_mode)


def _put_in_place(change: FileChange, aside: Path) -> None:
    if change.old is None:
        _place_new(aside, change.path)
    else:
        aside.replace(change.path.resolve())


def _place_new(aside: Path, path: Path) -> None:
    """Give a new file its name; unlike a rename this never takes the place of a file that came meanwhile."""
    try:
        os.link(aside, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        path.touch(exist_ok=False)
        aside.replace(path)
    else:
        aside.unlink()


def _undo(done: Sequence[FileChange], asides: Iterable[Path], made: Sequence[Path]) -> None:
    for change in reversed(done):
        with contextlib.suppress(OSError):
            if change.old is None:
                change.path.unlink(missing_ok=True)
            else:
                # By way of a file aside, too: what is cut short in its place would be lost where the disk is full.
                aside = _aside_of(change.path)
                _write_aside(replace(change, new=change.old), aside)
                aside.replace(change.path.resolve())
    for aside in asides:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
    for folder in reversed(made):
        with contextlib.suppress(OSError):
            folder.rmdir()
