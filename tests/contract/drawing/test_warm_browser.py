"""What the browser that is kept between drawings promises, with a real Chromium: one, bounded, never left behind."""

import asyncio
import contextlib
import gc
import os
import shutil
import subprocess
import sys
import textwrap
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from tempfile import TemporaryDirectory

import psutil
import pytest

from tests.fixtures.servers.scripted_engine import PATIENCE
from viscodex_lsp.core.errors import NotDrawn
from viscodex_lsp.core.truth.nouns.rendered import Rendered
from viscodex_lsp.edges.browser.chromium import Pipe, RenderError, started_browser
from viscodex_lsp.edges.browser.find import installed_browser
from viscodex_lsp.edges.browser.warm_browser import WarmBrowser

pytestmark = pytest.mark.skipif(installed_browser() is None, reason="drawing needs Chromium, Chrome or Edge")
HEAVY = ("<table>" * 3000 + "<p>x" + "<div style='display:grid'>" * 3000) * 40


class Started:
    """Real browsers, with a note of each and of when it is gone."""

    def __init__(self) -> None:
        self.processes: list[int] = []
        self.gone = asyncio.Event()

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[Pipe]:
        self.gone.clear()
        try:
            async with started_browser() as pipe:
                self.processes.append(pipe.process)
                yield pipe
        finally:
            self.gone.set()


@contextmanager
def kept(started: Started, **changes: float) -> Iterator[WarmBrowser]:
    browser = WarmBrowser(start=started, **{"limit_seconds": PATIENCE, **changes})  # type: ignore[arg-type]
    try:
        yield browser
    finally:
        browser.close()


def texts(rendered: Rendered) -> list[str]:
    return [line.text for line in rendered.lines]


async def test_all_pages_are_drawn_in_one_browser() -> None:
    """Also those that are asked for at the same time; a page sees nothing of another."""
    started = Started()
    with kept(started) as browser:
        drawn = await asyncio.gather(*(browser.draw(f"<p>page {at}", 640, 400) for at in range(4)))
        assert [texts(one) for one in drawn] == [[f"page {at}"] for at in range(4)]
        assert len(started.processes) == 1


async def test_it_is_started_once_beside_the_answer() -> None:
    """Who begins and who draws meet in the same browser."""
    started = Started()
    with kept(started) as browser:
        for _ in range(3):
            browser.begin()
        await browser.draw("<p>x", 640, 400)
        assert len(started.processes) == 1


async def test_it_ends_when_nobody_draws() -> None:
    """After its idle time the process is gone, and the next drawing has another one."""
    started = Started()
    with kept(started, idle_seconds=0.05) as browser:
        await browser.draw("<p>x", 640, 400)
        await started.gone.wait()
        assert not psutil.pid_exists(started.processes[0])
        assert texts(await browser.draw("<p>again", 640, 400)) == ["again"]
        assert len(started.processes) == 2


async def test_it_is_kept_as_long_as_it_draws() -> None:
    """The idle time of the drawing before does not end the browser in the middle of the next one."""
    started = Started()
    with kept(started, idle_seconds=0.05) as browser:
        await browser.draw("<p>x", 640, 400)
        assert len(texts(await browser.draw("<p>long" * 2000, 640, 400))) > 1000
        assert len(started.processes) == 1


@pytest.mark.parametrize("begun", [True, False])
async def test_who_waits_for_a_browser_that_is_ended_is_told_so(begun: bool) -> None:
    """At once: the page is not drawn, but whoever asked for it was not cancelled."""
    starting = asyncio.Event()

    @asynccontextmanager
    async def never() -> AsyncIterator[Pipe]:
        starting.set()
        await asyncio.Event().wait()
        raise AssertionError("unreachable")
        yield

    browser = WarmBrowser(start=never)
    drawing = asyncio.create_task(browser.draw("<p>x", 640, 400))
    if begun:
        await starting.wait()
    else:
        await asyncio.sleep(0)
    browser.close()
    with pytest.raises(NotDrawn) as told:
        await drawing
    assert told.value.reason == "Chromium could not draw the page"


async def test_it_is_kept_as_long_as_somebody_waits_for_a_model() -> None:
    """A model may take longer than the idle time; it ends once the request has."""
    started = Started()
    with kept(started, idle_seconds=0.05) as browser:
        release = browser.begin()
        await browser.draw("<p>x", 640, 400)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.5):
                await started.gone.wait()
        release()
        release()
        await started.gone.wait()


async def test_a_browser_that_grew_too_large_is_ended() -> None:
    """After the drawing, which nobody has to wait longer for."""
    started = Started()
    with kept(started, most_bytes=1) as browser:
        assert texts(await browser.draw("<p>x", 640, 400)) == ["x"]
        await started.gone.wait()
        assert not psutil.pid_exists(started.processes[0])


async def test_a_page_that_never_gets_done_takes_its_browser_along() -> None:
    """The next page is drawn in a fresh one."""
    started = Started()
    with kept(started) as browser:
        await browser.draw("<p>x", 640, 400)
        browser._limit = 1.0
        with pytest.raises(NotDrawn) as told:
            await browser.draw(HEAVY, 640, 400)
        assert told.value.reason == "drawing the page took longer than 1 s"
        browser._limit = PATIENCE
        assert texts(await browser.draw("<p>next", 640, 400)) == ["next"]
        assert len(started.processes) == 2


async def test_a_drawing_that_is_cancelled_leaves_no_browser_in_the_middle_of_it() -> None:
    """An answer that comes late is nobody else's."""
    started = Started()
    with kept(started) as browser:
        await browser.draw("<p>x", 640, 400)
        drawing = asyncio.create_task(browser.draw(HEAVY, 640, 400))
        await asyncio.sleep(0)
        drawing.cancel()
        assert texts(await browser.draw("<p>next", 640, 400)) == ["next"]


async def test_a_browser_that_was_killed_is_replaced() -> None:
    """One drawing fails; the next has a fresh browser."""
    started = Started()
    with kept(started) as browser:
        await browser.draw("<p>x", 640, 400)
        psutil.Process(started.processes[0]).kill()
        with pytest.raises(NotDrawn):
            await browser.draw("<p>lost", 640, 400)
        assert texts(await browser.draw("<p>next", 640, 400)) == ["next"]


async def test_a_browser_that_does_not_start_is_told_to_who_draws() -> None:
    """Who only begins hears nothing of it."""

    @asynccontextmanager
    async def none() -> AsyncIterator[Pipe]:
        raise RenderError("no browser")
        yield

    browser = WarmBrowser(start=none)
    browser.begin()
    with pytest.raises(NotDrawn) as told:
        await browser.draw("<p>x", 640, 400)
    assert told.value.reason == "Chromium is not installed"
    assert await browser.draw_all([("<p>x", 640, 400)] * 2) == ["Chromium is not installed"] * 2


SERVER = textwrap.dedent(
    """
    import asyncio, shutil, sys
    from viscodex_lsp.edges import event_loop
    if sys.argv[1] == "bare":
        which = shutil.which
        shutil.which = lambda name: None if name == "bwrap" else which(name)
    from viscodex_lsp.edges.processes import end_orderly_when_asked
    from viscodex_lsp.ports import real_ports

    async def main():
        ports = real_ports()
        ports.begin_drawing()
        await ports.draw_page("<p>x", 640, 400)
        import psutil
        print(*[each.pid for each in psutil.Process().children(recursive=True)], flush=True)
        over, loop = asyncio.Event(), asyncio.get_running_loop()
        loop.add_reader(0, over.set)
        await over.wait()
        ports.close()

    end_orderly_when_asked()
    event_loop.run(main())
    """
)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("sandbox", ["bubblewrap", "bare"])
@pytest.mark.parametrize("ending", ["close", "terminate", "kill"])
def test_it_is_never_left_behind(sandbox: str, ending: str) -> None:
    """However the process that keeps it ends, orderly, by a signal or by force: no browser outlives it, and none of its
    files; what only force leaves, and only where there is no sandbox, is cleared away by the next process."""
    if sandbox == "bubblewrap" and shutil.which("bwrap") is None:
        pytest.skip("bubblewrap is not installed")
    with TemporaryDirectory(dir="/tmp") as place:  # a browser's socket has a short path
        _end(sandbox, ending, place)
        left = os.listdir(place)
        assert len(left) == (sandbox == "bare" and ending == "kill"), left
        subprocess.run(
            [
                sys.executable,
                "-c",
                "from viscodex_lsp.edges import passing_folder as f; f.clear_stale_folders()",
            ],
            env={**os.environ, "TMPDIR": place},
            check=True,
        )
        assert os.listdir(place) == []


def _end(sandbox: str, ending: str, place: str) -> None:
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER, sandbox],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": place},
    )
    assert server.stdin is not None
    assert server.stdout is not None
    # Some of a browser's processes are short-lived.
    found = [int(word) for word in server.stdout.readline().split()]
    children = []
    for pid in found:
        with contextlib.suppress(psutil.NoSuchProcess):
            children.append(psutil.Process(pid))
    assert len(children) > 1
    if ending == "close":
        server.stdin.close()
    elif ending == "terminate":
        server.terminate()
    else:
        server.kill()
    server.wait(300)
    _, alive = psutil.wait_procs(children, timeout=300)
    assert [each for each in alive if each.status() != psutil.STATUS_ZOMBIE] == []


@pytest.mark.skipif(sys.platform != "linux", reason="counts the open files of this process by /proc")
async def test_a_browser_that_does_not_start_leaves_no_open_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    """A language server that runs for days may try it often."""

    async def refused(*_: object, **__: object) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(asyncio, "create_subprocess_exec", refused)
    gc.collect()  # what earlier tests left open and nobody holds would close in between
    before = psutil.Process().num_fds()
    for _ in range(5):
        with pytest.raises(OSError, match="no more processes"):
            async with started_browser():
                pass
    assert psutil.Process().num_fds() <= before
