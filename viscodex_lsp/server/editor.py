"""What the server says to the editor: messages, progress, edits; each in the way that this client can take."""

import asyncio
import contextlib
import logging
import secrets
import time
from collections.abc import Callable

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

TITLE = "Image to code"
REPORT_EVERY_SECONDS = 0.1
SETTINGS_SECONDS = 0.9
"""How long a job waits for the client's settings; without an answer the known ones hold."""
EDIT_SECONDS = 5
"""How long the client may take to apply an edit before the result is kept; one that lands later is noticed."""

WATCHED = "**/*.{ts,tsx,js,jsx,mjs,mts,vue,svelte,css,scss,less,pcss,json,svg,png,jpg,jpeg,webp,avif,gif,ico}"
"""The files that the index of a workspace is made of (LSP 3.17, Pattern)."""


class Editor:
    """The client, seen from the server."""

    def __init__(self, server: LanguageServer) -> None:
        self._server = server

    @property
    def shows_progress(self) -> bool:
        """Whether the client announced `window.workDoneProgress`."""
        window = self._server.client_capabilities.window
        return bool(window and window.work_done_progress)

    @property
    def confirms_edits(self) -> bool:
        """Whether the client announced change annotations, and so can show an edit before applying it."""
        edits = self._edits
        return bool(edits and edits.change_annotation_support)

    @property
    def takes_snippets(self) -> bool:
        """Whether the client announced that an edit may be a snippet."""
        edits = self._edits
        return bool(edits and edits.snippet_edit_support)

    @property
    def creates_files(self) -> bool:
        """Whether the client announced that an edit may create files."""
        edits = self._edits
        kinds = edits.resource_operations if edits else None
        return types.ResourceOperationKind.Create in (kinds or ())

    @property
    def watches_files(self) -> bool:
        """Whether the client announced that it can be asked to watch files."""
        workspace = self._server.client_capabilities.workspace
        watched = workspace.did_change_watched_files if workspace else None
        return bool(watched and watched.dynamic_registration)

    @property
    def takes_tags(self) -> bool:
        """Whether the client announced tags of code actions, the one for what a model writes among them."""
        document = self._server.client_capabilities.text_document
        tags = document.code_action.tag_support if document and document.code_action else None
        return bool(tags and types.CodeActionTag.LlmGenerated in tags.value_set)

    @property
    def _edits(self) -> types.WorkspaceEditClientCapabilities | None:
        workspace = self._server.client_capabilities.workspace
        return workspace.workspace_edit if workspace else None

    @property
    def answers_configuration(self) -> bool:
        """Whether the client can be asked for its settings."""
        workspace = self._server.client_capabilities.workspace
        return bool(workspace and workspace.configuration)

    def say(self, sentence: str, level: types.MessageType = types.MessageType.Info) -> None:
        """Show a message."""
        self._server.window_show_message(types.ShowMessageParams(level, f"VisCodex: {sentence}"))

    def start_progress(
        self, *, token: types.ProgressToken | None, cancel: Callable[[], None]
    ) -> "JobProgress":
        """Show that work has begun; `token` is the client's own when it sent one."""
        if token is not None:
            return JobProgress(self._server, token, cancel)
        if not self.shows_progress:
            self.say("Working on the picture.")
            return JobProgress(self._server, None, cancel)
        return JobProgress(self._server, secrets.token_hex(8), cancel, create=True)

    async def watch_files(self) -> None:
        """Ask the client to tell of files that other programs change; one that refuses is read again as before."""
        if not self.watches_files:
            return
        options = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher(WATCHED)])
        wanted = types.Registration(
            "viscodex-files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, register_options=options
        )
        with contextlib.suppress(TimeoutError, JsonRpcException):
            async with asyncio.timeout(EDIT_SECONDS):
                await self._server.client_register_capability_async(types.RegistrationParams([wanted]))

    async def settings(self) -> dict[str, object]:
        """The client's section `viscodex`; empty where it has none, or gives no answer."""
        section = types.ConfigurationParams(items=[types.ConfigurationItem(section="viscodex")])
        with contextlib.suppress(TimeoutError, JsonRpcException):
            async with asyncio.timeout(SETTINGS_SECONDS):
                answer = await self._server.workspace_configuration_async(section)
                return answer[0] if answer and isinstance(answer[0], dict) else {}
        return {}

    async def apply(self, edit: types.WorkspaceEdit) -> bool | None:
        """Ask the client to apply `edit`: whether it says that it did, None where it gives no usable answer."""
        question = types.ApplyWorkspaceEditParams(edit=edit, label=TITLE)
        if self._edits and self._edits.metadata_support:
            # A refactoring would be saved at once in some clients; new code is for the person to look at first.
            question.metadata = types.WorkspaceEditMetadata(is_refactoring=False)
        with contextlib.suppress(TimeoutError, JsonRpcException):
            async with asyncio.timeout(EDIT_SECONDS):
                answer = await self._server.workspace_apply_edit_async(question)
                return bool(answer.applied)
        return None


class JobProgress:
    """One work-done progress (LSP 3.17, section Work Done Progress); without a token it stays silent."""

    def __init__(
        self,
        server: LanguageServer,
        token: types.ProgressToken | None,
        cancel: Callable[[], None],
        *,
        create: bool = False,
    ) -> None:
        self._server, self._token, self._cancel = server, token, cancel
        self._reported, self._begun, self._message = 0.0, False, "preparing"
        self._opening = asyncio.ensure_future(self._create()) if create else None
        if not create:
            self._begin()

    def report(self, message: str, *, always: bool = True) -> None:
        """Say how far it is; unless `always`, at most ten times a second. What is said before the client has
        accepted the token is shown when it has."""
        now = time.monotonic()
        self._message = message
        if self._begun and (always or now - self._reported >= REPORT_EVERY_SECONDS):
            self._reported = now
            value = types.WorkDoneProgressReport(message=message, cancellable=True)
            self._server.work_done_progress.report(self._known_token(), value)

    def end(self, message: str) -> None:
        """Take it off the screen."""
        if self._opening is not None:
            self._opening.cancel()
        if self._begun:
            token = self._known_token()
            self._server.work_done_progress.end(token, types.WorkDoneProgressEnd(message=message))
            self._server.work_done_progress.tokens.pop(token, None)
            self._begun = False

    async def _create(self) -> None:
        # A client that refuses the token gets no progress, and still gets its edit.
        with contextlib.suppress(JsonRpcException):
            await self._server.work_done_progress.create_async(self._known_token())
            self._begin()

    def _begin(self) -> None:
        if self._token is None:
            return
        begin = types.WorkDoneProgressBegin(title=TITLE, cancellable=True, message=self._message)
        self._server.work_done_progress.begin(self._token, begin)
        stopped = self._server.work_done_progress.tokens[self._token]
        stopped.add_done_callback(lambda future: self._cancel() if future.cancelled() else None)
        self._begun = True

    def _known_token(self) -> types.ProgressToken:
        if self._token is None:
            raise RuntimeError("a progress without a token is never begun")
        return self._token


def message_type(log_level: int) -> types.MessageType:
    """How the editor shows a message of that level."""
    if log_level >= logging.ERROR:
        return types.MessageType.Error
    return types.MessageType.Warning if log_level >= logging.WARNING else types.MessageType.Info
