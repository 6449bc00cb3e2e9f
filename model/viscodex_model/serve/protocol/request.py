"""Parses a chat completions request into a checked `ChatRequest`, or refuses it and names the wrong field."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from viscodex_model.serve.protocol.refusal import Refused

MAX_STOPS = 16


class _Shape(BaseModel):
    # Clients send many fields that mean nothing here; only the known ones are looked at, and closely.
    model_config = ConfigDict(strict=True, extra="ignore", frozen=True, allow_inf_nan=False)


class ImageUrl(_Shape):
    """Where a picture is: a `data:` URI."""

    url: str


class TextPart(_Shape):
    """Words within a message."""

    type: Literal["text"]
    text: str


class ImagePart(_Shape):
    """A picture within a message."""

    type: Literal["image_url"]
    image_url: ImageUrl


class Message(_Shape):
    """One turn of the conversation."""

    role: Literal["system", "developer", "user", "assistant"]
    content: str | list[Annotated[TextPart | ImagePart, Field(discriminator="type")]]


class StreamOptions(_Shape):
    """What a stream carries besides the text."""

    include_usage: bool | None = None


class ChatRequest(_Shape):
    """A chat completions request as OpenAI's API has it, as far as it is understood here."""

    messages: Annotated[list[Message], Field(min_length=1, max_length=1000)]
    max_tokens: Annotated[int, Field(ge=1)] | None = None
    max_completion_tokens: Annotated[int, Field(ge=1)] | None = None
    temperature: Annotated[float, Field(ge=0, le=2)] | None = None
    top_p: Annotated[float, Field(gt=0, le=1)] | None = None
    seed: Annotated[int, Field(ge=-(2**63), lt=2**63)] | None = None
    stop: str | Annotated[list[str], Field(max_length=MAX_STOPS)] | None = None
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    n: Literal[1] | None = None

    @property
    def token_limit(self) -> int | None:
        """The most tokens to write, if the client set a limit."""
        return self.max_tokens if self.max_completion_tokens is None else self.max_completion_tokens

    @property
    def stops(self) -> tuple[str, ...]:
        """The strings that end the reply; empty ones mean nothing and are left out."""
        given = [self.stop] if isinstance(self.stop, str) else self.stop or []
        return tuple(text for text in given if text)

    @property
    def wants_usage(self) -> bool:
        """Whether a stream is to end with the token counts."""
        return self.stream_options is not None and self.stream_options.include_usage is True

    @property
    def picture_urls(self) -> list[str]:
        """The address of every picture, in the order of the conversation."""
        parts = [
            part
            for message in self.messages
            if not isinstance(message.content, str)
            for part in message.content
        ]
        return [part.image_url.url for part in parts if isinstance(part, ImagePart)]


def read_request(body: bytes) -> ChatRequest:
    """Check `body`.

    Raises:
        Refused: with status 400 and a sentence that names the first wrong field.
    """
    try:
        return ChatRequest.model_validate_json(body)
    except ValidationError as error:
        raise Refused(400, _sentence(error)) from None


def _sentence(error: ValidationError) -> str:
    # Of a choice between shapes, the error that lies deepest belongs to the shape that was meant.
    first = max(error.errors(include_url=False, include_input=False), key=lambda item: len(item["loc"]))
    if first["type"] == "json_invalid":
        return f"The body is not JSON: {first['msg'].removeprefix('Invalid JSON: ')}."
    place = ".".join(str(part) for part in first["loc"]) or "the body"
    return f"{place}: {first['msg']}."
