"""Saves the pictures that an edit refers to: an editor's edit holds text alone, so the server writes them beside it.

An undo in the editor leaves them; an edit that is not applied takes them back, unless another one needs them too.
"""

import contextlib
import threading
from collections import Counter
from pathlib import Path

from viscodex_lsp.core.nouns import CheckedPatch
from viscodex_lsp.edges.documents import FileChange, pictures_of, write_changes


class Assets:
    """The pictures of all edits; its methods may be called from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: Counter[Path] = Counter()
        """How many edits on their way refer to a picture."""
        self._new: set[Path] = set()
        """Pictures that were written for edits on their way, and stay only where one of them lands."""
        self._made: set[Path] = set()
        """Folders that were made for them, and stay only with one of them inside."""

    def save(self, checked: CheckedPatch) -> None:
        """Write the pictures that are not there yet, before the edit is handed over; `release` ends that.

        Raises:
            DocumentError: another file came in the place of one, or it cannot be written. Nothing was written.
        """
        with self._lock:
            pictures = pictures_of(checked)
            missing, made = _write_missing(pictures)
            self._new.update(change.path for change in missing)
            self._made.update(made)
            self._waiting.update(change.path for change in pictures)

    def keep(self, checked: CheckedPatch) -> None:
        """The code is in its document: its pictures are there, and nothing takes them back.

        Raises:
            DocumentError: as for `save`.
        """
        with self._lock:
            pictures = pictures_of(checked)
            _write_missing(pictures)
            for change in pictures:
                self._keep(change.path)

    def release(self, checked: CheckedPatch, *, landed: bool = False) -> None:
        """The edit is over. Remove what was saved for it, unless the code that refers to it `landed`, is there by
        another edit, or still to come."""
        with self._lock:
            for change in pictures_of(checked):
                if landed:
                    self._keep(change.path)
                self._waiting[change.path] -= 1
                if self._waiting[change.path] > 0:
                    continue
                del self._waiting[change.path]
                if change.path in self._new:
                    self._new.remove(change.path)
                    self._remove(change)

    def _keep(self, path: Path) -> None:
        """A picture, and the folders around it, are the person's from now on."""
        self._new.discard(path)
        self._made.difference_update(path.parents)

    def _remove(self, change: FileChange) -> None:
        with contextlib.suppress(OSError):
            if _is_there(change):
                change.path.unlink()
            for folder in change.path.parents:
                if folder not in self._made:
                    break
                folder.rmdir()
                self._made.remove(folder)


def _write_missing(pictures: tuple[FileChange, ...]) -> tuple[list[FileChange], list[Path]]:
    """What was written, and the folders that were made for it."""
    missing = [change for change in pictures if not _is_there(change)]
    return missing, write_changes(missing)


def _is_there(change: FileChange) -> bool:
    try:
        return change.path.read_bytes() == change.data
    except OSError:
        return False
