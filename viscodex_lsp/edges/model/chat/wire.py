"""Chat completions as data: a `Prompt` becomes messages, and an event of the answer becomes what it says.

Engines differ in where they put things: text as a list of parts, reasoning under three names, a whole message where
a part was due. `read_said` knows them all.
"""

import base64
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from viscodex_lsp.core.asking.wire_text import neutralize
from viscodex_lsp.core.nouns import Message, Picture, Prompt

_THOUGHTS = ("reasoning_content", "reasoning", "thinking")
_TEXT_PARTS = ("text", "output_text")
_LONGEST_SECONDS = 1800.0
_MOST_LINES = 1_000_000


@dataclass(frozen=True, slots=True)
class Said:
    """What one event says; `finish` is the server's word for its reason to stop.

    `seconds` is how long the local server expects to take, told once at the beginning; 0 where nothing is told.
    `reached` is how many lines of how many the reader has read; 0 of 0 while it looks for text, None for other news.
    """

    text: str = ""
    thought: str = ""
    refusal: str = ""
    tool: str = ""
    finish: str | None = None
    seconds: float = 0.0
    reached: tuple[int, int] | None = None


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


def read_said(content: Mapping[str, Any]) -> Said | None:
    """What an event, or a whole answer that was not streamed, says; None for one without a choice (a usage count).

    Raises:
        TypeError, AttributeError, LookupError: not chat completions.
    """
    choices = content["choices"]
    if not choices:
        return None
    choice = choices[0]
    said = choice.get("delta") or choice.get("message") or {}
    text, thought = _text_of(said.get("content", choice.get("text")))
    thought += "".join(value for name in _THOUGHTS if isinstance(value := said.get(name), str))
    details = said.get("reasoning_details")
    if not thought and isinstance(details, list):
        thought = "".join(_text_of(details))
    finish = choice.get("finish_reason")
    if isinstance(finish, Mapping):
        finish = finish.get("type")
    if finish is not None and not isinstance(finish, str):
        raise TypeError("finish_reason is no word")
    refusal = said.get("refusal")
    return Said(
        text,
        thought,
        refusal if isinstance(refusal, str) else "",
        _tool_of(said),
        finish if finish not in (None, "", "null") else None,
        _seconds_of(content.get("estimated_seconds")),
        _reached_of(content.get("progress")),
    )


def _seconds_of(told: Any) -> float:
    """A number that can be a time to wait for; 0 for anything else."""
    if isinstance(told, bool) or not isinstance(told, int | float) or not 0 < told < math.inf:
        return 0.0
    return min(float(told), _LONGEST_SECONDS)


def _reached_of(told: Any) -> tuple[int, int] | None:
    """Two counts, the first no larger than the second; None for anything else."""
    if not isinstance(told, Mapping):
        return None
    done, total = told.get("done"), told.get("total")
    if isinstance(done, int) and isinstance(total, int) and 0 <= done <= total < _MOST_LINES:
        return int(done), int(total)
    return None


def _text_of(content: Any) -> tuple[str, str]:
    """The text of a `content`, and the reasoning in it."""
    if content is None or isinstance(content, str):
        return content or "", ""
    texts, thoughts = [], []
    for part in [content] if isinstance(content, Mapping) else content:
        if isinstance(part, str):
            texts.append(part)
        elif part.get("type", "text") in _TEXT_PARTS:
            text = part.get("text") or ""
            texts.append(text.get("value") or "" if isinstance(text, Mapping) else text)
        elif str(part.get("type")).startswith(("thinking", "reasoning")):
            thoughts.append("".join(_text_of(part.get("thinking") or part.get("text") or "")))
    return "".join(texts), "".join(thoughts)


def _tool_of(said: Mapping[str, Any]) -> str:
    """The name of a tool that is called; "a function" where it has none yet."""
    calls = said.get("tool_calls")
    call = (calls[0].get("function") if isinstance(calls, list) and calls else None) or said.get(
        "function_call"
    )
    if not call and not calls:
        return ""
    name = call.get("name") if isinstance(call, Mapping) else None
    return name if isinstance(name, str) and name else "a function"
