"""An editor without a screen: it opens documents, applies the server's edits as a real one would, and types.

It drives the real `viscodex-lsp` process over stdio or TCP with the capabilities recorded from real editors.
"""

import asyncio
import contextlib
import os
import re
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Union

from lsprotocol import types
from pygls.protocol import default_converter
from pytest_lsp import LanguageClient, client_capabilities
from pytest_lsp.client import register_lsp_features

from viscodex_lsp.core.positions import Encoding, LineIndex

ANSWER_SECONDS = 120
COMMAND = [sys.executable, "-m", "viscodex_lsp"]


@dataclass
class Buffer:
    """An open document as the editor holds it."""

    uri: str
    text: str
    version: int


@dataclass
class VirtualEditor:
    """`believes_stale` applies edits without looking at their version; `lies` answers `applied: true` for an edit
    that it refused, as Neovim does; `refuses` answers `applied: false` to everything."""

    client: LanguageClient
    encoding: Encoding = "utf-16"
    believes_stale: bool = False
    lies: bool = False
    refuses: bool = False
    buffers: dict[str, Buffer] = field(default_factory=dict)
    edits: list[types.WorkspaceEdit] = field(default_factory=list)
    progress: list[Any] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    on_progress: Callable[[Any, Any], None] | None = None
    before_edit: Callable[[], None] | None = None

    def __post_init__(self) -> None:
        for method in (types.WINDOW_SHOW_MESSAGE, types.PROGRESS):
            del self.client.protocol.fm.features[method]

        @self.client.feature(types.WORKSPACE_APPLY_EDIT)
        def apply(params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
            return self._answer(params.edit)

        @self.client.feature(types.WINDOW_SHOW_MESSAGE)
        def show(params: types.ShowMessageParams) -> None:
            self.client.messages.append(params)
            self.changed.set()

        @self.client.feature(types.PROGRESS)
        def report(params: types.ProgressParams) -> None:
            self.progress.append(params.value)
            if self.on_progress:
                self.on_progress(params.token, params.value)
            self.changed.set()

    @property
    def messages(self) -> list[str]:
        """What the server showed the person."""
        return [message.message for message in self.client.messages]

    def open(self, path: Path | str, text: str, language: str, *, version: int = 0) -> str:
        """Open a document (a path, or a whole uri such as untitled:…); its uri."""
        uri = path.as_uri() if isinstance(path, Path) else path
        self.buffers[uri] = Buffer(uri, text, version)
        item = types.TextDocumentItem(uri=uri, language_id=language, version=version, text=text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(text_document=item))
        return uri

    def close(self, uri: str) -> None:
        """Close a document."""
        del self.buffers[uri]
        identifier = types.TextDocumentIdentifier(uri=uri)
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(text_document=identifier))

    def type(self, uri: str, at: int, text: str, *, over: int = 0) -> None:
        """Type `text` at an offset, over `over` characters, and report it incrementally."""
        self._change(uri, [(at, at + over, text)])

    def range(self, uri: str, start: int, end: int) -> types.Range:
        """Offsets as a range in the client's units."""
        index = LineIndex(self.buffers[uri].text)
        return types.Range(
            types.Position(*index.position_at(start, self.encoding)),
            types.Position(*index.position_at(end, self.encoding)),
        )

    async def actions(self, uri: str, start: int, end: int | None = None) -> list[types.CodeAction]:
        """The actions at a place."""
        params = types.CodeActionParams(
            text_document=types.TextDocumentIdentifier(uri=uri),
            range=self.range(uri, start, start if end is None else end),
            context=types.CodeActionContext(diagnostics=[]),
        )
        return list(await within(self.client.text_document_code_action_async(params)) or [])

    async def run(self, command: types.Command | str, *arguments: Any) -> Any:
        """Run a command and return its answer."""
        name, values = (
            (command, list(arguments)) if isinstance(command, str) else (command.command, command.arguments)
        )
        params = types.ExecuteCommandParams(command=name, arguments=values)
        return await within(self.client.workspace_execute_command_async(params))

    async def request(self, method: str, params: dict[str, Any]) -> Any:
        """Send a custom request."""
        return await within(self.client.protocol.send_request_async(method, params))

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until the server's messages, progress or edits make `condition` true."""
        async with asyncio.timeout(ANSWER_SECONDS):
            while not condition():
                self.changed.clear()
                await self.changed.wait()

    async def message(self, pattern: str) -> str:
        """Wait for a message that matches `pattern`, and return it."""
        await self.until(lambda: any(re.search(pattern, text) for text in self.messages))
        return next(text for text in self.messages if re.search(pattern, text))

    def apply(self, edit: types.WorkspaceEdit) -> bool:
        """Apply an edit as the person's choice of an action would; False when its version is stale."""
        for part in edit.document_changes or []:
            assert isinstance(part, types.TextDocumentEdit)
            buffer = self.buffers[part.text_document.uri]
            version = part.text_document.version
            if not self.believes_stale and version not in (None, 0, buffer.version):
                return False
            index = LineIndex(buffer.text)
            changes = [
                (
                    index.offset_at(item.range.start.line, item.range.start.character, self.encoding),
                    index.offset_at(item.range.end.line, item.range.end.character, self.encoding),
                    item.new_text,
                )
                for item in part.edits
            ]
            self._change(buffer.uri, changes)
        return True

    def _answer(self, edit: types.WorkspaceEdit) -> types.ApplyWorkspaceEditResult:
        self.edits.append(edit)
        if self.before_edit:
            self.before_edit()
        applied = not self.refuses and self.apply(edit)
        self.changed.set()
        return types.ApplyWorkspaceEditResult(applied=applied or self.lies)

    def _change(self, uri: str, changes: list[tuple[int, int, str]]) -> None:
        buffer = self.buffers[uri]
        index = LineIndex(buffer.text)
        events: list[types.TextDocumentContentChangeEvent] = []
        # From the last to the first: each range is then right in the text that the ones before it leave.
        for start, end, text in sorted(changes, reverse=True):
            place = types.Range(
                types.Position(*index.position_at(start, self.encoding)),
                types.Position(*index.position_at(end, self.encoding)),
            )
            events.append(types.TextDocumentContentChangePartial(range=place, text=text))
            buffer.text = buffer.text[:start] + text + buffer.text[end:]
        buffer.version += 1
        identifier = types.VersionedTextDocumentIdentifier(uri=uri, version=buffer.version)
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(text_document=identifier, content_changes=events)
        )


async def within(awaitable: Any) -> Any:
    """Await with a limit, so that a broken server fails a test instead of hanging it."""
    async with asyncio.timeout(ANSWER_SECONDS):
        return await awaitable


def true_converter() -> Any:
    """lsprotocol reads every code action that has a command as a bare Command; this one looks closer."""
    converter = default_converter()

    def read_action(value: Any, _: type) -> types.Command | types.CodeAction:
        kind = types.Command if isinstance(value.get("command"), str) else types.CodeAction
        return converter.structure(value, kind)

    converter.register_structure_hook(Union[types.Command, types.CodeAction], read_action)  # noqa: UP007
    return converter


@contextlib.asynccontextmanager
async def editor(
    *,
    capabilities: str | types.ClientCapabilities = "visual-studio-code",
    workspace: Path | None = None,
    settings: dict[str, Any] | None = None,
    environment: dict[str, str] | None = None,
    transport: str = "stdio",
    **behaviour: Any,
) -> AsyncIterator[VirtualEditor]:
    """A running server with an initialized editor; ended cleanly afterwards."""
    client = LanguageClient(converter_factory=true_converter)
    register_lsp_features(client)
    client.set_configuration(settings or {}, section="viscodex")
    announced = client_capabilities(capabilities) if isinstance(capabilities, str) else capabilities
    child_environment = {
        **os.environ,
        "VISCODEX_SERVER_URL": "",
        "VISCODEX_API_KEY": "",
        **(environment or {}),
    }
    listener = None
    if transport == "stdio":
        await client.start_io(*COMMAND, "--stdio", env=child_environment)
    else:
        listener = await _listen(client, child_environment)
    virtual = VirtualEditor(client, **behaviour)
    folders = [types.WorkspaceFolder(uri=workspace.as_uri(), name=workspace.name)] if workspace else None
    params = types.InitializeParams(
        capabilities=announced,
        workspace_folders=folders,
        initialization_options={"viscodex": settings or {}},
    )
    answer = await within(client.initialize_session(params))
    virtual.encoding = types.PositionEncodingKind(answer.capabilities.position_encoding or "utf-16").value
    try:
        yield virtual
    finally:
        with contextlib.suppress(TimeoutError):
            await within(client.shutdown_session())
        await client.stop()
        if listener is not None:
            await within(listener.wait())


async def _listen(client: LanguageClient, environment: dict[str, str]) -> asyncio.subprocess.Process:
    process = await asyncio.create_subprocess_exec(
        *COMMAND, "--tcp", "127.0.0.1:0", env=environment, stderr=asyncio.subprocess.PIPE
    )
    assert process.stderr is not None
    line = await within(process.stderr.readline())
    await client.start_tcp("127.0.0.1", int(line.rpartition(b":")[2]))
    return process
