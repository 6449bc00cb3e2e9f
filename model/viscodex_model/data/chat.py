"""Renders a record as the text of a conversation, in parts: answers, which are trained on, and the rest.

What is asked is written by the checkpoint's own chat template, as a server does it; an answer is its text and the mark
that ends a turn.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from viscodex_model.data.records import Message, Record

Turns = list[dict[str, Any]]
Template = Callable[[Turns], str]
"""Writes turns as text, up to where the assistant is to speak."""


class BadRecordError(Exception):
    """A record that cannot be learnt from; `str(error)` says why."""


@dataclass(frozen=True)
class Piece:
    """Text that is tokenized on its own, as it is when the model is asked and answers."""

    text: str
    learnt: bool


def pieces_of(record: Record, template: Template, *, end: str) -> list[Piece]:
    """The conversation in pieces; answers are followed by `end`.

    Raises:
        BadRecordError: the template writes earlier turns differently from how they were learnt.
    """
    found: list[Piece] = []
    done = ""
    for number, message in enumerate(record.messages):
        if message.role != "assistant":
            continue
        asked = template(as_turns(record, number))
        if not asked.startswith(done):
            raise BadRecordError("the chat template changes an earlier answer, so that it cannot be learnt")
        found += [Piece(asked[len(done) :], learnt=False), Piece(message.content + end, learnt=True)]
        done = asked + message.content + end
    return found


def as_turns(record: Record, count: int | None = None) -> Turns:
    """The first `count` messages as chat templates take them: a user's turn with pictures is a list of parts."""
    return [
        {"role": message.role, "content": _content(message, record)} for message in record.messages[:count]
    ]


def _content(message: Message, record: Record) -> str | list[dict[str, str]]:
    texts = record.pictures_apart(message.content) if message.role == "user" else [message.content]
    if len(texts) == 1:
        return message.content
    parts: list[dict[str, str]] = []
    for number, text in enumerate(texts):
        if number:
            parts.append({"type": "image"})
        if text:
            parts.append({"type": "text", "text": text})
    return parts
