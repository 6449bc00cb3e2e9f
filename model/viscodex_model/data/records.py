"""Parses a raw JSON value in the format of the Multimodal Coding Dataset into a `Record` or its `Defect`.

A record is `{"images": [names], "messages": [{"role", "content"}], "category": text}`. `<image>` in a user's text is
where a picture stands; a record may have none.
"""

import re
from dataclasses import dataclass
from typing import Any

from viscodex_model.core.sizes import counted
from viscodex_model.data.defects import Defect

PLACEHOLDER = "<image>"
_MARK_LINE = re.compile(rf"(?m)^[ \t]*{PLACEHOLDER}[ \t]*(?:\n|\Z)")
ROLES = ("system", "user", "assistant")


@dataclass(frozen=True)
class Message:
    """One turn; `role` is one of `ROLES`."""

    role: str
    content: str


@dataclass(frozen=True)
class Record:
    """One conversation about some pictures; its last turn is the assistant's."""

    images: tuple[str, ...]
    messages: tuple[Message, ...]
    category: str

    @property
    def answer(self) -> str:
        return self.messages[-1].content

    @property
    def text(self) -> str:
        """All that is said, turns after one another."""
        return "\n".join(message.content for message in self.messages)

    @property
    def marks_fill_lines(self) -> bool:
        """Whether only the `<image>` that fill a line of their own stand for pictures; any other is quoted text."""
        asked = [message.content for message in self.messages if message.role == "user"]
        everywhere = sum(text.count(PLACEHOLDER) for text in asked)
        alone = sum(len(_MARK_LINE.findall(text)) for text in asked)
        return everywhere > len(self.images) == alone

    def pictures_apart(self, text: str) -> list[str]:
        """A user's text, cut where a picture stands."""
        if self.marks_fill_lines:
            return _MARK_LINE.split(text)
        first, *rest = text.split(PLACEHOLDER)
        return [first, *(part.removeprefix("\n") for part in rest)]

    def to_json(self) -> dict[str, Any]:
        """The record as it lies in a file."""
        messages = [{"role": message.role, "content": message.content} for message in self.messages]
        return {"images": list(self.images), "messages": messages, "category": self.category}


def read_record(raw: object) -> Record | Defect:
    """Check the form of one record; pictures and answer are not looked at yet."""
    if not isinstance(raw, dict):
        return Defect("schema", f"it is not an object but {type(raw).__name__}")
    images, category = raw.get("images"), raw.get("category")
    if images is None:
        images = []
    if not isinstance(images, list) or not all(isinstance(name, str) and name for name in images):
        return Defect("schema", "`images` is not a list of names")
    if not isinstance(category, str) or not category.strip():
        return Defect("schema", "`category` is not a text")
    messages = _read_messages(raw.get("messages"))
    if isinstance(messages, Defect):
        return messages
    return Record(tuple(images), messages, category.strip())


def _read_messages(raw: object) -> tuple[Message, ...] | Defect:
    if not isinstance(raw, list) or not raw:
        return Defect("schema", "`messages` is not a list of turns")
    found = []
    for number, turn in enumerate(raw, 1):
        role = turn.get("role") if isinstance(turn, dict) else None
        content = turn.get("content") if isinstance(turn, dict) else None
        if role not in ROLES or not isinstance(content, str):
            return Defect("schema", f"turn {number} has no known `role` or no text as `content`")
        found.append(Message(role, content))
    return _check_turns(tuple(found))


def _check_turns(messages: tuple[Message, ...]) -> tuple[Message, ...] | Defect:
    spoken = messages[1:] if messages[0].role == "system" else messages
    order = [message.role for message in spoken]
    if not spoken or order != ["user", "assistant"] * (len(spoken) // 2):
        return Defect("turns", f"the turns are {', '.join(order) or 'none'}, not user and assistant in turn")
    if not messages[-1].content.strip():
        return Defect("empty_answer", "the last answer is empty")
    return messages


def place_pictures(record: Record) -> Record | Defect:
    """The record with as many `<image>` as it has pictures.

    Where there is none at all the pictures come first, as in sets that leave the marks out. A mark in running text may
    be quoted ("what does `<image>` do?"): where all marks are too many, those that fill a line count.
    """
    said = [message for message in record.messages if message.role == "user"]
    marks = sum(message.content.count(PLACEHOLDER) for message in said)
    if marks == len(record.images) or record.marks_fill_lines:
        return record
    if marks:
        return Defect(
            "placeholders", f"{marks} `<image>` in the text, {counted(len(record.images), 'picture')}"
        )
    ahead = "".join(f"{PLACEHOLDER}\n" for _ in record.images)
    at = record.messages.index(said[0])
    first = Message("user", ahead + said[0].content)
    messages = (*record.messages[:at], first, *record.messages[at + 1 :])
    return Record(record.images, messages, record.category)
