"""What a person sees of the plugin in a terminal of 80 columns: a screen that never asks for ENTER."""

import asyncio
import contextlib
import fcntl
import os
import pty
import re
import struct
import sys
import termios
from collections.abc import AsyncIterator
from pathlib import Path

from tests.editors.nvim.conftest import PLUGIN
from tests.fixtures.pictures.scenes import PAGE, REPLY
from tests.fixtures.servers.scripted_engine import scripted_engine, stream

LIMIT_SECONDS = 600
CONTROL = re.compile(rb"\x1b\[[0-9;:?>=]*[A-Za-z]|\x1b[P\]_].*?(?:\x1b\\|\x07)|\x1b[()=>78].?", re.DOTALL)
SETUP = (
    "lua require('viscodex').setup({cmd = {[[%s]], '-m', 'viscodex_lsp', '--stdio'}, "
    "settings = {delivery = {mode = 'propose'}, truth = {mode = 'off'}}})"
)


class Terminal:
    """A terminal of 80 columns and 24 lines, and all that was written on it since the last key."""

    def __init__(self, master: int) -> None:
        self._master = master
        self._written = b""
        self._news = asyncio.Event()
        asyncio.get_running_loop().add_reader(master, self._read)

    async def shows(self, words: str) -> None:
        """Wait until these words were written; nothing may ask for ENTER meanwhile."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LIMIT_SECONDS):
                while words not in self.text():
                    self._news.clear()
                    await self._news.wait()
        assert words in self.text()
        assert "Press ENTER" not in self.text()

    async def type(self, command: str, *, until: str) -> None:
        """Type a command, and wait until the screen shows the words."""
        self._written = b""
        os.write(self._master, f":{command}\r".encode())
        await self.shows(until)

    def text(self) -> str:
        """What was written, without the terminal's control sequences."""
        return CONTROL.sub(b"", self._written).decode(errors="replace")

    def _read(self) -> None:
        with contextlib.suppress(OSError):  # the other end was closed
            self._written += os.read(self._master, 65536)
        self._news.set()


@contextlib.asynccontextmanager
async def neovim(program: str, home: Path, *, engine: str) -> AsyncIterator[Terminal]:
    """Neovim with the plugin on a file of `home`, and the terminal in which a person sees it."""
    socket = str(home.parent / "nvim.sock")
    environment = os.environ | {
        "HOME": str(home.parent),
        "XDG_STATE_HOME": str(home.parent),
        "TERM": "xterm-256color",
        "DISPLAY": "",
        "WAYLAND_DISPLAY": "",
        "VISCODEX_SERVER_URL": engine,
    }
    # Apart, since a Neovim started by its own loader cannot start the process behind its screen by itself.
    editor = [program, "--headless", "--listen", socket, *["-u", "NONE", "-i", "NONE", "-n"]]
    editor += [
        "--cmd",
        f"set rtp^={PLUGIN}",
        "-c",
        "runtime plugin/viscodex.lua",
        "-c",
        SETUP % sys.executable,
    ]
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    async with (
        started(*editor, "index.html", cwd=home, env=environment, screen=asyncio.subprocess.DEVNULL),
        listening(socket),
        started(
            "setsid", "--ctty", program, "--server", socket, "--remote-ui", env=environment, screen=slave
        ),
    ):
        terminal = Terminal(master)
        yield terminal
        asyncio.get_running_loop().remove_reader(master)
    os.close(slave)
    os.close(master)


@contextlib.asynccontextmanager
async def started(
    *command: str, screen: int, env: dict[str, str], cwd: Path | None = None
) -> AsyncIterator[None]:
    """A process that reads from and writes to `screen`, for as long as it is needed."""
    process = await asyncio.create_subprocess_exec(
        *command, cwd=cwd, env=env, stdin=screen, stdout=screen, stderr=screen
    )
    try:
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


@contextlib.asynccontextmanager
async def listening(socket: str) -> AsyncIterator[None]:
    """Wait until something listens at `socket`; no other event tells it."""
    async with asyncio.timeout(LIMIT_SECONDS):
        while not Path(socket).exists():
            await asyncio.sleep(0.02)
    yield


async def test_nothing_asks_for_enter(newer_neovim: str, home: Path) -> None:
    """Short messages fill the message line, wider ones a float, progress is cut; the person types on all the while."""
    (home / "index.html").write_text(PAGE)
    async with (
        scripted_engine(stream(REPLY)) as engine,
        neovim(newer_neovim, home, engine=engine.url) as terminal,
    ):
        await terminal.shows("index.html")
        await terminal.type("Viscodex", until="takes one of")
        await terminal.type("Viscodex dance", until="is no subcommand")
        await terminal.type("Viscodex file nothing-of-that-name.png", until="Choose a picture file")
        await terminal.type("5", until="5,0-1")
        await terminal.type("Viscodex file mock.png", until="are ready")
        await terminal.type("Viscodex preview", until="+      <h1>Hello</h1>")
        await terminal.type("q", until="index.html")
        await terminal.type("Viscodex status", until="model at http")
        await terminal.type("Viscodex apply", until="Inserted 2 lines")


async def test_a_wide_heading_keeps_its_keys(newer_neovim: str, home: Path) -> None:
    """Of a proposal from a picture with a long name one still reads which keys apply and discard it."""
    (home / "index.html").write_text(PAGE)
    name = f"a-screenshot-of-the-page{'-and-more' * 4}.png"
    (home / "mock.png").rename(home / name)
    async with (
        scripted_engine(stream(REPLY)) as engine,
        neovim(newer_neovim, home, engine=engine.url) as terminal,
    ):
        await terminal.shows("index.html")
        await terminal.type("5", until="5,0-1")
        await terminal.type(f"Viscodex file {name}", until="preview shows it")
        await terminal.type("Viscodex preview", until="…: a apply, d discard, q close")
        await terminal.type("q", until="index.html")


async def test_what_a_float_said_is_in_the_history(newer_neovim: str, home: Path) -> None:
    """`:messages` has the whole sentence of a float that has gone."""
    (home / "index.html").write_text(PAGE)
    async with neovim(newer_neovim, home, engine="") as terminal:
        await terminal.shows("index.html")
        await terminal.type("Viscodex dance", until="is no subcommand")
        await terminal.type(
            "call writefile(split(execute('messages'), '\\n'), 'said') | echo 'kept'", until="kept"
        )
        await terminal.type("5", until="5,0-1")
    said = " ".join((home / "said").read_text().split())
    assert "VisCodex: dance is no subcommand; there are apply, cancel," in said
    assert "screen, status." in said
