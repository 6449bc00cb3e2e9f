"""URIs with drive letters, as VS Code, Neovim and other editors write them on Windows."""

from pathlib import PureWindowsPath

import pygls.uris
import pytest

from viscodex_lsp.edges.roots import root_of
from viscodex_lsp.server import documents


@pytest.fixture(autouse=True)
def on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """As far as paths go."""
    monkeypatch.setattr(pygls.uris, "IS_WIN", True)
    monkeypatch.setattr(documents, "Path", PureWindowsPath)


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("file:///c%3A/Users/Ann/My%20Site/index.html", r"C:\Users\Ann\My Site\index.html"),
        ("file:///C:/Users/Ann/index.html", r"C:\Users\Ann\index.html"),
        ("file://server/share/index.html", r"\\server\share\index.html"),
    ],
)
def test_a_uri_becomes_its_path(uri: str, path: str) -> None:
    """Whatever the drive letter's case and however its colon is written."""
    assert PureWindowsPath(str(documents.path_of(uri))) == PureWindowsPath(path)


def test_a_file_lies_in_its_folder_whatever_the_case_of_the_drive() -> None:
    """Editors write drive letters in both cases, also within one session."""
    folder = documents.path_of("file:///C:/Users/Ann/site")
    file = documents.path_of("file:///c%3A/users/ann/site/pages/index.html")
    assert folder is not None
    assert file is not None
    assert root_of(file, [folder]) == folder
