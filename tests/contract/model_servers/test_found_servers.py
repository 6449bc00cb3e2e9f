"""What `doctor` finds on this machine, by the bodies that Ollama, LM Studio, llama.cpp, LocalAI and mlx-vlm send."""

import json
from typing import Any

import pytest

from tests.fixtures.servers.raw_server import Route, raw_server
from viscodex_lsp.edges.model.found_servers import find_servers


def told(path: str, content: Any, status: int = 200) -> Route:
    return Route(path, status, "application/json", json.dumps(content).encode())


def listed(*names: str) -> Route:
    return told("/v1/models", {"object": "list", "data": [{"id": name, "object": "model"} for name in names]})


def ollama_shows(content: Any) -> tuple[int, str, bytes]:
    able = ["completion", "vision"] if "vl" in content["model"] else ["completion", "tools"]
    return 200, "application/json", json.dumps({"capabilities": able, "details": {}}).encode()


OLLAMA = (
    told("/api/tags", {"models": [{"name": "coder:7b"}, {"name": "qwen2.5vl:3b"}, {"name": "qwen3-vl:4b"}]}),
    Route("/api/show", answer=ollama_shows),
    told("/api/ps", {"models": [{"name": "qwen3-vl:4b", "size_vram": 0}]}),
    listed("coder:7b", "qwen2.5vl:3b", "qwen3-vl:4b"),
)
LM_STUDIO = (
    told(
        "/api/v0/models",
        {
            "object": "list",
            "data": [
                {"id": "coder", "type": "llm", "state": "loaded"},
                {
                    "id": "qwen2.5-vl-7b-instruct",
                    "type": "vlm",
                    "state": "not-loaded",
                    "max_context_length": 128000,
                },
                {"id": "text-embedding-nomic", "type": "embeddings", "state": "not-loaded"},
            ],
        },
    ),
    listed("coder", "qwen2.5-vl-7b-instruct"),
)
LLAMA_CPP = (
    told(
        "/props",
        {
            "modalities": {"vision": True, "audio": False},
            "default_generation_settings": {"n_ctx": 4096},
            "model_path": "m.gguf",
        },
    ),
    listed("m.gguf"),
)
BLIND_LLAMA_CPP = (
    told("/props", {"modalities": {"vision": False}, "default_generation_settings": {"n_ctx": 8192}}),
    listed("m.gguf"),
)
LOCAL_AI = (
    told("/system", {"backends": ["llama-cpp"], "loaded_models": [{"id": "qwen-vl"}]}),
    listed("phi", "qwen-vl"),
)
MLX_VLM = (
    told("/health", {"status": "healthy", "loaded_model": None, "loaded_adapter": None}),
    listed("mlx-community/Qwen2.5-VL-3B-Instruct-4bit"),
)
SERVERS: dict[str, tuple[tuple[Route, ...], list[str]]] = {
    "Ollama": (
        OLLAMA,
        [
            "Ollama at {url}/v1: qwen3-vl:4b, qwen2.5vl:3b take pictures (qwen3-vl:4b loaded).",
            "below 32 pixels",
            "set viscodex.server.url to {url}/v1 and viscodex.server.model to qwen3-vl:4b",
        ],
    ),
    "LM Studio": (
        LM_STUDIO,
        [
            "LM Studio at {url}/v1: qwen2.5-vl-7b-instruct takes pictures (loaded when first asked).",
            "1,024 pixels",
        ],
    ),
    "llama.cpp": (
        LLAMA_CPP,
        ["llama.cpp at {url}/v1: m.gguf takes pictures (m.gguf loaded).", "context of 4096 tokens is short"],
    ),
    "llama.cpp without an mmproj": (
        BLIND_LLAMA_CPP,
        ["llama.cpp at {url}/v1: it lists 1 model, and none takes pictures"],
    ),
    "LocalAI": (LOCAL_AI, ["LocalAI at {url}/v1: qwen-vl takes pictures (qwen-vl loaded). To use it"]),
    "mlx-vlm": (MLX_VLM, ["mlx-vlm at {url}: mlx-community/Qwen2.5-VL-3B-Instruct-4bit takes pictures"]),
}


@pytest.mark.parametrize("kind", SERVERS)
async def test_a_server_is_told_with_its_models_its_limits_and_the_setting(kind: str) -> None:
    """What is there, whether a model that sees is loaded, what it does to pictures, and what to copy."""
    routes, sentences = SERVERS[kind]
    with raw_server(*routes) as server:
        [found] = await find_servers((server.url,))
        for sentence in sentences:
            assert sentence.format(url=server.url) in found.sentence
        assert not any(body and "messages" in body for body in server.bodies)


HOSTILE = [
    told("/api/tags", {"models": [{"title": "no name"}]}),
    told("/api/tags", [1, 2]),
    told("/api/v0/models", {"data": 7}),
    told("/props", {"modalities": "all"}),
    told("/health", {"loaded_model": ["x"]}),
    Route("/api/tags", content_type="application/json", body=b"{" * 100),
    Route("/api/tags", content_type="application/json", body=b'"' + b"x" * 5_000_000 + b'"'),
]


@pytest.mark.parametrize("route", HOSTILE, ids=lambda route: f"{route.path} {route.body[:24]!r}")
async def test_a_program_that_is_no_model_server_is_passed_over(route: Route) -> None:
    """Whatever listens on such a port and answers so, nothing breaks, and no more is found than it names itself."""
    with raw_server(route) as server:
        found = await find_servers((server.url,))
    assert [server.kind for server in found] == (["mlx-vlm"] if route.path == "/health" else [])


async def test_a_port_where_nobody_listens_is_no_fault() -> None:
    """The usual case."""
    assert await find_servers(("http://127.0.0.1:9", "http://127.0.0.1:1")) == []
