"""Messages that no client should send, by the ten thousand: every request among them must be answered.

    .venv/bin/python benchmarks/fuzz.py [MESSAGES]

A running server gets requests, notifications and answers of which any part may be of a wrong type, missing, huge or
repeated, among good ones; every few thousand it is ended and started again. Counted are the requests without an
answer, answers that are neither result nor error, and what the person is shown that speaks of the server's inside.
"""

import json
import random
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.measuring.wire import Wire  # noqa: E402

RESULTS = ROOT / "benchmarks" / "results" / "fuzz.json"
MESSAGES = 60_000
A_SERVER = 5_000
BATCH = 50
TURNS = 60
INSIDE = ("Error in server", "Future", "Traceback", "internal")

URI = "file:///fuzz/a.py"
POSITION = {"line": 1, "character": 0}
RANGE = {"start": POSITION, "end": POSITION}
DOCUMENT = {"uri": URI}
PICTURE = {"kind": "attached", "id": "no"}
CODE = {"uri": URI, "range": RANGE, "picture": PICTURE}
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
REQUESTS: dict[str, Any] = {
    "initialize": {"processId": None, "rootUri": None, "capabilities": {}},
    "textDocument/codeAction": {"textDocument": DOCUMENT, "range": RANGE, "context": {"diagnostics": []}},
    "codeAction/resolve": {"title": "a"},
    "textDocument/completion": {"textDocument": DOCUMENT, "position": POSITION},
    "textDocument/inlineCompletion": {
        "textDocument": DOCUMENT,
        "position": POSITION,
        "context": {"triggerKind": 1},
    },
    "textDocument/hover": {"textDocument": DOCUMENT, "position": POSITION},
    "workspace/executeCommand": {"command": "viscodex.imageToCode", "arguments": [CODE]},
    "viscodex/imageToCode": CODE,
    "viscodex/attachPicture": {"uri": URI, "data": PNG, "mime": "image/png"},
    "viscodex/status": {},
    "$/unknown": {},
}
COMMANDS = ["imageToCode", "applyProposal", "discardProposal", "cancel", "captureScreenNot", "no"]
NOTIFICATIONS: dict[str, Any] = {
    "initialized": {},
    "textDocument/didOpen": {
        "textDocument": {**DOCUMENT, "languageId": "python", "version": 1, "text": "a\n\n"}
    },
    "textDocument/didChange": {
        "textDocument": {**DOCUMENT, "version": 2},
        "contentChanges": [{"range": RANGE, "text": "b"}],
    },
    "textDocument/didClose": {"textDocument": DOCUMENT},
    "workspace/didChangeConfiguration": {"settings": {"viscodex": {"log": {"level": "error"}}}},
    "workspace/didChangeWorkspaceFolders": {"event": {"added": [], "removed": []}},
    "window/workDoneProgress/cancel": {"token": "a"},
    "$/cancelRequest": {"id": 5},
    "$/setTrace": {"value": "off"},
    "$/unknown": None,
}
ODD: list[Any] = [
    None, True, 0, -1, 1.5, 2**31, 2**63, 1e300, "", "a", "\ud800", "x" * 5000, [], [None], {}, {"a": 1},
    [[[]]], {"line": -1, "character": 0}, {"uri": 5}, {"jsonrpc": "2.0", "id": 1, "method": "shutdown"},
]  # fmt: skip


class Fuzz:
    """Makes messages, and counts what comes back."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.counts: Counter[str] = Counter()
        self.inside: list[str] = []

    def message(self, number: int) -> tuple[Any, Any]:
        """A message, and the id that its answer must have; None where none is due."""
        draw = self.chance.random()
        if draw < 0.7:
            method = self.chance.choice(list(REQUESTS))
            params = self.spoiled(REQUESTS[method])
            if method == "workspace/executeCommand" and isinstance(params, dict):
                params["command"] = "viscodex." + self.chance.choice(COMMANDS)
            message = {"jsonrpc": "2.0", "id": number, "method": method, "params": params}
            if self.chance.random() < 0.05:
                del message["params"]
            return message, number
        if draw < 0.95:
            method = self.chance.choice(list(NOTIFICATIONS))
            return {"jsonrpc": "2.0", "method": method, "params": self.spoiled(NOTIFICATIONS[method])}, None
        answer = {"jsonrpc": "2.0", "id": self.chance.choice(ODD)}
        return answer | self.chance.choice([{"result": self.odd()}, {"error": self.odd()}]), None

    def spoiled(self, value: Any) -> Any:
        """The value with now and then a part of it gone or of another kind."""
        if self.chance.random() < 0.08:
            return self.odd()
        if isinstance(value, dict):
            kept = {key: part for key, part in value.items() if self.chance.random() > 0.04}
            return {key: self.spoiled(part) for key, part in kept.items()}
        if isinstance(value, list):
            return [self.spoiled(part) for part in value]
        return value

    def odd(self) -> Any:
        return self.chance.choice(ODD)

    def run(self, wire: Wire, messages: int) -> None:
        """Send so many in batches, each followed by a question whose answer shows that the server goes on."""
        wire.ask("initialize", REQUESTS["initialize"])
        wire.send("initialized", {})
        for start in range(0, messages, BATCH):
            due = set()
            for number in range(start + 10**6, start + 10**6 + BATCH):
                message, name = self.message(number)
                wire.write(message)
                self.counts["messages"] += 1
                if name is not None:
                    due.add(name)
            self.counts["requests"] += len(due)
            self.collect(wire, due)

    def collect(self, wire: Wire, due: set[int]) -> None:
        """Read until all that is due has come, or so often that it never will."""
        for turn in range(TURNS):
            if turn:
                time.sleep(0.05)
            self.read_until(wire, wire.begin("viscodex/status", {}), due)
            if not due:
                break
        self.counts["unanswered"] += len(due)

    def read_until(self, wire: Wire, last: int, due: set[int]) -> None:
        name: Any = None
        while name != last:
            message = wire.read()
            name = message.get("id")
            if "method" in message:
                text = str((message.get("params") or {}).get("message", ""))
                if any(word in text for word in INSIDE):
                    self.inside.append(text)
                name = None
                continue
            due.discard(name if isinstance(name, int) else -1)
            self.counts["no answer at all"] += ("result" in message) == ("error" in message)


def main(messages: int) -> dict[str, Any]:
    fuzz, began = Fuzz(random.Random(22)), time.perf_counter()
    for start in range(0, messages, A_SERVER):
        wire = Wire("-m", "viscodex_lsp", "--stdio", quiet=True)
        fuzz.run(wire, min(A_SERVER, messages - start))
        wire.close()
        fuzz.counts["ended badly"] += wire.process.returncode != 0
    return {
        "messages": fuzz.counts["messages"],
        "requests": fuzz.counts["requests"],
        "unanswered": fuzz.counts["unanswered"],
        "neither_result_nor_error": fuzz.counts["no answer at all"],
        "servers_ended_badly": fuzz.counts["ended badly"],
        "messages_about_the_inside": len(fuzz.inside),
        "seconds": round(time.perf_counter() - began, 1),
    }


if __name__ == "__main__":
    figures = main(int(sys.argv[1]) if len(sys.argv) > 1 else MESSAGES)
    print(json.dumps(figures, indent=2))
    if figures["messages"] >= MESSAGES:
        RESULTS.write_text(json.dumps(figures, indent=2) + "\n")
