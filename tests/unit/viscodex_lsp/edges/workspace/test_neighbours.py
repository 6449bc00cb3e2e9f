"""The files around a document, always inside the project."""

from pathlib import Path

import pytest

from viscodex_lsp.core.errors import DocumentError
from viscodex_lsp.edges.workspace import neighbours
from viscodex_lsp.edges.workspace.neighbours import Neighbours


def test_names_are_those_of_the_project(tmp_path: Path) -> None:
    """In slashes from its folder; no ignored or hidden ones, no other people's, none twice by a link in a circle."""
    for name in (
        "src/a.py",
        "src/deep/b.tsx",
        "node_modules/x/c.js",
        ".git/d.py",
        "out.log",
        "dist/e.js",
        "my/f.css",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / ".gitignore").write_text("my/\n")
    (tmp_path / "src" / "again").symlink_to(tmp_path)
    assert Neighbours(tmp_path).names == {"src/a.py", "src/deep/b.tsx"}


def test_a_large_project_is_listed_in_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Never more than the bound."""
    monkeypatch.setattr(neighbours, "MOST_NAMES", 10)
    for number in range(30):
        (tmp_path / f"{number}.py").touch()
    assert len(Neighbours(tmp_path).names) == 10


def test_nothing_is_read_through_a_link_that_leads_out(tmp_path: Path) -> None:
    """A linked folder, a linked file: neither is read, so neither is written."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.css").write_text("a {}")
    project = tmp_path / "project"
    project.mkdir()
    (project / "styles").symlink_to(outside)
    (project / "b.css").symlink_to(outside / "a.css")
    there = Neighbours(project)
    for name in ("styles/a.css", "styles/new.css", "b.css"):
        with pytest.raises(DocumentError, match="leads out"):
            there.read(name)
    assert there.read("new.css") is None
    assert there.name_of(outside / "a.css") == ""
