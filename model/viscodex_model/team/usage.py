"""Sums up from the gateway's access log what each person has used: requests, refusals, bytes, tokens, times."""

import json
import statistics
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Usage:
    """One person's sums. Tokens are those that the engine told of; `first_byte_ms` one entry an answer."""

    person: str
    answers: int = 0
    refusals: int = 0
    bytes_in: int = 0
    reply_tokens: int = 0
    first_byte_ms: list[int] = field(default_factory=list)

    def line(self) -> str:
        """The person as a row of the table."""
        median = f"{statistics.median(self.first_byte_ms):.0f}" if self.first_byte_ms else "-"
        megabytes = self.bytes_in / 1e6
        tokens = self.reply_tokens or "-"
        return f"{self.person:<24} {self.answers:>8} {self.refusals:>8} {megabytes:>9.1f} {tokens:>9} {median:>14}"


TITLE = f"{'person':<24} {'answers':>8} {'refused':>8} {'MB sent':>9} {'tokens':>9} {'first byte ms':>14}"


def sum_up(lines: Iterable[str]) -> list[Usage]:
    """Each person's use of the chat route, most answers first.

    Lines that are no entry of the access log are passed over, also what `docker compose logs` puts before each.
    """
    people: dict[str, Usage] = {}
    for line in lines:
        entry = _entry(line)
        if entry is not None:
            _count(people.setdefault(entry["person"], Usage(entry["person"])), entry)
    return sorted(people.values(), key=lambda usage: (-usage.answers, usage.person))


def _count(usage: Usage, entry: dict[str, Any]) -> None:
    usage.bytes_in += entry["bytes_in"]
    if entry["status"] != 200:
        usage.refusals += 1
        return
    usage.answers += 1
    tokens = str(entry.get("reply_tokens", ""))
    usage.reply_tokens += int(tokens) if tokens.isdecimal() else 0
    if entry["first_byte_ms"] >= 0:
        usage.first_byte_ms.append(entry["first_byte_ms"])


def _entry(line: str) -> dict[str, Any] | None:
    """The entry of a chat request by a known person, or None."""
    try:
        entry = json.loads(line[line.index("{") :])
    except ValueError:
        return None
    numbers = all(isinstance(entry.get(key), int) for key in ("status", "bytes_in", "first_byte_ms"))
    named = isinstance(entry.get("person"), str) and entry["person"] not in ("", "-")
    return entry if numbers and named and entry.get("route") == "chat" else None
