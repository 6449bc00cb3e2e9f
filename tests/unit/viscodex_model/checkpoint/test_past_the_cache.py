"""Reading and writing past the page cache: the same bytes as through it, and no harm where there is no such way."""

import errno
import os
from pathlib import Path

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from viscodex_model.checkpoint import direct, reader, writer
from viscodex_model.checkpoint.direct import PAGE, is_cached, open_direct, page_span
from viscodex_model.checkpoint.header import TensorEntry, read_header
from viscodex_model.checkpoint.reader import TensorReader, area_size
from viscodex_model.checkpoint.writer import CheckpointWriter, TensorSpec, lay_out
from viscodex_model.merge.streaming.slices import raw_bytes
from viscodex_model.merge.streaming.workspace import Workspace

CONTENT = bytes(place * 31 % 251 for place in range(5 * PAGE + 77))


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of some pages and a bit."""
    path = tmp_path_factory.mktemp("direct") / "file"
    path.write_bytes(CONTENT)
    return path


@pytest.fixture
def past_the_cache(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    """No file counts as cached."""
    descriptor = open_direct(file, os.O_RDONLY)
    if descriptor is None:
        pytest.skip("this file system has no way past the page cache")
    os.close(descriptor)
    monkeypatch.setattr(reader, "is_cached", lambda _path, _size: False)


def area(size: int) -> memoryview:
    """A buffer that begins at a page, for `size` bytes."""
    return raw_bytes(Workspace(torch.device("cpu")).raw("area", area_size(size)))


def forbid_direct(monkeypatch: pytest.MonkeyPatch, call: str) -> list[int]:
    """Have the kernel refuse every direct `call`, as some do for odd places; returns the refusals, as they come."""
    refused: list[int] = []
    descriptors: set[int] = set()
    original = getattr(os, call)

    def opened(path: Path, flags: int) -> int | None:
        descriptor = open_direct(path, flags)
        if descriptor is not None:
            descriptors.add(descriptor)
        return descriptor

    def called(descriptor: int, data: object, place: int) -> int:
        if descriptor in descriptors:
            refused.append(place)
            raise OSError(errno.EINVAL, "Invalid argument")
        return int(original(descriptor, data, place))

    for module in (reader, writer):
        monkeypatch.setattr(module, "open_direct", opened)
    monkeypatch.setattr(os, call, called)
    return refused


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=80)
@given(data=st.data())
@pytest.mark.usefixtures("past_the_cache")
def test_any_slice_has_the_files_bytes(data: st.DataObject, file: Path) -> None:
    """Past the cache, every slice of a tensor anywhere in a file has its bytes, at a place its dtype can view."""
    dtype, width = data.draw(st.sampled_from([("BF16", 2), ("F32", 4), ("U8", 1)]))
    start = data.draw(st.integers(0, len(CONTENT) - width))
    count = data.draw(st.integers(1, (len(CONTENT) - start) // width))
    first = data.draw(st.integers(0, count - 1)) * width
    size = data.draw(st.integers(1, count - first // width)) * width
    entry = TensorEntry("a", dtype, (count,), file, start, count * width)
    with TensorReader(once=True) as opened:
        into = area(size)
        begin = opened.read_once(into, entry, first, size)
    assert bytes(into[begin : begin + size]) == CONTENT[start + first : start + first + size]
    assert begin % width == 0


@pytest.mark.usefixtures("past_the_cache")
def test_a_kernel_that_refuses_is_read_through_the_cache(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    """Where the kernel will not go past the cache after all, the slice is read the usual way."""
    refused = forbid_direct(monkeypatch, "preadv")
    entry = TensorEntry("a", "U8", (PAGE,), file, 100, PAGE)
    with TensorReader(once=True) as opened:
        into = area(PAGE)
        begin = opened.read_once(into, entry, 0, PAGE)
    assert refused == [0]
    assert bytes(into[begin : begin + PAGE]) == CONTENT[100 : 100 + PAGE]


@pytest.mark.parametrize("is_refused", [False, True])
def test_pages_and_what_is_left_of_them_are_written(
    is_refused: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Whole pages and odd ends, from buffers at a page or anywhere, all arrive, past the cache or through it."""
    refused = forbid_direct(monkeypatch, "pwrite") if is_refused else []
    specs = [TensorSpec("odd", "U8", (PAGE + 5,)), TensorSpec("even", "U8", (4 * PAGE,))]
    layout = lay_out(specs)
    aligned = area(4 * PAGE)
    aligned[: 4 * PAGE] = CONTENT[: 4 * PAGE]
    with CheckpointWriter(tmp_path, layout) as opened:
        opened.write("even", 0, aligned[: 2 * PAGE])
        opened.write("even", 2 * PAGE, memoryview(CONTENT)[2 * PAGE : 4 * PAGE])
        opened.write("odd", 0, aligned[: PAGE + 5])
        opened.sync()
    entries = {entry.name: entry for entry in read_header(tmp_path / layout[0].name).entries}
    raw = (tmp_path / layout[0].name).read_bytes()
    for spec in specs:
        start = entries[spec.name].start
        assert start % PAGE == 0
        assert raw[start : start + spec.nbytes] == CONTENT[: spec.nbytes]
    assert bool(refused) == (is_refused and direct._DIRECT != 0)


def test_what_was_just_written_is_cached(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is in the page cache is told from one whose bytes would have to be waited for."""
    file.read_bytes()
    assert is_cached(file, len(CONTENT))

    def waits(*_arguments: object) -> int:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "preadv", waits)
    assert not is_cached(file, len(CONTENT))


def test_without_such_a_way_nothing_is_opened(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that has no way past the page cache, or a file system that refuses it, gives none."""
    monkeypatch.setattr(direct, "_DIRECT", 0)
    assert open_direct(file, os.O_RDONLY) is None
    monkeypatch.setattr(direct, "_DIRECT", getattr(os, "O_DIRECTORY", 0))
    assert open_direct(file, os.O_RDONLY) is None


@given(st.integers(0, 10**12), st.integers(1, 10**8))
def test_a_span_of_pages_holds_the_slice(begin: int, size: int) -> None:
    """The pages around a slice begin and end at pages, hold it, and are not one too many; an area has room."""
    first, length = page_span(begin, size)
    assert first % PAGE == length % PAGE == 0
    assert first <= begin < first + PAGE
    assert begin + size <= first + length < begin + size + PAGE
    assert length <= area_size(size)
