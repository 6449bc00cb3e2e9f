"""The main job: pictures become checked edits of files, shown as diffs.

    make demo        or        .venv/bin/python examples/demo.py [PICTURE …]
    make demo-nano   or        .venv/bin/python examples/demo.py --nano [PICTURE …]

By default the reader answers: no language model, no torch, no graphics card. `examples/pictures` holds screenshots of
a real editor (Monaco), a real terminal (xterm.js), a page and a table (Bootstrap), a chart (matplotlib) and a diagram
(Mermaid). With `--nano` viscodex-nano answers, the small model of this project's experiment, about pictures of its own
kind in `examples/nano`. Results are written to build/demo or build/demo-nano: the edited files, and for pages a PNG
with each picture beside its rendering, and a report of how like the picture it is.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops, ImageDraw

from viscodex_lsp.core.errors import VisCodexError
from viscodex_lsp.edges.browser.render import render_html

HERE = Path(__file__).parent
ROOT = HERE.parent
PAGE = (HERE / "page.html").read_text(encoding="utf-8")
PROGRAM = (HERE / "program.py").read_text(encoding="utf-8")
MARK = "the picture goes here"
# Each picture goes into a file of the kind that a person would want it in.
FOR_READER = {
    "code": ("geometry.py", "from dataclasses import dataclass\n\n\n"), "terminal": ("notes.md", "What happened:\n\n"),
    "page": ("page.html", PAGE), "table": ("lakes.md", "# Lakes\n\n"),
    "chart": ("chart.py", ""), "diagram": ("flow.md", "# How it goes\n\n"),
}  # fmt: skip
FOR_NANO = {
    **{name: (f"{name}.html", PAGE) for name in ("signup", "article", "pricing", "stock")},
    **{name: (f"{name}.py", PROGRAM) for name in ("visitors", "total")},
}
GAP = 24


@dataclass(frozen=True)
class Demo:
    """Whose demo it is: its example pictures with the files they go into, its results, and its settings."""

    pictures: Path
    into: dict[str, tuple[str, str]]
    out: Path
    settings: tuple[str, ...] = ()


READER = Demo(HERE / "pictures", FOR_READER, ROOT / "build/demo")
NANO = Demo(
    HERE / "nano",
    FOR_NANO,
    ROOT / "build/demo-nano",
    # What the small model writes is shown however unlike its picture it is, with its likeness.
    ("--set", f"embedded.folder={ROOT / 'model/nano'}", "--set", "truth.mode=tell"),
)


def main(words: list[str]) -> int:
    """Run the demo on the named pictures, which go into a page, or on the examples.

    Exit status 0 when at least half became edits: what cannot be read, or fails its checks, changes nothing.
    """
    parser = argparse.ArgumentParser(description="Pictures become checked edits, shown as diffs.")
    parser.add_argument("--nano", action="store_true", help="ask viscodex-nano instead of the reader")
    parser.add_argument("pictures", nargs="*", type=Path, metavar="PICTURE")
    arguments = parser.parse_args(words)
    demo = NANO if arguments.nano else READER
    demo.out.mkdir(parents=True, exist_ok=True)
    pictures = {path: (f"{path.stem}.html", PAGE) for path in arguments.pictures}
    pictures = pictures or {demo.pictures / f"{name}.png": file for name, file in demo.into.items()}
    begin = time.monotonic()
    done = [turn_into_code(picture, name, text, demo) for picture, (name, text) in pictures.items()]
    seconds = time.monotonic() - begin
    print(
        f"\n{sum(done)} of {len(done)} pictures became checked edits in {seconds:.0f} s. Results: {demo.out}"
    )
    return 0 if 2 * sum(done) >= len(done) else 1


def turn_into_code(picture: Path, name: str, text: str, demo: Demo) -> bool:
    """One picture through `viscodex-lsp apply --write` into a new file, with what it said and how it looks."""
    edited = demo.out / name
    edited.write_text(text, encoding="utf-8")
    rows = text.splitlines() or [""]
    # At the mark, or at the end of a file without one.
    line = 1 + next((number for number, row in enumerate(rows) if MARK in row), len(rows) - 1)
    print(f"\n=== {picture.name} → {name}, line {line}", flush=True)
    begin = time.monotonic()
    report = apply(edited, picture, line, demo)
    seconds = time.monotonic() - begin
    if report is None:
        return False
    print(report["diff"])
    notes = "".join(f"\n    {note}" for note in report["notes"])
    told = f", {report['told']}" if report.get("told") else ""
    print(f"    {report['summary']}{told}, in {seconds:.1f} s with the start of all programs{notes}")
    if name.endswith(".html"):
        print(f"    the picture, what was made, and where they differ: {report_of(edited)}")
        show_side_by_side(picture, edited, demo.out / f"{picture.stem}.png")
    return True


def apply(file: Path, picture: Path, line: int, demo: Demo) -> dict[str, Any] | None:
    """The command as a person would type it, with its JSON answer; None after a refusal."""
    words = [
        "apply",
        str(file),
        "--image",
        str(picture),
        "--line",
        str(line),
        "--write",
        "--json",
        *(["--report", str(report_of(file))] if file.suffix == ".html" else []),
        *demo.settings,
    ]
    # The local server, whatever server this machine is set up for.
    environment = {key: value for key, value in os.environ.items() if key != "VISCODEX_SERVER_URL"}
    done = subprocess.run(
        [sys.executable, "-m", "viscodex_lsp", *words],
        stdout=subprocess.PIPE,
        text=True,
        check=False,
        env=environment,
    )
    report: dict[str, Any] = json.loads(done.stdout) if done.stdout.strip() else {}
    if done.returncode == 0:
        return report
    print(f"    {report.get('sentence') or report.get('held') or 'no edit; the reason is above'}")
    return None


def report_of(file: Path) -> Path:
    """The page to look at beside an edited file."""
    return file.with_name(f"{file.stem}-report.html")


def show_side_by_side(picture: Path, page: Path, target: Path) -> None:
    """Write the original beside the rendering of the inserted code; without chromium, say so."""
    original = Image.open(picture).convert("RGB")
    code = page.read_text(encoding="utf-8").partition("<main>")[2].partition("</main>")[0]
    document = f'<!DOCTYPE html><meta charset="utf-8"><body style="margin:0">{code}'
    try:
        rendered = asyncio.run(render_html(document, width=original.width))
    except VisCodexError as error:
        print(f"    not rendered: {error}")
        return
    rendering = without_empty_end(Image.open(BytesIO(rendered)).convert("RGB"), least=original.height)
    height = max(original.height, rendering.height)
    sheet = Image.new("RGB", (original.width + rendering.width + 3 * GAP, height + 3 * GAP), "#e5e7eb")
    for column, (title, image) in enumerate((("the picture", original), ("the code, rendered", rendering))):
        left = GAP + column * (original.width + GAP)
        ImageDraw.Draw(sheet).text((left, GAP // 2), title, fill="#374151")
        sheet.paste(image, (left, 2 * GAP))
    sheet.save(target)
    print(f"    side by side: {target}")


def without_empty_end(page: Image.Image, *, least: int) -> Image.Image:
    """Cut the plain rows below the content; at least `least` rows stay."""
    plain = Image.new("RGB", page.size, page.getpixel((page.width - 1, page.height - 1)))
    box = ImageChops.difference(page, plain).getbbox()
    return page.crop((0, 0, page.width, min(page.height, max(least, box[3] if box else 0))))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
