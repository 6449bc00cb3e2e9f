"""Finds the model servers that people run on their own machine, on the ports that they usually have.

They are looked at for `doctor` alone, and asked for lists: no model is loaded, no picture sent, and nothing is used.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from viscodex_lsp.core.counted import counted

# Of a program that listens here and is no model server.
_SECONDS = 2.0
_MOST_BYTES = 4_000_000
_MOST_SHOWN = 16
_MOST_NAMED = 3
# Of tokens: a screenshot takes up to 2,048, the file and the reply come on top.
_ENOUGH_CONTEXT = 6000

USUAL_ADDRESSES = (
    "http://127.0.0.1:11434",  # Ollama
    "http://127.0.0.1:1234",  # LM Studio
    "http://127.0.0.1:8080",  # llama.cpp, LocalAI, mlx-vlm
    "http://127.0.0.1:8000",  # mlx-vlm before 0.2, vLLM
)


@dataclass(frozen=True, slots=True)
class FoundServer:
    """A model server on this machine.

    Args:
        kind: What it is, by its own routes.
        base: What `viscodex.server.url` is set to.
        seeing: Models that take pictures, those that are loaded first.
        loaded: Of these, the ones in memory.
        blind: How many others it lists.
        limits: What it does with pictures that are too small or too large, and what to do about it.
    """

    kind: str
    base: str
    seeing: tuple[str, ...]
    loaded: tuple[str, ...]
    blind: int
    limits: str

    @property
    def sentence(self) -> str:
        """What is there, whether a model that sees is loaded, and the settings to copy."""
        if not self.seeing:
            return f"{self.kind} at {self.base}: it lists {counted(self.blind, 'model')}, and none takes pictures"
        named = ", ".join(self.seeing[:_MOST_NAMED])
        more = f" and {len(self.seeing) - _MOST_NAMED} more" if len(self.seeing) > _MOST_NAMED else ""
        state = f"{', '.join(self.loaded)} loaded" if self.loaded else "loaded when first asked"
        takes = "takes" if len(self.seeing) == 1 else "take"
        return (
            f"{self.kind} at {self.base}: {named}{more} {takes} pictures ({state}). "
            f"{self.limits + ' ' if self.limits else ''}To use it, set viscodex.server.url to {self.base} "
            f"and viscodex.server.model to {self.seeing[0]}"
        )


class _Asker:
    """Asks one address for JSON; None for whatever is no JSON object or list in time."""

    def __init__(self, client: Any, address: str) -> None:
        self._client, self.address = client, address

    async def get(self, path: str) -> Any:
        return await self._ask("GET", path, None)

    async def post(self, path: str, body: Mapping[str, Any]) -> Any:
        return await self._ask("POST", path, body)

    async def _ask(self, method: str, path: str, body: Any) -> Any:
        import httpx2

        with suppress(httpx2.HTTPError, httpx2.InvalidURL, ValueError, TimeoutError):
            async with asyncio.timeout(_SECONDS):
                request = self._client.build_request(method, f"{self.address}{path}", json=body)
                answer = await self._client.send(request, stream=True)
                try:
                    return await _json_of(answer)
                finally:
                    await answer.aclose()
        return None


async def _json_of(answer: Any) -> Any:
    """The JSON of a success; None for anything else, or anything endless."""
    if answer.status_code != 200:
        return None
    content = b""
    async for part in answer.aiter_bytes():
        content += part
        if len(content) > _MOST_BYTES:
            return None
    return json.loads(content)


async def find_servers(addresses: tuple[str, ...] = USUAL_ADDRESSES) -> list[FoundServer]:
    """The model servers that answer at `addresses`, in this order."""
    import httpx2

    async with httpx2.AsyncClient(trust_env=False, follow_redirects=False) as client:
        found = await asyncio.gather(*(_look(_Asker(client, address)) for address in addresses))
    return [server for server in found if server is not None]


async def _look(asker: _Asker) -> FoundServer | None:
    for look in _LOOKS:
        # A program may answer these routes with anything.
        with suppress(LookupError, TypeError, AttributeError):
            server = await look(asker)
            if server is not None:
                return server
    return None


async def _ollama(asker: _Asker) -> FoundServer | None:
    listed = await asker.get("/api/tags")
    if not isinstance(listed, dict) or "models" not in listed:
        return None
    names = [str(entry["name"]) for entry in listed["models"]][:_MOST_SHOWN]
    shown = await asyncio.gather(*(asker.post("/api/show", {"model": name}) for name in names))
    seeing = [
        name
        for name, one in zip(names, shown, strict=True)
        if "vision" in (one or {}).get("capabilities", ())
    ]
    running = await asker.get("/api/ps") or {}
    loaded = [str(entry["name"]) for entry in running.get("models", ())]
    limits = (
        "It takes no picture with a side below 32 pixels, and cuts long prompts off: give it "
        "OLLAMA_CONTEXT_LENGTH=8192."
    )
    return _found("Ollama", f"{asker.address}/v1", names, seeing, loaded, limits)


async def _lm_studio(asker: _Asker) -> FoundServer | None:
    listed = await asker.get("/api/v0/models")
    if not isinstance(listed, dict):
        return None
    entries = [entry for entry in listed["data"] if entry.get("type") in ("llm", "vlm")]
    seeing = [str(entry["id"]) for entry in entries if entry["type"] == "vlm"]
    loaded = [str(entry["id"]) for entry in entries if entry.get("state") == "loaded"]
    limits = (
        "It shrinks pictures to a size in its settings, at first 1,024 pixels or less: raise that, and the "
        "context length."
    )
    return _found("LM Studio", f"{asker.address}/v1", [str(e["id"]) for e in entries], seeing, loaded, limits)


async def _llama_cpp(asker: _Asker) -> FoundServer | None:
    properties = await asker.get("/props")
    if not isinstance(properties, dict) or "modalities" not in properties:
        return None
    listed = await asker.get("/v1/models") or {"data": []}
    names = [str(entry["id"]) for entry in listed["data"]] or ["default"]
    sees = bool(properties["modalities"].get("vision"))
    context = (properties.get("default_generation_settings") or {}).get("n_ctx")
    short = isinstance(context, int) and context < _ENOUGH_CONTEXT
    limits = (
        f"Its context of {context} tokens is short for a screenshot: start it with -c 8192." if short else ""
    )
    return _found(
        "llama.cpp", f"{asker.address}/v1", names, names if sees else [], names if sees else [], limits
    )


async def _local_ai(asker: _Asker) -> FoundServer | None:
    system = await asker.get("/system")
    if not isinstance(system, dict) or "backends" not in system:
        return None
    listed = await asker.get("/v1/models") or {"data": []}
    names = [str(entry["id"]) for entry in listed["data"]]
    loaded = [str(entry["id"]) for entry in system.get("loaded_models") or ()]
    # It does not tell which models see: a name is all there is.
    seeing = [name for name in names if any(word in name.lower() for word in ("vl", "vision", "llava"))]
    return _found("LocalAI", f"{asker.address}/v1", names, seeing, loaded, "")


async def _mlx_vlm(asker: _Asker) -> FoundServer | None:
    health = await asker.get("/health")
    if not isinstance(health, dict) or "loaded_model" not in health:
        return None
    listed = await asker.get("/v1/models") or await asker.get("/models") or {"data": []}
    names = [str(entry["id"]) for entry in listed["data"]]
    loaded = [str(health["loaded_model"])] if health["loaded_model"] else []
    # Whatever it serves takes pictures.
    return _found("mlx-vlm", asker.address, names or loaded, names or loaded, loaded, "")


def _found(
    kind: str, base: str, names: list[str], seeing: list[str], loaded: list[str], limits: str
) -> FoundServer:
    ready = [name for name in seeing if name in loaded]
    ordered = [*ready, *(name for name in seeing if name not in ready)]
    return FoundServer(kind, base, tuple(ordered), tuple(ready), len(names) - len(seeing), limits)


_LOOKS: tuple[Callable[[_Asker], Awaitable[FoundServer | None]], ...] = (
    _ollama,
    _lm_studio,
    _llama_cpp,
    _local_ai,
    _mlx_vlm,
)
