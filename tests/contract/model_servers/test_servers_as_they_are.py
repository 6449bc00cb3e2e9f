"""What `viscodex-lsp apply` makes of model servers as they are: their addresses, streams, errors and refusals.

The cases of ../shared/cases/servers.jsonl where that is there, and neighbours of each kind.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.fixtures.servers.raw_server import Route, raw_server
from viscodex_lsp.cli import main

CASES = Path(__file__).resolve().parents[4] / "shared" / "cases" / "servers.jsonl"
CHAT = "/v1/chat/completions"
CODE = "```python\nreturn 1\n```"


def chunk(delta: Any, finish: Any = None) -> str:
    """One event of a stream."""
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return f"data: {json.dumps({'object': 'chat.completion.chunk', 'choices': [choice]})}\n\n"


WHOLE = chunk({"content": CODE}, "stop") + "data: [DONE]\n\n"
EDIT: dict[str, Any] = {"edit": True}


def refusal(says: str, unsaid: str = "internal error") -> dict[str, Any]:
    return {"refuse": True, "says": says, "unsaid": unsaid}


def case(name: str, body: str, expect: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "id": name,
        "url": "/v1",
        "route": CHAT,
        "status": 200,
        "type": "text/event-stream",
        "body": body,
        "expect": expect,
        **more,
    }


def message(content: Any, finish: str = "stop") -> str:
    choice = {"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": finish}
    return json.dumps({"object": "chat.completion", "choices": [choice]})


SAID = chunk({"content": "```python\nreturn 1\n"})
NEIGHBOURS = [
    case("url-v4", WHOLE, EDIT, url="/api/paas/v4/", route="/api/paas/v4/chat/completions"),
    case("url-prefix", WHOLE, EDIT, url="/llm", route="/llm/v1/chat/completions"),
    case("url-prefix-models", WHOLE, EDIT, url="/llm/", route="/llm/chat/completions"),
    case("url-query", WHOLE, EDIT, url="/d/chat/completions?v=1", route="/d/chat/completions"),
    case("redirect-302", WHOLE, EDIT, route=CHAT + "/", redirect=CHAT + "/", redirect_status=302),
    case("whole-json", message(CODE), EDIT, type="application/json"),
    case("whole-json-list", message([{"type": "text", "text": CODE}]), EDIT, type="application/json"),
    case("event-of-another-type", WHOLE, EDIT, type="text/plain; charset=utf-8"),
    case("crlf", WHOLE.replace("\n\n", "\r\n\r\n"), EDIT),
    case("cr-alone", WHOLE.replace("\n\n", "\r\r"), EDIT),
    case("no-blank-lines", WHOLE.replace("\n\n", "\n"), EDIT),
    case("no-blank-after-data", WHOLE.replace("data: ", "data:"), EDIT),
    case("json-without-data", WHOLE.replace("data: {", "{"), EDIT),
    case("bom-alone", "\ufeff\n\n" + WHOLE, EDIT),
    case("end-without-blank", chunk({"content": CODE}, "stop").rstrip("\n"), EDIT),
    case("part-of-strings", chunk({"content": ["```python\n", "return 1\n```"]}, "stop"), EDIT),
    case("content-of-one-part", chunk({"content": {"type": "text", "text": CODE}}, "stop"), EDIT),
    case("message-in-a-stream", "data: " + message(CODE) + "\n\n", EDIT),
    case("ping", 'data: {"type": "ping"}\n\n: keep-alive\n\nevent: ping\ndata: {}\n\n' + WHOLE, EDIT),
    case("nonsense", "data: {half\n\n", refusal("not like a streaming")),
    case("plain-words", "Internal Server Error", refusal("Internal Server Error")),
    case("error-event", "event: error\ndata: the adapter is gone\n\n", refusal("the adapter is gone")),
    case(
        "error-event-json",
        'event: error\ndata: {"message": "no adapter", "code": 404}\n\n',
        refusal("no adapter"),
    ),
    case(
        "error-late-flat",
        SAID + 'data: {"object": "error", "message": "engine died"}\n\n',
        refusal("engine died"),
    ),
    case(
        "error-in-choice",
        'data: {"choices": [{"finish_reason": "error", "error": {"message": "upstream gone"}}]}\n\n',
        refusal("upstream gone"),
    ),
    case("error-finish", SAID + chunk({"content": ""}, "abort"), refusal("abort")),
    case("error-finish-network", SAID + chunk({}, "network_error"), refusal("network_error", "maxTokens")),
    case(
        "error-finish-resources",
        SAID + chunk({}, "insufficient_system_resource"),
        refusal("gave the reply up"),
    ),
    case("error-words", "data: [ERROR] CUDA ran out of memory\n\n", refusal("CUDA ran out of memory")),
    case("error-words-late", SAID + "data: upstream connect error\n\n", refusal("upstream connect error")),
    case("error-words-quoted", 'data: "the queue is full"\n\n', refusal("the queue is full")),
    case("ping-words", "data: [PING]\n\ndata: keep-alive\n\n" + WHOLE, EDIT),
    case(
        "error-two-fields",
        '{"statusCode": 400, "error": "Bad Request", "message": "picture of 9 MB"}',
        refusal("Bad Request: picture of 9 MB"),
        status=400,
        type="application/json",
    ),
    case(
        "error-list",
        '[{"error": {"code": 400, "message": "bad field", "status": "INVALID"}}]',
        refusal("bad field"),
        status=400,
        type="application/json",
    ),
    case(
        "error-402",
        '{"error": {"message": "no credits"}}',
        refusal("no credits"),
        status=402,
        type="application/json",
    ),
    case(
        "error-quota",
        '{"error": {"message": "You exceeded", "code": "insufficient_quota"}}',
        refusal("exceeded"),
        status=429,
        type="application/json",
    ),
    case(
        "filter-azure",
        'data: {"choices": []}\n\n' + chunk({}, "content_filter"),
        refusal("content filter", "maxTokens"),
    ),
    case("filter-sensitive", SAID + chunk({}, "sensitive"), refusal("content filter", "maxTokens")),
    case("filter-safety", chunk({}, "SAFETY"), refusal("content filter", "maxTokens")),
    case("refusal-by-reason", chunk({}, "refusal"), refusal("declined", "maxTokens")),
    case("full-by-another-word", SAID + chunk({}, "MAX_TOKENS"), refusal("maxTokens|request.maxTokens")),
    case(
        "refusal-whole",
        json.dumps(
            {"choices": [{"message": {"content": None, "refusal": "I cannot."}, "finish_reason": "stop"}]}
        ),
        refusal("I cannot"),
        type="application/json",
    ),
    case(
        "reason-other-field",
        chunk({"reasoning": "well"}) + chunk({}, "length"),
        refusal("reasoning.*maxTokens"),
    ),
    case("reason-done", chunk({"thinking": "well"}) + "data: [DONE]\n\n", refusal("reasoning")),
    case(
        "reason-list",
        chunk({"content": [{"type": "thinking", "thinking": [{"type": "text", "text": "a"}]}]}, "length"),
        refusal("reasoning"),
    ),
    case(
        "reason-details",
        chunk({"content": "", "reasoning_details": [{"type": "reasoning.text", "text": "well"}]}, "length"),
        refusal("reasoning"),
    ),
    case(
        "reason-in-brackets", chunk({"content": "[THINK]well, the picture"}, "length"), refusal("reasoning")
    ),
    case(
        "reason-in-channels",
        chunk({"content": "<|channel|>analysis<|message|>well<|end|><|start|>assistant"})
        + chunk({"content": f"<|channel|>final<|message|>{CODE}"}, "stop"),
        EDIT,
    ),
    case("finish-as-object", chunk({"content": CODE}, {"type": "stop"}), EDIT),
    case("part-with-a-value", chunk({"content": [{"type": "text", "text": {"value": CODE}}]}, "stop"), EDIT),
    case(
        "status-529",
        '{"type": "error", "error": {"type": "overloaded_error"}}',
        refusal("not ready"),
        status=529,
    ),
    case("status-522", "<html>timed out</html>", refusal("cannot reach"), status=522, type="text/html"),
    case("reason-then-code", chunk({"reasoning_content": "well"}) + WHOLE, EDIT),
    case("tool-by-reason", chunk({"content": ""}, "tool_calls"), refusal("tool|function")),
    case("status-299", "no", refusal("299|not like"), status=299, type="text/plain"),
    case("status-0700", "no", refusal("700"), status=700, type="text/plain"),
]


def cases() -> list[Any]:
    shared = [json.loads(line) for line in CASES.read_text("utf-8").splitlines()] if CASES.is_file() else []
    return [pytest.param(one, id=one["id"]) for one in (*shared, *NEIGHBOURS)]


def test_the_shared_cases_are_there() -> None:
    """Where the cases are not at hand, it is said; else they are among those that are run."""
    if not CASES.is_file():
        pytest.skip("../shared/cases/servers.jsonl is not here; only the neighbours were run")
    assert len(cases()) > len(NEIGHBOURS)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Python file whose function wants a body, beside a picture; nothing else is set."""
    for name in ("VISCODEX_API_KEY", "VISCODEX_MODEL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    Image.new("RGB", (60, 40), "red").save(tmp_path / "a.png")
    (tmp_path / "a.py").write_text("def f():\n\n")
    return tmp_path / "a.py"


def apply(file: Path, url: str, monkeypatch: pytest.MonkeyPatch, *more: str) -> int:
    monkeypatch.setenv("VISCODEX_SERVER_URL", url)
    return main(["apply", str(file), "--image", "a.png", "--line", "2", "--write", "--json", *more])


@pytest.mark.parametrize("given", cases())
def test_a_server_is_understood(
    given: dict[str, Any], file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A reply in any form becomes the edit; whatever is none becomes a sentence with the server's own words."""
    monkeypatch.setenv("VISCODEX_MODEL", "m")
    # A busy server is asked again until the time is up, unless it says that this would be too soon.
    headers = {"Retry-After": "999"} if given["status"] in (503, 529) else {}
    route = Route(given["route"], given["status"], given["type"], given["body"].encode(), headers)
    redirect = (given["redirect"], given.get("redirect_status", 307)) if "redirect" in given else None
    with raw_server(route, redirect=redirect) as server:
        status = apply(file, server.url + given["url"], monkeypatch)
    said, complaint = capsys.readouterr()
    told, expect = said + complaint, given["expect"]
    assert json.loads(said).keys() & {"diff", "sentence"}
    if expect.get("edit"):
        assert file.read_text() == "def f():\n    return 1\n", told
        return
    assert status == 1
    assert file.read_text() == "def f():\n\n"
    assert re.search(expect["says"], told), told
    assert not re.search(expect.get("unsaid", "Traceback"), told), told


def models(*entries: dict[str, Any], **beside: Any) -> Route:
    """What a server lists."""
    return Route(
        "/v1/models", content_type="application/json", body=json.dumps({"data": entries} | beside).encode()
    )


def sighted(*names: str) -> Route:
    """A chat route whose other models refuse pictures, as vLLM does."""

    def answer(content: Any) -> tuple[int, str, bytes]:
        if content["model"] in names:
            return 200, "text/event-stream", WHOLE.encode()
        return (
            400,
            "application/json",
            b'{"error": {"message": "blind is not a multimodal model", "code": 400}}',
        )

    return Route(CHAT, answer=answer)


def test_the_first_model_that_takes_pictures_is_asked(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With several models and none chosen, those that refuse pictures are passed over."""
    listed = models({"id": "coder"}, {"id": "chat"}, {"id": "seer"}, {"id": "other"})
    with raw_server(listed, sighted("seer", "other")) as server:
        assert apply(file, server.url, monkeypatch) == 0
        assert [body["model"] for body in server.bodies] == ["coder", "chat", "seer"]


LLAMA = models(
    {"id": "a", "owned_by": "llamacpp"},
    {"id": "b"},
    models=[
        {"name": "a", "capabilities": ["completion"]},
        {"name": "b", "capabilities": ["completion", "multimodal"]},
    ],
)
ROUTER = models(
    {"id": "a", "architecture": {"input_modalities": ["text"]}},
    {"id": "b", "architecture": {"input_modalities": ["text", "image"]}},
)
MISTRAL = models(
    {"id": "a", "capabilities": {"vision": False}}, {"id": "b", "capabilities": {"vision": True}}
)
STUDIO = models({"id": "a", "owned_by": "organization_owner"}, {"id": "b", "owned_by": "organization_owner"})
STUDIO_OWN = Route(
    "/api/v0/models",
    content_type="application/json",
    body=json.dumps(
        {
            "object": "list",
            "data": [
                {"id": "a", "object": "model", "type": "llm", "state": "loaded"},
                {"id": "b", "object": "model", "type": "vlm", "state": "not-loaded"},
            ],
        }
    ).encode(),
)
OLLAMA = models({"id": "a:latest", "owned_by": "library"}, {"id": "b", "owned_by": "library"})


def show(content: Any) -> tuple[int, str, bytes]:
    able = ["completion", "vision"] if content["model"] == "b" else ["completion", "tools"]
    return 200, "application/json", json.dumps({"capabilities": able, "details": {"family": "x"}}).encode()


@pytest.mark.parametrize(
    "routes",
    [
        pytest.param([LLAMA], id="llama.cpp"),
        pytest.param([ROUTER], id="OpenRouter"),
        pytest.param([MISTRAL], id="Mistral"),
        pytest.param([STUDIO, STUDIO_OWN], id="LM Studio"),
        pytest.param([OLLAMA, Route("/api/show", answer=show)], id="Ollama"),
        pytest.param([models({"id": "bge-embed"}, {"id": "b"})], id="an embedding model beside it"),
    ],
)
def test_a_list_that_tells_what_sees_is_believed(
    routes: list[Route], file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the server says which model takes pictures, no other is asked."""
    with raw_server(*routes, sighted("b")) as server:
        assert apply(file, server.url, monkeypatch) == 0
        assert [body["model"] for body in server.bodies if "messages" in body] == ["b"]


def test_where_no_model_sees_all_are_named(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The sentence names the models that there are, and the variable that chooses one."""
    with raw_server(models({"id": "coder"}, {"id": "chat"}), sighted()) as server:
        assert apply(file, server.url, monkeypatch) == 1
    sentence = json.loads(capsys.readouterr().out)["sentence"]
    assert "coder, chat" in sentence
    assert "VISCODEX_MODEL" in sentence


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (400, {"error": {"message": "Unrecognized request argument supplied: chat_template_kwargs"}}),
        (
            422,
            {
                "detail": [
                    {"type": "extra_forbidden", "loc": ["body"], "msg": "Extra inputs are not permitted"}
                ]
            },
        ),
        (422, {"detail": "Unexpected fields in the request: {'chat_template_kwargs'}"}),
    ],
)
def test_a_server_without_the_switch_is_asked_without_it(
    status: int, words: Any, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Thinking is turned off where the server takes that; a server that does not is asked once more."""

    def answer(content: Any) -> tuple[int, str, bytes]:
        if "chat_template_kwargs" in content:
            return status, "application/json", json.dumps(words).encode()
        return 200, "text/event-stream", WHOLE.encode()

    monkeypatch.setenv("VISCODEX_MODEL", "m")
    text = file.read_text()
    with raw_server(Route(CHAT, answer=answer)) as server:
        assert apply(file, server.url, monkeypatch) == 0
        file.write_text(text)
        assert [body.get("chat_template_kwargs") for body in server.bodies] == [
            {"enable_thinking": False},
            None,
        ]
        assert apply(file, server.url, monkeypatch, "--set", "request.thinking=model") == 0
        assert "chat_template_kwargs" not in server.bodies[-1]
