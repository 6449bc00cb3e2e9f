"""Draws pictures of real source files as editors show them, for `python -m benchmarks.reader own`.

    python -m benchmarks.reader.editors --modules NODE_MODULES --sources FOLDER [FOLDER …] [--out build/reader/editors]

`NODE_MODULES` holds monaco-editor, and the fonts @fontsource/jetbrains-mono and @fontsource/fira-code (npm install
them). Monaco draws a third with minimaps, ligatures, selections and guides as chance has it; the others are tables with
line numbers as code hosts show them, and framed snippets; pygments colours these.
"""

import argparse
import ast
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

from playwright.sync_api import sync_playwright
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from viscodex_model.data.synth.render import find_chromium

SUFFIXES = {
    ".py": "python", ".js": "javascript", ".ts": "typescript", ".h": "c", ".c": "c", ".css": "css", ".html": "html",
    ".go": "go", ".rs": "rust", ".json": "json", ".yml": "yaml", ".yaml": "yaml",
}  # fmt: skip
FONTS = ("JetBrains Mono", "Fira Code", "DejaVu Sans Mono", "Liberation Mono")
LOOKS = ("monaco", "host", "frame")
STYLES = ("default", "github-dark", "monokai", "xcode", "nord", "one-dark")


@dataclass(frozen=True, slots=True)
class Snippet:
    """Lines of a real file, from its line number `first`."""

    lines: tuple[str, ...]
    language: str
    first: int
    name: str

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def snippets(folders: list[Path], draw: random.Random) -> Iterator[Snippet]:
    """Parts of files of plain ASCII, nine to forty lines long, for ever; of Python whole statements, which parse."""
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.suffix in SUFFIXES)
    while True:
        path = draw.choice(files)
        try:
            lines = path.read_text(encoding="ascii").expandtabs(4).split("\n")
        except (OSError, UnicodeDecodeError):
            continue
        first, count = (_statements if path.suffix == ".py" else _lines)(lines, draw)
        part = tuple(line.rstrip() for line in lines[first : first + count])
        if part and part[0] and part[-1] and max(map(len, part)) <= 110:
            yield Snippet(part, SUFFIXES[path.suffix], first + 1, path.name)


def _lines(lines: list[str], draw: random.Random) -> tuple[int, int]:
    """The first line of any part, and the number of its lines; 0 where there is none."""
    count = draw.randint(9, 40)
    return (draw.randrange(len(lines) - count + 1), count) if len(lines) >= count else (0, 0)


def _statements(lines: list[str], draw: random.Random) -> tuple[int, int]:
    """The same, of whole statements of one block: a screenshot that begins in a string parses in no hands."""
    try:
        tree = ast.parse("\n".join(lines))
    except SyntaxError:
        return 0, 0
    blocks = [node.body for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef)]
    runs = [
        (_begin(one) - 1, (other.end_lineno or 0) - _begin(one) + 1)
        for block in blocks
        for place, one in enumerate(block)
        for other in block[place:]
    ]
    whole = [run for run in runs if 9 <= run[1] <= 40]
    return draw.choice(whole) if whole else (0, 0)


def _begin(node: ast.stmt) -> int:
    """The line in which a statement begins, with its decorators."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(one.lineno for one in decorators)])


def faces(modules: Path) -> str:
    """The rules that bring the two fonts of the packages."""
    rules = []
    for name, package in (("JetBrains Mono", "jetbrains-mono"), ("Fira Code", "fira-code")):
        file = modules / f"@fontsource/{package}/files/{package}-latin-400-normal.woff2"
        rules.append(f"@font-face{{font-family:'{name}';src:url('file://{file}')}}")
    return "".join(rules)


def page(look: str, snippet: Snippet, modules: Path, draw: random.Random) -> str:
    """The document that shows `snippet`; its title is "done" when it may be taken."""
    font, size = draw.choice(FONTS), draw.choice((12, 13, 14, 16))
    style = f"{faces(modules)} body{{margin:0}}"
    if look == "monaco":
        return f"<style>{style}</style>{_monaco(snippet, modules, font, size, draw)}"
    colours = HtmlFormatter(style=draw.choice(STYLES), noclasses=True, nowrap=True)
    lexer = get_lexer_by_name(snippet.language, stripnl=False, ensurenl=False)
    ground = colours.style.background_color
    code = highlight(snippet.text if look == "host" else dedent(snippet.text), lexer, colours)
    body = f"background:{ground};color:{'#111' if ground > '#8' else '#ddd'};font:{size}px '{font}'"
    if look == "host":
        rows = "".join(
            f"<tr><td style='color:#888;text-align:right;padding:0 10px'>{snippet.first + row}</td>"
            f"<td style='white-space:pre;padding:0 10px'>{line}</td></tr>"
            for row, line in enumerate(code.split("\n"))
        )
        inner = f"<table style='border-collapse:collapse;line-height:20px'>{rows}</table>"
    else:
        dots = "".join(
            f"<i style='display:inline-block;width:12px;height:12px;border-radius:6px;margin:0 8px 0 0;"
            f"background:{c}'></i>"
            for c in ("#ff5f56", "#ffbd2e", "#27c93f")
        )
        inner = (
            f"<div style='padding:18px'>{dots}<pre style='font:inherit;line-height:1.35'>{code}</pre></div>"
        )
    return f"<style>{style} body{{{body}}}</style>{inner}<script>document.title='done'</script>"


def _monaco(snippet: Snippet, modules: Path, font: str, size: int, draw: random.Random) -> str:
    options = {
        "value": snippet.text,
        "language": snippet.language,
        "theme": draw.choice(("vs", "vs-dark", "vs-dark")),
        "fontFamily": f"'{font}'",
        "fontSize": size,
        "fontLigatures": draw.random() < 0.5,
        "minimap": {"enabled": draw.random() < 0.4},
        "guides": {"indentation": draw.random() < 0.8},
        "scrollBeyondLastLine": False,
    }
    width = round(max(map(len, snippet.lines)) * size * 0.62) + 260
    return f"""<div id=c style="width:{width}px;height:{len(snippet.lines) * round(size * 1.4) + 40}px"></div>
<script src="file://{modules}/monaco-editor/min/vs/loader.js"></script><script>
require.config({{paths: {{vs: "file://{modules}/monaco-editor/min/vs"}}}});
window.MonacoEnvironment = {{getWorker: () => {{ throw 1 }}}};
require(["vs/editor/editor.main"], async () => {{
  await document.fonts.load("14px '{font}'");
  const options = {json.dumps(options)};
  options.lineNumbers = (line) => String(line + {snippet.first - 1});
  monaco.editor.create(document.getElementById("c"), options);
  monaco.editor.remeasureFonts();
  setTimeout(() => document.title = "done", 1500);
}});</script>"""


def main() -> int:
    """Draw `--count` pictures, with the shown text and the facts beside each."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--modules", type=Path, required=True)
    parser.add_argument("--sources", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, default=Path("build/reader/editors"))
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    draw = random.Random(arguments.seed)
    arguments.out.mkdir(parents=True, exist_ok=True)
    found = snippets(arguments.sources, draw)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        for number in range(arguments.count):
            look, snippet = LOOKS[number % len(LOOKS)], next(found)
            base = arguments.out / f"{number:02d}-{look}"
            document = base.with_suffix(".html").resolve()
            document.write_text(page(look, snippet, arguments.modules.resolve(), draw))
            context = browser.new_context(device_scale_factor=draw.choice((1, 1.5, 2)))
            tab = context.new_page()
            tab.goto(f"file://{document}")
            tab.wait_for_function("document.title === 'done'")
            tab.screenshot(path=base.with_suffix(".png"), full_page=True)
            context.close()
            document.unlink()
            shown = dedent(snippet.text) if look == "frame" else snippet.text
            base.with_suffix(".txt").write_text(shown)
            facts = {"lang": snippet.language, "look": look, "file": snippet.name, "first": snippet.first}
            base.with_suffix(".json").write_text(json.dumps(facts))
        browser.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
