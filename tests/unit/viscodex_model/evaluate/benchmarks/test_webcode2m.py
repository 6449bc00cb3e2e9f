"""WebCode2M in its published form: parquet files by split."""

from pathlib import Path

import pytest
from viscodex_model.core.errors import UserError
from viscodex_model.evaluate.benchmarks.registry import find_benchmark

from tests.unit.viscodex_model.evaluate.benchmarks.test_packed import png, write_parquet


def test_rows_are_numbered_within_their_split(tmp_path: Path) -> None:
    """The splits come short, mid, long, each over all of its files; a row without a picture is a problem of its own."""
    row = {"image": {"bytes": png(), "path": None}, "text": "<p>a</p>"}
    write_parquet(tmp_path / "long-00000-of-00001.parquet", [row])
    write_parquet(tmp_path / "short-00000-of-00002.parquet", [row])
    write_parquet(tmp_path / "short-00001-of-00002.parquet", [row | {"text": "<p>b</p>"}, {"text": "x"}])
    samples = find_benchmark("webcode2m").load(tmp_path)
    assert [sample.id for sample in samples] == ["short-0", "short-1", "short-2", "long-0"]
    assert samples[1].reference.html == "<p>b</p>"
    assert samples[0].pictures == (png(),)
    assert [sample.problem is None for sample in samples] == [True, True, False, True]


def test_a_folder_of_other_things_is_refused(tmp_path: Path) -> None:
    """The sentence says what is expected."""
    with pytest.raises(UserError, match="parquet files of `image` and `text`"):
        find_benchmark("webcode2m").load(tmp_path)
