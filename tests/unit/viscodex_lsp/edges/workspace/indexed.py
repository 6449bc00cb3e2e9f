"""Writes the files of a small project, and reads its index."""

from pathlib import Path

from viscodex_lsp.edges.workspace.index import WorkspaceIndex


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        place = root / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)


def index(root: Path, **named: int) -> WorkspaceIndex:
    made = WorkspaceIndex(root, cache=root.parent / "cache", **named)
    made.refresh()
    return made
