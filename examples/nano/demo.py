"""The main job on viscodex-nano, the small model of this project's experiment: pictures become edits, shown as diffs.

    make demo-nano   or        .venv/bin/python examples/nano/demo.py [PICTURE.png …]

Pictures of pages go into a page, a chart and a picture of code into a program. Results are written to build/demo-nano:
the edited files, and for pages a PNG with each original beside its rendering.
"""

import asyncio
import json
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops, ImageDraw

from viscodex_lsp.core.errors import VisCodexError
from viscodex_lsp.edges.browser.render import render_html

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
OUT = ROOT / "build" / "demo-nano"
PAGE, PROGRAM = HERE.parent / "page.html", HERE.parent / "program.py"
NANO = ROOT / "model" / "nano"
PICTURES = {
    "signup.png": PAGE, "article.png": PAGE, "pricing.png": PAGE, "stock.png": PAGE,
    "visitors.png": PROGRAM, "total.png": PROGRAM,
}  # fmt: skip
MARK = "the picture goes here"
GAP = 24


def main(names: list[str]) -> int:
    """Run the demo on the named pictures of pages, or on the examples.

    Exit status 0 when at least half became edits: the small model does not manage them all, and a reply that fails its
    checks changes nothing.
    """
    OUT.mkdir(parents=True, exist_ok=True)
    pictures = {Path(name): PAGE for name in names} or {HERE / name: file for name, file in PICTURES.items()}
    done = [turn_into_code(picture, file) for picture, file in pictures.items()]
    print(f"\n{sum(done)} of {len(done)} pictures became checked edits. Results: {OUT}")
    return 0 if 2 * sum(done) >= len(done) else 1


def turn_into_code(picture: Path, file: Path) -> bool:
    """One picture through `viscodex-lsp apply --write` into a copy of a file, with what it said and how it looks."""
    edited = OUT / f"{picture.stem}{file.suffix}"
    shutil.copy(file, edited)
    line = 1 + next(number for number, row in enumerate(edited.read_text().splitlines()) if MARK in row)
    print(f"\n=== {picture.name} → {edited.name}, line {line}", flush=True)
    report = apply(edited, picture, line)
    if report is None:
        return False
    print(report["diff"])
    checked = "yes" if report["syntaxChecked"] else "no"
    notes = f"; repaired: {', '.join(report['notes'])}" if report["notes"] else ""
    print(f"    {report['summary']}; syntax checked: {checked}{notes}")
    print(
        f"    {report['tokens']} tokens in {report['seconds']} s, reading the picture and all checks included"
    )
    if file == PAGE:
        show_side_by_side(picture, edited)
    return True


def apply(file: Path, picture: Path, line: int) -> dict[str, Any] | None:
    """The command as a person would type it, with its JSON answer; None after a refusal."""
    words = ["apply", str(file), "--image", str(picture), "--line", str(line), "--write", "--json"]
    words += ["--set", f"embedded.folder={NANO}"]
    done = subprocess.run(
        [sys.executable, "-m", "viscodex_lsp", *words], stdout=subprocess.PIPE, text=True, check=False
    )
    report: dict[str, Any] = json.loads(done.stdout) if done.stdout.strip() else {}
    if done.returncode == 0:
        return report
    print(f"    {report.get('sentence', 'no edit; the reason is above')}")
    return None


def show_side_by_side(picture: Path, page: Path) -> None:
    """Write the original beside the rendering of the inserted code; without chromium, say so."""
    original = Image.open(picture).convert("RGB")
    code = page.read_text().partition("<main>")[2].partition("</main>")[0]
    document = f'<!DOCTYPE html><meta charset="utf-8"><body style="margin:0">{code}'
    try:
        rendering = Image.open(BytesIO(asyncio.run(render_html(document, width=original.width)))).convert(
            "RGB"
        )
    except VisCodexError as error:
        print(f"    not rendered: {error}")
        return
    rendering = without_empty_end(rendering, least=original.height)
    height = max(original.height, rendering.height)
    sheet = Image.new("RGB", (original.width + rendering.width + 3 * GAP, height + 3 * GAP), "#e5e7eb")
    for column, (title, image) in enumerate((("the picture", original), ("the code, rendered", rendering))):
        left = GAP + column * (original.width + GAP)
        ImageDraw.Draw(sheet).text((left, GAP // 2), title, fill="#374151")
        sheet.paste(image, (left, 2 * GAP))
    target = OUT / f"{picture.stem}.png"
    sheet.save(target)
    print(f"    side by side: {target}")


def without_empty_end(page: Image.Image, *, least: int) -> Image.Image:
    """Cut the plain rows below the content; at least `least` rows stay."""
    plain = Image.new("RGB", page.size, page.getpixel((page.width - 1, page.height - 1)))
    box = ImageChops.difference(page, plain).getbbox()
    return page.crop((0, 0, page.width, min(page.height, max(least, box[3] if box else 0))))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
