"""The LSP handlers, nothing but wiring: each hands over to `Service`.

Everything heavy is imported after `initialize` is answered, so that an editor never waits for it.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.protocol import JsonRPCNotification, JsonRPCRequestMessage, default_converter

from viscodex_lsp import __version__
from viscodex_lsp.core.errors import UsageError, VisCodexError
from viscodex_lsp.core.menu.announced import KIND, TRIGGERS
from viscodex_lsp.server.protocol import Protocol
from viscodex_lsp.server.workspace import install

if TYPE_CHECKING:
    from viscodex_lsp.ports import Ports
    from viscodex_lsp.server.documents import Documents
    from viscodex_lsp.server.service import Service

logger = logging.getLogger(__name__)

Message = TypeVar("Message", JsonRPCRequestMessage, JsonRPCNotification)


class VisCodexServer(LanguageServer):
    """A language server whose work is done by a `Service`, made on first need with the given outside world."""

    protocol: Protocol

    def __init__(self, open_ports: "Callable[[], Ports] | None" = None) -> None:
        super().__init__(
            "viscodex-lsp", __version__, protocol_cls=Protocol, converter_factory=plain_converter
        )
        self.client = ""
        self.options: Mapping[str, Any] = {}
        self._service: Service | None = None
        self._open_ports = open_ports

    def report_server_error(self, error: Exception, source: object) -> None:
        """Log a fault between the programs; there is nothing in it for the person."""
        logger.error("%s: %s", getattr(source, "__name__", source), type(error).__name__)

    @cached_property
    def documents(self) -> "Documents":
        """The documents of this connection."""
        from viscodex_lsp.server.documents import Documents

        return Documents(self, client=self.client)

    @property
    def service(self) -> "Service":
        """The service of this connection."""
        if self._service is None:
            from viscodex_lsp.ports import real_ports
            from viscodex_lsp.server.editor import Editor
            from viscodex_lsp.server.service import Service

            self._service = Service(
                documents=self.documents,
                editor=Editor(self),
                ports=(self._open_ports or real_ports)(),
                options=self.options,
            )
        return self._service


def plain_converter() -> Any:
    """pygls turns unknown requests into named tuples, slowly and with renamed keys; ours stay dictionaries."""
    converter = default_converter()  # type: ignore[no-untyped-call]

    def keep(message: dict[str, Any], kind: type[Message]) -> Message:
        return kind(**message)

    converter.register_structure_hook(JsonRPCRequestMessage, keep)
    converter.register_structure_hook(JsonRPCNotification, keep)
    return converter


def create_server(open_ports: "Callable[[], Ports] | None" = None) -> VisCodexServer:
    """The server with all its handlers; `open_ports` replaces this machine's clipboard, screen, files and model."""
    server = VisCodexServer(open_ports)
    _register_lifecycle(server)
    _register_actions(server)
    _register_completions(server)
    _register_commands(server)
    _register_requests(server)
    return server


def _register_lifecycle(server: VisCodexServer) -> None:
    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        install(server, lambda: server.documents, params)
        server.client = params.client_info.name if params.client_info else ""
        if isinstance(params.initialization_options, Mapping):
            server.options = params.initialization_options

    @server.feature(types.INITIALIZED)
    async def initialized(_: types.InitializedParams) -> None:
        from viscodex_lsp.edges.passing_folder import clear_stale_folders

        server.service.configuration.update()
        await server.service.editor.watch_files()
        asyncio.get_running_loop().run_in_executor(None, clear_stale_folders)

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    def configure(params: types.DidChangeConfigurationParams) -> None:
        server.service.configuration.update(params.settings)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def change(params: types.DidChangeTextDocumentParams) -> None:
        server.service.changed(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def save(params: types.DidSaveTextDocumentParams) -> None:
        server.service.files_changed([params.text_document.uri])

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def change_files(params: types.DidChangeWatchedFilesParams) -> None:
        server.service.files_changed([change.uri for change in params.changes])

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def close(params: types.DidCloseTextDocumentParams) -> None:
        server.service.closed(params.text_document.uri)

    @server.feature(types.SHUTDOWN)
    async def shutdown(*_: object) -> None:
        await server.service.close()


def _register_actions(server: VisCodexServer) -> None:
    kinds = types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.RefactorRewrite, KIND])

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, kinds)
    def list_actions(params: types.CodeActionParams) -> list[types.CodeAction]:
        return server.service.menu.code_actions(params)

    @server.feature(types.CODE_ACTION_RESOLVE)
    def resolve(action: types.CodeAction) -> types.CodeAction:
        # Actions are whole when they are listed; clients that resolve all the same need them back unchanged.
        return action


def _register_completions(server: VisCodexServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=TRIGGERS))
    def complete(params: types.CompletionParams) -> list[types.CompletionItem]:
        return server.service.menu.completions(params)

    @server.feature(types.TEXT_DOCUMENT_INLINE_COMPLETION, types.InlineCompletionOptions())
    def show_ghost_text(params: types.InlineCompletionParams) -> list[types.InlineCompletionItem]:
        return server.service.menu.inline_completions(params)


def _register_commands(server: VisCodexServer) -> None:
    @server.command("viscodex.imageToCode")
    def image_to_code(*arguments: Any) -> dict[str, str]:
        with _answered_in_words():
            return {"job": server.service.start(_first(arguments))}

    @server.command("viscodex.refine")
    def refine(*arguments: Any) -> dict[str, str]:
        with _answered_in_words():
            return {"job": server.service.refine(_first(arguments))}

    @server.command("viscodex.captureScreen")
    async def capture_screen(*arguments: Any) -> dict[str, Any]:
        with _answered_in_words():
            return await server.service.inbox.capture(_first(arguments))

    @server.command("viscodex.applyProposal")
    async def apply_proposal(*arguments: Any) -> None:
        with _answered_in_words():
            server.service.editor.say(await server.service.proposals.apply(_id(arguments)))

    @server.command("viscodex.discardProposal")
    def discard_proposal(*arguments: Any) -> None:
        with _answered_in_words():
            server.service.editor.say(server.service.proposals.discard(_id(arguments)))

    @server.command("viscodex.cancel")
    def cancel(*arguments: Any) -> dict[str, int]:
        with _answered_in_words():
            return {"cancelled": server.service.jobs.cancel(_id(arguments))}


def _register_requests(server: VisCodexServer) -> None:
    @server.feature("viscodex/attachPicture")
    async def attach_picture(params: Any) -> dict[str, Any]:
        with _answered_in_words():
            return await server.service.inbox.attach(params)

    @server.feature("viscodex/imageToCode")
    async def answer(params: Any) -> dict[str, Any]:
        with _answered_in_words():
            return await server.service.answer(params)

    @server.feature("viscodex/report")
    async def report(params: Any) -> dict[str, Any]:
        with _answered_in_words():
            return await server.service.reports.answer(params)

    @server.feature("viscodex/status")
    def status(_: Any) -> dict[str, Any]:
        with _answered_in_words():
            return server.service.status()


@contextlib.contextmanager
def _answered_in_words() -> Iterator[None]:
    """Turn an error of ours into a JSON-RPC error whose message is its sentence (LSP 3.17: InvalidParams for what
    cannot be meant, RequestFailed for the rest)."""
    try:
        yield
    except UsageError as error:
        raise JsonRpcException(message=str(error), code=types.ErrorCodes.InvalidParams.value) from error
    except VisCodexError as error:
        logger.log(error.log_level, "%s", type(error).__name__)
        raise JsonRpcException(message=str(error), code=types.LSPErrorCodes.RequestFailed.value) from error


def _first(arguments: tuple[Any, ...]) -> Any:
    return arguments[0] if arguments else None


def _id(arguments: tuple[Any, ...]) -> str | None:
    """The id in `{id}`, `{job}` or a plain text; None means the newest, or all."""
    value = _first(arguments)
    if isinstance(value, Mapping):
        value = value.get("id") or value.get("job")
    if value is None or isinstance(value, str):
        return value
    raise UsageError("The argument must be an id, or an object with one.")
