"""A `Prompt` in, the messages of chat completions out; an event of the answer in, a `Piece` out."""

import base64
from typing import Any

from viscodex_lsp.core.asking.wire_text import neutralize
from viscodex_lsp.core.nouns import Message, Picture, Prompt
from viscodex_lsp.edges.model.completer import Piece


def wire_messages(prompt: Prompt) -> list[dict[str, Any]]:
    """Messages with neutralised text; pictures, as data: URIs, stand where they stand in the prompt.

    A message without pictures is a plain string, which every server takes for every role.
    """
    return [{"role": message.role, "content": _content(message)} for message in prompt.messages]


def _content(message: Message) -> str | list[dict[str, Any]]:
    if all(isinstance(part, str) for part in message.parts):
        return neutralize("".join(part for part in message.parts if isinstance(part, str)))
    return [_part(part) for part in message.parts]


def _part(part: str | Picture) -> dict[str, Any]:
    if isinstance(part, str):
        return {"type": "text", "text": neutralize(part)}
    uri = f"data:{part.mime};base64,{base64.b64encode(part.data).decode('ascii')}"
    return {"type": "image_url", "image_url": {"url": uri}}


def piece_of(event: Any) -> Piece | None:
    """The text and reason to stop of one event; None for one without either (a usage count, a thought).

    Servers name the reason differently ("eos_token", "stop_sequence"): all but "length" and "content_filter"
    mean that the model was done.

    Raises:
        TypeError, AttributeError, LookupError: not an event of chat completions.
    """
    if not event.choices:
        return None
    choice = event.choices[0]
    text = (choice.delta.content if choice.delta is not None else None) or ""
    if not isinstance(text, str):
        raise TypeError("content is not text")
    finish = choice.finish_reason or None
    if finish is not None and finish not in ("length", "content_filter"):
        finish = "stop"
    return Piece(text, finish) if text or finish else None
