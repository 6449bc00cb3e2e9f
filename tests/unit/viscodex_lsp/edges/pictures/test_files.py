"""What reading pictures and project files from disk promises."""

import os
import sys
from pathlib import Path

import pytest

from viscodex_lsp.core.errors import NoPicture, OutsideWorkspace, PictureTooLarge, UnreadablePicture
from viscodex_lsp.edges.pictures.files import read_dependencies, read_picture, sites_around

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


@pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes among the files of Windows")
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


PLAN = "plan\u202f13.png"


@pytest.mark.parametrize(
    ("there", "asked"),
    [
        (PLAN, "plan 13.png"),
        ("plan\u00a013.png", "plan 13.png"),
        ("plan 13.png", PLAN),
        ("re\u0301sume\u0301.png", "r\u00e9sum\u00e9.png"),
        ("r\u00e9sum\u00e9.png", "re\u0301sume\u0301.png"),
        ("a\u200bb.png", "ab.png"),
        ("a&b.png", "a&amp;b.png"),
        ("a&b.png", "a&#38;b.png"),
        ("ann's.png", "ann&#39;s.png"),
        ("caf\u00e9.png", "caf&eacute;.png"),
        ("a b.png", "a%20b.png"),
    ],
)
@pytest.mark.parametrize("folder", ["", "docs"])
def test_a_name_that_looks_the_same_is_found(workspace: Path, there: str, asked: str, folder: str) -> None:
    """Blanks, accents and entities that a person cannot tell apart lead to the one file there is."""
    (workspace / folder / there).write_bytes(b"it")
    assert read_picture(workspace / folder / asked, roots=[workspace]) == b"it"
    assert read_picture(workspace / folder / asked, roots=None) == b"it"


def test_a_folder_may_look_the_same_too(workspace: Path) -> None:
    """Every part of the path is found so."""
    (workspace / "my\u00a0plans").mkdir()
    (workspace / "my\u00a0plans" / PLAN).write_bytes(b"it")
    assert read_picture(workspace / "my plans" / "plan 13.png", roots=[workspace]) == b"it"


def test_the_very_name_goes_first(workspace: Path) -> None:
    """A file that has the name to the letter is the one, whatever else looks like it."""
    for number, name in enumerate(["plan 13.png", PLAN, "a&amp;b.png", "a&b.png"]):
        (workspace / name).write_bytes(bytes([number]))
    assert read_picture(workspace / "plan 13.png", roots=[workspace]) == b"\0"
    assert read_picture(workspace / "a&amp;b.png", roots=[workspace]) == b"\2"


def test_of_two_that_look_the_same_neither_is_taken(workspace: Path) -> None:
    """The sentence shows how the names differ."""
    for name in (PLAN, "plan\u00a013.png"):
        (workspace / name).write_bytes(DATA)
    with pytest.raises(NoPicture, match=r"2 whose names look the same.*\\xa0.*\\u202f"):
        read_picture(workspace / "plan 13.png", roots=[workspace])


@pytest.mark.parametrize("folder", ["public", "static", "assets", "wwwroot", ""])
@pytest.mark.parametrize("name", ["hero.png", "img/hero.png", "a&b.png"])
def test_a_path_from_a_sites_root_is_found(workspace: Path, folder: str, name: str) -> None:
    """What a page calls /hero.png lies in the folder that the site is served from."""
    file = workspace / folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"it")
    assert read_picture(Path("/") / name.replace("&", "&amp;"), roots=[workspace]) == b"it"


@pytest.mark.parametrize(
    ("there", "found"),
    [
        (["apps/web/public", "public"], "apps/web/public"),
        (["public", "apps/web/src"], "public"),
        (["apps/shop/public", "public"], "public"),
        (["apps/web/src"], "apps/web/src"),
    ],
)
def test_the_site_nearest_to_the_document_is_meant(workspace: Path, there: list[str], found: str) -> None:
    """A repository may hold several sites, each with its own public folder."""
    (workspace / "apps/web/src/pages").mkdir(parents=True)
    for folder in there:
        (workspace / folder).mkdir(parents=True, exist_ok=True)
        (workspace / folder / "hero.png").write_bytes(folder.encode())
    sites = sites_around(workspace / "apps/web/src/pages", [workspace])
    assert read_picture(Path("/hero.png"), roots=sites).decode() == found


def test_a_folder_that_links_out_of_the_workspace_is_no_site(workspace: Path, tmp_path: Path) -> None:
    """Nothing more can be read because of where the document lies."""
    outside = tmp_path / "elsewhere" / "pages"
    outside.mkdir(parents=True)
    (workspace / "link").symlink_to(outside.parent)
    assert sites_around(workspace / "link" / "pages", [workspace]) == (workspace,)
    assert sites_around(outside, [workspace]) == (workspace,)
    assert sites_around(None, [workspace]) == (workspace,)


def test_a_link_in_a_sites_folder_leads_nowhere(workspace: Path) -> None:
    """A file that is found by another name must lie in the workspace all the same."""
    (workspace / "public").mkdir()
    (workspace / "public" / "hero.png").symlink_to(workspace.parent / "secret.png")
    with pytest.raises(OutsideWorkspace):
        read_picture(Path("/hero.png"), roots=[workspace])


def test_nothing_is_told_of_folders_outside(workspace: Path) -> None:
    """Look-alikes outside of the workspace are not looked for, and so not told of."""
    for name in (PLAN, "plan\u00a013.png"):
        (workspace.parent / name).write_bytes(DATA)
    with pytest.raises(OutsideWorkspace):
        read_picture(workspace.parent / "plan 13.png", roots=[workspace])


@pytest.mark.parametrize(
    "path", ["//evil.example/share/x.png", "\\\\evil.example\\share\\x.png", "//?/UNC/evil/x.png"]
)
def test_another_machine_is_not_asked(workspace: Path, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path on the network is refused before it is looked at: looking alone would sign in there."""

    def touched(*_: object, **__: object) -> None:
        raise AssertionError("the path was looked at")

    for name in ("resolve", "exists", "stat", "lstat"):
        monkeypatch.setattr(Path, name, touched)
    monkeypatch.setattr(os.path, "lexists", touched)
    monkeypatch.setattr(os, "open", touched)
    with pytest.raises(OutsideWorkspace):
        read_picture(Path(path), roots=[workspace])
