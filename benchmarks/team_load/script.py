"""The reply that every scripted engine gives to a question's number: what both ends of the load test agree on.

The reply names its question, so that a reply that is lost, mixed up or said twice shows.
"""

import base64
import json
import random

# The pace of a 7B model on one card, roughly: a picture is read, then fifty tokens a second.
FIRST_SECONDS, TOKEN_SECONDS = 0.4, 0.02
VALUES = 97
# A cut-out, a window and a whole screen of 1920x1080, as the language server sends them; a third of the people each.
PICTURE_BYTES = (100_000, 400_000, 1_200_000)
MARK = b"ask:"
QUESTION_LENGTH = 12


def reply_pieces(question: str) -> list[str]:
    """The hundred pieces of the reply to `question`."""
    values = [f"value_{number} = {number}\n" for number in range(VALUES)]
    return ["```python\n", f"asked = {question!r}\n", *values, "```"]


def is_whole(code: str, question: str) -> bool:
    """Whether `code`, a reply or the edit made of it, answers `question`, once and to its end."""
    return code.count(question) == 1 and code.count("value_") == VALUES and "asked" in code


def question_of(body: bytes) -> str:
    """The question that a request's body asks; empty when it holds none."""
    start = body.rfind(MARK)
    return "" if start < 0 else body[start + len(MARK) :][:QUESTION_LENGTH].decode()


def new_question(person: int, turn: int) -> str:
    """A question of its own for each person and turn."""
    return f"p{person:04d}t{turn:06d}"


class Body:
    """A request's body with a picture of so many bytes, made once: only the question changes."""

    def __init__(self, picture_bytes: int) -> None:
        self.picture_bytes = picture_bytes
        data = base64.b64encode(random.Random(7).randbytes(picture_bytes)).decode()
        place = "?" * QUESTION_LENGTH
        parts = [
            {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{data}"}},
            {"type": "text", "text": f"Make this page. {MARK.decode()}{place}"},
        ]
        content = {"model": "scripted", "stream": True, "messages": [{"role": "user", "content": parts}]}
        self._before, _, self._after = json.dumps(content).encode().partition(place.encode())

    def asking(self, question: str) -> bytes:
        """The body that asks `question`."""
        return self._before + question.encode() + self._after
