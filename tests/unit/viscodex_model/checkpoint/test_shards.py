"""Headers, shards and slices: what is written is what the safetensors library reads, and the other way round."""

import contextlib
from pathlib import Path

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from safetensors.torch import load_file, save_file
from viscodex_model.checkpoint.header import DTYPE_BYTES, encode_header, read_header
from viscodex_model.checkpoint.index import INDEX_NAME, SINGLE_NAME, read_index
from viscodex_model.checkpoint.reader import TensorReader
from viscodex_model.checkpoint.writer import CheckpointWriter, TensorSpec, aside, lay_out, put_in_place
from viscodex_model.core.errors import UserError

TORCH = {
    "BF16": torch.bfloat16,
    "F16": torch.float16,
    "F32": torch.float32,
    "I64": torch.int64,
    "U8": torch.uint8,
}

shapes = st.lists(st.integers(0, 5), max_size=3).map(tuple)
specs = st.dictionaries(
    st.text(min_size=1, max_size=8).filter(lambda name: name != "__metadata__"),
    st.tuples(st.sampled_from(sorted(TORCH)), shapes),
    min_size=1,
    max_size=8,
).map(lambda found: [TensorSpec(name, dtype, shape) for name, (dtype, shape) in found.items()])


def content_of(spec: TensorSpec, number: int) -> bytes:
    """Bytes that differ from tensor to tensor; small enough to be a sound value of any dtype."""
    return bytes((number * 7 + place) % 60 for place in range(spec.nbytes))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(specs, st.integers(1, 200))
def test_any_tensors_in_any_shards_are_read_back(
    tmp_path_factory: pytest.TempPathFactory, specs: list[TensorSpec], shard_bytes: int
) -> None:
    """Tensors of any dtype and shape, in shards of any size, come back from the library with their bytes."""
    folder = tmp_path_factory.mktemp("checkpoint")
    layout = lay_out(specs, shard_bytes=shard_bytes)
    with CheckpointWriter(folder, layout) as writer:
        for number, spec in enumerate(specs):
            content = content_of(spec, number)
            half = len(content) // 2
            # Out of order, as workers write.
            writer.write(spec.name, half, memoryview(content)[half:])
            writer.write(spec.name, 0, memoryview(content)[:half])
        writer.sync()
        writer.write_index()
    found = {name: values for shard in layout for name, values in load_file(folder / shard.name).items()}
    assert set(found) == {spec.name for spec in specs}
    for number, spec in enumerate(specs):
        values = found[spec.name]
        assert (values.dtype, tuple(values.shape)) == (TORCH[spec.dtype], spec.shape)
        assert bytes(values.flatten().view(torch.uint8).tolist()) == content_of(spec, number)
    for shard in layout:
        assert len(shard.starts) == 1 or shard.size - len(shard.header) <= shard_bytes
    index = read_index(folder)
    assert {(e.name, e.dtype, e.shape) for e in index.entries.values()} == {
        (s.name, s.dtype, s.shape) for s in specs
    }


def test_a_library_file_is_indexed_and_read_in_slices(tmp_path: Path) -> None:
    """Of a file that the library wrote, each slice of each tensor has the tensor's bytes."""
    values = {
        "a": torch.arange(60).reshape(12, 5).bfloat16(),
        "b": torch.tensor(3.5),
        "c": torch.ones(3).half(),
    }
    save_file(values, tmp_path / SINGLE_NAME)
    index = read_index(tmp_path)
    with TensorReader() as reader:
        for name, wanted in values.items():
            entry = index.entries[name]
            assert (DTYPE_BYTES[entry.dtype] * entry.numel, entry.shape) == (
                entry.nbytes,
                tuple(wanted.shape),
            )
            buffer = bytearray(entry.nbytes - 2)
            reader.read_into(memoryview(buffer), entry, 2)
            assert buffer == bytes(wanted.flatten().view(torch.uint8).tolist())[2:]


def test_a_file_that_shrinks_is_noticed(tmp_path: Path) -> None:
    """A shard that becomes shorter between index and reading is an error, not silence."""
    save_file({"a": torch.ones(100)}, tmp_path / SINGLE_NAME)
    entry = read_index(tmp_path).entries["a"]
    with (tmp_path / SINGLE_NAME).open("r+b") as file:
        file.truncate(entry.start + 40)
    with TensorReader() as reader, pytest.raises(UserError, match="a is cut off"):
        reader.read_into(memoryview(bytearray(entry.nbytes)), entry, 0)


@pytest.mark.parametrize(
    ("places", "said"),
    [
        ({"a": ("F32", (2,), 0, 4)}, "takes 4 bytes where its shape needs 8"),
        ({"a": ("F32", (1,), 0, 4), "b": ("F32", (1,), 8, 12)}, "overlaps another tensor or leaves a gap"),
        ({"a": ("F32", (1,), 0, 4), "b": ("F32", (1,), 2, 6)}, "overlaps another tensor or leaves a gap"),
        ({"a": ("F7", (1,), 0, 4)}, "has the dtype F7"),
        ({"a": ("F32", (-1,), 0, -4)}, "shape needs"),
    ],
)
def test_headers_that_contradict_themselves_are_refused(
    places: dict[str, tuple[str, tuple[int, ...], int, int]], said: str, tmp_path: Path
) -> None:
    """Offsets that do not fit the shapes, that overlap or leave gaps, and unknown dtypes are named."""
    path = tmp_path / SINGLE_NAME
    path.write_bytes(encode_header(places) + b"\0" * 12)
    with pytest.raises(UserError, match=said):
        read_header(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_header_or_a_sentence(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    """Whatever lies in a file, reading its header ends with a header or with a sentence, never in a crash."""
    path = tmp_path_factory.mktemp("any") / "x.safetensors"
    path.write_bytes(raw)
    with contextlib.suppress(UserError):
        assert read_header(path).size == len(raw)


def test_the_hubs_cache_may_link_into_its_blobs(tmp_path: Path) -> None:
    """A snapshot of the hub's cache, whose files are links into `blobs`, is read."""
    snapshot, blobs = tmp_path / "snapshots" / "abc", tmp_path / "blobs"
    snapshot.mkdir(parents=True)
    blobs.mkdir()
    save_file({"a": torch.ones(3)}, blobs / "0123")
    (snapshot / SINGLE_NAME).symlink_to(blobs / "0123")
    assert list(read_index(snapshot).entries) == ["a"]


def test_the_old_folder_goes_only_when_the_new_one_stands(tmp_path: Path) -> None:
    """Putting in place replaces the folder that was there, and leaves nothing beside it."""
    out = tmp_path / "out"
    for folder, text in ((out, "old"), (aside(out), "new")):
        folder.mkdir()
        (folder / INDEX_NAME).write_text(text)
    put_in_place(aside(out), out)
    assert (out / INDEX_NAME).read_text() == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
