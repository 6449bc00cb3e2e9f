"""`POST /v1/read`: what the reader sees in a picture, whatever engine answers chats."""

from dataclasses import dataclass
from importlib.util import find_spec

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from viscodex_model.core.installation import install_command
from viscodex_model.serve.local.access import check_token
from viscodex_model.serve.local.chat import read_whole_body, unless_gone
from viscodex_model.serve.local.service import Service
from viscodex_model.serve.local.turns import Turn
from viscodex_model.serve.protocol.data_uri import picture_bytes
from viscodex_model.serve.protocol.refusal import Refused


@dataclass(frozen=True)
class ReadEndpoint:
    """The ASGI application of one path; see `ChatEndpoint`."""

    service: Service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request.

        Raises:
            Refused: the token, the body, the picture or the queue is against it, or the reader is not installed.
        """
        request = Request(scope, receive)
        check_token(request.headers.get("authorization"), self.service.token)
        body = await read_whole_body(request)
        with self.service.turn() as (_, turn):
            response = await unless_gone(receive, self._answer(body, turn))
            await response(scope, receive, send)

    async def _answer(self, body: bytes, turn: Turn) -> JSONResponse:
        # Imported when it is asked for: a server of a checkpoint may be without the reader's libraries.
        try:
            from viscodex_model.read.json_form import as_json, secrets_as_json
            from viscodex_model.serve.reading.speaker import load_reader
            from viscodex_model.serve.reading.wire import read_body
        except ModuleNotFoundError as error:
            raise Refused(
                501, f"The reader is not installed ({error.name} is missing). Run: {install_command('local')}"
            ) from None
        asked = read_body(body)
        data = picture_bytes(asked.picture, 1)
        if asked.secrets:
            if find_spec("detect_secrets") is None:
                raise Refused(
                    501, f"detect-secrets is missing, so nothing is searched. Run: {install_command('local')}"
                )
            found = await self.service.reading.run(
                lambda: load_reader().find_secrets(data, turn.gone, addresses=asked.addresses)
            )
            return JSONResponse(secrets_as_json(found))
        reading = await self.service.reading.run(
            lambda: load_reader().read(data, turn.gone, kind=asked.kind, language=asked.language)
        )
        return JSONResponse(as_json(reading))
