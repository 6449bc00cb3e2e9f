"""Where the local server and its users meet: a private folder with a lock, a state, a token and a log each.

`$XDG_RUNTIME_DIR/viscodex-lsp`, else `~/.cache/viscodex-lsp/run`. The state is written by the server once it
listens; the token is made here. Every file is readable by its user alone.
"""

import json
import os
import secrets
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from viscodex_lsp.core.errors import NoLocalServer
from viscodex_lsp.edges.model.chat.address import is_this_machine
from viscodex_lsp.edges.private_files import (
    PRIVATE_FOLDER,
    is_own_folder,
    open_descriptor,
    put_in_place,
    try_lock,
    user_mark,
)

START_SECONDS = 600.0
_MOST_STATE_BYTES = 64 * 1024
_LAST_LINE_BYTES = 4096
_HIGHEST_PROCESS_ID = 2**31 - 1


@dataclass(frozen=True, slots=True)
class State:
    """What a running server says about itself; `started` is in seconds since 1970."""

    pid: int
    url: str
    model: str
    folder: str
    version: str
    started: float


class RunFolder:
    """The files of the server for one checkpoint folder; another checkpoint has files of its own.

    Args:
        checkpoint: The folder it serves; "" for the reader.
        name: What its files are called, where they are known already.
    """

    def __init__(self, place: Path, *, checkpoint: str = "", name: str = "") -> None:
        name = name or sha256(checkpoint.encode("utf-8", "surrogateescape")).hexdigest()[:12]
        self.place = place
        self.state = place / f"{name}.json"
        self.token = place / f"{name}.token"
        self.log = place / f"{name}.log"
        self._starting = place / f"{name}.starting"
        self._lock = place / f"{name}.lock"

    @classmethod
    def all_in(cls, place: Path) -> "list[RunFolder]":
        """The files of every server that was started with this folder."""
        files = [*place.glob("*.json"), *place.glob("*.starting")]
        return [cls(place, name=name) for name in sorted({file.stem for file in files})]

    def prepare(self) -> None:
        """Make the folder, for its user alone.

        Raises:
            NoLocalServer: it cannot be made, or belongs to somebody else.
        """
        try:
            self.place.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
            if not is_own_folder(self.place):
                raise NoLocalServer(
                    f"The local server is not started, since {self.place} is not a folder of your own. Remove it, "
                    "or set viscodex.server.url."
                )
            self.place.chmod(PRIVATE_FOLDER)
        except OSError as error:
            raise NoLocalServer(
                f"The local server cannot be started: {self.place} cannot be written ({error.strerror}). Set "
                "XDG_RUNTIME_DIR to a folder of your own, or set viscodex.server.url."
            ) from error

    @contextmanager
    def try_lock(self) -> Iterator[bool]:
        """Whether this process alone may start a server now; released on leaving, and by the process's end."""
        with self._lock.open("w") as file:
            yield try_lock(file)

    def read_state(self) -> State | None:
        """The state of a server on this machine; None where there is none, or none that can be believed."""
        try:
            with self.state.open("rb") as file:
                content = json.loads(file.read(_MOST_STATE_BYTES))
            state = State(
                pid=_process_id(content["pid"]),
                url=str(content["url"]),
                model=str(content["model"]),
                folder=str(content["folder"]),
                version=str(content["version"]),
                started=float(content.get("started", 0)),
            )
        except (OSError, ValueError, LookupError, TypeError, RecursionError, OverflowError):
            return None
        return state if is_this_machine(state.url) else None

    def note_starting(self, pid: int) -> None:
        """A process was started and will write the state; its starter may be gone by then."""
        self._starting.write_text(str(pid), "ascii")

    def read_starting(self) -> int:
        """The process that was started last; 0 where there is none, or too long ago to be starting still."""
        try:
            if time.time() - self._starting.stat().st_mtime > START_SECONDS:
                return 0
            with self._starting.open("rb") as file:
                return _process_id(file.read(_MOST_STATE_BYTES))
        except (OSError, ValueError):
            return 0

    def read_token(self) -> str:
        """The token of the server that was started last; "" where there is none."""
        try:
            return self.token.read_text("ascii").strip()
        except (OSError, ValueError):
            return ""

    def new_token(self) -> str:
        """Make a token and keep it, in place of the last one."""
        token = secrets.token_urlsafe(32)
        aside = self.token.with_suffix(".new")
        aside.unlink(missing_ok=True)
        with os.fdopen(open_descriptor(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL), "w") as file:
            file.write(token)
        put_in_place(aside, self.token)
        return token

    def open_log(self) -> IO[bytes]:
        """An empty log for a new server."""
        return os.fdopen(open_descriptor(self.log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), "wb")

    def last_log_line(self) -> str:
        """The last line the server wrote; "" where it wrote none."""
        try:
            end = self.log.read_bytes()[-_LAST_LINE_BYTES:].decode("utf-8", errors="replace")
        except OSError:
            return ""
        lines = [line.strip() for line in end.splitlines() if line.strip()]
        return lines[-1] if lines else ""


def checkpoint_folder(setting: str) -> str:
    """The whole path of `viscodex.embedded.folder`; "" where none is set.

    Raises:
        NoLocalServer: it begins with ~, and there is no home folder.
    """
    try:
        return str(Path(setting).expanduser().resolve()) if setting else ""
    except (RuntimeError, OSError, ValueError) as error:
        raise NoLocalServer(
            f"The folder {setting} of viscodex.embedded.folder cannot be found here. Set it to a whole path."
        ) from error


def default_place(environment: Mapping[str, str]) -> Path:
    """The folder that all editors of this user share.

    After `su`, in a job or in a container the runtime folder may be somebody else's, or missing.
    """
    runtime = environment.get("XDG_RUNTIME_DIR", "")
    if os.path.isabs(runtime) and os.path.isdir(runtime) and os.access(runtime, os.W_OK):
        return Path(runtime) / "viscodex-lsp"
    try:
        return Path.home() / ".cache" / "viscodex-lsp" / "run"
    except RuntimeError:  # neither HOME nor an entry of this user
        return Path(tempfile.gettempdir()) / f"viscodex-lsp-{user_mark()}" / "run"


def _process_id(value: Any) -> int:
    """A number that can be a process's.

    Raises:
        ValueError, TypeError, OverflowError: it cannot.
    """
    number = int(value)
    if not 0 < number <= _HIGHEST_PROCESS_ID:
        raise ValueError("no process id")
    return number
