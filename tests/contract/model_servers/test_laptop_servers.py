"""The servers that people run on a laptop, in the forms that their sources write: Ollama, LM Studio, llama.cpp, mlx-vlm
and LocalAI. editors/model-servers.md says what to set for each."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.fixtures.servers.raw_server import Route, raw_server
from viscodex_lsp.cli import main

CHAT, MODELS = "/v1/chat/completions", "/v1/models"
CODE = ["```python\n", "return 1\n", "```"]


def events(*contents: dict[str, Any], done: bool = True) -> bytes:
    said = "".join(f"data: {json.dumps(content)}\n\n" for content in contents)
    return (said + ("data: [DONE]\n\n" if done else "")).encode()


def chunks(texts: list[str], first: Any, last: Any, unfinished: Any = None, **beside: Any) -> bytes:
    """A stream whose deltas hold `first` beside their text, and end with the delta `last`."""
    choices = [
        {"index": 0, "delta": {**first, "content": text}, "finish_reason": unfinished} for text in texts
    ]
    choices.append({"index": 0, "delta": last, "finish_reason": "stop"})
    return events(*({"object": "chat.completion.chunk", "choices": [choice], **beside} for choice in choices))


def object_of(content: Any, path: str = MODELS, status: int = 200) -> Route:
    return Route(path, status, "application/json", json.dumps(content).encode())


def listed(*names: str, **of_each: Any) -> Any:
    return {
        "object": "list",
        "data": [{"id": name, "object": "model", "created": 1} | of_each for name in names],
    }


def ollama_shows(content: Any) -> tuple[int, str, bytes]:
    able = ["completion", "vision"] if "vl" in content["model"] else ["completion"]
    return 200, "application/json", json.dumps({"capabilities": able, "model_info": {}}).encode()


ASSISTANT = {"role": "assistant"}
THINKING = {"choices": [{"index": 0, "delta": {**ASSISTANT, "content": "", "reasoning": "Hm"}}]}
ROLE = {"choices": [{"index": 0, "delta": {**ASSISTANT, "content": None}, "finish_reason": None}]}
END = {**ASSISTANT, "content": ""}
LLAMA_MODEL = {"name": "qwen-vl.gguf", "model": "qwen-vl.gguf", "capabilities": ["completion", "multimodal"]}
SERVERS: dict[str, list[Route]] = {
    "Ollama": [
        object_of(listed("coder:7b", "qwen2.5vl:7b", owned_by="library")),
        Route("/api/show", answer=ollama_shows),
        Route(CHAT, body=chunks(CODE, ASSISTANT, END, system_fingerprint="fp_ollama")),
    ],
    "Ollama, thinking": [
        object_of(listed("qwen3-vl:8b", owned_by="library")),
        Route(
            CHAT,
            body=events(THINKING, THINKING, done=False) + chunks(CODE, ASSISTANT, END),
        ),
    ],
    "LM Studio": [
        object_of(listed("coder", "qwen2.5-vl-7b-instruct", owned_by="organization_owner")),
        object_of(
            {
                "object": "list",
                "data": [
                    {"id": "coder", "object": "model", "type": "llm", "state": "loaded"},
                    {"id": "qwen2.5-vl-7b-instruct", "object": "model", "type": "vlm", "state": "not-loaded"},
                ],
            },
            "/api/v0/models",
        ),
        Route(CHAT, body=chunks(CODE, ASSISTANT, {})),
    ],
    "llama.cpp": [
        object_of({**listed("qwen-vl.gguf", owned_by="llamacpp"), "models": [LLAMA_MODEL]}),
        Route(
            CHAT,
            body=events(ROLE, done=False) + chunks(CODE, {}, {}, timings={"prompt_n": 1}),
        ),
    ],
    "mlx-vlm": [
        object_of(listed("mlx-community/Qwen2.5-VL-3B-Instruct-4bit")),
        Route(
            CHAT,
            body=chunks(
                CODE, {**ASSISTANT, "tool_calls": []}, {**ASSISTANT, "content": "", "tool_calls": []}
            ),
        ),
    ],
    "mlx-vlm, older": [
        object_of(listed("mlx-community/Qwen2.5-VL-3B-Instruct-4bit"), "/models"),
        Route("/chat/completions", body=chunks(CODE, ASSISTANT, END)),
    ],
    "LocalAI": [
        object_of(listed("qwen-vl")),
        Route(CHAT, body=chunks(CODE, {}, {"content": ""}, unfinished="", usage={"total_tokens": 0})),
    ],
}


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("VISCODEX_API_KEY", "VISCODEX_MODEL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    Image.new("RGB", (60, 40), "red").save(tmp_path / "a.png")
    (tmp_path / "a.py").write_text("def f():\n\n")
    return tmp_path / "a.py"


def apply(file: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setenv("VISCODEX_SERVER_URL", url)
    words = ["--image", "a.png", "--line", "2", "--write", "--json", "--set", "request.timeoutSeconds=5"]
    return main(["apply", str(file), *words])


@pytest.mark.parametrize("server", SERVERS)
@pytest.mark.parametrize("base", ["", "/v1"])
def test_a_picture_becomes_an_edit_with_nothing_but_the_address(
    server: str, base: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The model that takes pictures is found among the others, and its stream is understood."""
    if (server, base) == ("mlx-vlm, older", "/v1"):
        base = ""  # it has its routes at the root alone
    with raw_server(*SERVERS[server]) as running:
        assert apply(file, running.url + base, monkeypatch) == 0
        [asked] = [body["model"] for body in running.bodies if body and "messages" in body]
    assert file.read_text() == "def f():\n    return 1\n"
    assert "coder" not in asked


@pytest.mark.parametrize("server", SERVERS)
def test_ollama_is_told_in_its_own_way_not_to_think(
    server: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its route knows no switch of a chat template; others might refuse a field they do not know."""
    with raw_server(*SERVERS[server]) as running:
        assert apply(file, running.url, monkeypatch) == 0
        [asked] = [body for body in running.bodies if body and "messages" in body]
    assert asked.get("reasoning_effort") == ("none" if server.startswith("Ollama") else None)


def error(message: str, **more: Any) -> Any:
    return {"error": {"message": message} | more}


NO_MMPROJ = "image input is not supported - hint: if this is unexpected, you may need to provide the mmproj"
LONGER = "The number of tokens to keep from the initial prompt is greater than the context length."
REFUSALS: list[tuple[str, int, Any, str]] = [
    (
        "Ollama: no such model",
        404,
        error('model "m" not found, try pulling it first', type="api_error"),
        "no model named 'm'.*try pulling it first",
    ),
    (
        "Ollama: no eyes",
        500,
        error("this model is missing data required for image input", type="api_error"),
        "takes no pictures",
    ),
    ("LM Studio: no eyes", 400, {"error": "Model does not support images."}, "takes no pictures"),
    (
        "LM Studio: nothing loaded",
        404,
        error("No models loaded. Please load a model", code="model_not_found"),
        "No models loaded",
    ),
    ("LM Studio: another route", 200, {"error": "Unexpected endpoint or method."}, "Unexpected endpoint"),
    ("LM Studio: context", 400, {"error": LONGER}, "too long"),
    (
        "llama.cpp: no mmproj",
        500,
        error(NO_MMPROJ, code=500, type="server_error"),
        "takes no pictures.*mmproj",
    ),
    ("llama.cpp: loading", 503, error("Loading model", code=503), "not ready.*Loading model"),
    (
        "llama.cpp: context",
        400,
        error("the request exceeds the available context size", type="exceed_context_size_error"),
        "too long",
    ),
    ("LocalAI: no backend", 500, error("could not load model: rpc error", type=""), "could not load model"),
]


@pytest.mark.parametrize(("status", "body", "says"), [pytest.param(*row[1:], id=row[0]) for row in REFUSALS])
def test_what_the_server_says_is_told(
    status: int,
    body: Any,
    says: str,
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Each refusal becomes a sentence with the server's own words and what to do."""
    monkeypatch.setenv("VISCODEX_MODEL", "m")
    with raw_server(object_of(body, CHAT, status)) as running:
        assert apply(file, running.url + "/v1", monkeypatch) == 1
    assert re.search(says, json.loads(capsys.readouterr().out)["sentence"])
    assert file.read_text() == "def f():\n\n"
