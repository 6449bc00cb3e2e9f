"""One browser that is kept running from one drawing to the next, so that a page is drawn at once.

It is started when a request begins and ended when nobody has drawn for a while, when it has grown too large, when a
page could not be drawn in it, and with the process that keeps it. Pages are drawn one after another, each in a tab that
is closed at once.
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import TypeVar

from viscodex_lsp.core.errors import NotDrawn
from viscodex_lsp.core.truth.nouns.rendered import Rendered
from viscodex_lsp.core.truth.page.diagram import Diagram
from viscodex_lsp.edges.browser.chromium import Pipe, RenderError, started_browser
from viscodex_lsp.edges.browser.drawn_page import draw_in
from viscodex_lsp.edges.browser.mermaid import drawn_diagram, read_mermaid
from viscodex_lsp.edges.processes import own_bytes_of_family

LIMIT_SECONDS = 10.0
IDLE_SECONDS = 60.0
# A browser that has drawn its first pages holds some 220 MB, without what its processes share.
MOST_BYTES = 400 * 2**20
# The first page in a browser takes several times as long as the second: its renderer and fonts are loaded.
_FIRST_PAGE = "<!doctype html><p style='font:16px sans-serif'>a <b>b</b> <code>c</code></p>"

T = TypeVar("T")
Start = Callable[[], AbstractAsyncContextManager[Pipe]]


class WarmBrowser:
    """Draws pages in a browser that it keeps. Nothing is started before `begin` or the first drawing."""

    def __init__(
        self,
        *,
        limit_seconds: float = LIMIT_SECONDS,
        idle_seconds: float = IDLE_SECONDS,
        most_bytes: int = MOST_BYTES,
        start: Start = started_browser,
    ) -> None:
        self._limit, self._idle, self._most, self._start = limit_seconds, idle_seconds, most_bytes, start
        self._turn = asyncio.Lock()
        self._running: _Running | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._awaited = set[object]()
        self._tidying: set[asyncio.Task[None]] = set()

    def begin(self) -> Callable[[], None]:
        """Start the browser, if none runs: sooner or later a page will be drawn. Why that fails is told when one is.

        It is kept until the function that comes back is called: no page will be drawn, or no more.
        """
        caller = object()
        self._awaited.add(caller)
        self._current()
        self._await_idleness()

        def release() -> None:
            self._awaited.discard(caller)
            self._await_idleness()

        return release

    async def draw(self, html: str, width: int, height: int) -> Rendered:
        """Draw `html` for a picture of `width` and `height` pixels; see `draw_in`.

        Raises:
            NotDrawn: no Chromium, or it did not draw the page in time.
        """
        return await self._in_turn(lambda pipe: draw_in(pipe, html, width, height))

    async def draw_diagram(self, diagram: Diagram, path: Path | None, roots: Sequence[Path]) -> str:
        """The page that shows a diagram of the document at `path`, which the project's own Mermaid makes of it.

        Raises:
            NotDrawn: no Mermaid, no Chromium, or the diagram was not drawn in time.
        """
        library = await asyncio.to_thread(read_mermaid, path, roots)
        return await self._in_turn(lambda pipe: drawn_diagram(pipe, diagram, library))

    async def draw_all(self, pages: Sequence[tuple[str, int, int]]) -> list[Rendered | str]:
        """Draw several pages of HTML, each with its width and height: each page, or why it was not drawn."""
        drawn: list[Rendered | str] = []
        for html, width, height in pages:
            try:
                drawn.append(await self.draw(html, width, height))
            except NotDrawn as error:
                return drawn + [error.reason] * (len(pages) - len(drawn))
        return drawn

    def close(self) -> None:
        """End the browser; its process is gone when the event loop has come to it."""
        if self._timer is not None:
            self._timer.cancel()
        if self._running is not None:
            self._running.task.cancel()
            self._running = None

    async def _in_turn(self, work: Callable[[Pipe], Coroutine[None, None, T]]) -> T:
        release = self.begin()
        try:
            async with self._turn:
                return await self._done(work)
        finally:
            release()

    async def _done(self, work: Callable[[Pipe], Coroutine[None, None, T]]) -> T:
        running, whole = self._current(), False
        try:
            async with asyncio.timeout(self._limit):
                done = await work(await running.pipe())
            whole = True
        except RenderError as error:
            raise NotDrawn("Chromium is not installed") from error
        except TimeoutError as error:
            raise NotDrawn(f"drawing the page took longer than {self._limit:g} s") from error
        except (OSError, EOFError, LookupError, ValueError) as error:
            raise NotDrawn("Chromium could not draw the page") from error
        finally:
            # What was cut off in the middle cannot be asked anything more.
            if not whole:
                self._end(running)
        self._in_background(running)
        return done

    def _current(self) -> "_Running":
        if self._running is None or self._running.task.done():
            self._running = _Running(self._start)
        return self._running

    def _end(self, running: "_Running") -> None:
        running.task.cancel()
        if self._running is running:
            self._running = None

    def _await_idleness(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None
        if self._running is not None and not self._awaited:
            self._timer = asyncio.get_running_loop().call_later(self._idle, self.close)

    def _in_background(self, running: "_Running") -> None:
        tidying = asyncio.create_task(self._tidy(running))
        self._tidying.add(tidying)
        tidying.add_done_callback(self._tidying.discard)

    async def _tidy(self, running: "_Running") -> None:
        """Close the tab, and end a browser that has grown too large."""
        async with self._turn:
            if running.task.done():
                return
            try:
                async with asyncio.timeout(self._limit):
                    pipe = await running.pipe()
                    await pipe.detach()
                    large = await asyncio.to_thread(own_bytes_of_family, pipe.process) > self._most
            except (TimeoutError, OSError, EOFError, LookupError, ValueError):
                large = True
            if large:
                self._end(running)


class _Running:
    """A browser's process, in a task that ends it when it is cancelled."""

    def __init__(self, start: Start) -> None:
        self._ready: asyncio.Future[Pipe] = asyncio.get_running_loop().create_future()
        # Why it did not start is told to who draws, and to nobody where nobody does.
        self._ready.add_done_callback(lambda done: done.cancelled() or done.exception())
        self.task = asyncio.create_task(self._run(start))
        self.task.add_done_callback(self._tell_end)

    async def pipe(self) -> Pipe:
        """Its pipe, once it has started. Raises what kept it from that."""
        return await asyncio.shield(self._ready)

    def _tell_end(self, _: "asyncio.Task[None]") -> None:
        """Who waits for a browser that was ended before it had started was not cancelled with it."""
        if not self._ready.done():
            self._ready.set_exception(EOFError("the browser was ended"))

    async def _run(self, start: Start) -> None:
        try:
            async with start() as pipe:
                await draw_in(pipe, _FIRST_PAGE, 640, 400)
                self._ready.set_result(pipe)
                await asyncio.Event().wait()
        except (RenderError, OSError, EOFError, LookupError, ValueError) as error:
            if not self._ready.done():
                self._ready.set_exception(error)
