"""`data mcd --shard I/N`: the shares' files, brought together, become what one run makes."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from viscodex_model.core.work_share import WHOLE, WorkShare
from viscodex_model.data import intake
from viscodex_model.data.cleaning import Cleaner, Rules
from viscodex_model.data.intake import take_in
from viscodex_model.data.pictures import FolderPictures

from tests.fixtures.models.published_form import html_record, png, text_record, traps


def _records() -> list[Any]:
    """Thirty records: good ones, bad ones, and some that are there two or three times, near and far."""
    good = [html_record(number, "a.png") for number in range(9)] + [text_record(n) for n in range(4)]
    bad = [raw for _, raw in traps()][:6]
    return [*good[:5], *bad[:2], *good[3:9], good[0], *bad[2:], *good[9:], good[5], good[0], good[12]]


@pytest.fixture
def pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the one picture; shards hold three records each."""
    monkeypatch.setattr(intake, "PER_SHARD", 3)
    folder = tmp_path / "pictures"
    folder.mkdir()
    (folder / "a.png").write_bytes(png(colour="red"))
    return folder


def _run(pictures: Path, out: Path, share: WorkShare = WHOLE) -> intake.Tally:
    cleaner = Cleaner(FolderPictures(pictures), Rules())
    return take_in(_stream(), cleaner, out, order={"from": "test"}, share=share)


def _stream() -> Iterator[Any]:
    yield from _records()


def _bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("total", [2, 3, 20])
def test_shares_brought_together_are_one_run_byte_for_byte(
    pictures: Path, tmp_path: Path, total: int
) -> None:
    """Records that are there twice in two shares are kept once, and counted, as in one run."""
    whole = _run(pictures, tmp_path / "whole")
    joined = tmp_path / "joined"
    joined.mkdir()
    for number in range(1, total + 1):
        own = tmp_path / f"share-{number}"
        _run(pictures, own, WorkShare(number, total))
        for part in own.glob("part-*.zip"):
            shutil.copy(part, joined)
    assert _run(pictures, joined) == whole
    assert whole.defects["duplicate"] == 6
    assert _bytes_of(joined) == _bytes_of(tmp_path / "whole")


def test_shares_may_write_to_one_folder(pictures: Path, tmp_path: Path) -> None:
    """On a disk that all see, nothing has to be copied; a missing share is made by the last run."""
    _run(pictures, tmp_path / "whole")
    for number in (3, 1):
        _run(pictures, tmp_path / "shared", WorkShare(number, 3))
    assert not (tmp_path / "shared" / "index.json").exists()
    _run(pictures, tmp_path / "shared")
    assert _bytes_of(tmp_path / "shared") == _bytes_of(tmp_path / "whole")


def test_a_share_without_records_is_no_error(pictures: Path, tmp_path: Path) -> None:
    """More shares than windows: the last ones have nothing to do."""
    assert _run(pictures, tmp_path / "none", WorkShare(40, 40)).records == 0
