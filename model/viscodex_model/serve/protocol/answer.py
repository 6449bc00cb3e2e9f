"""Writes replies as the JSON of OpenAI's chat completions: whole, or as the events of a stream."""

import json
import secrets
import time
from collections.abc import Sequence
from typing import Any

from viscodex_model.serve.protocol.refusal import Refused
from viscodex_model.serve.protocol.speech import Piece

DONE = "data: [DONE]\n\n"


class Answer:
    """The envelope that every part of one reply shares."""

    def __init__(self, model: str, *, prompt_tokens: int) -> None:
        self._model = model
        self._prompt_tokens = prompt_tokens
        self._identity = f"chatcmpl-{secrets.token_hex(12)}"
        self._created = int(time.time())

    def whole(self, pieces: Sequence[Piece]) -> dict[str, Any]:
        """The reply in one object; `pieces` is all of it."""
        message = {"role": "assistant", "content": "".join(piece.text for piece in pieces)}
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": pieces[-1].finish}
        return self._envelope("chat.completion", [choice], usage=self._usage(pieces[-1]))

    def opening(self, *, seconds: float | None = None) -> str:
        """The first event: who speaks, and in about how many `seconds` the answer is likely to be there."""
        choice = {
            "index": 0,
            "delta": {"role": "assistant", "content": ""},
            "logprobs": None,
            "finish_reason": None,
        }
        more = {} if seconds is None else {"estimated_seconds": round(seconds, 2)}
        return event(self._envelope("chat.completion.chunk", [choice], **more))

    def piece(self, piece: Piece) -> str:
        """The event, or the last two, of one piece."""
        if piece.reached is not None:
            told = {"done": piece.reached.done, "total": piece.reached.total}
            return event(self._envelope("chat.completion.chunk", [_nothing_said()], progress=told))
        text = self._chunk({"content": piece.text}, finish=None) if piece.text else ""
        return text if piece.finish is None else text + self._chunk({}, finish=piece.finish)

    def usage(self, last: Piece) -> str:
        """The event of the token counts, which has no choices."""
        return event(self._envelope("chat.completion.chunk", [], usage=self._usage(last)))

    def _chunk(self, delta: dict[str, str], *, finish: str | None) -> str:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        return event(self._envelope("chat.completion.chunk", [choice]))

    def _usage(self, last: Piece) -> dict[str, int]:
        read = self._prompt_tokens if last.read is None else last.read
        return {
            "prompt_tokens": read,
            "completion_tokens": last.tokens,
            "total_tokens": read + last.tokens,
        }

    def _envelope(self, kind: str, choices: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
        head = {"id": self._identity, "object": kind, "created": self._created, "model": self._model}
        return head | {"choices": choices} | more


def _nothing_said() -> dict[str, Any]:
    return {"index": 0, "delta": {}, "logprobs": None, "finish_reason": None}


def event(content: dict[str, Any]) -> str:
    """One server-sent event."""
    return f"data: {json.dumps(content, ensure_ascii=False, separators=(',', ':'))}\n\n"


def error_event(refused: Refused) -> str:
    """The event of something that went wrong after the stream had begun."""
    return event(refused.body())
