"""What was read of a project's files, kept on disk between runs: one private SQLite file a project.

It holds names and signatures of the user's own projects, is readable by the user alone, and never leaves the machine.
Whatever is wrong with it, it is made again.
"""

import contextlib
import hashlib
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from viscodex_lsp.core.components.codec import FORMAT

MOST_PROJECTS: Final = 24
MOST_BYTES: Final = 200_000_000
_LONGEST_WAIT: Final = 1.0

Kept = dict[str, tuple[int, int, bytes]]
"""Path → time of change in ns, size, facts as bytes."""


def default_place(environment: Mapping[str, str]) -> Path | None:
    """The folder of all projects' files; None where there is no home."""
    cache = environment.get("XDG_CACHE_HOME", "")
    if os.path.isabs(cache):
        return Path(cache) / "viscodex-lsp" / "projects"
    try:
        return Path.home() / ".cache" / "viscodex-lsp" / "projects"
    except RuntimeError:
        return None


class Store:
    """The file of one project. Nothing is raised: without it, everything is read again."""

    def __init__(self, place: Path | None, root: Path) -> None:
        name = hashlib.sha256(os.fsencode(root)).hexdigest()[:24]
        self._folder, self._file = place, place / f"{name}.sqlite" if place is not None else None

    def read(self) -> Kept:
        """Everything that was kept."""
        with self._open() as database:
            if database is None:
                return {}
            try:
                rows = database.execute("SELECT path, changed, size, facts FROM files").fetchall()
            except sqlite3.Error:
                self._remove()
                return {}
            return {
                path: (changed, size, facts)
                for path, changed, size, facts in rows
                if isinstance(path, str) and isinstance(changed, int) and isinstance(facts, bytes)
            }

    def write(self, rows: Iterable[tuple[str, int, int, bytes]], gone: Iterable[str]) -> None:
        """Keep these files as they are now, and forget those."""
        with self._open() as database:
            if database is None:
                return
            try:
                with database:
                    database.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)", rows)
                    database.executemany("DELETE FROM files WHERE path = ?", ((path,) for path in gone))
            except sqlite3.Error:
                self._remove()
        self._tidy()

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection | None]:
        database = self._connected()
        try:
            yield database
        finally:
            if database is not None:
                database.close()

    def _connected(self) -> sqlite3.Connection | None:
        if self._folder is None or self._file is None:
            return None
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if self._folder.is_symlink() or self._folder.stat().st_mode & 0o077:
                self._folder.chmod(0o700)
            if self._file.exists() and self._file.stat().st_size > MOST_BYTES:
                self._remove()
            os.close(os.open(self._file, os.O_CREAT | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0), 0o600))
            database = sqlite3.connect(self._file, timeout=_LONGEST_WAIT)
            # Nothing is lost that could not be read again, so nothing waits for the disk.
            database.execute("PRAGMA synchronous = OFF")
            if database.execute("PRAGMA user_version").fetchone()[0] != FORMAT:
                database.executescript(
                    "DROP TABLE IF EXISTS files; CREATE TABLE files (path TEXT PRIMARY KEY, changed INTEGER, size "
                    f"INTEGER, facts BLOB) WITHOUT ROWID; PRAGMA user_version = {FORMAT};"
                )
        except sqlite3.DatabaseError:
            self._remove()
            return None
        except OSError:
            return None
        return database

    def _remove(self) -> None:
        with contextlib.suppress(OSError):
            if self._file is not None:
                self._file.unlink(missing_ok=True)

    def _tidy(self) -> None:
        """Keep the newest projects only."""
        with contextlib.suppress(OSError):
            files = sorted(
                self._folder.glob("*.sqlite") if self._folder else (), key=lambda file: -file.stat().st_mtime
            )
            for file in files[MOST_PROJECTS:]:
                file.unlink(missing_ok=True)
