"""How fast and how large the index of a workspace of 100,000 files is."""

import gc
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from benchmarks.reuse import react, vue
from viscodex_lsp.edges.processes import resident_bytes
from viscodex_lsp.edges.workspace.index import WorkspaceIndex

FILES: Final = 100_000
_CHANGES: Final = 15
# Of ten files: three components of React, one of Vue, three modules of TypeScript, a style sheet, a text, a picture.
_MODULE: Final = """import {{ fetchJson }} from "../lib/http";

export interface Thing{number} {{
  id: string;
  name: string;
}}

export async function load{number}(id: string): Promise<Thing{number}> {{
  const response = await fetchJson(`/api/things/${{id}}`);
  if (!response.ok) throw new Error("no answer");
  return response.json();
}}
"""


def speed(root: Path) -> dict[str, Any]:
    """Make the files, read them, read them again, and change some; seconds by the clock and of the processor."""
    for path, text in _files(FILES):
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    gc.collect()
    before = resident_bytes()
    index = WorkspaceIndex(root, cache=root.parent / "cache")
    first = _timed(lambda: index.refresh(seconds=600))
    size = (resident_bytes() - before) / 1e6
    again = _timed(index.refresh)
    changed = [_timed(lambda path=path: _change(index, root, path))[0] for path in _some(index)]
    second = WorkspaceIndex(root, cache=root.parent / "cache")
    loaded = _timed(second.refresh)
    return {
        "files": FILES,
        "files that may offer something": len(index.workspace.paths) + len(index.workspace.assets),
        "components": len(index.workspace.names()),
        "first reading, seconds": first,
        "walk without changes, seconds": again,
        "first reading of a second process, seconds": loaded,
        "after a change, milliseconds": round(1000 * statistics.median(changed), 1),
        "growth of memory, MB": round(size, 1),
        "cache on disk, MB": round(
            sum(file.stat().st_size for file in (root.parent / "cache").iterdir()) / 1e6, 1
        ),
        "complete": index.complete,
    }


def _timed(work: Any) -> list[float]:
    begun, used = time.perf_counter(), time.process_time()
    work()
    return [round(time.perf_counter() - begun, 4), round(time.process_time() - used, 4)]


def _change(index: WorkspaceIndex, root: Path, path: str) -> None:
    index.update([root / path])


def _some(index: WorkspaceIndex) -> Iterator[str]:
    """Files that were just changed."""
    for path in sorted(path for path in index.workspace.paths if path.endswith(".tsx"))[:_CHANGES]:
        place = index.root / path
        place.write_text(place.read_text() + "\n")
        yield path


def _files(count: int) -> Iterator[tuple[str, str]]:
    card, app = react.typed("Card"), vue.setup("Card", typed=True)
    for number in range(count):
        folder = f"packages/p{number // 2000}/src/f{number // 40}"
        kind = number % 10
        if kind < 3:
            yield f"{folder}/Card{number}.tsx", card.replace("Card", f"Card{number}")
        elif kind == 3:
            yield f"{folder}/Panel{number}.vue", app
        elif kind < 7:
            yield f"{folder}/thing{number}.ts", _MODULE.format(number=number)
        elif kind == 7:
            yield f"{folder}/sheet{number}.css", f".a{number} {{ color: red; }}\n"
        elif kind == 8:
            yield f"{folder}/readme{number}.md", f"# {number}\n"
        else:
            yield f"{folder}/icon{number}.svg", "<svg/>\n"
    yield ".gitignore", "node_modules/\ndist/\n*.log\n"
