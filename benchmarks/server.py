"""What the language server itself costs: start, memory, action lists, and the way around the model.

    .venv/bin/python benchmarks/server.py

Each figure stands beside its floor, measured in turns in the same run: a bare pygls server for the start and the
memory, Pillow alone (decode, scale, encode) for the way around the model. Medians; ratios are what counts.
"""

import io
import json
import random
import statistics
import sys
import time
from pathlib import Path
from typing import Any

import psutil
from PIL import Image, ImageDraw

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.measuring.wire import Wire  # noqa: E402
from viscodex_lsp.core.settings import Settings  # noqa: E402

RESULTS = ROOT / "benchmarks" / "results" / "server.json"
STARTS = 15
LISTS = 1000
HOSTILE = "([" + "\n" * 20 + "}"
JOBS = 21
BARE = (
    "from pygls.lsp.server import LanguageServer\nserver = LanguageServer('bare', '1')\nserver.start_io()\n"
)
CLIENT: dict[str, Any] = {"processId": None, "rootUri": None, "capabilities": {}}
# The scripted answer has nothing to do with the picture, so they are not compared: that is measured elsewhere.
SETTINGS = {"truth": {"mode": "off"}}
CODE = "```python\ndef drawn(values):\n    return [value * 2 for value in values]\n```"
SCRIPTED = f"""
from dataclasses import replace
from viscodex_lsp.edges.model.scripted import ScriptedCompleter
from viscodex_lsp.ports import real_ports
from viscodex_lsp.server.server import create_server
ports = replace(real_ports(), open_completer=lambda *_: ScriptedCompleter([{CODE!r}]))
from viscodex_lsp.server.transport import serve_stdio
serve_stdio(create_server(lambda: ports))
"""


def start(*command: str) -> tuple[float, Wire]:
    """Seconds from the start of the process to the answer of `initialize`, and the running server."""
    began = time.perf_counter()
    wire = Wire(*command)
    wire.ask("initialize", {**CLIENT, "initializationOptions": SETTINGS})
    seconds = time.perf_counter() - began
    wire.send("initialized", {})
    return seconds, wire


def measure_start() -> dict[str, Any]:
    """Ours and a bare server in turns."""
    ours: list[float] = []
    bare: list[float] = []
    memory: list[tuple[float, float]] = []
    for _ in range(STARTS):
        seconds, wire = start("-c", BARE)
        bare.append(seconds)
        floor = psutil.Process(wire.process.pid).memory_info().rss / 1e6
        wire.close()
        seconds, wire = start("-m", "viscodex_lsp", "--stdio")
        ours.append(seconds)
        wire.ask("viscodex/status", {})
        memory.append((psutil.Process(wire.process.pid).memory_info().rss / 1e6, floor))
        wire.close()
    return {
        "initialize": compared(
            statistics.median(ours), statistics.median(bare), unit="s", n=STARTS, aim=1.25
        ),
        "memory": compared(
            statistics.median(rss for rss, _ in memory),
            statistics.median(floor for _, floor in memory),
            unit="MB",
            n=STARTS,
            aim=1.6,
        ),
    }


def measure_actions() -> dict[str, Any]:
    """The action list at random places of a 5,000-line file."""
    text = python_file(5000)
    _, wire = start("-m", "viscodex_lsp", "--stdio")
    uri = open_document(wire, text)
    places = random.Random(0)
    seconds: list[float] = []
    for _ in range(LISTS):
        line = places.randrange(5000)
        place = {"line": line, "character": 4}
        params = {
            "textDocument": {"uri": uri},
            "range": {"start": place, "end": place},
            "context": {"diagnostics": []},
        }
        began = time.perf_counter()
        wire.ask("textDocument/codeAction", params)
        seconds.append(time.perf_counter() - began)
    wire.close()
    return {"code_actions": listed(seconds)}


def measure_actions_beside_a_hostile_document(folder: Path) -> dict[str, Any]:
    """The action list of a document that a parser does not get done with, while it is being parsed for a job."""
    picture = folder / "screenshot.png"
    draw_screenshot().save(picture)
    _, wire = start("-c", SCRIPTED)
    uri = open_document(wire, HOSTILE, folder=folder, language="typescript")
    place = {"line": 0, "character": 0}
    where = {"start": place, "end": place}
    argument = {"uri": uri, "range": where, "picture": {"kind": "file", "path": picture.name}}
    params = {"textDocument": {"uri": uri}, "range": where, "context": {"diagnostics": []}}
    wire.ask("textDocument/codeAction", params)
    wire.ask("workspace/executeCommand", {"command": "viscodex.imageToCode", "arguments": [argument]})
    seconds: list[float] = []
    while len(seconds) < LISTS and (not seconds or wire.ask("viscodex/status", {})["jobs"]):
        time.sleep(0.005)
        began = time.perf_counter()
        wire.ask("textDocument/codeAction", params)
        seconds.append(time.perf_counter() - began)
    wire.close()
    return {"code_actions_while_parsing": listed(seconds)}


def measure_completion() -> dict[str, Any]:
    """Completion asked by hand after every letter typed at random places of a 5,000-line file."""
    text = python_file(5000)
    _, wire = start("-m", "viscodex_lsp", "--stdio")
    uri = open_document(wire, text)
    places = random.Random(0)
    seconds: list[float] = []
    for version in range(2, LISTS + 2):
        place = {"line": places.randrange(5000), "character": 0}
        change = {"range": {"start": place, "end": place}, "text": " "}
        wire.send(
            "textDocument/didChange",
            {"textDocument": {"uri": uri, "version": version}, "contentChanges": [change]},
        )
        after = {"line": place["line"], "character": 1}
        began = time.perf_counter()
        wire.ask("textDocument/completion", {"textDocument": {"uri": uri}, "position": after})
        seconds.append(time.perf_counter() - began)
    wire.close()
    return {"completion_while_typing": listed(seconds)}


def measure_overhead(folder: Path) -> dict[str, Any]:
    """From the command to `workspace/applyEdit`, with a model that answers at once; beside Pillow alone."""
    picture = folder / "screenshot.png"
    draw_screenshot().save(picture)
    text = python_file(2000)
    _, wire = start("-c", SCRIPTED)
    uri = open_document(wire, text, folder=folder)
    ours: list[float] = []
    pillow: list[float] = []
    place = {"line": 1000, "character": 0}
    argument = {
        "uri": uri,
        "range": {"start": place, "end": place},
        "picture": {"kind": "file", "path": picture.name},
    }
    for turn in range(JOBS):
        began = time.perf_counter()
        wire.send(
            "workspace/executeCommand",
            {"command": "viscodex.imageToCode", "arguments": [argument]},
            id=10**6 + turn,
        )
        edit = wire.until(lambda message: message.get("method") == "workspace/applyEdit")
        ours.append(time.perf_counter() - began)
        wire.reply(edit, {"applied": False})
        wire.until(lambda message: message.get("method") == "window/showMessage" and "kept" in str(message))
        pillow.append(pillow_alone(picture))
    wire.close()
    return {
        "overhead": compared(
            statistics.median(ours[1:]), statistics.median(pillow[1:]), unit="s", n=JOBS - 1, aim=2.0
        )
    }


def pillow_alone(picture: Path) -> float:
    """Seconds to decode, scale and encode the same picture by Pillow's own defaults."""
    began = time.perf_counter()
    with Image.open(picture) as image:
        pixels = Settings().picture.max_pixels
        ratio = min(1.0, (pixels / (image.width * image.height)) ** 0.5)
        scaled = image.convert("RGB").resize(
            (int(image.width * ratio), int(image.height * ratio)), Image.Resampling.LANCZOS
        )
        scaled.save(io.BytesIO(), "PNG")
    return time.perf_counter() - began


def draw_screenshot() -> Image.Image:
    """A 1920x1080 picture with the texture of a screen: panels, text, and one smooth gradient."""
    image = Image.linear_gradient("L").resize((1920, 1080)).convert("RGB")
    draw = ImageDraw.Draw(image)
    words = random.Random(1)
    for column in range(4):
        draw.rectangle((40 + 470 * column, 40, 480 + 470 * column, 1040), fill="#f8fafc", outline="#94a3b8")
        for row in range(48):
            line = " ".join("".join(words.choices("abcdefghijklmnopqrstuvwxyz", k=6)) for _ in range(9))
            draw.text((52 + 470 * column, 52 + 20 * row), line, fill="#0f172a")
    return image


def python_file(lines: int) -> str:
    """A plausible Python file of so many lines."""
    block = [
        "class Shape{0}:",
        '    """Shape number {0}."""',
        "",
        "    def area(self, width: float, height: float) -> float:",
        "        return width * height * {0}",
        "",
        "    def name(self) -> str:",
        "        return f'shape {{self.area(1, 2)}}'",
        "",
        "",
    ]
    rows = [row.format(number) for number in range(lines // len(block)) for row in block]
    return "\n".join(rows) + "\n"


def open_document(wire: Wire, text: str, *, folder: Path = ROOT, language: str = "python") -> str:
    """Open `text` as a file of `folder`."""
    uri = (folder / "shapes").as_uri()
    item = {"uri": uri, "languageId": language, "version": 1, "text": text}
    wire.send("textDocument/didOpen", {"textDocument": item})
    return uri


def listed(seconds: list[float]) -> dict[str, Any]:
    """The median and the slowest of a hundred, beside the aim."""
    ordered = sorted(seconds)
    return {
        "median_ms": round(1000 * statistics.median(ordered), 3),
        "p99_ms": round(1000 * ordered[int(0.99 * len(ordered))], 3),
        "aim_p99_ms": 5,
        "n": len(ordered),
    }


def compared(ours: float, floor: float, *, unit: str, n: int, aim: float) -> dict[str, Any]:
    """A figure beside its floor."""
    return {
        "ours": round(ours, 4),
        "floor": round(floor, 4),
        "ratio": round(ours / floor, 3),
        "aim": aim,
        "unit": unit,
        "n": n,
    }


def main() -> None:
    """Measure, print, and write the results."""
    import tempfile

    results = measure_start() | measure_actions() | measure_completion()
    with tempfile.TemporaryDirectory() as folder:
        results |= measure_overhead(Path(folder)) | measure_actions_beside_a_hostile_document(Path(folder))
    for name, figures in results.items():
        print(f"{name:14} {json.dumps(figures)}")
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=2) + "\n")


if __name__ == "__main__":
    main()
