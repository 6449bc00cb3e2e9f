"""What reading pictures and project files from disk promises."""

import os
from pathlib import Path

import pytest

from viscodex_lsp.core.errors import NoPicture, OutsideWorkspace, PictureTooLarge, UnreadablePicture
from viscodex_lsp.edges.pictures.files import read_dependencies, read_picture

DATA = b"\x89PNG and more"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace"
    (folder / "docs").mkdir(parents=True)
    (folder / "docs" / "mock.png").write_bytes(DATA)
    (tmp_path / "secret.png").write_bytes(b"secret")
    return folder


def test_a_picture_of_the_workspace_is_read(workspace: Path) -> None:
    """A file in any of the roots arrives byte for byte, also by a way around or a link inside."""
    (workspace / "link.png").symlink_to(workspace / "docs" / "mock.png")
    other = workspace.parent / "other"
    for path in ("docs/mock.png", "docs/../docs/mock.png", "link.png"):
        assert read_picture(workspace / path, roots=[other, workspace]) == DATA


def test_a_person_may_name_any_file(workspace: Path) -> None:
    """Without roots, as on the command line, the whole disk is free."""
    assert read_picture(workspace / ".." / "secret.png", roots=None) == b"secret"


@pytest.mark.parametrize("path", ["../secret.png", "docs/../../secret.png", "link.png", "folder/secret.png"])
def test_a_path_out_of_the_workspace_is_refused(workspace: Path, path: str) -> None:
    """Dots, a link to a file and a link to a folder lead nowhere outside, and the refusal names the file only."""
    (workspace / "link.png").symlink_to(workspace.parent / "secret.png")
    (workspace / "folder").symlink_to(workspace.parent)
    with pytest.raises(
        OutsideWorkspace, match=r"^(secret|link)\.png is not inside the workspace.*attach"
    ) as caught:
        read_picture(workspace / path, roots=[workspace])
    assert str(workspace.parent) not in str(caught.value)


def test_a_neighbour_with_a_longer_name_is_outside(workspace: Path) -> None:
    """The folder workspace-2 is not inside the folder workspace."""
    neighbour = workspace.parent / "workspace-2"
    neighbour.mkdir()
    (neighbour / "x.png").write_bytes(DATA)
    with pytest.raises(OutsideWorkspace):
        read_picture(neighbour / "x.png", roots=[workspace])
    with pytest.raises(OutsideWorkspace):
        read_picture(neighbour / "x.png", roots=[])


def test_an_absolute_path_of_the_system_is_refused(workspace: Path) -> None:
    """Whether it exists or not, nothing is told about a file outside."""
    for path in ("/etc/passwd", "/nonexistent/x.png"):
        with pytest.raises(OutsideWorkspace):
            read_picture(Path(path), roots=[workspace])


def test_a_vanished_picture_is_told(workspace: Path) -> None:
    """A file that is not there, or a link to nothing, is named as missing."""
    (workspace / "dangling.png").symlink_to(workspace / "gone.png")
    for name in ("gone.png", "dangling.png"):
        with pytest.raises(NoPicture, match=f"There is no file {name}"):
            read_picture(workspace / name, roots=[workspace])


def test_a_folder_is_told(workspace: Path) -> None:
    """A folder is named as such."""
    with pytest.raises(NoPicture, match="docs is a folder"):
        read_picture(workspace / "docs", roots=[workspace])


def test_links_in_a_circle_are_told(workspace: Path) -> None:
    """A link that leads to itself is one of the named errors."""
    (workspace / "loop.png").symlink_to(workspace / "loop.png")
    with pytest.raises((UnreadablePicture, NoPicture), match=r"loop\.png"):
        read_picture(workspace / "loop.png", roots=[workspace])


def test_odd_names_are_told(workspace: Path) -> None:
    """A name that no disk can hold is one of the named errors."""
    with pytest.raises((UnreadablePicture, NoPicture, OutsideWorkspace)):
        read_picture(workspace / ("x" * 5000), roots=[workspace])
    with pytest.raises((UnreadablePicture, NoPicture, OutsideWorkspace)):
        read_picture(workspace / "a\0b.png", roots=[workspace])


def test_a_file_without_permission_is_told(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that may not be read is told with the reason."""

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(UnreadablePicture, match=r"\(permission denied\)\. Check its permissions"):
        read_picture(workspace / "docs" / "mock.png", roots=[workspace])


def test_a_pipe_is_not_waited_for(workspace: Path) -> None:
    """A named pipe, which would block for ever, is refused at once."""
    os.mkfifo(workspace / "pipe.png")
    with pytest.raises(UnreadablePicture, match="not a regular file"):
        read_picture(workspace / "pipe.png", roots=[workspace])


def test_a_large_file_is_not_read(workspace: Path) -> None:
    """Over 20 MB the size alone refuses it."""
    with (workspace / "large.png").open("wb") as file:
        file.truncate(21 * 2**20)
    with pytest.raises(PictureTooLarge, match=r"large\.png has 21\.0 MB; at most 20 MB"):
        read_picture(workspace / "large.png", roots=[workspace])


def test_the_nearest_project_file_is_taken(workspace: Path) -> None:
    """Of two project files the one closer to the document says what is used."""
    (workspace / "package.json").write_text('{"dependencies": {"react": "19"}}')
    assert read_dependencies(workspace / "docs" / "a.tsx", roots=[workspace]) == ("react",)
    (workspace / "docs" / "pyproject.toml").write_text('[project]\ndependencies = ["flask>=3"]\n')
    assert read_dependencies(workspace / "docs" / "a.py", roots=[workspace]) == ("flask",)
    assert read_dependencies(workspace / "a.tsx", roots=[workspace]) == ("react",)


def test_no_project_file_above_the_workspace_is_read(workspace: Path) -> None:
    """The search ends at the root, which may itself be inside another root's folder; links do not lead out."""
    (workspace.parent / "package.json").write_text('{"dependencies": {"outside": "1"}}')
    assert read_dependencies(workspace / "docs" / "a.ts", roots=[workspace]) == ()
    assert read_dependencies(workspace / "docs" / "a.ts", roots=[]) == ()
    (workspace / "package.json").symlink_to(workspace.parent / "package.json")
    assert read_dependencies(workspace / "docs" / "a.ts", roots=[workspace]) == ()


def test_a_useless_project_file_is_no_error(workspace: Path) -> None:
    """A damaged, binary or huge project file means no names."""
    path = workspace / "package.json"
    for content in (b"{", bytes(range(256)), b'{"dependencies": {"a": "1"}}' + b" " * 1_000_001):
        path.write_bytes(content)
        assert read_dependencies(workspace / "a.ts", roots=[workspace]) == ()
