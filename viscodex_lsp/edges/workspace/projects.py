"""The projects that requests are about: one index each, read beside the event loop when it is first needed."""

import asyncio
import contextlib
import os
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from viscodex_lsp.core.components.project import Project, framework_of
from viscodex_lsp.core.nouns import Document
from viscodex_lsp.edges.roots import root_of
from viscodex_lsp.edges.workspace.index import WorkspaceIndex
from viscodex_lsp.edges.workspace.store import default_place

MOST_PROJECTS: Final = 3
FIRST_SECONDS: Final = 10.0
"""How long a request waits for an index that was never whole; without all of it, it goes on with what is there."""
LATER_SECONDS: Final = 1.0
FRESH_SECONDS: Final = 5.0
_STYLES: Final = frozenset({"css", "scss", "less"})
# How long the event loop may have to wait for this work to step aside; Python's own 5 ms would be felt in a menu.
_STEP_ASIDE_SECONDS: Final = 0.0005


class Projects:
    """The indexes of the last few projects. One that is being read goes on being read while requests come and go."""

    def __init__(self, cache: Path | None = None) -> None:
        self._cache = cache if cache is not None else default_place(os.environ)
        self._indexes: OrderedDict[Path, WorkspaceIndex] = OrderedDict()
        self._refreshed: dict[Path, float] = {}
        self._running: dict[Path, asyncio.Future[None]] = {}

    async def open(self, document: Document, path: Path, roots: Sequence[Path]) -> Project | None:
        """The project around a file as far as it is known; None for a kind of file that has no components, and for
        one outside of every root."""
        if not framework_of(document.language) and document.language not in _STYLES:
            return None
        place = _resolved(path)
        root = root_of(place, map(_resolved, roots))
        if root is None or _is_home(root):
            return None
        index = self._index(root)
        await self._refresh(root, index)
        inside = place.relative_to(root).as_posix()
        return Project(index.workspace, inside, document.language, document.text, partial=index.partial)

    def changed(self, paths: Sequence[Path]) -> "asyncio.Future[list[None]]":
        """A client says that these files were changed, made or removed; done once they are read."""
        reading = []
        for root, index in self._indexes.items():
            inside = [path for path in map(_resolved, paths) if path.is_relative_to(root)]
            if inside:
                reading.append(_in_thread(partial(index.update, inside)))
        return asyncio.gather(*reading)

    def close(self) -> None:
        """Have everything end that is being read."""
        for index in self._indexes.values():
            index.close()

    def _index(self, root: Path) -> WorkspaceIndex:
        if root not in self._indexes:
            self._indexes[root] = WorkspaceIndex(root, cache=self._cache)
        self._indexes.move_to_end(root)
        while len(self._indexes) > MOST_PROJECTS:
            old, index = self._indexes.popitem(last=False)
            index.close()
            self._refreshed.pop(old, None)
        return self._indexes[root]

    async def _refresh(self, root: Path, index: WorkspaceIndex) -> None:
        running = self._running.get(root)
        if running is None or running.done():
            if time.monotonic() - self._refreshed.get(root, -1e9) < FRESH_SECONDS and index.complete:
                return
            self._refreshed[root] = time.monotonic()
            running = self._running[root] = _in_thread(index.refresh)
        wait = LATER_SECONDS if index.complete else FIRST_SECONDS
        await asyncio.wait({running}, timeout=wait)


def project_folder(file: Path) -> Path:
    """The folder of the project that a file belongs to: the nearest one under version control, else the outermost one
    with a `package.json`, else the file's own."""
    folders = [folder for folder in file.parents if not _is_home(folder)]
    for folder in folders:
        if (folder / ".git").exists():
            return folder
    packages = [folder for folder in folders if (folder / "package.json").is_file()]
    return packages[-1] if packages else file.parent


def _in_thread(work: Callable[[], None]) -> "asyncio.Future[None]":
    """Run `work` in a thread that the program's end does not wait for."""
    sys.setswitchinterval(_STEP_ASIDE_SECONDS)
    loop = asyncio.get_running_loop()
    done: asyncio.Future[None] = loop.create_future()

    def finish(error: BaseException | None) -> None:
        if not done.done():
            done.set_exception(error) if error is not None else done.set_result(None)
            done.add_done_callback(lambda future: future.exception())

    def run() -> None:
        error = None
        try:
            work()
        except (OSError, ValueError, RuntimeError, MemoryError) as caught:
            error = caught
        with contextlib.suppress(RuntimeError):  # the loop may have ended meanwhile
            loop.call_soon_threadsafe(finish, error)

    threading.Thread(target=run, name="viscodex-index", daemon=True).start()
    return done


def _is_home(folder: Path) -> bool:
    """Whether a folder is a whole home, or all of the disk: no project."""
    with contextlib.suppress(RuntimeError):
        if folder == Path.home():
            return True
    return folder == Path(folder.anchor)


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):
        return path
