"""Reading, writing, reserving and locking files, on Linux and on what is made to look like Windows or macOS."""

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from viscodex_model.core import descriptors

from tests.fixtures.machine.other_systems import pretend_mac, pretend_windows

Pretend = Callable[[pytest.MonkeyPatch], None]


def pretend_nothing(_: pytest.MonkeyPatch) -> None:
    """This system as it is."""


EVERYWHERE = pytest.mark.parametrize(
    "pretend", [pretend_nothing, pretend_mac, pretend_windows], ids=["here", "macos", "windows"]
)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[int]:
    descriptor = os.open(tmp_path / "file", os.O_RDWR | os.O_CREAT)
    yield descriptor
    os.close(descriptor)


@EVERYWHERE
def test_what_is_written_at_a_place_is_read_there(
    pretend: Pretend, opened: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From many threads at once; the end of the file is told by a short read."""
    pretend(monkeypatch)
    descriptors.reserve(opened, 64 * 100)
    blocks = [bytes([number]) * 100 for number in range(64)]
    threads = [
        threading.Thread(target=descriptors.write_at, args=(opened, block, 100 * number))
        for number, block in enumerate(blocks)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    descriptors.sync_data(opened)
    for number in (63, 0, 17):
        buffer = bytearray(100)
        assert descriptors.read_at(opened, memoryview(buffer), 100 * number) == 100
        assert bytes(buffer) == blocks[number]
    assert os.fstat(opened).st_size == 6400
    assert descriptors.read_at(opened, memoryview(bytearray(10)), 6395) == 5
    assert descriptors.read_at(opened, memoryview(bytearray(10)), 6400) == 0


@EVERYWHERE
def test_a_file_is_locked_for_one_alone(
    pretend: Pretend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second one is told so at once; closing unlocks."""
    pretend(monkeypatch)
    one, other = (os.open(tmp_path / "lock", os.O_RDWR | os.O_CREAT) for _ in range(2))
    assert descriptors.lock(one, wait=False)
    assert not descriptors.lock(other, wait=False)
    os.close(one)
    assert descriptors.lock(other, wait=True)
    os.close(other)


@EVERYWHERE
def test_folders_and_files_are_synced(
    pretend: Pretend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a folder cannot be synced it is passed over."""
    pretend(monkeypatch)
    (tmp_path / "a").write_bytes(b"1" * 10)
    descriptors.sync_path(tmp_path / "a")
    descriptors.sync_path(tmp_path)
    assert descriptors.bytes_on_disk(tmp_path / "a") >= 10
