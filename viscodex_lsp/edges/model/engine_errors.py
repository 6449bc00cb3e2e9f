"""Every refusal of a model server or its gateway, translated into one of our errors with its sentence.

`from_answer` is for an HTTP answer that is no reply, `from_event` for an error inside a stream;
`transport_errors` is for what is below HTTP. The bodies of TGI, vLLM, SGLang,
llama.cpp and proxies differ; TABLE is tried from its top and the first match counts.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

from viscodex_lsp.core.errors import (
    CompleterError,
    KeyRefused,
    PicturesRefused,
    RequestRejected,
    RequestTooLarge,
    ServerBusy,
    ServerUnreachable,
    StreamBroken,
    TimedOut,
)
from viscodex_lsp.edges.logs import mask_keys

_DETAIL_LENGTH = 300
# How far an error may be wrapped in others.
_DEEPEST = 6


class NoRoute(RequestRejected):
    """There is no chat completion at this address."""


@dataclass(frozen=True, slots=True)
class Place:
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


@dataclass(frozen=True, slots=True)
class _Row:
    """`statuses` (None: all) and, where given, a pattern in the detail select the row; the sentence is a template."""

    statuses: range | tuple[int, ...] | None
    error: type[CompleterError]
    sentence: str
    pattern: str = ""


_TOO_LONG = (
    r"context.length|maximum.context|too (long|large)|max_(total|input)_(tokens|length)|max_new_tokens|"
    r"must have less than|exceeds? (the )?(model|context|maximum|limit|available)|prompt is longer"
)
_TOO_MANY = r"at most [1-9]\d* image|too many (images|pictures)|(only|maximum( of)?|up to) [1-9]\d* images?"
_NO_PICTURES = (
    r"(not|n't|no) .{0,40}(multimodal|vision|image)|image.{0,40}(not|un)[ -]?support|at most 0 image|"
    r"required for image input|mmproj|image_url.{0,40}(not|un|only)|content.{0,60}(must be|should be|valid) a?.?string|"
    r"expected a string"
)
# One person's share, as this project's gateway, LiteLLM and OpenAI's own servers name it.
_USED_UP = r"insufficient.(quota|credit|balance|funds)|quota.{0,40}(used up|exhausted)|billing|out of credit"
_OWN_LIMIT = r"your own limit|quota|budget|rate.?limit|(requests|tokens) (per|a) (minute|hour|day)"
_NO_MODEL = (
    r"model_not_found|model.{0,200}(not|n't) (found|exist)|(unknown|no such|invalid) model|does not exist"
)

TABLE = (
    _Row(
        (401,),
        KeyRefused,
        "{server} {key_refused}",
    ),
    _Row(
        (403,),
        KeyRefused,
        "{server} does not let this key use the model{detail}. Ask whoever runs it for access.",
    ),
    _Row(
        (407,),
        ServerUnreachable,
        "The proxy on the way to {server} wants a sign-in. Add user and password to the address in "
        "HTTPS_PROXY, or add the server to NO_PROXY.",
    ),
    _Row(
        (402, 429),
        RequestRejected,
        "{server} takes no more requests under this key{detail}. Ask whoever runs it for more, or set another key.",
        pattern=_USED_UP,
    ),
    _Row(
        (402,),
        RequestRejected,
        "{server} wants to be paid first{detail}. Ask whoever runs it, or set another server.",
    ),
    _Row(
        (404, 400, 422),
        RequestRejected,
        "{server} has no model named {model!r}{detail}. Set viscodex.server.model to one that it "
        "serves, or leave it empty for the first one.",
        pattern=_NO_MODEL,
    ),
    _Row(
        (400, 404, 415, 422, 500, 501),
        PicturesRefused,
        "The model {model!r} at {server} takes no pictures{detail}. Choose a vision-language model in "
        "viscodex.server.model.",
        pattern=_NO_PICTURES,
    ),
    _Row(
        (404, 405, 501),
        NoRoute,
        "{server} has no chat completions at this address{detail}. Set viscodex.server.url to the base "
        "URL of an OpenAI-compatible server, like http://host:8080/v1.",
    ),
    _Row(
        (400, 413, 422),
        RequestTooLarge,
        "{server} takes fewer pictures in one question{detail}. Choose fewer, or raise its limit (vLLM: "
        "--limit-mm-per-prompt).",
        pattern=_TOO_MANY,
    ),
    _Row(
        (413,),
        RequestTooLarge,
        "The request is too large for {server}{detail}. Lower viscodex.picture.maxPixels, or raise the "
        "server's body limit (TGI: --payload-limit).",
    ),
    _Row(
        (400, 422),
        RequestTooLarge,
        "Picture and text are too long for the model at {server}{detail}. Lower "
        "viscodex.picture.maxPixels, viscodex.context.maxTokens or viscodex.request.maxTokens.",
        pattern=_TOO_LONG,
    ),
    _Row(
        (400, 415, 422),
        RequestRejected,
        "{server} refused the request{detail}. Its log says more; check that it is an OpenAI-compatible"
        " server for a vision-language model.",
    ),
    _Row(
        (408, 504),
        TimedOut,
        "{server} gave up waiting for the model{detail}. Try again, or with a smaller picture.",
    ),
    _Row(
        (429,),
        ServerBusy,
        "{server} takes no more requests of yours for now{detail}. Try again {again}.",
        pattern=_OWN_LIMIT,
    ),
    _Row(
        (429,),
        ServerBusy,
        "{server} has no room for another request now{detail}. Try again {again}.",
    ),
    _Row(
        (502,),
        ServerUnreachable,
        "The gateway at {server} cannot reach the model server{detail}. Check that the model server runs.",
    ),
    _Row(
        (503,),
        ServerBusy,
        "{server} is not ready{detail}. Try again {again}.",
    ),
    _Row(
        (424, 500),
        RequestRejected,
        "The model server at {server} ran out of memory{detail}. Lower viscodex.picture.maxPixels, or "
        "give it more memory.",
        pattern="out of memory",
    ),
    _Row(
        (424, 500),
        CompleterError,
        "The model server at {server} failed{detail}. Try again; if it stays, its log says why.",
    ),
    _Row(
        range(300, 400),
        RequestRejected,
        "{server} points to another address{location}; pictures are not sent on to it. If that is "
        "right, set viscodex.server.url to that address.",
    ),
    _Row(
        range(200, 300),
        RequestRejected,
        "{server} answered, but not like a streaming OpenAI-compatible server{page}{detail}. Check "
        "viscodex.server.url, and whether a proxy or sign-in page stands in between.",
    ),
    _Row(
        None,
        CompleterError,
        "{server} answered with the unexpected status {status}{detail}. Its log says more.",
    ),
)

_KEY_REFUSED = {
    True: "does not accept the API key. Correct VISCODEX_API_KEY, or the key in the editor's secret store.",
    False: "wants an API key. Set VISCODEX_API_KEY, or the key in the editor's secret store.",
}
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


def from_answer(answer: Answer, place: Place) -> CompleterError:
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
        key_refused=_KEY_REFUSED[place.has_key],
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
    if isinstance(choices, list) and choices:
        first = choices[0]
        return first if isinstance(first, dict) and first.get("error") else None
    return content if choices is None and any(content.get(word) for word in _WORDS) else None


def from_event(error: Any, place: Place) -> CompleterError:
    """The error for what `error_in` found, inside a stream or an answer that began with a 200."""
    return from_answer(Answer(_status_of(error), body=json.dumps(error).encode()), place)


def _status_of(error: Any, depth: int = _DEEPEST) -> int:
    """The status that an error names by a number or by a kind, its inner parts first."""
    if not isinstance(error, dict) or not depth:
        return 500
    inner = _status_of(error.get("error"), depth - 1)
    if inner != 500:
        return inner
    names = ("code", "status", "status_code", "http_status_code", "type", "error_type")
    for told in (error.get(name) for name in names):
        text = str(told) if isinstance(told, int | str) else ""
        if text.isdecimal() and len(text) == 3 and int(text) in range(400, 600):
            return int(text)
        if text in _KINDS:
            return _KINDS[text]
    return 500


def cut_off(place: Place) -> StreamBroken:
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
    kinds = []
    for _ in range(_DEEPEST):
        if isinstance(value, list) and value:
            value = value[0]
        if not isinstance(value, dict):
            break
        kinds += [named for name in ("code", "type") if isinstance(named := value.get(name), str)]
        inner = next((value[key] for key in _WORDS if value.get(key)), None)
        if inner is None:
            break
        value = inner
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
