"""Files on disk: read as documents, and written all or not at all."""

import os
import sys
from pathlib import Path

import pytest

from viscodex_lsp.core.errors import DocumentError
from viscodex_lsp.edges import documents
from viscodex_lsp.edges.documents import FileChange, read_document, write_changes, write_file


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_all_files_are_written_and_modes_kept(tmp_path: Path) -> None:
    """Changed ones keep their mode and line ends, new ones get their folders, bytes are written as they are."""
    old = tmp_path / "a.css"
    old.write_bytes(b"a {}\r\n")
    old.chmod(0o640)
    write_changes(
        [
            FileChange(old, "a {}\r\n", "b {}\r\n"),
            FileChange(tmp_path / "x" / "y" / "c.css", None, "ü {}\n"),
            FileChange(tmp_path / "x" / "p.png", None, b"\x89PNG"),
        ]
    )
    assert (old.read_bytes(), old.stat().st_mode & 0o777) == (b"b {}\r\n", 0o640)
    assert (tmp_path / "x/y/c.css").read_bytes() == "ü {}\n".encode()
    assert (tmp_path / "x/p.png").read_bytes() == b"\x89PNG"
    assert names(tmp_path) == ["a.css", "x", "x/p.png", "x/y", "x/y/c.css"]


@pytest.mark.parametrize("spoil", ["changed", "came", "gone"])
def test_a_file_that_is_another_by_now_stops_all(spoil: str, tmp_path: Path) -> None:
    """One that changed, one that came, one that is gone: nothing is written, and the sentence names it."""
    first, second = tmp_path / "a.css", tmp_path / "b.css"
    first.write_text("a")
    second.write_text("b")
    new = FileChange(tmp_path / "n" / "new.css", None, "n")
    changes = [FileChange(first, "a", "A"), new, FileChange(second, "b", "B")]
    if spoil == "changed":
        second.write_text("mine")
    elif spoil == "gone":
        second.unlink()
    else:
        new.path.parent.mkdir()
        new.path.write_text("mine")
    before = {name: (tmp_path / name).read_bytes() for name in names(tmp_path) if (tmp_path / name).is_file()}
    with pytest.raises(DocumentError, match="nothing was written"):
        write_changes(changes)
    assert {name: (tmp_path / name).read_bytes() for name in before} == before
    assert first.read_text() == "a"


def test_a_disk_that_refuses_the_last_file_takes_back_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was renamed is as it was, what was made is gone, folders too."""
    first = tmp_path / "a.css"
    first.write_text("a")
    place = documents._place_new

    def refuses(aside: Path, path: Path) -> None:
        if path.name == "second.css":
            raise PermissionError(13, "Permission denied", str(path))
        place(aside, path)

    monkeypatch.setattr(documents, "_place_new", refuses)
    changes = [
        FileChange(first, "a", "A"),
        FileChange(tmp_path / "n" / "first.css", None, "1"),
        FileChange(tmp_path / "n" / "second.css", None, "2"),
    ]
    with pytest.raises(DocumentError, match="Nothing was written"):
        write_changes(changes)
    assert names(tmp_path) == ["a.css"]
    assert first.read_text() == "a"


@pytest.mark.skipif(sys.platform == "win32", reason="the limit that stands for a full disk is POSIX's")
@pytest.mark.parametrize("too_large", ["the new text", "a new file"])
def test_a_full_disk_costs_nothing(too_large: str, tmp_path: Path) -> None:
    """A write that stops in the middle leaves every file as it was, and nothing beside it."""
    import resource

    long, first = "x" * 10_000, tmp_path / "a.css"
    first.write_text("a")
    changes = [
        FileChange(first, "a", long if too_large == "the new text" else "A"),
        FileChange(tmp_path / "n" / "b.css", None, long if too_large == "a new file" else "b"),
        FileChange(tmp_path / "n" / "deep" / "c.css", None, "c"),
    ]
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))
    try:
        with pytest.raises(DocumentError, match=r"Cannot write .*Nothing was written"):
            write_changes(changes)
        for path in (first, tmp_path / "new.html"):
            with pytest.raises(OSError, match="File too large"):
                write_file(path, long.encode())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert names(tmp_path) == ["a.css"]
    assert first.read_text() == "a"


def test_a_file_that_a_person_names_is_written_where_it_is(tmp_path: Path) -> None:
    """By way of a link, with the mode it has; a terminal or a pipe is written to."""
    path, link = tmp_path / "a.html", tmp_path / "link.html"
    path.write_text("a")
    path.chmod(0o640)
    link.symlink_to(path)
    write_file(link, b"b")
    write_file(Path(os.devnull), b"b")
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("b", 0o640)
    assert link.is_symlink() and names(tmp_path) == ["a.html", "link.html"]


def test_a_file_is_written_over_where_its_folder_takes_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a folder of which only the file is the person's own; a new file is an error there."""
    path = tmp_path / "a.html"
    path.write_text("a")
    write_bytes = Path.write_bytes

    def own_file_alone(target: Path, data: bytes) -> int:
        if target != path:
            raise PermissionError(13, "Permission denied")
        return write_bytes(target, data)

    monkeypatch.setattr(Path, "write_bytes", own_file_alone)
    write_file(path, b"b")
    with pytest.raises(PermissionError):
        write_file(tmp_path / "b.html", b"b")
    assert path.read_text() == "b"
    assert names(tmp_path) == ["a.html"]


def test_new_files_come_without_hard_links_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a memory stick; a file that came meanwhile is not written over there either."""

    def no_links(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    made = write_changes([FileChange(tmp_path / "n" / "b.css", None, "b")])
    assert made == [tmp_path / "n"]
    assert names(tmp_path) == ["n", "n/b.css"]
    came, aside = tmp_path / "c.css", tmp_path / "aside"
    came.write_text("mine")
    aside.write_text("c")
    with pytest.raises(FileExistsError):
        documents._place_new(aside, came)
    assert came.read_text() == "mine"


@pytest.mark.parametrize("kind", ["pipe", "folder", "binary", "latin", "missing"])
def test_what_is_no_text_file_is_refused(kind: str, tmp_path: Path) -> None:
    """A pipe is never opened: reading it would wait for ever."""
    path = tmp_path / "a.css"
    if kind == "pipe":
        if sys.platform == "win32":
            pytest.skip("there are no named pipes among the files of Windows")
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind != "missing":
        path.write_bytes(b"a\0b" if kind == "binary" else "ü".encode("latin-1"))
    with pytest.raises(DocumentError):
        read_document(path)
