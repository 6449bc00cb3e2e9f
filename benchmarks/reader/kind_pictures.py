"""Pictures of each kind, made by other means than the project's generators, from what packages ship.

    python -m benchmarks.reader.kind_pictures build/reader/kinds --gallery matplotlib/galleries --mermaid node_modules

Code: real files of packages in Pygments' looks. Terminals: what commands print, in a console's look. Pages and tables:
documentation of Debian packages in Chromium. Charts: plotting programs of matplotlib's gallery. Diagrams: graphs drawn
by Graphviz and Mermaid. Photographs: the samples of scikit-image and matplotlib, whole and cut.
"""

import argparse
import html
import io
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import skimage
from PIL import Image
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, sync_playwright
from pygments import highlight
from pygments.formatters import ImageFormatter
from pygments.lexers import get_lexer_for_filename
from viscodex_model.data.synth.render import find_chromium

COUNT = 30
LOOKS = ("default", "monokai", "github-dark", "solarized-light", "dracula", "xcode", "nord", "vs")
COMMANDS = (
    "ls -la /usr",
    "df -h",
    "git log --stat -n 4",
    "git status",
    "ps aux --no-headers | head -25",
    "python3 -m json.tool --help",
    "python3 -c 'import json; json.loads(\"{\")'",
    "cat /etc/os-release",
    "env | head -20",
    "apt-cache policy bash coreutils",
    "uname -a; uptime; free -h",
    "pip list | head -30",
    "dpkg -l | head -24",
    "node --version; npm --version; node -e 'throw new Error(1)'",
    "git diff HEAD~1 --stat | head -20",
    "ls --help | head -30",
    "python3 -m unittest -v json 2>&1 | head",
    "stat /etc/passwd /usr/bin/env",
    "find /usr/share/doc -maxdepth 1 | head -25",
    "grep -rn import /usr/lib/python3*/json | head -20",
)
GRAPHS = (
    'digraph {{ node [shape={shape}]; {a} -> {b}; {b} -> {c}; {b} -> {d} [label="{e}"]; {d} -> {a}; }}',
    "digraph {{ rankdir=LR; node [shape={shape}, style=filled, fillcolor=lightblue]; {a} -> {b} -> {c} -> {d}; }}",
    'digraph {{ node [shape={shape}, style="rounded,filled", fillcolor="#eec"]; {a} -> {{{b} {c} {d}}}; {c} -> {e} }}',
    "graph {{ node [shape={shape}]; {a} -- {b}; {a} -- {c}; {c} -- {d}; {d} -- {e}; }}",
)
MERMAID = (
    "flowchart TD\n  a[{a}] --> b{{{b}?}}\n  b -->|yes| c[{c}]\n  b -->|no| d[{d}]\n  d --> a",
    "flowchart LR\n  a({a}) --> b[{b}]\n  b --> c[({c})]\n  b --> d[{d}]",
    "sequenceDiagram\n  {a}->>{b}: {c}\n  {b}-->>{a}: {d}\n  {a}->>{b}: {e}",
    "classDiagram\n  class {a} {{\n    +int size\n    +run()\n  }}\n  {a} <|-- {b}\n  {a} <|-- {c}",
    "stateDiagram-v2\n  [*] --> {a}\n  {a} --> {b}: {c}\n  {b} --> [*]",
)
# The share of a table's rows that have text in at least two cells: others hold a menu or a page's layout.
_FILLED = """t => { const filled = [...t.rows].map(r => [...r.cells].filter(c => /\\w/.test(c.innerText)).length);
  return filled.filter(n => n >= 2).length / Math.max(1, filled.length); }"""
PHOTOGRAPHS = (
    "astronaut.png", "coffee.png", "camera.png", "brick.png", "grass.png", "gravel.png", "retina.jpg", "moon.png",
    "hubble_deep_field.jpg", "ihc.png", "motorcycle_left.png", "cell.png", "clock_motion.png",
)  # fmt: skip
NOUNS = (
    "Client",
    "Parser",
    "Queue",
    "Store",
    "Cache",
    "Worker",
    "Planner",
    "Gateway",
    "Index",
    "Report",
    "Login",
    "Order",
)


def main(argv: Sequence[str] | None = None) -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("out", type=Path)
    options.add_argument(
        "--gallery", type=Path, help="a folder of pictures drawn by others' plotting programs"
    )
    options.add_argument("--mermaid", type=Path, help="node_modules with mermaid")
    options.add_argument("--docs", type=Path, default=Path("/usr/share/doc"))
    chosen = options.parse_args(argv)
    draw = random.Random(11)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium())
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        for kind, pictures in (
            ("code", _code(draw)),
            ("terminal", _terminals(page, draw)),
            ("page", _pages(page, chosen.docs, draw)),
            ("table", _tables(page, chosen.docs, draw)),
            ("chart", _charts(chosen.gallery, draw)),
            ("diagram", _diagrams(page, chosen.mermaid, draw)),
            ("photograph", _photographs(draw)),
        ):
            folder = chosen.out / kind
            if folder.exists():
                continue
            folder.mkdir(parents=True)
            for index, picture in enumerate(pictures):
                (folder / f"{index:03d}.png").write_bytes(picture)
            sys.stdout.write(f"{kind}: {len(list(folder.iterdir()))}\n")
        browser.close()


def _code(draw: random.Random) -> Iterator[bytes]:
    roots = [Path(module).parent for module in (random.__file__, skimage.__file__)]
    files = [path for root in roots for path in root.rglob("*.py") if 2_000 < path.stat().st_size < 60_000]
    files += [path for path in Path("/usr/include").rglob("*.h") if 2_000 < path.stat().st_size < 60_000]
    files += [path for path in Path("/usr/share").rglob("*.js") if 2_000 < path.stat().st_size < 60_000]
    files += [path for path in Path("/usr/share").rglob("*.css") if 2_000 < path.stat().st_size < 60_000]
    for index, path in enumerate(draw.sample(sorted(files), COUNT)):
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        start = draw.randrange(max(1, len(lines) - 30))
        text = "\n".join(line[:110] for line in lines[start : start + draw.randint(10, 40)])
        formatter = ImageFormatter(
            style=LOOKS[index % len(LOOKS)],
            line_numbers=index % 3 == 0,
            font_size=draw.choice((13, 14, 16, 20)),
        )
        yield highlight(text, get_lexer_for_filename(path.name), formatter)


def _terminals(page: Page, draw: random.Random) -> Iterator[bytes]:
    for index, command in enumerate(COMMANDS):
        ran = subprocess.run(
            ["bash", "-c", command], capture_output=True, text=True, errors="replace", check=False
        )
        printed = "\n".join(line[:140] for line in (ran.stdout + ran.stderr).splitlines()[:36])
        dark = index % 5 != 4
        page.set_content(
            f"<body style='margin:0'><pre style='margin:0;padding:14px;display:inline-block;min-width:600px;"
            f"font:{draw.choice((13, 14, 16))}px DejaVu Sans Mono,monospace;"
            f"background:{'#1e1e1e' if dark else '#fff'};color:{'#ddd' if dark else '#222'}'>"
            f"<span style='color:{'#6c6' if dark else '#070'}'>user@host</span>:<span style='color:#58c'>~</span>$ "
            f"{html.escape(command)}\n{html.escape(printed)}\n<span>user@host:~$ </span></pre>"
        )
        yield page.locator("pre").screenshot()


def _pages(page: Page, docs: Path, draw: random.Random) -> Iterator[bytes]:
    taken = 0
    for path in _html_files(docs, draw):
        if taken == COUNT:
            return
        if _opened(page, path) and page.evaluate("document.body.innerText.length") > 400:
            page.set_viewport_size(
                {"width": draw.choice((800, 1024, 1280)), "height": draw.choice((600, 800, 900))}
            )
            taken += 1
            yield page.screenshot()


def _tables(page: Page, docs: Path, draw: random.Random) -> Iterator[bytes]:
    taken = 0
    for path in _html_files(docs, draw):
        if taken == COUNT:
            return
        if not _opened(page, path):
            continue
        for table in page.locator("table").all()[:6]:
            box = table.bounding_box()
            cells = table.locator("td").count()
            words = len(table.inner_text().split())
            nested = table.locator("table").count()
            if (
                box
                and table.is_visible()
                and not nested
                and table.evaluate(_FILLED) >= 0.6
                and 6 <= cells < 200
                and words < 60 * cells
                and 60 < box["height"] < 900
            ):
                try:
                    picture = page.screenshot(clip=box, full_page=True, timeout=8_000)
                except PlaywrightError:
                    break
                taken += 1
                yield picture
                break


def _html_files(docs: Path, draw: random.Random) -> list[Path]:
    """Pages of packages in turn, so that no package makes up most of the set."""
    by_package: dict[str, list[Path]] = {}
    for path in sorted(docs.rglob("*.html")):
        by_package.setdefault(path.relative_to(docs).parts[0], []).append(path)
    for paths in by_package.values():
        draw.shuffle(paths)
    rows = max(map(len, by_package.values()), default=0)
    return [paths[row] for row in range(rows) for paths in by_package.values() if row < len(paths)]


def _opened(page: Page, path: Path) -> bool:
    try:
        page.goto(path.as_uri(), timeout=10_000)
    except PlaywrightError:
        return False
    return True


def _charts(gallery: Path | None, draw: random.Random) -> Iterator[bytes]:
    pictures = sorted(gallery.rglob("*.png")) if gallery else []
    for path in draw.sample(pictures, min(COUNT, len(pictures))):
        yield path.read_bytes()


def _diagrams(page: Page, mermaid: Path | None, draw: random.Random) -> Iterator[bytes]:
    dot = shutil.which("dot")
    for index in range(16 if dot else 0):
        names = dict(zip("abcde", draw.sample(NOUNS, 5), strict=True))
        graph = GRAPHS[index % len(GRAPHS)].format(
            shape=draw.choice(("box", "ellipse", "box", "diamond")), **names
        )
        drawn = subprocess.run(
            [str(dot), "-Tpng", f"-Gdpi={draw.choice((72, 96, 120))}"],
            input=graph.encode(),
            capture_output=True,
            check=True,
        )
        yield drawn.stdout
    for index in range(15 if mermaid else 0):
        names = dict(zip("abcde", draw.sample(NOUNS, 5), strict=True))
        yield draw_mermaid(page, mermaid or Path(), MERMAID[index % len(MERMAID)].format(**names))


def draw_mermaid(page: Page, modules: Path, text: str, *, theme: str = "default") -> bytes:
    """A picture of a Mermaid diagram, as the browser draws it."""
    page.set_content("<body style='margin:8px;background:#fff'><div id=d style='display:inline-block'></div>")
    page.add_script_tag(path=str(modules / "mermaid" / "dist" / "mermaid.min.js"))
    page.evaluate(
        """async ([text, theme]) => {
          mermaid.initialize({startOnLoad: false, theme});
          const {svg} = await mermaid.render('g', text);
          document.getElementById('d').innerHTML = svg;
          const s = document.querySelector('#d svg'); const b = s.viewBox.baseVal;
          s.style.maxWidth = 'none'; s.setAttribute('width', b.width); s.setAttribute('height', b.height);
        }""",
        [text, theme],
    )
    return page.locator("#d").screenshot()


def _photographs(draw: random.Random) -> Iterator[bytes]:
    folder = Path(skimage.__file__).parent / "data"
    for name in PHOTOGRAPHS:
        if not (folder / name).exists():
            continue
        with Image.open(folder / name) as opened:
            picture = opened.convert("RGB")
        picture.thumbnail((1000, 1000))
        for part in (picture, _cut(picture, draw)):
            out = io.BytesIO()
            part.save(out, "PNG")
            yield out.getvalue()


def _cut(picture: Image.Image, draw: random.Random) -> Image.Image:
    width, height = picture.size
    left, top = draw.randrange(width // 3 + 1), draw.randrange(height // 3 + 1)
    return picture.crop((left, top, left + width // 2, top + height // 2))


if __name__ == "__main__":
    main()
