"""Renders a record as the text of a conversation, in parts: answers, which are trained on, and the rest.

What is asked is written by the checkpoint's own chat template, as a server does it; an answer is its text and the mark
that ends a turn.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from viscodex_model.data.records import PLACEHOLDER, Message, Record

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
        asked = template(as_turns(record.messages[:number]))
        if not asked.startswith(done):
            raise BadRecordError("the chat template changes an earlier answer, so that it cannot be learnt")
        found += [Piece(asked[len(done) :], learnt=False), Piece(message.content + end, learnt=True)]
        done = asked + message.content + end
    return found


def as_turns(messages: Sequence[Message]) -> Turns:
    """Messages as chat templates take them: a user's turn with pictures is a list of parts."""
    return [{"role": message.role, "content": _content(message)} for message in messages]


def _content(message: Message) -> str | list[dict[str, str]]:
    if message.role != "user" or PLACEHOLDER not in message.content:
        return message.content
    parts: list[dict[str, str]] = []
    for number, text in enumerate(message.content.split(PLACEHOLDER)):
        if number:
            parts.append({"type": "image"})
            text = text.removeprefix("\n")
        if text:
            parts.append({"type": "text", "text": text})
    return parts
