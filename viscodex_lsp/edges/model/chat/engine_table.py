"""What each refusal of a model server means, in the order in which the rows are tried: the first that fits counts.

The statuses and words of TGI, vLLM, SGLang, llama.cpp, Ollama, LM Studio and the proxies before them.
"""

from dataclasses import dataclass

from viscodex_lsp.core.errors import (
    CompleterError,
    KeyRefused,
    PicturesRefused,
    RequestRejected,
    RequestTooLarge,
    ServerBusy,
    ServerUnreachable,
    TimedOut,
)


class NoRoute(RequestRejected):
    """There is no chat completion at this address."""


@dataclass(frozen=True, slots=True)
class Row:
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
    Row(
        (401,),
        KeyRefused,
        "{server} {key_refused}",
    ),
    Row(
        (403,),
        KeyRefused,
        "{server} does not let this key use the model{detail}. Ask whoever runs it for access.",
    ),
    Row(
        (407,),
        ServerUnreachable,
        "The proxy on the way to {server} wants a sign-in. Add user and password to the address in "
        "HTTPS_PROXY, or add the server to NO_PROXY.",
    ),
    Row(
        (402, 429),
        RequestRejected,
        "{server} takes no more requests under this key{detail}. Ask whoever runs it for more, or set another key.",
        pattern=_USED_UP,
    ),
    Row(
        (402,),
        RequestRejected,
        "{server} wants to be paid first{detail}. Ask whoever runs it, or set another server.",
    ),
    Row(
        (404, 400, 422),
        RequestRejected,
        "{server} has no model named {model!r}{detail}. Set viscodex.server.model to one that it "
        "serves, or leave it empty for the first one.",
        pattern=_NO_MODEL,
    ),
    Row(
        (400, 404, 415, 422, 500, 501),
        PicturesRefused,
        "The model {model!r} at {server} takes no pictures{detail}. Choose a vision-language model in "
        "viscodex.server.model.",
        pattern=_NO_PICTURES,
    ),
    Row(
        (404, 405, 501),
        NoRoute,
        "{server} has no chat completions at this address{detail}. Set viscodex.server.url to the base "
        "URL of an OpenAI-compatible server, like http://host:8080/v1.",
    ),
    Row(
        (400, 413, 422),
        RequestTooLarge,
        "{server} takes fewer pictures in one question{detail}. Choose fewer, or raise its limit (vLLM: "
        "--limit-mm-per-prompt).",
        pattern=_TOO_MANY,
    ),
    Row(
        (413,),
        RequestTooLarge,
        "The request is too large for {server}{detail}. Lower viscodex.picture.maxPixels, or raise the "
        "server's body limit (TGI: --payload-limit).",
    ),
    Row(
        (400, 422),
        RequestTooLarge,
        "Picture and text are too long for the model at {server}{detail}. Lower "
        "viscodex.picture.maxPixels, viscodex.context.maxTokens or viscodex.request.maxTokens.",
        pattern=_TOO_LONG,
    ),
    Row(
        (400, 415, 422),
        RequestRejected,
        "{server} refused the request{detail}. Its log says more; check that it is an OpenAI-compatible"
        " server for a vision-language model.",
    ),
    Row(
        (408, 504),
        TimedOut,
        "{server} gave up waiting for the model{detail}. Try again, or with a smaller picture.",
    ),
    Row(
        (429,),
        ServerBusy,
        "{server} takes no more requests of yours for now{detail}. Try again {again}.",
        pattern=_OWN_LIMIT,
    ),
    Row(
        (429,),
        ServerBusy,
        "{server} has no room for another request now{detail}. Try again {again}.",
    ),
    Row(
        (502, *range(520, 528)),
        ServerUnreachable,
        "The gateway at {server} cannot reach the model server{detail}. Check that the model server runs.",
    ),
    Row(
        (503, 529),
        ServerBusy,
        "{server} is not ready{detail}. Try again {again}.",
    ),
    Row(
        (424, 500),
        RequestRejected,
        "The model server at {server} ran out of memory{detail}. Lower viscodex.picture.maxPixels, or "
        "give it more memory.",
        pattern="out of memory",
    ),
    Row(
        (424, 500),
        CompleterError,
        "The model server at {server} failed{detail}. Try again; if it stays, its log says why.",
    ),
    Row(
        range(300, 400),
        RequestRejected,
        "{server} points to another address{location}; pictures are not sent on to it. If that is "
        "right, set viscodex.server.url to that address.",
    ),
    Row(
        range(200, 300),
        RequestRejected,
        "{server} answered, but not like a streaming OpenAI-compatible server{page}{detail}. Check "
        "viscodex.server.url, and whether a proxy or sign-in page stands in between.",
    ),
    Row(
        None,
        CompleterError,
        "{server} answered with the unexpected status {status}{detail}. Its log says more.",
    ),
)

KEY_REFUSED = {
    True: "does not accept the API key. Correct VISCODEX_API_KEY, or the key in the editor's secret store.",
    False: "wants an API key. Set VISCODEX_API_KEY, or the key in the editor's secret store.",
}
