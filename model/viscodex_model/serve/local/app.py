"""The HTTP face of one model: `/health`, `/v1/models`, `/v1/chat/completions` and `/v1/read`, with Starlette.

Every error is a JSON object with a sentence for the user; bad input is never a 500.
"""

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from viscodex_model.serve.local.access import check_token
from viscodex_model.serve.local.chat import ChatEndpoint, refusal_of
from viscodex_model.serve.local.read import ReadEndpoint
from viscodex_model.serve.local.service import Service
from viscodex_model.serve.protocol.refusal import Refused

PATHS = "GET /health, GET /v1/models, POST /v1/chat/completions and POST /v1/read"
# What web servers log for a client that hung up; nobody reads it.
CLIENT_CLOSED = 499


def build_app(service: Service) -> Starlette:
    """The application that serves `service`."""

    async def health(_request: Request) -> Response:
        if service.speaker is None:
            return JSONResponse({"status": "loading", "progress": service.progress}, 503)
        return JSONResponse({"status": "ok", "model": service.name})

    async def models(request: Request) -> Response:
        check_token(request.headers.get("authorization"), service.token)
        entry = {"id": service.name, "object": "model", "created": 0, "owned_by": "local"}
        return JSONResponse({"object": "list", "data": [entry]})

    return Starlette(
        routes=[
            Route("/health", health),
            Route("/v1/models", models),
            Route("/v1/chat/completions", ChatEndpoint(service), methods=["POST"]),
            Route("/v1/read", ReadEndpoint(service), methods=["POST"]),
        ],
        exception_handlers={
            ClientDisconnect: _answer_nobody,
            HTTPException: _answer_wrong_path,
            Exception: _answer_error,
            Refused: _answer_error,
        },
    )


async def _answer_error(_request: Request, error: Exception) -> Response:
    refused = refusal_of(error)
    return JSONResponse(refused.body(), refused.status, headers=refused.headers())


async def _answer_wrong_path(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 400
    refused = Refused(status, f"{request.method} {request.url.path} is not served here; {PATHS} are.")
    return JSONResponse(refused.body(), refused.status)


async def _answer_nobody(_request: Request, _error: Exception) -> Response:
    return Response(status_code=CLIENT_CLOSED)
