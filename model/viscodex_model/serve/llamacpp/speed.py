"""How fast a model is on this machine: measured while it answers, kept, and told before the next question."""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

# Of a new measurement; a busy moment changes what is expected by a third of what it was slower.
_WEIGHT = 0.3
# Shorter prompts say more of what each request costs than of what a token does.
LEAST_TOKENS = 32


@dataclass(frozen=True)
class Speed:
    """Tokens a second: of the prompt, pictures included, and of the reply."""

    read: float
    write: float

    def seconds(self, *, prompt: int, reply: int) -> float:
        """How long a prompt and a reply of so many tokens take."""
        return prompt / self.read + reply / self.write

    def updated(self, other: "Speed") -> "Speed":
        """This speed, moved towards a newly measured one."""
        return Speed(
            self.read + _WEIGHT * (other.read - self.read), self.write + _WEIGHT * (other.write - self.write)
        )


class SpeedFile:
    """What was measured for each model on this machine. A file that is damaged or cannot be written is no fault."""

    def __init__(self, path: Path, model: str) -> None:
        self._path = path
        self._model = model

    def read(self) -> Speed | None:
        """What was measured for the model, if anything was."""
        try:
            entry = self._all()[self._model]
            speed = Speed(float(entry["read"]), float(entry["write"]))
        except (LookupError, TypeError, ValueError):
            return None
        return speed if speed.read > 0 and speed.write > 0 else None

    def note(self, measured: Speed) -> Speed:
        """Keep what was measured, smoothed by what was known; returns what is expected from now on."""
        known = self.read()
        speed = measured if known is None else known.updated(measured)
        content = {**self._all(), self._model: asdict(speed)}
        aside = self._path.with_name(f".{self._path.name}.{os.getpid()}")
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            aside.write_text(json.dumps(content), encoding="utf-8")
            aside.replace(self._path)
        return speed

    def _all(self) -> dict[str, dict[str, float]]:
        try:
            content = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return content if isinstance(content, dict) else {}


def default_place(environment: Mapping[str, str] = os.environ) -> Path:
    """Where speeds are kept: the user's cache."""
    given = environment.get("XDG_CACHE_HOME", "")
    cache = Path(given) if os.path.isabs(given) else Path.home() / ".cache"
    return cache / "viscodex-lsp" / "speed.json"


def measured_speed(timings: Mapping[str, float]) -> Speed | None:
    """The speed that the engine's own timings tell; None where too little was read or written to say."""
    read, write = float(timings.get("prompt_n", 0)), float(timings.get("predicted_n", 0))
    read_ms, write_ms = float(timings.get("prompt_ms", 0)), float(timings.get("predicted_ms", 0))
    if read < LEAST_TOKENS or write < 2 or min(read_ms, write_ms) <= 0:
        return None
    return Speed(1000 * read / read_ms, 1000 * write / write_ms)
