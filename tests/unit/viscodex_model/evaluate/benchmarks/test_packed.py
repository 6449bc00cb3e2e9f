"""Data as it is downloaded: archives and parquet are read as the folders and lines that they stand for."""

import io
import json
import shutil
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from viscodex_model.core.errors import UserError
from viscodex_model.evaluate.benchmarks import packed
from viscodex_model.evaluate.benchmarks.packed import unpacked
from viscodex_model.evaluate.benchmarks.registry import find_benchmark

SMALL = Path(__file__).resolve().parents[5] / "model" / "benchmarks_small"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Archives are unpacked into the test's own folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "viscodex" / "benchmarks"


def png() -> Any:
    buffer = io.BytesIO()
    Image.new("RGB", (4, 3)).save(buffer, format="PNG")
    return buffer.getvalue()


def write_parquet(path: Path, rows: Any) -> Any:
    arrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    parquet.write_table(arrow.Table.from_pylist(rows), path)
    return path


def shape(sample: Any) -> Any:
    """What of a sample does not depend on where it lies."""
    names = [getattr(picture, "name", picture) for picture in sample.pictures]
    reference = getattr(sample.reference, "html", None) or getattr(
        sample.reference, "grading", sample.reference
    )
    return sample.id, sample.question, names, reference, sample.problem


@pytest.mark.parametrize("form", ["zip", "gztar", "tar"])
@pytest.mark.parametrize("name", ["design2code", "webcode2m", "chartmimic", "mmcode", "infibench"])
def test_an_archive_is_read_as_its_folder(tmp_path: Path, name: str, form: str) -> None:
    """The same samples come out of the folder and of the archive of it, in the same order."""
    archive = Path(shutil.make_archive(str(tmp_path / "packed"), form, SMALL, name))
    wanted = find_benchmark(name).load(SMALL / name)
    assert [shape(sample) for sample in find_benchmark(name).load(archive)] == [shape(s) for s in wanted]


def test_of_the_archives_of_a_download_the_newer_one_is_read(tmp_path: Path) -> None:
    """ChartMimic's folder on the hub holds two archives: the direct task of the newer one counts."""
    for archive, folder, program in (
        ("dataset-iclr", "direct_600", "new.py"),
        ("dataset-old", "ori_500", "old.py"),
    ):
        made = tmp_path / archive / folder
        made.mkdir(parents=True)
        (made / program).write_text("plt.show()")
        shutil.make_archive(str(tmp_path / archive), "gztar", tmp_path / archive)
        shutil.rmtree(tmp_path / archive)
    assert [sample.id for sample in find_benchmark("chartmimic").load(tmp_path)] == ["new"]


def test_an_archive_is_unpacked_once_and_anew_when_it_changes(tmp_path: Path, cache: Path) -> None:
    """The second reading finds what the first one unpacked; another archive of the same name is another one."""
    archive = tmp_path / "a.zip"
    for content in ("one", "one", "three"):
        if not archive.exists() or content != "one":
            with zipfile.ZipFile(archive, "w") as file:
                file.writestr("x.txt", content)
        assert (unpacked(archive) / "x.txt").read_text() == content
    assert len(list(cache.iterdir())) == 2


def test_nothing_is_written_outside_of_the_cache(tmp_path: Path, cache: Path) -> None:
    """Names that lead outside are refused (tar) or kept inside (zip)."""
    with tarfile.open(tmp_path / "a.tar", "w") as file:
        member = tarfile.TarInfo("../../../../escaped.txt")
        member.size = 1
        file.addfile(member, io.BytesIO(b"x"))
    with pytest.raises(UserError, match="cannot be unpacked"):
        unpacked(tmp_path / "a.tar")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
        file.writestr("../../../../escaped.txt", "x")
    assert (unpacked(tmp_path / "a.zip") / "escaped.txt").exists()
    outside = [path for path in tmp_path.rglob("escaped.txt") if not path.is_relative_to(cache)]
    assert outside == []


@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz"])
def test_a_broken_archive_is_said_and_leaves_nothing(tmp_path: Path, cache: Path, name: str) -> None:
    """A download that broke off is a sentence, and no half-unpacked folder stays."""
    (tmp_path / name).write_bytes(b"\x1f\x8b not an archive")
    with pytest.raises(UserError, match="Download it again"):
        unpacked(tmp_path / name)
    assert list(cache.iterdir()) == []


def test_an_archive_that_would_fill_the_disk_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More bytes than any benchmark has are not unpacked."""
    monkeypatch.setattr(packed, "MOST_BYTES", 10)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
        file.writestr("x", "0" * 11)
    with pytest.raises(UserError, match="no benchmark does"):
        unpacked(tmp_path / "a.zip")


def test_pages_are_read_from_parquet(tmp_path: Path) -> None:
    """Rows with `image` and `text` are pages, numbered from 0; one without a picture is a sample with a reason."""
    rows = [
        {"image": {"bytes": png(), "path": None}, "text": "<p>a</p>"},
        {"image": None, "text": "<p>b</p>"},
    ]
    file = write_parquet(tmp_path / "train.parquet", rows)
    first, second = find_benchmark("design2code").load(file)
    assert (first.id, first.pictures, first.reference.html) == ("0", (png(),), "<p>a</p>")
    assert "holds no bytes" in str(second.problem)


def test_pages_without_their_placeholder_are_refused(tmp_path: Path) -> None:
    """Parquet leaves out the picture that the pages show: it is asked for, and then handed to them."""
    (tmp_path / "data").mkdir()
    rows = [{"image": {"bytes": png()}, "text": '<img src="rick.jpg">'}]
    file = write_parquet(tmp_path / "data" / "train.parquet", rows)
    with pytest.raises(UserError, match=r"rick\.jpg"):
        find_benchmark("design2code").load(tmp_path)
    (tmp_path / "data" / "rick.jpg").write_bytes(b"x")
    (sample,) = find_benchmark("design2code").load(tmp_path)
    assert sample.reference.assets == (file.parent / "rick.jpg",)


@pytest.mark.parametrize("form", ["json", "parquet"])
def test_problems_are_read_from_an_array_and_from_parquet(tmp_path: Path, form: str) -> None:
    """MMCode's rows are the same in JSON lines, in one JSON array and in parquet."""
    lines = (SMALL / "mmcode" / "test.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    if form == "json":
        (tmp_path / "test.json").write_text(json.dumps(rows), encoding="utf-8")
    else:
        write_parquet(tmp_path / "test.parquet", rows)
    assert find_benchmark("mmcode").load(tmp_path) == find_benchmark("mmcode").load(SMALL / "mmcode")


@pytest.mark.parametrize("content", ["{}", "no json"])
def test_an_array_that_is_none_is_said(tmp_path: Path, content: Any) -> None:
    """A file that holds no array of problems is a sentence."""
    (tmp_path / "test.json").write_text(content)
    with pytest.raises(UserError, match=r"test\.json is no"):
        find_benchmark("mmcode").load(tmp_path)


def test_a_file_that_is_no_parquet_is_said(tmp_path: Path) -> None:
    """Another file under that name is a sentence."""
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    (tmp_path / "a.parquet").write_bytes(b"PAR1 not really")
    with pytest.raises(UserError, match="cannot be read as parquet"):
        find_benchmark("design2code").load(tmp_path / "a.parquet")


def test_parquet_without_its_reader_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where pyarrow is missing the sentence names the extra."""
    (tmp_path / "a.parquet").write_bytes(b"x")
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(UserError, match=r"\[evaluate\]"):
        find_benchmark("design2code").load(tmp_path / "a.parquet")


@pytest.mark.parametrize("content", ["cases: 3", "- a", "other: 1", ": : :"])
def test_a_suite_that_is_none_is_said(tmp_path: Path, content: Any) -> None:
    """A YAML file without cases is a sentence."""
    (tmp_path / "suite.yaml").write_text(content)
    with pytest.raises(UserError, match="no suite of cases"):
        find_benchmark("infibench").load(tmp_path)


@pytest.mark.parametrize("line", ["no json", '{"idx": 1}', "[]"])
def test_a_line_that_is_no_chart_is_said(tmp_path: Path, line: str) -> None:
    """The sentence names the line."""
    (tmp_path / "test.jsonl").write_text(line + "\n")
    with pytest.raises(UserError, match="Line 1 of"):
        find_benchmark("chartmimic").load(tmp_path / "test.jsonl")
