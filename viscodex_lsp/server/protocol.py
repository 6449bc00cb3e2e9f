"""JSON-RPC and the lifecycle of LSP 3.18, to the letter.

pygls leaves requests with unusable parameters without an answer, tells the person of faults between programs, and
takes a second `initialize`. Here every request is answered: with a result, or with an error whose code says why; what
is wrong in a notification or in an answer of the client is logged, and never shown.
"""

import contextvars
import itertools
import json
import logging
from concurrent.futures import Future
from typing import Any

from cattrs import BaseValidationError, Converter, StructureHandlerNotFoundError
from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInternalError
from pygls.lsp.server import LanguageServer
from pygls.protocol import (
    JsonRPCNotification,
    JsonRPCRequestMessage,
    LanguageServerProtocol,
    lsp_method,
)

logger = logging.getLogger(__name__)

INTERNAL = "An internal error stopped this; see the log for details."

_Codes = types.ErrorCodes
_VERSION = "2.0"
MessageId = str | int

_UNUSABLE = (
    BaseValidationError,
    StructureHandlerNotFoundError,
    TypeError,
    ValueError,
    LookupError,
    AttributeError,
    ArithmeticError,
    RecursionError,
)
"""What reading a message that is not as LSP has it may raise."""


class Protocol(LanguageServerProtocol):
    """`exit_code` is None until the client says `exit`; then it is the status that the process ends with."""

    def __init__(self, server: LanguageServer, converter: Converter) -> None:
        super().__init__(server, converter)
        self.exit_code: int | None = None
        self._initialized = False
        self._asked: set[MessageId] = set()
        self._numbers = itertools.count(1)

    def receive(self, body: bytes) -> None:
        """Handle one message of the client."""
        try:
            message = json.loads(body)
        except (ValueError, RecursionError):
            self._refuse(None, _Codes.ParseError, "The message is not JSON in UTF-8.")
            return
        # LSP has no batches; where a client sends one all the same, its requests are answered one by one.
        for part in message if isinstance(message, list) and message else [message]:
            try:
                contextvars.copy_context().run(self._handle, part)
            except Exception:
                # The outermost handler: whatever went wrong with one message, the next one is read.
                logger.exception("a message could not be handled")
                if isinstance(part, dict) and "method" in part and "id" in part:
                    self._refuse(part["id"], _Codes.InternalError, INTERNAL)

    def _handle(self, message: object) -> None:
        if not isinstance(message, dict):
            self._refuse(None, _Codes.InvalidRequest, "A message must be a JSON object.")
        elif "method" not in message:
            self._take_answer(message)
        elif "id" in message:
            self._take_request(message)
        else:
            self._take_notification(message)

    def _take_request(self, message: dict[str, Any]) -> None:
        name, method = message["id"], message["method"]
        if isinstance(name, bool) or not isinstance(name, str | int | float):
            self._refuse(None, _Codes.InvalidRequest, "The id of a request must be a text or a number.")
        elif not isinstance(method, str) or message.get("jsonrpc") != _VERSION or isinstance(name, float):
            self._refuse(
                name, _Codes.InvalidRequest, "A request needs jsonrpc 2.0, an id and the name of its method."
            )
        elif (refusal := self._out_of_turn(method)) is not None:
            self._refuse(name, *refusal)
        else:
            try:
                params = self._params(message, self.get_message_type(method) or JsonRPCRequestMessage)
            except _UNUSABLE as error:
                logger.info("unusable params (%s)", type(error).__name__)
                self._refuse(name, _Codes.InvalidParams, f"The params of {method} cannot be used.")
            else:
                self._handle_request(name, method, params)

    def _take_notification(self, message: dict[str, Any]) -> None:
        method = message["method"]
        if not isinstance(method, str):
            return
        if method != types.EXIT and (self._shutdown or not self._initialized):
            return
        try:
            params = self._params(message, self.get_message_type(method) or JsonRPCNotification)
        except _UNUSABLE as error:
            logger.info("unusable params (%s)", type(error).__name__)
        else:
            self._handle_notification(method, params)

    def _take_answer(self, message: dict[str, Any]) -> None:
        name = message.get("id")
        if not isinstance(name, str | int) or name not in self._asked:
            return
        self._asked.discard(name)
        future = self._request_futures.pop(name, None)
        kind = self._result_types.pop(name, None)
        if future is None or future.done():
            # Whoever asked has stopped waiting.
            return
        try:
            if "error" in message:
                error = self._converter.structure(message["error"], types.ResponseError)
                future.set_exception(JsonRpcException.from_error(error))
            else:
                result = self._converter.structure(message, kind).result if kind else message.get("result")
                future.set_result(result)
        except _UNUSABLE as error:
            logger.info("unusable answer of the client (%s)", type(error).__name__)
            future.set_exception(JsonRpcException("The client's answer cannot be used.", code=-32603))

    def _out_of_turn(self, method: str) -> tuple[types.ErrorCodes, str] | None:
        """Why a request cannot be served now."""
        if self._shutdown:
            return _Codes.InvalidRequest, "The server is shut down."
        if method == types.INITIALIZE and self._initialized:
            return _Codes.InvalidRequest, "The server is initialized already."
        if method != types.INITIALIZE and not self._initialized:
            return _Codes.ServerNotInitialized, "The server is not initialized."
        return None

    def _params(self, message: dict[str, Any], kind: type) -> Any:
        """The params of a request or notification as its class has them; those of our own methods as they are."""
        if kind in (JsonRPCRequestMessage, JsonRPCNotification):
            return message.get("params")
        return self._converter.structure({"jsonrpc": _VERSION} | message, kind).params

    def _refuse(self, name: Any, code: types.ErrorCodes | types.LSPErrorCodes | int, sentence: str) -> None:
        number = code if isinstance(code, int) else code.value
        self._send_data({"jsonrpc": _VERSION, "id": name, "error": {"code": number, "message": sentence}})

    def _send_handler_result(self, future: "Future[Any]", *, msg_id: MessageId) -> None:
        """Answer a request with what its handler gave. Our own sentences are passed on, other faults are not told."""
        self._request_futures.pop(msg_id, None)
        if future.cancelled():
            self._refuse(msg_id, types.LSPErrorCodes.RequestCancelled, "The request was cancelled.")
            return
        error = future.exception()
        if error is None:
            self._send_response(msg_id, result=future.result())
        elif isinstance(error, JsonRpcException) and not isinstance(error, JsonRpcInternalError):
            self._refuse(msg_id, error.code, error.message)
        else:
            logger.error("a request failed", exc_info=error)
            self._refuse(msg_id, _Codes.InternalError, INTERNAL)

    def _handle_cancel_notification(self, msg_id: object) -> None:
        if isinstance(msg_id, str | int):
            super()._handle_cancel_notification(msg_id)

    def _check_handler_result(self, future: "Future[Any]") -> None:
        if not future.cancelled() and (error := future.exception()) is not None:
            logger.error("a notification failed", exc_info=error)

    def send_request(
        self, method: str, params: Any = None, callback: Any = None, msg_id: MessageId | None = None
    ) -> "Future[Any]":
        name = msg_id if msg_id is not None else f"viscodex-{next(self._numbers)}"
        self._asked.add(name)
        future: Future[Any] = super().send_request(method, params, callback, name)
        return future

    @lsp_method(types.INITIALIZE)
    def lsp_initialize(self, params: types.InitializeParams) -> Any:
        result = yield from super().lsp_initialize(params)
        self._initialized = True
        return result

    @lsp_method(types.SHUTDOWN)
    def lsp_shutdown(self, *arguments: object) -> Any:
        # From its arrival on: a client may send what follows without waiting for the answer.
        self._shutdown = True
        return (yield from super().lsp_shutdown(*arguments))

    @lsp_method(types.EXIT)
    def lsp_exit(self, *_: object) -> Any:
        self.exit_code = 0 if self._shutdown else 1
        yield from ()
