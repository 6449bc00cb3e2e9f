"""The Multimodal Coding Dataset from its published form into clean shards."""

import importlib.util
import io
import json
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from viscodex_model.cli import main
from viscodex_model.core.errors import UserError
from viscodex_model.core.installation import install_command
from viscodex_model.data.cleaning import Cleaner, Rules
from viscodex_model.data.intake import take_in
from viscodex_model.data.mcd import read_records
from viscodex_model.data.pictures import open_pictures
from viscodex_model.data.record_shards import ShardWriter, list_places, read_place

_spec = importlib.util.spec_from_file_location(
    "published_form", Path(__file__).parents[3] / "fixtures" / "models" / "published_form.py"
)
assert _spec is not None and _spec.loader is not None
form = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(form)


def clean(folder: Path, out: Path, **rules: Any) -> Any:
    """Run the whole intake over a published folder."""
    cleaner = Cleaner(open_pictures(folder / "mcd_images.zip"), Rules(**rules))
    return take_in(read_records(folder / "mcd_598k.json"), cleaner, out, order={"from": "test"})


def test_a_package_that_is_not_installed_is_named_with_what_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A verb whose libraries are missing says which extra has them."""
    monkeypatch.delitem(sys.modules, "viscodex_model.data.mcd")
    monkeypatch.setitem(sys.modules, "ijson", None)
    assert main(["data", "mcd", str(tmp_path), "--out", str(tmp_path / "out")]) == 1
    told = capsys.readouterr().err
    assert told == f"viscodex-model data: ijson is not installed. Run: {install_command('train')}\n"


def test_each_trap_is_told_and_each_good_record_kept(tmp_path: Path) -> None:
    """Every record is either kept or counted under its own defect; none is lost."""
    expected = form.write_published(tmp_path / "mcd")
    tally = clean(tmp_path / "mcd", tmp_path / "out")
    assert tally.defects == expected
    assert tally.kept == len(form.good_records())
    assert tally.records == tally.kept + sum(expected.values())
    assert tally.categories == {"html": 6, "chart": 1, "algorithm": 1}
    assert tally.mended == {"placeholders": 1}


def test_the_defects_are_listed_with_their_records_numbers(tmp_path: Path) -> None:
    """`defects.jsonl` names each record that was left out by its place in the array, and why."""
    form.write_published(tmp_path / "mcd")
    clean(tmp_path / "mcd", tmp_path / "out")
    lines = [json.loads(line) for line in (tmp_path / "out" / "defects.jsonl").read_text().splitlines()]
    first = len(form.good_records())
    assert [(line["record"], line["defect"]) for line in lines] == [
        (first + number, kind) for number, (kind, _) in enumerate(form.traps())
    ]


def test_pictures_come_out_plain(tmp_path: Path) -> None:
    """What is transparent is white, a turned photograph stands upright, and RGB stays byte for byte."""
    form.write_published(tmp_path / "mcd")
    clean(tmp_path / "mcd", tmp_path / "out")
    shown = {}
    for place in list_places(tmp_path / "out"):
        record, pictures = read_place(place)
        shown[record.messages[-2].content] = pictures
    with Image.open(io.BytesIO(shown["<image>\nBuild page 2."][0])) as clear:
        assert (clear.mode, clear.getpixel((0, 0))) == ("RGB", (255, 255, 255))
    with Image.open(io.BytesIO(shown["<image>\nBuild page 3."][0])) as half:
        assert half.getpixel((0, 0)) == (127, 127, 127)
    with Image.open(io.BytesIO(shown["<image>\nBuild page 7."][0])) as upright:
        assert upright.size == (20, 40)
    assert shown["<image>\nBuild page 0."] == (form.png(colour=(1, 2, 3)),)
    assert shown["Add 6 and 2."] == ()


def test_a_stopped_run_goes_on_and_makes_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Shards that are there are read over; with the missing one made again all counts and records are the same."""
    monkeypatch.setattr("viscodex_model.data.intake.PER_SHARD", 7)
    form.write_published(tmp_path / "mcd", copies=3)
    whole = clean(tmp_path / "mcd", tmp_path / "out")
    contents = {path.name: path.read_bytes() for path in (tmp_path / "out").glob("part-*.zip")}
    index = (tmp_path / "out" / "index.json").read_text()
    (tmp_path / "out" / "part-00002.zip").unlink()
    (tmp_path / "out" / "index.json").unlink()
    times = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").glob("part-*.zip")}
    again = clean(tmp_path / "mcd", tmp_path / "out")
    assert again == whole
    assert all(path.stat().st_mtime_ns == time for path, time in times.items())
    with zipfile.ZipFile(tmp_path / "out" / "part-00002.zip") as made:
        with zipfile.ZipFile(io.BytesIO(contents["part-00002.zip"])) as first:
            assert [made.read(name) for name in made.namelist()] == [first.read(n) for n in first.namelist()]
    assert json.loads((tmp_path / "out" / "index.json").read_text())["kept"] == json.loads(index)["kept"]


def test_a_file_that_ends_early_keeps_what_was_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cut JSON array gives a sentence with the last whole record; the shards before it stay, and the run goes on."""
    monkeypatch.setattr("viscodex_model.data.intake.PER_SHARD", 8)
    form.write_published(tmp_path / "mcd", copies=4)
    path = tmp_path / "mcd" / "mcd_598k.json"
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 4])
    with pytest.raises(UserError, match=r"damaged after record \d+ .*get the file again"):
        clean(tmp_path / "mcd", tmp_path / "out")
    left = sorted(file.name for file in (tmp_path / "out").iterdir())
    assert "part-00000.zip" in left
    assert not [name for name in left if name.endswith(".part")]
    path.write_bytes(whole)
    assert clean(tmp_path / "mcd", tmp_path / "out").kept == 4 * len(form.good_records())


def test_a_full_disk_is_a_sentence_and_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fills up leaves whole shards alone; with room again the run goes on to all records."""
    monkeypatch.setattr("viscodex_model.data.intake.PER_SHARD", 8)
    form.write_published(tmp_path / "mcd", copies=2)
    whole = ShardWriter.finish

    def finish(self: ShardWriter, extras: dict[str, object]) -> None:
        if (tmp_path / "out" / "part-00001.zip").exists():
            raise OSError(28, "No space left on device")
        whole(self, extras)

    with monkeypatch.context() as full:
        full.setattr(ShardWriter, "finish", finish)
        with pytest.raises(UserError, match=r"No space left on device.*make room"):
            clean(tmp_path / "mcd", tmp_path / "out")
    left = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert left == ["order.json", "part-00000.zip", "part-00001.zip"]
    assert clean(tmp_path / "mcd", tmp_path / "out").kept == 2 * len(form.good_records())


def test_a_zip_that_ends_early_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A cut zip of pictures is refused before any record is read."""
    form.write_published(tmp_path / "mcd")
    pictures = tmp_path / "mcd" / "mcd_images.zip"
    pictures.write_bytes(pictures.read_bytes()[:-200])
    assert main(["data", "mcd", str(tmp_path / "mcd"), "--out", str(tmp_path / "out")]) == 1
    assert "mcd_images.zip is not a whole zip" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_the_command_tells_all_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command line reads the folder as published and prints categories and defects."""
    form.write_published(tmp_path / "mcd")
    assert (
        main(["data", "mcd", str(tmp_path / "mcd"), "--out", str(tmp_path / "out"), "--keep", "code_error"])
        == 0
    )
    told = capsys.readouterr().out
    assert "28 records read, 9 kept, 19 left out" in told
    assert "category html: 6" in told
    assert "left out, placeholders: 2 (" in told


def test_another_set_is_not_mixed_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that holds shards by other rules is refused and stays as it is."""
    form.write_published(tmp_path / "mcd")
    command = ["data", "mcd", str(tmp_path / "mcd"), "--out", str(tmp_path / "out")]
    assert main(command) == 0
    assert main([*command, "--max-tokens", "99"]) == 1
    assert "another set or by other rules" in capsys.readouterr().err


def test_pictures_may_lie_in_a_folder(tmp_path: Path) -> None:
    """The unpacked pictures serve as well as the zip; a link out of the folder is not followed."""
    expected = form.write_published(tmp_path / "mcd")
    with zipfile.ZipFile(tmp_path / "mcd" / "mcd_images.zip") as archive:
        archive.extractall(tmp_path)
    (tmp_path / "secret.png").write_bytes(form.png())
    (tmp_path / "mcd_images" / "html" / "none.png").symlink_to(tmp_path / "secret.png")
    cleaner = Cleaner(open_pictures(tmp_path / "mcd_images"), Rules())
    tally = take_in(
        read_records(tmp_path / "mcd" / "mcd_598k.json"), cleaner, tmp_path / "out", order={"from": "test"}
    )
    assert tally.defects == expected


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no JSON array"),
        (b"no json", "no JSON array"),
        (b"[{]", "damaged after record 0"),
        (b'[{"a": 1}, {"b": \xff}]', "damaged after record 1"),
        (b'[{"a": 1}, {"b": NaN}]', r"damaged after record 1 .*JSON has no NaN"),
    ],
)
def test_what_is_no_json_is_a_sentence(tmp_path: Path, content: bytes, message: str) -> None:
    """A file of another kind is refused in words."""
    path = tmp_path / "mcd.json"
    path.write_bytes(content)
    with pytest.raises(UserError, match=message):
        list(read_records(path))


def test_json_lines_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    """One object a line is read as well as an array, with a byte order mark or without."""
    path = tmp_path / "mcd.json"
    path.write_bytes(b'{"a": 1}\n{"a": 2}\n')
    assert list(read_records(path)) == [{"a": 1}, {"a": 2}]
    path.write_bytes(b'\xef\xbb\xbf [{"a": 0.5}]')
    assert list(read_records(path)) == [{"a": 0.5}]
