"""The models that a server offers, those that take pictures first.

`/models` names them; whether they see is told by some servers in the same answer (llama.cpp, OpenRouter, Mistral), by
LM Studio and Ollama on routes of their own, and by others not at all.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from viscodex_lsp.core.errors import CompleterError, PicturesRefused, RequestRejected
from viscodex_lsp.edges.model.chat.engine_errors import Endpoint

# The name by which TGI's manual tells clients to call whatever it serves.
ANY_MODEL = "tgi"
_MOST_NAMED = 8
_SIGHT = re.compile(r"vision|image|multimodal|vlm", re.IGNORECASE)
# Such models answer no chat; servers list them beside those that do.
_NO_CHAT = re.compile(r"embed|rerank|whisper|\btts\b|bge-", re.IGNORECASE)
OLLAMA, LM_STUDIO = "library", "organization_owner"
MOST_ASKED = 16


@dataclass(frozen=True, slots=True)
class Listed:
    """A model's name, who the server says owns it, and whether it takes pictures (None: not told)."""

    name: str
    owner: str = ""
    sees: bool | None = None


def read_list(content: Any) -> list[Listed]:
    """The models of an answer of `/models`, in the server's order.

    Raises:
        TypeError, AttributeError, LookupError: not such an answer.
    """
    entries = content if isinstance(content, list) else content["data"]
    beside = content.get("models") if isinstance(content, Mapping) else None
    told = {entry.get("name"): _sees(entry) for entry in beside or () if isinstance(entry, Mapping)}
    return [
        Listed(
            name,
            str(entry.get("owned_by") or ""),
            _sees(entry) if _sees(entry) is not None else told.get(name),
        )
        for entry in entries
        if isinstance(name := entry["id"], str) and name
    ]


def read_lm_studio(content: Any, models: Sequence[Listed]) -> list[Listed]:
    """`models` with what LM Studio's own `/api/v0/models` tells of them: its type is llm, vlm or embeddings."""
    kinds = {entry["id"]: entry.get("type") for entry in content["data"]}
    return [
        replace(model, sees=kinds[model.name] == "vlm") if model.name in kinds else model for model in models
    ]


def read_ollama(content: Any, model: Listed) -> Listed:
    """`model` with what Ollama's `/api/show` tells of it; older versions tell nothing."""
    able = content.get("capabilities")
    return replace(model, sees="vision" in able) if isinstance(able, list) else model


def in_order(models: Sequence[Listed]) -> list[str]:
    """The names to ask, in turn: those that take pictures, then those that may; none that cannot, unless all
    cannot."""
    seeing = [model.name for model in models if model.sees]
    unknown = [model.name for model in models if model.sees is None]
    chat = [name for name in unknown if not _NO_CHAT.search(name)]
    return [*seeing, *chat] or unknown or [model.name for model in models]


class Choice:
    """Which model is asked: the one that was set, or else the server's first that takes pictures.

    Attributes:
        name: The model to ask; "" until the list is known.
        others: The names that the server has beside it.
    """

    def __init__(self, wanted: str) -> None:
        self._wanted = wanted
        self._turn: list[str] = []
        self._seeing: list[str] = []
        self._names: list[str] = []
        self.name = wanted

    @property
    def others(self) -> list[str]:
        return [name for name in self._names if name != self.name]

    @property
    def why(self) -> str:
        """Why this one of several."""
        first = "the first that takes pictures" if self.name in self._seeing else "the first"
        return f"{first} of {len(self._names)} models; viscodex.server.model chooses another"

    def learn(self, models: Sequence[Listed], place: Endpoint) -> None:
        """Take the server's list.

        Raises:
            RequestRejected: it is empty.
        """
        if not models:
            raise RequestRejected(
                f"{place.server} lists no model. Load one there, or set viscodex.server.model."
            )
        self._names = [model.name for model in models]
        self._seeing = [model.name for model in models if model.sees]
        if not self._wanted:
            self.name, *self._turn = in_order(models)

    def pass_on(self) -> bool:
        """Go on to the next model, where one may be chosen and there is one."""
        if not self._turn:
            return False
        self.name = self._turn.pop(0)
        return True

    def checked(self, place: Endpoint) -> str:
        """The model's name, and why it was chosen.

        Raises:
            RequestRejected: the model that was set is not in the list.
        """
        if not self._wanted:
            return f"{self.name}, {self.why}" if self.others else self.name
        if self._wanted in self._names:
            return self._wanted
        if self._wanted == ANY_MODEL:
            return self._names[0]
        raise RequestRejected(
            f"{place.server} has no model named {self._wanted!r}; it has {self._listed()}. Set "
            "viscodex.server.model to one of them, or leave it empty for the first one that takes pictures."
        )

    def exhausted(self, error: CompleterError, place: Endpoint) -> CompleterError:
        """`error`, or where every model was asked in vain: that none takes pictures."""
        if not isinstance(error, PicturesRefused) or self._wanted or len(self._names) < 2:
            return error
        return PicturesRefused(
            f"None of the models at {place.server} takes pictures: {self._listed()}. Load a vision-language model "
            "there, and set viscodex.server.model to its name."
        )

    def _listed(self) -> str:
        more = len(self._names) - _MOST_NAMED
        return ", ".join(self._names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _sees(entry: Mapping[str, Any]) -> bool | None:
    """What one entry tells, in any of the forms that are known."""
    if entry.get("type") in ("vlm", "llm", "embeddings"):
        return bool(entry["type"] == "vlm")
    architecture = entry.get("architecture")
    for told in (
        architecture.get("input_modalities") if isinstance(architecture, Mapping) else None,
        entry.get("input_modalities"),
        entry.get("modalities"),
        entry.get("capabilities"),
    ):
        if isinstance(told, Mapping) and "vision" in told:
            return bool(told["vision"])
        if isinstance(told, list) and told:
            return any(isinstance(word, str) and _SIGHT.search(word) for word in told)
    return None
