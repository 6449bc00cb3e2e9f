"""Tables of documentation pages in three looks: how many cells stand in their place with their text.

    python -m benchmarks.reader.tables DOCUMENTATION --out build/reader/tables [--count 30]

takes tables from HTML files, draws each as its page has it, with a border around every cell, and with a rule below
each row and stripes, and writes NAME.png beside NAME.json (the cells). `measure_tables` reads such a folder.
"""

import argparse
import difflib
import json
import random
import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from bs4 import BeautifulSoup
from PIL import Image
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page
from viscodex_model.read import Reading, read_picture
from viscodex_model.read.tables.table import Table

from benchmarks.reader.pages import browser_page

LOOKS = {
    "page": "",
    "ruled": """table { border-collapse: collapse !important; }
        th, td { border: 1px solid #d0d7de !important; padding: 6px 13px !important; font: 14px Arial !important; }
        th { background: #f6f8fa !important; font-weight: bold !important; }""",
    "rows": """table { border-collapse: collapse !important; }
        th, td { border: 0 !important; border-bottom: 1px solid #dee2e6 !important; padding: 8px !important;
          font: 15px "DejaVu Sans" !important; background: #fff !important; text-align: left; }
        th { font-weight: bold !important; } tr:nth-child(even) td { background: #f2f2f2 !important; }""",
}
PER_FILE, ROOM, ALIKE = 2, 8, 0.9
# In type of 13 pixels a curly quote and a straight one are often the same pixels.
PLAIN = str.maketrans("’‘“”–−—", "''\"\"---")

_TABLES = """() => [...document.querySelectorAll('table')].map((table, number) => {
  const box = table.getBoundingClientRect(), rows = [...table.rows], cells = [], taken = {};
  if (!table.checkVisibility({visibilityProperty: true, opacityProperty: true})) return null;
  if (box.width < 150 || box.width > 1000 || box.height < 50 || box.height > 700) return null;
  if (rows.length < 3 || rows.length > 16 || table.querySelector('table,img,svg,input,pre,ul')) return null;
  let columns = 0;
  rows.forEach((row, y) => { let x = 0; for (const cell of row.cells) {
    while (taken[y + ',' + x]) x++;
    cells.push([y, x, cell.innerText.replace(/\\s+/g, ' ').trim()]);
    for (let a = 0; a < cell.rowSpan; a++) for (let b = 0; b < cell.colSpan; b++) taken[(y + a) + ',' + (x + b)] = 1;
    x += cell.colSpan; columns = Math.max(columns, x); } });
  if (columns < 2 || columns > 9) return null;
  if (cells.some(c => /[^\\x00-\\xff–—‘’“”…]/.test(c[2]))) return null;
  return {number, cells, box: [box.x, box.y + scrollY, box.width, box.height]};
}).filter(one => one)"""


def measure_tables(
    folder: Path, read: Callable[..., Reading] = read_picture, every: int = 1
) -> dict[str, Any]:
    """Cells whose text is right to the letter (blanks do not count), and those right but for some letters."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    pictures = sorted(folder.glob("*.png"))[::every]
    for path in pictures:
        shown = _cells_of(read(path.read_bytes(), kind="table", language="html"))
        for row, column, text in json.loads(path.with_suffix(".json").read_text()):
            said, true = (re.sub(r"\s+", "", one) for one in (shown.get((row, column), ""), text))
            plain = said.translate(PLAIN) == true.translate(PLAIN)
            near = said == true or difflib.SequenceMatcher(None, said, true).ratio() >= ALIKE
            for look in (path.stem.rpartition("-")[2], "all"):
                for at, value in enumerate((said == true, plain, near, 1)):
                    counts[look][at] += value
    return {
        "tables": len(pictures),
        **{
            look: {
                "cells": total,
                "right": round(right / total, 3),
                "but for kinds of quotes and dashes": round(plain / total, 3),
                "but for letters": round(near / total, 3),
            }
            for look, (right, plain, near, total) in sorted(counts.items())
        },
    }


def _cells_of(reading: Reading) -> dict[tuple[int, int], str]:
    """The texts of a table by row and column; of what is no table of the reader, of the first one in the markup."""
    found = reading.found
    if isinstance(found, Table):
        return {(one.row, one.column): one.text for one in found.cells}
    table = BeautifulSoup(reading.code, "html.parser").find("table")
    rows = table.find_all("tr") if table else []
    return {
        (down, across): cell.get_text(" ", strip=True)
        for down, row in enumerate(rows)
        for across, cell in enumerate(row.find_all(["td", "th"]))
    }


def draw_tables(source: Path, out: Path, count: int) -> int:
    """Draw tables of HTML files under `source` in each look; how many tables there are."""
    out.mkdir(parents=True, exist_ok=True)
    files = sorted(one for one in source.rglob("*.html") if "<table" in one.read_text(errors="replace"))
    chance, drawn = random.Random(5), 0
    with browser_page() as page:
        for path in chance.sample(files, len(files)):
            if drawn >= count:
                break
            try:
                drawn += _draw_file(page, path, out, drawn, chance)
            except PlaywrightError as error:
                print(f"{path} is left out: {str(error).splitlines()[0]}")
    return drawn


def _draw_file(page: Page, path: Path, out: Path, first: int, chance: random.Random) -> int:
    page.set_viewport_size({"width": 1100, "height": 800})
    page.goto(path.as_uri(), timeout=10_000)
    tables = page.evaluate(_TABLES)
    chosen = {table["number"] for table in chance.sample(tables, min(PER_FILE, len(tables)))}
    for look, css in LOOKS.items():
        if css:
            page.goto(path.as_uri(), timeout=10_000)
            page.add_style_tag(content=css)
        whole = None
        for order, table in enumerate(one for one in page.evaluate(_TABLES) if one["number"] in chosen):
            whole = _screenshot(page, out) if whole is None else whole
            left, top, width, height = (round(one) for one in table["box"])
            part = whole[max(0, top - ROOM) : top + height + ROOM, max(0, left - ROOM) : left + width + ROOM]
            name = out / f"{first + order:03d}-{look}"
            Image.fromarray(part).save(f"{name}.png")
            Path(f"{name}.json").write_text(json.dumps(table["cells"]))
    return len(chosen)


def _screenshot(page: Page, out: Path) -> np.ndarray:
    path = out / "whole"
    path.write_bytes(page.screenshot(full_page=True))
    pixels = np.asarray(Image.open(path).convert("RGB"))
    path.unlink()
    return pixels


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("source", type=Path)
    parser.add_argument("--out", type=Path, default=Path("build/reader/tables"))
    parser.add_argument("--count", type=int, default=30)
    chosen = parser.parse_args()
    print(f"{draw_tables(chosen.source, chosen.out, chosen.count)} tables")
