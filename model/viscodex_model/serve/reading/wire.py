"""The body of `POST /v1/read`: a picture, and what is known of it."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from viscodex_model.read.reading import Kind
from viscodex_model.serve.protocol.refusal import Refused


class ReadRequest(BaseModel):
    """`picture` is a `data:` URI; `kind` and `language` (an LSP identifier) say what a person knows.

    With `secrets` only the places of secrets are asked for; with `addresses` mail and IP addresses count as such.
    """

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)

    picture: str
    kind: Kind | None = None
    language: Annotated[str, Field(max_length=64)] | None = None
    secrets: bool = False
    addresses: bool = False


def read_body(body: bytes) -> ReadRequest:
    """Check `body`.

    Raises:
        Refused: with status 400 and a sentence that names the first wrong field.
    """
    try:
        return ReadRequest.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "the body"
        raise Refused(400, f"{place}: {first['msg']}.") from None
