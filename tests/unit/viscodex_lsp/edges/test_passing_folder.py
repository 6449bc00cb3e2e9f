"""Folders for a while: gone with their process, or with a later one where that was killed; others are not touched."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

from viscodex_lsp.edges import private_files
from viscodex_lsp.edges.passing_folder import PassingFolder, clear_stale_folders

HOLDER = """
import sys
from viscodex_lsp.edges.passing_folder import PassingFolder
folder = PassingFolder("test")
(folder.path / "profile").mkdir()
(folder.path / "profile" / "cookies").write_text("x")
print(folder.path, flush=True)
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where folders for a while are made."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@contextmanager
def held() -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """Another process with such a folder."""
    command = [sys.executable, "-c", HOLDER]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process, Path(process.stdout.readline().strip())


def test_it_is_private_and_goes_with_its_block(place: Path) -> None:
    with PassingFolder("page") as folder:
        assert folder.parent == place
        assert folder.name.startswith("viscodex-page-")
        assert folder.stat().st_mode & 0o777 == 0o700
        (folder / "deep").mkdir()
        (folder / "deep" / "file").touch()
    assert list(place.iterdir()) == []


def test_it_goes_with_its_process(place: Path) -> None:
    """Also where nobody closed it."""
    with held() as (process, folder):
        assert folder.is_dir()
        assert process.stdin is not None
        process.stdin.close()
        process.wait()
    assert list(place.iterdir()) == []


def test_what_a_killed_process_left_goes_with_the_next(place: Path) -> None:
    with held() as (process, folder):
        process.kill()
        process.wait()
        assert (folder / "profile" / "cookies").is_file()
    with PassingFolder("other") as mine:
        assert list(place.iterdir()) == [mine]


def test_what_a_living_process_has_stays(place: Path) -> None:
    """Nor is a folder touched that only has a name like these."""
    like = place / "viscodex-page-mine"
    like.mkdir()
    with held() as (_, folder), PassingFolder("mine") as mine:
        clear_stale_folders()
        assert sorted(place.iterdir()) == sorted([like, folder, mine])


def test_a_folder_that_is_cleared_while_it_is_made_is_made_again(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between its making and its lock another process may take it for a stale one."""
    real, answers = private_files.try_lock, iter([False])
    monkeypatch.setattr(private_files, "try_lock", lambda file: next(answers, None) is None and real(file))
    with PassingFolder("page") as folder:
        assert list(place.iterdir()) == [folder]


def test_a_folder_that_was_cleared_before_its_lock_is_made_again(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock of a file that is gone is worth nothing."""
    real, given = private_files.try_lock, list[Path]()

    def late(file: IO[str]) -> bool:
        if not given:
            given.append(Path(file.name).parent)
            shutil.rmtree(given[0])
        return real(file)

    monkeypatch.setattr(private_files, "try_lock", late)
    with PassingFolder("page") as folder:
        assert folder != given[0]
        assert list(place.iterdir()) == [folder]


@pytest.mark.skipif(
    sys.platform == "win32", reason="Windows removes no open file, so the order is another one there"
)
def test_what_is_cleared_is_locked_meanwhile(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that nobody takes it for their own in the middle."""
    stale, real, free = place / "viscodex-page-stale", shutil.rmtree, list[bool]()
    stale.mkdir()
    (stale / ".in-use").touch()

    def look_and_remove(folder: Path, *, ignore_errors: bool) -> None:
        with (folder / ".in-use").open("r+") as file:
            free.append(private_files.try_lock(file))
        real(folder, ignore_errors=ignore_errors)

    monkeypatch.setattr(shutil, "rmtree", look_and_remove)
    clear_stale_folders()
    assert free == [False]
    assert list(place.iterdir()) == []


def test_a_disk_without_locks_has_such_folders_too(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody can tell there that one is stale, and nobody clears it."""

    def no_locks(_: object) -> bool:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(private_files, "try_lock", no_locks)
    with PassingFolder("page") as folder:
        clear_stale_folders()
        assert folder.is_dir()
    assert list(place.iterdir()) == []


def test_a_lock_that_is_always_refused_is_an_error(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As Windows refuses it on a file system without locks; nothing is left of the tries."""
    monkeypatch.setattr(private_files, "try_lock", lambda _: False)
    with pytest.raises(OSError, match="lock"):
        PassingFolder("page")
    assert list(place.iterdir()) == []
