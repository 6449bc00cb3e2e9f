"""Every refusal of a model server or its gateway, translated into one of our errors with its sentence.

`from_answer` is for an HTTP answer that is no reply, `from_event` for an error inside a stream;
`transport_errors` is for what is below HTTP.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

from viscodex_lsp.core.errors import CompleterError, ServerBusy, StreamBroken
from viscodex_lsp.edges.logs import mask_keys
from viscodex_lsp.edges.model.chat.engine_table import KEY_REFUSED, TABLE

_DETAIL_LENGTH = 300
# How far an error may be wrapped in others.
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Whom the errors are about: the server's address without user or path, the model's name, whether a key
    was sent, and the limit for connecting in seconds."""

    server: str
    model: str = ""
    has_key: bool = False
    connect_seconds: float = 10


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer: its status, content type, first bytes, and two of its headers."""

    status: int
    content_type: str = ""
    body: bytes = b""
    retry_after: float | None = None
    location: str = ""


# The kinds of errors that servers name in an event, and the statuses they would have had before the stream.
_KINDS = {
    "overloaded": 429,
    "overloaded_error": 429,
    "rate_limit_error": 429,
    "rate_limit_exceeded": 429,
    "insufficient_quota": 429,
    "validation": 422,
    "invalid_request_error": 400,
    "bad_request_error": 400,
    "BadRequestError": 400,
    "not_found_error": 404,
    "NotFoundError": 404,
    "invalid_api_key": 401,
    "authentication_error": 401,
    "permission_error": 403,
    "generation": 424,
    "incomplete_generation": 424,
}
_WORDS = ("error", "errors", "message", "detail", "details", "msg", "error_message", "error_msg", "reason")
# Where an error stands, all of these say what it is; their letters' case differs.
_TOLD = (
    *_WORDS,
    "error_description",
    "description",
    "title",
    "exception",
    "status_msg",
    "base_resp",
    "fault",
    "faultstring",
)


def from_answer(answer: Answer, place: Endpoint) -> CompleterError:
    """The error for an answer that is no stream of a reply, whatever its status and body."""
    is_page = "html" in answer.content_type or answer.body.lstrip()[:1] == b"<"
    detail, kinds = ("", "") if is_page else _told_in(answer.body)
    row = next(
        row
        for row in TABLE
        if (row.statuses is None or answer.status in row.statuses)
        and found_in(row.pattern, f"{detail} {kinds}")
    )
    sentence = row.sentence.format(
        server=place.server,
        model=place.model,
        status=answer.status,
        detail=f" ({detail})" if detail else "",
        location=f" ({_origin_of(answer.location)})" if answer.location else "",
        page=" (it is a web page)" if is_page else "",
        key_refused=KEY_REFUSED[place.has_key],
        again=f"in {answer.retry_after:.0f} s" if answer.retry_after else "in a moment",
    )
    if row.error is ServerBusy:
        return ServerBusy(sentence, retry_after=answer.retry_after)
    return row.error(sentence)


def error_in(content: Any, name: str = "") -> Any:
    """The error that an event holds, in any of its forms; None where it holds none.

    Args:
        content: The event's JSON; text where it is none.
        name: The event's name; by "error" any content is one.
    """
    if name == "error":
        return content or "an error without words"
    if not isinstance(content, dict):
        return None
    if content.get("error") or content.get("object") == "error" or content.get("type") == "error":
        return content
    choices = content.get("choices")
    if not choices and _failed(content.get("base_resp")):
        return content
    if isinstance(choices, list) and choices:
        first = choices[0]
        return first if isinstance(first, dict) and first.get("error") else None
    return content if choices is None and any(content.get(word) for word in _WORDS) else None


def _failed(outcome: Any) -> bool:
    """Whether it is MiniMax's word, beside a 200, that something went wrong."""
    return isinstance(outcome, dict) and bool(outcome.get("status_code"))


def from_event(error: Any, place: Endpoint) -> CompleterError:
    """The error for what `error_in` found, inside a stream or an answer that began with a 200."""
    return from_answer(Answer(_status_of(error), body=json.dumps(error).encode()), place)


def _status_of(error: Any, depth: int = _DEEPEST) -> int:
    """The status that an error names by a number or by a kind, its inner parts first."""
    if not isinstance(error, dict) or not depth:
        return 500
    inner = _status_of(error.get("error"), depth - 1)
    if inner != 500:
        return inner
    names = ("error", "code", "status", "status_code", "statusCode", "http_status_code", "type", "error_type")
    for told in (error.get(name) for name in names):
        text = str(told) if isinstance(told, int | str) else ""
        if text.isdecimal() and len(text) == 3 and int(text) in range(400, 600):
            return int(text)
        if text in _KINDS:
            return _KINDS[text]
    return 500


def cut_off(place: Endpoint) -> StreamBroken:
    """The error for a stream that ended without a reason to stop."""
    return StreamBroken(
        f"The reply of {place.server} was cut off before its end. Try again; its log may say why."
    )


def _told_in(body: bytes) -> tuple[str, str]:
    """What the server says is wrong in its own words, whichever form it uses; and its names for the kind of error."""
    text = body.decode("utf-8", errors="replace")
    try:
        value: Any = json.loads(text)
    except (ValueError, RecursionError):
        return one_line(text), ""
    kinds: list[str] = []
    for _ in range(_DEEPEST):
        if isinstance(value, list) and value:
            value = value[0]
        if not isinstance(value, dict):
            break
        named = {str(key).lower(): inner for key, inner in value.items() if inner}
        kinds += [kind for name in ("code", "type") if isinstance(kind := named.get(name), str)]
        told = [named[word] for word in _TOLD if isinstance(named.get(word), str | dict | list)]
        if not told:
            break
        value = told[0]
        if isinstance(value, str):
            # Some name the kind of error in one field, and say what it is in another.
            value = ": ".join(dict.fromkeys(text for text in told if isinstance(text, str)))
    return one_line(value if isinstance(value, str) else json.dumps(value) if value else ""), " ".join(kinds)


def one_line(text: str) -> str:
    """Foreign words fit for a sentence: one line, not long, printable, without keys."""
    words = " ".join("".join(c if c.isprintable() else " " for c in text[: 4 * _DETAIL_LENGTH]).split())
    short = words if len(words) <= _DETAIL_LENGTH else words[:_DETAIL_LENGTH] + "…"
    return mask_keys(short).rstrip(".")


def _origin_of(url: str) -> str:
    found = re.match(r"(https?://)(?:[^/@]*@)?([^/?#]+)", url)
    return found[1] + found[2] if found else "on the same server"


def found_in(pattern: str, text: str) -> bool:
    """Whether the pattern, in any case, is in the text; an empty pattern is in every text."""
    return not pattern or re.search(pattern, text, re.IGNORECASE) is not None
