"""Files that stand inside of others: the templates of compiled Angular components, and the cells of notebooks."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_TEMPLATE: Final = re.compile(
    r"\btemplate: (?P<text>\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|`(?:[^`\\$]|\\.)*`)"
)
_ANOTHER_LANGUAGE: Final = re.compile(r"\s*%%(?!time|timeit|capture|prun|debug)")


def write_inner_files(folder: Path) -> None:
    """Write what stands in the files below `folder` beside them, as files of their own."""
    for path in sorted(folder.rglob("fesm*/*.mjs")):
        _write(path, ".component.html", _templates(path.read_text(encoding="utf-8")))
    for path in sorted(folder.rglob("*.ipynb")):
        _write(path, ".cell.ipy", _cells(path.read_text(encoding="utf-8")))


def _write(path: Path, ending: str, texts: Iterator[str]) -> None:
    for number, text in enumerate(dict.fromkeys(texts)):
        path.with_name(f"{path.stem}-{number}{ending}").write_text(text, encoding="utf-8")


def _templates(program: str) -> Iterator[str]:
    """The templates that a library keeps as it was given them, for the project that it is built into."""
    for found in _TEMPLATE.finditer(program):
        quoted = found["text"]
        try:
            yield quoted[1:-1].replace("\\`", "`") if quoted[0] == "`" else ast.literal_eval(quoted)
        except (SyntaxError, ValueError):
            continue


def _cells(notebook: str) -> Iterator[str]:
    try:
        cells = json.loads(notebook).get("cells", [])
    except (ValueError, AttributeError):
        return
    for cell in cells:
        text = "".join(cell.get("source", ""))
        if cell.get("cell_type") == "code" and not _ANOTHER_LANGUAGE.match(text):
            yield text.rstrip("\n") + "\n"
