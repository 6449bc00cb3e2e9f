"""Finds the address and token of the local server, and starts it where none runs."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from viscodex_lsp import __version__
from viscodex_lsp.core.errors import NoLocalServer
from viscodex_lsp.core.settings import EmbeddedSettings
from viscodex_lsp.edges.installation import code_changed_at, install_command
from viscodex_lsp.edges.logs import remember_secret
from viscodex_lsp.edges.model.chat.engine_errors import one_line
from viscodex_lsp.edges.model.completer import Notify
from viscodex_lsp.edges.model.local_processes import serves
from viscodex_lsp.edges.model.run_folder import START_SECONDS, RunFolder, State, checkpoint_folder
from viscodex_lsp.edges.processes import creation_flags

COMMAND = (sys.executable, "-m", "viscodex_model.cli", "serve", "embedded")
# What the reader, a checkpoint folder and a GGUF file need.
READER_NEEDS = ("viscodex_model", "onnxruntime", "numpy", "starlette", "uvicorn")
_FOLDER_NEEDS = ("viscodex_model", "torch", "transformers", "starlette", "uvicorn")
_GGUF_NEEDS = ("viscodex_model", "gguf", "xllamacpp", "jinja2", "starlette", "uvicorn")
# A process that is starting, or that another editor started, has no other event than its files.
_LOOK_SECONDS = 0.1
_HEALTH_SECONDS = 5.0
# Processes started by this one: asked for their end before a process id is believed to be alive.
_started: list[subprocess.Popen[bytes]] = []


@dataclass(frozen=True, slots=True)
class Running:
    """A server that is ready to answer."""

    url: str
    token: str
    model: str


async def find_server(files: RunFolder) -> Running | None:
    """The server that runs already and is ready; None where one must be waited for or started.

    A state without a process, a process that does not answer, another version, code that was installed again or
    edited since it started, and a token that is not accepted count as none.
    """
    state = files.read_state()
    return await _answering(state, files) if state is not None and _runs_this_code(state) else None


def _runs_this_code(state: State) -> bool:
    """Whether what it serves is what is installed now: it reads most modules only with its first questions."""
    return state.version == __version__ and state.started >= code_changed_at("viscodex_model")


async def _answering(state: State, files: RunFolder) -> Running | None:
    if not _is_alive(state.pid, files):
        return None
    health = await _health(state.url)
    if health is None or health.get("status") != "ok":
        return None
    return await _accepted(state, files.read_token())


def still_runs(files: RunFolder, running: Running) -> bool:
    """Whether a server found before is there by its files; a cheap look that asks nothing over the network."""
    state = files.read_state()
    if state is None or state.url != running.url or files.read_token() != running.token:
        return False
    return _is_alive(state.pid, files) and _runs_this_code(state)


async def start_server(
    files: RunFolder, embedded: EmbeddedSettings, *, notify: Notify, command: Sequence[str]
) -> Running:
    """Find the server or start it, and wait until it is ready.

    Many callers at once, in any number of processes, start one.

    Raises:
        NoLocalServer: it cannot be started, with its last words.
    """
    if tuple(command) == COMMAND:
        check_installed(embedded)
    files.prepare()
    try:
        async with asyncio.timeout(START_SECONDS):
            return await _start_or_wait(files, embedded, notify=notify, command=command)
    except TimeoutError as error:
        raise NoLocalServer(
            f"The local server was not ready within {START_SECONDS / 60:.0f} minutes. Choose a smaller model in "
            f"viscodex.embedded.folder, or set viscodex.server.url. Its log is {files.log}."
        ) from error
    except OSError as error:
        raise NoLocalServer(
            f"The local server cannot be started: {files.place} cannot be written ({error.strerror}). Make room "
            "there, or set viscodex.server.url."
        ) from error


async def _start_or_wait(
    files: RunFolder, embedded: EmbeddedSettings, *, notify: Notify, command: Sequence[str]
) -> Running:
    waits = False
    while True:
        with files.try_lock() as locked:
            if locked:
                return await _find_or_start(files, embedded, notify=notify, command=command)
        found = await find_server(files)
        if found is not None:
            return found
        if not waits:
            waits = True
            notify("Waiting for the local server, which is starting")
        await asyncio.sleep(_LOOK_SECONDS)


async def _find_or_start(
    files: RunFolder, embedded: EmbeddedSettings, *, notify: Notify, command: Sequence[str]
) -> Running:
    found = await find_server(files)
    if found is not None:
        return found
    notify("Starting the local server")
    if await _is_coming(files):
        coming = await _wait_for(files, notify=notify)
        if coming is not None:
            return coming
        # It was one that had just been idle for long enough, and ended.
    token = files.new_token()
    files.state.unlink(missing_ok=True)
    files.note_starting(_start(files, embedded, token=token, command=command))
    started = await _wait_for(files, notify=notify)
    if started is None:
        raise _failed(files)
    return started


async def _wait_for(files: RunFolder, *, notify: Notify) -> Running | None:
    """The server whose process was noted as starting, once it is ready; None where the process has ended."""
    heard = ""
    while _is_alive(files.read_starting(), files):
        state = files.read_state()
        health = await _health(state.url) if state is not None else None
        if health is not None and health.get("status") == "ok":
            return await _ready(files)
        progress = one_line(str((health or {}).get("progress", "")))
        if progress and progress != heard:
            heard = progress
            notify(f"Starting the local server: {progress}")
        await asyncio.sleep(_LOOK_SECONDS)
    return None


async def _is_coming(files: RunFolder) -> bool:
    """Whether a process that somebody started before will be ready by itself."""
    if not _is_alive(files.read_starting(), files):
        return False
    state = files.read_state()
    if state is None:
        return True
    health = await _health(state.url)
    return _runs_this_code(state) and health is not None and health.get("status") == "loading"


async def _ready(files: RunFolder) -> Running:
    state = files.read_state()
    found = await _answering(state, files) if state is not None else None
    if found is None:
        raise NoLocalServer(
            f"The local server runs but does not answer its own token. Remove {files.place} and try again."
        )
    return found


def _start(files: RunFolder, embedded: EmbeddedSettings, *, token: str, command: Sequence[str]) -> int:
    folder = [checkpoint_folder(embedded.folder)] if embedded.folder else []
    threads = ["--threads", str(embedded.threads)] if embedded.threads else []
    idle = ["--idle-seconds", str(embedded.idle_seconds)]
    with files.open_log() as log:
        try:
            process = subprocess.Popen(
                [*command, *folder, "--state", str(files.state), *idle, *threads],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=files.place,
                env=_without_key() | {"VISCODEX_EMBEDDED_TOKEN": token},
                start_new_session=True,
                creationflags=creation_flags(),
            )
        except OSError as error:
            raise NoLocalServer(
                f"The local server cannot be started ({error.strerror}). Reinstall viscodex-lsp, or set "
                "viscodex.server.url."
            ) from error
    _started.append(process)
    return process.pid


def _without_key() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "VISCODEX_API_KEY"}


def _failed(files: RunFolder) -> NoLocalServer:
    words = one_line(files.last_log_line())
    return NoLocalServer(
        f"The local server ended while it started{f' ({words})' if words else ''}. Its log is {files.log}; or set "
        "viscodex.server.url."
    )


def check_installed(embedded: EmbeddedSettings) -> None:
    """Find out whether the local server can be started from this installation with what it is to serve.

    Raises:
        NoLocalServer: it cannot, with the command that mends it.
    """
    needed, extra = _needs(embedded.folder)
    missing = [name for name in needed if find_spec(name) is None]
    if missing:
        raise NoLocalServer(
            f"No server is set, and the local server is not installed ({', '.join(missing)} missing). Set "
            f"viscodex.server.url to a model server, or run: {install_command(extra)}"
        )


def _needs(served: str) -> tuple[tuple[str, ...], str]:
    """The modules that serving it takes, and the extra that brings them."""
    if not served:
        return READER_NEEDS, "local"
    return (_GGUF_NEEDS, "gguf") if served.lower().endswith(".gguf") else (_FOLDER_NEEDS, "torch")


def _is_alive(pid: int, files: RunFolder) -> bool:
    """Whether a server of this folder runs as `pid`; the number may have been given to another program since."""
    for process in list(_started):
        if process.poll() is not None:  # also lets an ended child go
            _started.remove(process)
    # A process has no command line yet at the moment of its start; an own child needs none.
    return any(process.pid == pid for process in _started) or serves(pid, files)


async def _health(url: str) -> dict[str, Any] | None:
    return await asyncio.to_thread(_get_json, f"{url.rstrip('/')}/health", "")


async def _accepted(state: State, token: str) -> Running | None:
    if not token:
        return None
    remember_secret(token)
    models = await asyncio.to_thread(_get_json, f"{state.url.rstrip('/')}/v1/models", token)
    if models is None or "data" not in models:
        return None
    return Running(state.url, token, state.model)


def _get_json(url: str, token: str) -> dict[str, Any] | None:
    """The object that the loopback answers with, also beside a 503; None where it answers nothing of the kind."""
    import httpx2

    headers = {"authorization": f"Bearer {token}"} if token else {}
    try:
        content = httpx2.get(
            url, headers=headers, timeout=_HEALTH_SECONDS, trust_env=False, verify=False
        ).json()
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError):
        return None
    return content if isinstance(content, dict) else None
