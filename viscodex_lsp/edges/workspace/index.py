"""Keeps what a workspace's files offer up to date: read once, kept on disk, and again only where a file changed."""

import logging
import os
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from viscodex_lsp.core.components.configs import CONFIG_NAME, LONGEST_CONFIG, read_aliases, read_package
from viscodex_lsp.core.components.facts import ASSETS, LONGEST_FILE, is_read, read_facts
from viscodex_lsp.core.components.nouns import FileFacts
from viscodex_lsp.core.components.workspace import Workspace
from viscodex_lsp.core.errors import TooHardToParse
from viscodex_lsp.core.language.patience import ended_by
from viscodex_lsp.edges.bounded_work.bounds import Bounds
from viscodex_lsp.edges.workspace.libraries import KEPT, Library, read_libraries
from viscodex_lsp.edges.workspace.store import Kept, Store
from viscodex_lsp.edges.workspace.texts import read_text
from viscodex_lsp.edges.workspace.walk import MOST_FILES, Found, is_wanted, look_at, walk

logger = logging.getLogger(__name__)

SECONDS_PER_FILE: Final = 0.5
MOST_SECONDS: Final = 60.0
_SAVED_EVERY: Final = 5_000
_MOST_ASSETS: Final = 5_000


class WorkspaceIndex:
    """The index of the workspace in the folder `root`. Its methods block; they are for a thread beside the event loop.

    `workspace` may be read at any time. `complete` says that every file was read that there is room for,
    and every library, as far as its rounds lead.
    """

    def __init__(self, root: Path, *, cache: Path | None, most: int = MOST_FILES) -> None:
        self.root, self.workspace, self.complete = root, Workspace(), False
        self._store, self._most = Store(cache, root), most
        self._libraries: Kept = {}
        self._begun: dict[str, Library] = {}
        self._seen: dict[str, tuple[int, int]] = {}
        self._lock, self._closed = threading.Lock(), threading.Event()
        self._unsaved: list[tuple[str, int, int, bytes]] = []

    def refresh(self, *, seconds: float = MOST_SECONDS) -> None:
        """Read what is new or changed, for at most so many seconds of work; the next call goes on from there."""
        with self._lock:
            end = time.monotonic() + seconds
            if not self._seen:
                self._load()
            found = {file.path: file for file in walk(self.root, most=self._most)}
            gone = [path for path in self._seen if path not in found]
            for path in gone:
                self._drop(path)
            whole = self._take(found.values(), end)
            self._unsaved += read_libraries(self.workspace, self.root, self._libraries, self._begun)
            self.complete = whole and not self._begun
            self._save(gone)

    def update(self, paths: Iterable[Path]) -> None:
        """Look again at files that a client says were changed, made or removed."""
        with self._lock:
            gone = []
            folders: set[str] | None = None
            for place in paths:
                path = self._path_of(place)
                if path is None or not self._seen:
                    continue
                if path not in self._seen:
                    # A walk of its folder alone would tell of ignored files, so only folders of the index are believed.
                    folders = folders or {seen.rpartition("/")[0] for seen in self._seen}
                    if path.rpartition("/")[0] not in folders or len(self._seen) >= self._most:
                        continue
                file = look_at(self.root, path)
                if file is None:
                    self._drop(path)
                    gone.append(path)
                elif self._seen.get(path) != (file.changed_ns, file.size):
                    self._read(file)
            self._save(gone)

    @property
    def partial(self) -> str:
        """What a person is told where not all of the workspace is known; "" where it is."""
        if not self.complete:
            return "the project is still being read, so not all of its components were known"
        if len(self._seen) >= self._most:
            return f"the project has more than {self._most:,} files, and the others were not looked at"
        if self.workspace.half_read:
            names = ", ".join(sorted(self.workspace.half_read))
            return f"reading all of {names} would take too long, so not all of its components were known"
        return ""

    def close(self) -> None:
        """Have a refresh end soon."""
        self._closed.set()

    def _load(self) -> None:
        """What was kept of the last time; files that changed since are read again, as their times differ."""
        kept = self._store.read()
        self._libraries = {path: row for path, row in kept.items() if path.startswith(KEPT)}
        for path, (changed, size, facts) in kept.items():
            if path in self._libraries:
                continue
            try:
                self.workspace.put_known(path, facts)
            except ValueError:
                continue
            self._seen[path] = (changed, size)

    def _take(self, files: Iterable[Found], end: float) -> bool:
        for file in files:
            if self._seen.get(file.path) == (file.changed_ns, file.size) and not _is_config(file.path):
                continue
            if time.monotonic() > end or self._closed.is_set():
                return False
            self._read(file)
            if len(self._unsaved) >= _SAVED_EVERY:
                self._save(())
        return True

    def _read(self, file: Found) -> None:
        self._seen[file.path] = (file.changed_ns, file.size)
        suffix = os.path.splitext(file.path)[1].lower()
        if suffix in ASSETS:
            if len(self.workspace.assets) < _MOST_ASSETS:
                self.workspace.assets.add(file.path)
            return
        if _is_config(file.path):
            self._configure(file)
        facts = self._facts(file) if is_read(file.path) and file.size <= 4 * LONGEST_FILE else FileFacts()
        data = self.workspace.put(file.path, facts)
        self._unsaved.append((file.path, file.changed_ns, file.size, data))

    def _facts(self, file: Found) -> FileFacts:
        text = read_text(self.root / file.path, most=4 * LONGEST_FILE)
        try:
            with ended_by(Bounds(SECONDS_PER_FILE, abandoned=self._closed)):
                return read_facts(file.path, text)
        except TooHardToParse:
            logger.debug("a file of the workspace took too long to read")
            return FileFacts()

    def _configure(self, file: Found) -> None:
        text = read_text(self.root / file.path, most=LONGEST_CONFIG)
        name = file.path.rpartition("/")[2]
        if name == "package.json":
            package = read_package(file.path, text)
            if package is not None:
                self.workspace.packages[package.folder] = package
        else:
            self.workspace.aliases[file.path] = read_aliases(file.path, text)

    def _drop(self, path: str) -> None:
        self._seen.pop(path, None)
        self.workspace.drop(path)
        self.workspace.assets.discard(path)
        self.workspace.aliases.pop(path, None)
        if path.rpartition("/")[2] == "package.json":
            self.workspace.packages.pop(path.rpartition("/")[0], None)

    def _save(self, gone: Iterable[str]) -> None:
        rows, self._unsaved = self._unsaved, []
        gone = list(gone)
        if rows or gone:
            self._store.write(rows, gone)

    def _path_of(self, place: Path) -> str | None:
        try:
            path = place.relative_to(self.root).as_posix()
        except ValueError:
            return None
        return path if is_wanted(path) else None


def _is_config(path: str) -> bool:
    return bool(CONFIG_NAME.fullmatch(path.rpartition("/")[2]))
