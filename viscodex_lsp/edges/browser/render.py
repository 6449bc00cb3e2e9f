"""Renders HTML to a PNG in a browser: for the demo and the match score.

Chromium draws it, without scripts, without network and, where bubblewrap is at hand, in a sandbox that sees no file
of the user. What this does not stop: a page that fills the memory until the time is over.
"""

import asyncio
import base64
import json
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from subprocess import DEVNULL
from tempfile import TemporaryDirectory
from typing import Any

from viscodex_lsp.core.errors import VisCodexError

LIMIT_SECONDS = 30.0
HIGHEST = 16_000
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_LONGEST_ANSWER = 64 * 2**20
_FLAGS = (
    "--headless=new",
    "--remote-debugging-pipe",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--disable-sync",
    "--hide-scrollbars",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
_SEEN = ("/usr", "/bin", "/lib", "/lib64", "/opt", "/etc/fonts", "/etc/chromium.d", "/var/cache/fontconfig")

# The protocol wants its pipes at the numbers 3 and 4, which are rarely the ones that they got.
_NUMBER_PIPES = (
    "import fcntl, os, sys\n"
    "pipes = [fcntl.fcntl(int(n), fcntl.F_DUPFD, 10) for n in sys.argv[1:3]]\n"
    "os.dup2(pipes[0], 3), os.dup2(pipes[1], 4)\n"
    "os.execv(sys.argv[3], sys.argv[3:])\n"
)


class RenderError(VisCodexError):
    """The page cannot be drawn here."""


async def render_html(
    html: str, *, width: int, limit_seconds: float = LIMIT_SECONDS, on_white: bool = True
) -> bytes:
    """A PNG of the whole page, `width` pixels wide and as high as its content, at most 16000.

    Where the page has no ground of its own it is white, or with `on_white` False transparent.

    Raises:
        RenderError: no Chromium, or it did not draw the page in time.
    """
    browser = find_browser()
    try:
        async with asyncio.timeout(limit_seconds):
            with TemporaryDirectory(prefix="viscodex-page-", ignore_cleanup_errors=True) as folder:
                async with _started(browser, Path(folder)) as pipe:
                    return await _draw(pipe, html, width, on_white=on_white)
    except TimeoutError as error:
        raise RenderError(
            f"The page was not drawn within {limit_seconds:g} s. Its code may be too heavy."
        ) from error
    except (OSError, EOFError, LookupError, ValueError) as error:
        raise RenderError(
            f"{Path(browser).name} could not draw the page. Run it once by hand to see what it says."
        ) from error


def find_browser() -> str:
    """The path of the Chromium that draws.

    Raises:
        RenderError: none is installed.
    """
    for name in _BROWSERS:
        found = shutil.which(name)
        if found is not None:
            return found
    raise RenderError("Pages cannot be drawn, since Chromium is not installed. Install the package chromium.")


class _Pipe:
    """The browser's debugging protocol: JSON messages that end in NUL, over two pipes."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._numbers = count(1)
        self._session = ""
        self._seen: set[str] = set()

    async def attach(self) -> str:
        """A new tab, to which everything further goes; its main frame."""
        target = await self.call("Target.createTarget", url="about:blank")
        session = await self.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        self._session = session["sessionId"]
        await self.call("Page.enable")
        tree = await self.call("Page.getFrameTree")
        return str(tree["frameTree"]["frame"]["id"])

    async def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        number = next(self._numbers)
        message: dict[str, Any] = {"id": number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        self._writer.write(json.dumps(message).encode() + b"\0")
        await self._writer.drain()
        while (answer := await self._next()).get("id") != number:
            self._seen.add(str(answer.get("method")))
        if "error" in answer:
            raise ValueError(answer["error"].get("message", method))
        result: dict[str, Any] = answer["result"]
        return result

    async def until(self, event: str) -> None:
        while event not in self._seen:
            self._seen.add(str((await self._next()).get("method")))

    def forget(self, event: str) -> None:
        self._seen.discard(event)

    async def _next(self) -> dict[str, Any]:
        message: dict[str, Any] = json.loads((await self._reader.readuntil(b"\0"))[:-1])
        return message


async def _draw(pipe: _Pipe, html: str, width: int, *, on_white: bool) -> bytes:
    frame = await pipe.attach()
    await pipe.call("Emulation.setScriptExecutionDisabled", value=True)
    await pipe.call("Network.enable")
    offline = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
    await pipe.call("Network.emulateNetworkConditions", **offline)
    screen = {"width": width, "height": 600, "deviceScaleFactor": 1, "mobile": False}
    await pipe.call("Emulation.setDeviceMetricsOverride", **screen)
    if not on_white:
        await pipe.call("Emulation.setDefaultBackgroundColorOverride", color={"r": 0, "g": 0, "b": 0, "a": 0})
    pipe.forget("Page.loadEventFired")
    await pipe.call("Page.setDocumentContent", frameId=frame, html=html)
    await pipe.until("Page.loadEventFired")
    metrics = await pipe.call("Page.getLayoutMetrics")
    height = min(HIGHEST, max(1, round(metrics["cssContentSize"]["height"])))
    clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
    shot = await pipe.call("Page.captureScreenshot", format="png", clip=clip, captureBeyondViewport=True)
    return base64.b64decode(shot["data"])


@asynccontextmanager
async def _started(browser: str, folder: Path) -> AsyncIterator[_Pipe]:
    """The browser as a process with its two pipes; it is ended with the block."""
    its_input, our_output = os.pipe()
    our_input, its_output = os.pipe()
    command = _command(browser, folder)
    numbered = [sys.executable, "-ISc", _NUMBER_PIPES, str(its_input), str(its_output)]
    try:
        process = await asyncio.create_subprocess_exec(
            *numbered,
            *command,
            stdin=DEVNULL,
            stdout=DEVNULL,
            stderr=DEVNULL,
            pass_fds=(its_input, its_output),
            env={"HOME": str(folder), "PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8"},
            start_new_session=True,
        )
    finally:
        os.close(its_input)
        os.close(its_output)
    reader, writer = await _streams(our_input, our_output)
    try:
        yield _Pipe(reader, writer)
    finally:
        writer.close()
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()


async def _streams(our_input: int, our_output: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=_LONGEST_ANSWER)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(our_input, "rb"))
    transport, protocol = await loop.connect_write_pipe(
        lambda: asyncio.StreamReaderProtocol(asyncio.StreamReader()), os.fdopen(our_output, "wb")
    )
    return reader, asyncio.StreamWriter(transport, protocol, None, loop)


def _command(browser: str, folder: Path) -> Sequence[str]:
    sandbox = shutil.which("bwrap")
    if sandbox is None:
        # Chromium's own sandbox does not work for root.
        own = ["--no-sandbox"] if os.geteuid() == 0 else []
        return [browser, *_FLAGS, *own, f"--user-data-dir={folder}"]
    binds = [word for path in _SEEN for word in ("--ro-bind-try", path, path)]
    return [
        *[sandbox, "--unshare-all", "--die-with-parent", "--new-session", "--clearenv", *binds],
        *["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"],
        *["--setenv", "HOME", "/tmp", "--setenv", "PATH", "/usr/bin:/bin", "--setenv", "LANG", "C.UTF-8"],
        *[browser, *_FLAGS, "--no-sandbox", "--user-data-dir=/tmp/profile"],
    ]
