"""Chromium as a process: without scripts' and networks' help, in a sandbox where bubblewrap is at hand, over two pipes.

What this does not stop: a page that fills the memory until the time is over.
"""

import asyncio
import json
import os
import shutil
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, closing
from itertools import count
from pathlib import Path
from subprocess import DEVNULL
from typing import Any

from viscodex_lsp.core.errors import VisCodexError
from viscodex_lsp.edges.browser.find import installed_browser
from viscodex_lsp.edges.browser.windows_process import ThreadedWriter, windows_process
from viscodex_lsp.edges.passing_folder import PassingFolder
from viscodex_lsp.edges.processes import is_root, kill_session

_LONGEST_ANSWER = 64 * 2**20
_LARGE = 2**18
_SECRET = "VISCODEX_API_KEY"
_LONGEST_FOLDER = 58
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


def find_browser() -> str:
    """The path of the browser that draws.

    Raises:
        RenderError: none is installed.
    """
    found = installed_browser()
    if found is None:
        install = "Install the package chromium." if sys.platform == "linux" else "Install Chrome or Edge."
        raise RenderError(f"Pages cannot be drawn, since no Chromium, Chrome or Edge is installed. {install}")
    return found


def has_sandbox() -> bool:
    """Whether a page that may do harm can be shut in: by bubblewrap, or by the browser's own sandbox."""
    return shutil.which("bwrap") is not None or not is_root()


class Pipe:
    """The debugging protocol of the browser `process` (its id): JSON messages that end in NUL, over two pipes."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter | ThreadedWriter, process: int
    ) -> None:
        self.process = process
        self._reader = reader
        self._writer = writer
        self._numbers = count(1)
        self._session = self._target = ""
        self._seen: set[str] = set()

    async def attach(self) -> str:
        """A new tab, to which everything further goes instead of the one before; its main frame."""
        await self.detach()
        target = await self.call("Target.createTarget", url="about:blank")
        self._target = target["targetId"]
        session = await self.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        self._session = session["sessionId"]
        await self.call("Page.enable")
        tree = await self.call("Page.getFrameTree")
        return str(tree["frameTree"]["frame"]["id"])

    async def cut_network(self) -> None:
        """Let the tab reach nothing: no address is asked for."""
        await self.call("Network.enable")
        offline = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
        await self.call("Network.emulateNetworkConditions", **offline)

    async def detach(self) -> None:
        """Close the tab, if there is one."""
        before, self._session, self._target = self._target, "", ""
        if before:
            await self.call("Target.closeTarget", targetId=before)

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
        data = (await self._reader.readuntil(b"\0"))[:-1]
        # What a huge page answers would hold the event loop up.
        large = len(data) > _LARGE
        message: dict[str, Any] = await asyncio.to_thread(json.loads, data) if large else json.loads(data)
        return message


@asynccontextmanager
async def started_browser() -> AsyncIterator[Pipe]:
    """The browser as a process with its two pipes; it is ended with the block.

    Raises:
        RenderError: none is installed.
    """
    browser, sandbox = find_browser(), shutil.which("bwrap")
    if sys.platform != "win32" and sandbox is not None:
        async with _process(_shut_in(browser, sandbox), {}) as pipe:
            yield pipe
        return
    with await asyncio.to_thread(PassingFolder, "page") as folder:
        command = _by_itself(browser, folder)
        if sys.platform == "win32":
            known = {name: value for name, value in os.environ.items() if name != _SECRET}
            async with windows_process(command, environment=known, limit=_LONGEST_ANSWER) as its:
                yield Pipe(*its)
        else:
            async with _process(command, _places_in(folder)) as pipe:
                yield pipe


@asynccontextmanager
async def _process(command: Sequence[str], places: Mapping[str, str]) -> AsyncIterator[Pipe]:
    its_input, our_output = os.pipe()
    our_input, its_output = os.pipe()
    numbered = [sys.executable, "-ISc", _NUMBER_PIPES, str(its_input), str(its_output)]
    try:
        process = await asyncio.create_subprocess_exec(
            *numbered,
            *command,
            stdin=DEVNULL,
            stdout=DEVNULL,
            stderr=DEVNULL,
            pass_fds=(its_input, its_output),
            env={"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", **places},
            start_new_session=True,
        )
    except BaseException:  # a cancelled start too
        os.close(our_input)
        os.close(our_output)
        raise
    finally:
        os.close(its_input)
        os.close(its_output)
    try:
        reader, writer = await _streams(our_input, our_output)
        with closing(writer):
            yield Pipe(reader, writer, process.pid)
    finally:
        if process.returncode is None:
            kill_session(process.pid)
        await process.wait()


async def _streams(our_input: int, our_output: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=_LONGEST_ANSWER)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(our_input, "rb"))
    transport, protocol = await loop.connect_write_pipe(
        lambda: asyncio.StreamReaderProtocol(asyncio.StreamReader()), os.fdopen(our_output, "wb")
    )
    return reader, asyncio.StreamWriter(transport, protocol, None, loop)


def _places_in(folder: Path) -> dict[str, str]:
    """Where a browser without sandbox keeps things: all of them go with its folder."""
    # It puts a socket there; the path of one is bounded to some hundred bytes (unix(7)).
    temporary = {"TMPDIR": str(folder)} if len(os.fsencode(folder)) <= _LONGEST_FOLDER else {}
    return {"HOME": str(folder), **temporary}


def _by_itself(browser: str, folder: Path) -> Sequence[str]:
    # Chromium's own sandbox does not work for root.
    own = ["--no-sandbox"] if is_root() else []
    return [browser, *_FLAGS, *own, f"--user-data-dir={folder / 'profile'}"]


def _shut_in(browser: str, sandbox: str) -> Sequence[str]:
    """The command that shows it the system's programs and fonts, an empty /tmp in memory, and nothing else."""
    # A link may lead to it, and it may be installed elsewhere, as by a person for themselves.
    browser = os.path.realpath(browser)
    its_own = str(Path(browser).parent)
    seen = any(Path(browser).is_relative_to(path) for path in _SEEN)
    binds = [word for path in _SEEN for word in ("--ro-bind-try", path, path)]
    return [
        *[sandbox, "--unshare-all", "--die-with-parent", "--new-session", "--clearenv", *binds],
        *["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"],
        *([] if seen else ["--ro-bind", its_own, its_own]),
        *["--setenv", "HOME", "/tmp", "--setenv", "PATH", "/usr/bin:/bin", "--setenv", "LANG", "C.UTF-8"],
        *[browser, *_FLAGS, "--no-sandbox", "--user-data-dir=/tmp/profile"],
    ]
