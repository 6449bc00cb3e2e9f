"""What the extension costs a real VS Code: its code loaded and its `activate` called, beside one that does nothing.
And whether it stays asleep in a workspace without code.

.venv/bin/python benchmarks/vscode.py        writes benchmarks/results/vscode.json

The times are the editor's own ("Developer: Show Running Extensions": loading the code and calling `activate`).
"""

import asyncio
import contextlib
import json
import os
import re
import statistics
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

from playwright.async_api import TimeoutError as NotSeen  # noqa: E402

from tests.editors.vscode.installed import ToolsMissing, install_extension  # noqa: E402
from tests.editors.vscode.opened import vscode  # noqa: E402
from tests.editors.vscode.window import Window  # noqa: E402

RESULTS = ROOT / "benchmarks" / "results" / "vscode.json"
WINDOWS = 7
AIM_MS = 100
OPENINGS = 5
OPENING_MS = 5000
LINE = re.compile(r"^(.*)\n[\s\S]*Activation: ([\d.]+)ms")
NOTHING = {
    "name": "nothing",
    "publisher": "nobody",
    "version": "1.0.0",
    "engines": {"vscode": "^1.100.0"},
    "main": "./main.js",
    "activationEvents": ["*"],
}


def install_both(folder: Path) -> None:
    """The built extension, and one that does nothing."""
    install_extension(folder)
    nothing = folder / "nobody.nothing-1.0.0"
    nothing.mkdir()
    (nothing / "package.json").write_text(json.dumps(NOTHING))
    (nothing / "main.js").write_text("exports.activate = () => {};\n")


async def activations(home: Path, extensions: Path, *, file: str, text: str) -> dict[str, float]:
    """Milliseconds by extension, for those that a window on `file` activates."""
    site = home / "site"
    site.mkdir(parents=True)
    (site / file).write_text(text)
    settings = {"viscodex.server.url": "http://127.0.0.1:9"}
    async with vscode(home, workspace=site, file=file, extensions=extensions, settings=settings) as window:
        await window.shows(text)
        if not file.endswith(".html"):
            return await running_extensions(window, awaited=("nothing",))
        await window.ready()
        return await running_extensions(window, awaited=("nothing", "VisCodex"))


async def running_extensions(window: Window, *, awaited: tuple[str, ...]) -> dict[str, float]:
    """The editor's page of running extensions, read when it has the awaited ones: name and milliseconds."""
    rows = window.page.locator(".runtime-extensions-editor .monaco-list-row", has_text="Activation:")
    for _ in range(OPENINGS):
        await window.run("workbench.action.showRuntimeExtensions")
        with contextlib.suppress(NotSeen):
            for name in awaited:
                await rows.filter(has_text=name).wait_for(timeout=OPENING_MS)
            break
        # The page shows what ran when it was opened.
        await window.run("workbench.action.closeActiveEditor")
    found = [LINE.search(row.strip()) for row in await rows.all_inner_texts()]
    return {match[1].strip(): float(match[2]) for match in found if match}


async def measure(folder: Path) -> dict[str, object]:
    """All windows, one after the other."""
    extensions = folder / "extensions"
    extensions.mkdir()
    install_both(extensions)
    seen = [
        await activations(folder / str(number), extensions, file="index.html", text="<p>one</p>\n")
        for number in range(WINDOWS)
    ]
    asleep = await activations(folder / "asleep", extensions, file="notes.txt", text="one\n")
    ours = next(name for name in seen[0] if name.startswith("VisCodex"))
    times = [window[ours] for window in seen]
    return {
        "activation": {
            "ours_ms": statistics.median(times),
            "nothing_ms": statistics.median([window["nothing"] for window in seen]),
            "slowest_ms": max(times),
            "aim_ms": AIM_MS,
            "n": WINDOWS,
        },
        "activated_in_an_unrelated_workspace": ours in asleep,
        "load_average": round(os.getloadavg()[0], 2),
    }


def main() -> int:
    """Measure, print, and write the result; where VS Code cannot be installed nothing is written."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        try:
            figures = asyncio.run(measure(Path(folder)))
        except ToolsMissing as missing:
            print(f"{missing} Nothing was measured.")
            return 0
    print(json.dumps(figures))
    RESULTS.write_text(json.dumps(figures, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
